"""Blueprint files: a table a trainer can write, and errors that name the row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quiz.blueprint import AtLeast, Cell, Scope
from quiz.blueprint_file import read_blueprint
from quiz.errors import BadBlueprint
from quiz.records import Difficulty, ItemType, MultipleScoring

HEADING = "规则,资料,章节,题型,难度,题数,占分,每题分\n"
SINGLE = (ItemType.NUMBER, ItemType.AUTHORITY, ItemType.CHOICE)


def write(folder: Path, text: str, name: str = "要求.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_gives_cells_shares_and_the_rule_of_multiple_choice(tmp_path: Path) -> None:
    blueprint = read_blueprint(
        write(
            tmp_path,
            HEADING
            + "总分,,,,,,100,\n多选计分,,,少选得一半,,,,\n"
            + "题目,,,单选题,易;中,,60%,2\n,《甲、乙规定》,第三章,多选、判断题,,10,,4\n"
            + "至少,甲办法；乙法,,,,,６０％,\n",
        )
    )
    assert blueprint.cells == (
        Cell("要求.csv 第 4 行", Scope((), (), SINGLE, (Difficulty.EASY, Difficulty.MEDIUM)), 30, 2.0),
        Cell(
            "要求.csv 第 5 行", Scope(("甲、乙规定",), ("第三章",), (ItemType.LIST, ItemType.TRUE_FALSE), ()), 10, 4.0
        ),
    )
    assert blueprint.at_least == (AtLeast("要求.csv 第 6 行", Scope(("甲办法", "乙法")), 0.6),)
    assert blueprint.scoring == MultipleScoring.HALF_FOR_PART


def test_json_says_the_same_as_the_table(tmp_path: Path) -> None:
    raw = {
        "总分": 20,
        "多选计分": "按项计分",
        "题目": [{"题型": ["判断"], "题数": 10, "每题分": 2}],
        "至少": [{"资料": ["甲办法"], "占分": 5}],
    }
    blueprint = read_blueprint(write(tmp_path, json.dumps(raw, ensure_ascii=False), "要求.json"))
    assert blueprint.cells == (Cell("要求.json “题目”第 1 项", Scope(types=(ItemType.TRUE_FALSE,)), 10, 2.0),)
    assert blueprint.at_least == (AtLeast("要求.json “至少”第 1 项", Scope(("甲办法",)), 0.25),)
    assert blueprint.scoring == MultipleScoring.PER_OPTION


def test_a_table_saved_by_excel_in_chinese_is_read(tmp_path: Path) -> None:
    path = tmp_path / "要求.csv"
    path.write_bytes("题型\t题数\t每题分\r\n判断\t5\t1\r\n".encode("gb18030"))
    assert [cell.count for cell in read_blueprint(path).cells] == [5]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("题目,,,单选,,十,,2\n", "第 2 行：“题数”应是大于 0 的数，实际是“十”"),
        ("题目,,,单选,,5,,\n", "第 2 行：“每题分”应是大于 0 的数，实际是“空白”"),
        ("题目,,,单选,,5,,-1\n", "第 2 行：“每题分”应是大于 0 的数"),
        ("题目,,,单选,,2.5,,1\n", "第 2 行：“题数”是 2.5，不是整数"),
        ("题目,,,作文,,5,,2\n", "第 2 行：“题型”应是.*实际是“作文”"),
        ("题目,,,,很难,5,,2\n", "第 2 行：“难度”应是易、中、难之一，实际是“很难”"),
        ("题目,,,,,5,10,2\n", "第 2 行：“题数”和“占分”应填一个，实际两个都填了"),
        ("题目,,,,,,,2\n", "第 2 行：“题数”和“占分”应填一个，实际都没有填"),
        ("题目,,,,,,30%,2\n", "第 2 行：这样写占分需要总分"),
        ("题目,,,,,,31,2\n", "第 2 行：占分 31 不能由每题 2 分凑成"),
        ("题目,,,,,5,,2\n\n至少,甲,,,,,120%,\n", "第 4 行：“占分”超过了全部分数"),
        ("总分,,,,,,100,\n题目,,,,,5,,2\n", "各行合计 10 分，与总分 100 分不符"),
        ("随便,,,,,5,,2\n", "第 2 行：“规则”应是题目、至少、总分或多选计分，实际是“随便”"),
        ("多选计分,,,看着给,,,,\n题目,,,,,5,,2\n", "第 2 行：多选计分应是"),
        ("题目,,,,,5,,2,多\n", "第 2 行：格数比第 1 行的栏数多"),
        ('题目,"甲,,,,5,,2\n', "引号没有成对"),
        ("题目,,,,,5000,,2\n", "超过一份试卷的上限 500 题"),
        ("", "没有一行要求题目"),
    ],
)
def test_a_row_that_cannot_be_followed_is_named_with_the_reason(tmp_path: Path, rows: str, words: str) -> None:
    with pytest.raises(BadBlueprint, match=words):
        read_blueprint(write(tmp_path, HEADING + rows))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("题型,分数\n", "a.csv", "不认识栏名“分数”"),
        ("题型,题型\n", "a.csv", "有一栏写了两次"),
        ("{", "a.json", "不是 JSON"),
        ("[]", "a.json", "应为 JSON 对象"),
        ('{"题目": {}}', "a.json", "“题目”应为列表"),
        ('{"题目": [{"题": 1}]}', "a.json", "“题目”第 1 项：应为 JSON 对象"),
        ("[" * 100_000, "a.json", "不是 JSON"),
    ],
)
def test_a_file_that_is_no_blueprint_is_refused(tmp_path: Path, text: str, name: str, words: str) -> None:
    with pytest.raises(BadBlueprint, match=words):
        read_blueprint(write(tmp_path, text, name))


def test_a_missing_or_binary_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadBlueprint, match=r"没有\.csv 读不出来"):
        read_blueprint(tmp_path / "没有.csv")
    (tmp_path / "图.csv").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(BadBlueprint, match=r"图\.csv"):
        read_blueprint(tmp_path / "图.csv")
