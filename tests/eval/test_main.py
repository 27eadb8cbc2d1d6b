"""The commands that measure, run on a few gold questions over the invented corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.ablation import RECIPES
from tests.invented import DOGS_NEW, RULES

GOLD = [
    {
        "id": "t1",
        "question": "青槐市巡防站管理规定第三条第二款",
        "type": "article",
        "answerable": True,
        "gold": [{"doc": RULES, "quote": "夜间巡逻每两小时进行一次，巡逻记录保存六十日。", "article": "第三条"}],
        "key_points": ["六十日"],
    },
    {
        "id": "t2",
        "question": "青槐市犬只管理办法第二条",
        "type": "article",
        "answerable": True,
        "gold": [{"doc": DOGS_NEW, "quote": "犬证有效期为二年"}],
        "key_points": ["二年"],
    },
    {"id": "t3", "question": "刑法第二十条怎么规定的", "type": "lacking", "answerable": False, "gold": []},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.jsonl"
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in GOLD), encoding="utf-8")
    return path


def test_run_measures_a_gold_file_and_prints_it_as_a_table_or_as_json(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--gold", str(gold), *quick_index]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "tiny.jsonl：3 题（2 题有答案）；方括号内为 95% 置信区间"
    assert "hit@1 1.000" in out
    assert "应拒 1 题中拒 1；应答 2 题中误拒 0" in out


def test_run_prints_json_with_every_question_of_every_file(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--gold", str(gold), "--gold", str(gold)]
    assert main(["run", *files, *quick_index, "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in first["questions"]] == ["t1", "t2", "t3"]
    assert [each["refused"] for each in first["questions"]] == [False, False, True]
    assert first["summary"]["cites_gold"] == first["summary"]["key_points"] == 1.0
    assert [each["reply"] for each in second["questions"]] == [each["reply"] for each in first["questions"]]


def test_run_writes_a_page_and_compares_with_what_it_printed_before(
    quick_index: tuple[str, ...], gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--gold", str(gold), *quick_index, "--json"]) == 0
    before, page = tmp_path / "before.json", tmp_path / "page.html"
    before.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["run", "--gold", str(gold), *quick_index, "--against", str(before), "--html", str(page)]) == 0
    assert "  变好 0 题\n  变差 0 题\n  有好有坏 0 题" in capsys.readouterr().out
    assert '<h2 id="r1">tiny.jsonl</h2>' in page.read_text(encoding="utf-8")
    assert main(["run", "--gold", str(gold), *quick_index, "--against", str(before), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["against"]["changes"] == []


def test_run_says_when_the_earlier_report_is_of_other_questions(
    quick_index: tuple[str, ...], gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tmp_path / "before.json"
    before.write_text('[{"name": "other.jsonl", "questions": []}]', encoding="utf-8")
    assert main(["run", "--gold", str(gold), *quick_index, "--against", str(before)]) == 1
    assert "里没有 tiny.jsonl 的结果，只有：other.jsonl" in capsys.readouterr().err


def test_run_without_an_index_exits_1(tmp_path: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--gold", str(gold), "--index", str(tmp_path / "none")]) == 1
    assert "python -m index build" in capsys.readouterr().err


def test_run_with_a_bad_gold_file_exits_1_and_names_the_line(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold.write_text("not json\n", encoding="utf-8")
    assert main(["run", "--gold", str(gold), *quick_index]) == 1
    assert "tiny.jsonl 第 1 行不是一道标准题" in capsys.readouterr().err


def test_ablate_prints_one_line_for_the_search_and_one_without_each_part(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ablate", "--gold", str(gold), *quick_index]) == 0
    _, whole, *others = capsys.readouterr().out.splitlines()
    assert whole.split() == ["1.000", "1.000", "[+0.000–+0.000]", "1.000", "0", "全部"]
    assert len(others) == len(RECIPES) - 1


def test_leave_out_prints_how_many_are_refused_without_the_document(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = {**GOLD[0], "question": GOLD[2]["question"]}
    gold.write_text(json.dumps(lacking, ensure_ascii=False) + "\n", encoding="utf-8")
    assert main(["leave-out", "--gold", str(gold), *quick_index]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "留出评测：1 份资料，1 题；拒答召回 1.000 [1.000–1.000]（1/1）",
        f"  1/1  {RULES}",
    ]


def test_leave_out_without_a_question_to_ask_exits_1(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold.write_text(json.dumps(GOLD[2]) + "\n", encoding="utf-8")
    assert main(["leave-out", "--gold", str(gold), *quick_index]) == 1
    assert "没有一道标准题的答案只在一份资料里" in capsys.readouterr().err


def test_calibrate_needs_questions_of_both_sorts(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The questions above name an article or an instrument: none of them is one for the gate."""
    assert main(["calibrate", "--pair", str(gold), quick_index[1], *quick_index[2:]]) == 1
    assert "至少需要两道有答案和两道没有答案" in capsys.readouterr().err


def test_calibrate_prints_the_weights_and_what_they_reach(
    quick_index: tuple[str, ...], gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        {"id": str(n), "question": text, "answerable": n < 2, "gold": []}
        for n, text in enumerate(("犬证有效期多久", "巡防员带什么", "中午吃什么", "股票会涨多少"))
    ]
    gold.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    assert main(["calibrate", "--pair", str(gold), quick_index[1], *quick_index[2:]]) == 0
    out = capsys.readouterr().out
    assert out.startswith("INTERCEPT ")
    assert out.splitlines()[-1].startswith("  0.50  拒对 ")


@pytest.mark.parametrize("arguments", [[], ["measure"], ["calibrate"]])
def test_a_misused_command_exits_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
