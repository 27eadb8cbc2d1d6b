"""The report of a run: the summary, then every question that went wrong."""

from __future__ import annotations

import json

import pytest

from eval.compare import compare
from eval.report import comparison_table, table, to_json
from eval.run import Run
from tests.eval.made import answer, asked, entry, gold, run_of

FIRST, SECOND, THIRD = range(3)


@pytest.fixture
def run() -> Run:
    """One question right, three wrong in each way there is, and one rightly refused."""
    entries = (
        asked(gold(entry(FIRST), id_="right"), answer([FIRST], [FIRST])),
        asked(gold(entry(FIRST), id_="missed"), answer([SECOND, FIRST], [SECOND])),
        asked(gold(entry(FIRST), id_="refused"), answer([SECOND], refused=True)),
        asked(gold(id_="unanswerable"), answer([FIRST], [FIRST])),
        asked(gold(id_="none"), answer([FIRST], refused=True)),
    )
    return run_of(*entries)


def test_the_summary_comes_first(run: Run) -> None:
    lines = table(run).splitlines()
    assert lines[0] == "gold.jsonl：5 题（3 题有答案）；方括号内为 95% 置信区间"
    assert lines[1].startswith("  检索    hit@1 0.333 [0.000–1.000]  hit@5 0.667 [0.000–1.000]  hit@10 0.667 [")
    assert lines[2].startswith("          MRR@10 0.500 [0.000–1.000]  nDCG@10 0.544 [0.000–1.000]  recall@10 0.667 [")
    assert lines[3].startswith("  引用    引到标准段落 0.333 [0.000–1.000]  所需部分 0.333 [")
    assert lines[4].startswith("          引用精度 0.333 [0.000–1.000]  要点 —")
    assert lines[5] == "  拒答    应拒 2 题中拒 1；应答 3 题中误拒 1"
    assert lines[6] == "          该拒的拒了 0.500 [0.000–1.000]  该答的没有拒 0.667 [0.000–1.000]"
    assert lines[7] == "  长度    中位数 7 字，超过 300 字的占 0.000"
    assert lines[8] == "  用时    p50 10 毫秒，p95 10 毫秒"


def test_every_question_that_went_wrong_is_listed_with_how(run: Run) -> None:
    assert table(run).splitlines()[9:] == [
        "  missed 未引到（标准段落第 2）：问？",
        "  refused 误拒（标准段落第 10 名以外）：问？",
        "  unanswerable 应拒未拒：问？",
    ]


def test_the_object_holds_the_summary_and_every_question(run: Run) -> None:
    wire = json.loads(json.dumps(to_json(run), ensure_ascii=False))
    assert set(wire) == {"name", "summary", "intervals", "questions"}
    assert (wire["name"], wire["summary"]["questions"]) == ("gold.jsonl", 5)
    assert wire["intervals"]["hit_at_1"] == [0.0, 1.0]
    assert [each["id"] for each in wire["questions"]] == ["right", "missed", "refused", "unanswerable", "none"]
    assert (wire["questions"][1]["first_rank"], wire["questions"][1]["question"]) == (2, "问？")
    assert wire["questions"][3]["hit_at_1"] is None


def test_a_comparison_lists_the_differences_and_then_the_questions(run: Run) -> None:
    earlier = {each["id"]: each for each in to_json(run)["questions"]}
    better = run_of(asked(gold(entry(FIRST), id_="missed"), answer([FIRST], [FIRST])))
    lines = comparison_table("gold.jsonl", compare(earlier, better)).splitlines()
    assert lines[0] == "gold.jsonl 与先前相比（方括号内为差的 95% 置信区间，按题配对）"
    assert lines[1] == "  hit@1 0.000 → 1.000，差 +1.000 [+1.000–+1.000]（1 题）"
    assert "  变好 1 题" in lines
    assert any(line.startswith("    missed hit@1 0.00→1.00，MRR@10 0.50→1.00，") for line in lines)
    assert lines[-1] == "  先前才有或改了问法 4 题：right、refused、unanswerable、none"
