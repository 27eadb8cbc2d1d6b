"""A run against an earlier one, with figures that can be worked out by eye."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.compare import Move, compare, read_earlier
from eval.report import to_json
from eval.run import Run
from tests.eval.made import answer, asked, entry, gold, run_of

FIRST, SECOND, THIRD = range(3)


def earlier(run: Run) -> dict[str, Any]:
    return {each["id"]: each for each in json.loads(json.dumps(to_json(run)))["questions"]}


BEFORE = run_of(
    asked(gold(entry(FIRST), id_="a"), answer([SECOND, FIRST], [SECOND])),
    asked(gold(entry(FIRST), id_="b"), answer([FIRST], [FIRST])),
    asked(gold(id_="c"), answer([FIRST], [FIRST])),
)


def test_nothing_changed_gives_no_changes_and_no_differences() -> None:
    same = compare(earlier(BEFORE), BEFORE)
    assert same.changes == same.only_before == same.only_now == ()
    assert {each.now - each.before for each in same.differences} == {0.0}
    assert {(each.low, each.high) for each in same.differences} == {(0.0, 0.0)}


def test_each_question_says_what_rose_and_what_fell() -> None:
    now = run_of(
        asked(gold(entry(FIRST), id_="a"), answer([FIRST], [FIRST])),
        asked(gold(entry(FIRST), id_="b"), answer([SECOND, FIRST], [FIRST])),
        asked(gold(id_="c"), answer([FIRST], refused=True)),
    )
    a, b, c = compare(earlier(BEFORE), now).changes
    assert Move("mrr_at_10", 0.5, 1.0) in a.better
    assert (a.worse, b.better) == ((), ())
    assert [move.figure for move in b.worse] == ["hit_at_1", "mrr_at_10", "ndcg_at_10"]
    assert c.better == (Move("refused_rightly", 0.0, 1.0),)


def test_differences_are_paired_by_question() -> None:
    """One question rises by a half, the other falls by a half: resampled, the mean difference lies between."""
    now = run_of(
        asked(gold(entry(FIRST), id_="a"), answer([FIRST], [FIRST])),
        asked(gold(entry(FIRST), id_="b"), answer([SECOND, FIRST], [FIRST])),
    )
    (mrr,) = (each for each in compare(earlier(BEFORE), now).differences if each.figure == "mrr_at_10")
    assert (mrr.questions, mrr.before, mrr.now, mrr.low, mrr.high) == (2, 0.75, 0.75, -0.5, 0.5)


def test_a_question_in_other_words_is_another_question() -> None:
    reworded = replace(gold(entry(FIRST), id_="a"), question="改了问法？")
    result = compare(earlier(BEFORE), run_of(asked(reworded, answer([FIRST], [FIRST]))))
    assert (result.changes, result.only_before, result.only_now) == ((), ("a", "b", "c"), ("a",))


def test_a_figure_that_the_earlier_report_lacks_is_not_compared() -> None:
    old = earlier(BEFORE)
    for each in old.values():
        del each["ndcg_at_10"]
    assert "ndcg_at_10" not in {each.figure for each in compare(old, BEFORE).differences}


def test_what_run_printed_is_read_by_name_and_id(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    path.write_text(json.dumps([to_json(BEFORE)]), encoding="utf-8")
    assert list(read_earlier(path)) == ["gold.jsonl"]
    assert list(read_earlier(path)["gold.jsonl"]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "content", ["{", "[1]", '[{"name": "x"}]', '[{"name": "x", "questions": [{"id": "a"}]}]', "{}1"]
)
def test_a_file_that_is_no_report_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"before\.json 不是 python -m eval run --json 的输出"):
        read_earlier(path)
