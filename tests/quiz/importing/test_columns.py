"""Tables of items, whatever their columns are called."""

from __future__ import annotations

import pytest

from quiz.importing.columns import read_table
from quiz.importing.records import WrittenItem


def rows(*lines: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(number, tuple(line.split("|"))) for number, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    "heading",
    [
        "题型|题干|A|B|C|答案|解析|章节|难度|依据",
        "试题类型|试题内容（必填）|选项A|选项B|选项C|正确答案|答案解析|知识点|难度系数|法律依据",
        "题目类型|题目*|选项一|选项二|选项三|标准答案|试题解析|所属章节|难易程度|出处",
        "类型：|题 干|A选项|B选项|C选项|参考答案|详解|考点|难易度|法条",
        "题型|题面|备选项1|备选项2|备选项3|答案选项|讲解|分类|试题难度|来源",
        "type|stem|option A|Option_B|optionC|answer|explanation|topic|difficulty|依据",
    ],
)
def test_columns_are_known_by_many_names(heading: str) -> None:
    table = read_table(rows(heading, "单选题|甲（ ）。|一|二|三|B|见规定。|第二章|易|第五条"), "旧题.csv")
    assert table is not None
    assert table.items == (
        WrittenItem(2, "甲（ ）。", ("一", "二", "三"), "B", "见规定。", "单选题", "第二章", "易", "第五条"),
    )
    assert table.unused == ()


def test_titles_above_the_heading_and_blank_rows_are_passed_over() -> None:
    table = read_table(
        rows("某所题库|||", "填写说明：必填|||", "题干|A|B|答案", "|||", "甲（ ）。|一|二|A"), "旧题.csv"
    )
    assert table is not None
    assert [item.row for item in table.items] == [5]


@pytest.mark.parametrize("cell", ["A.一 B.二 C.三", "A、一\nB、二\nC、三", "一\n二\n三", "一|二|三", "一；二；三"])
def test_options_of_one_cell_are_divided(cell: str) -> None:
    table = read_table([(1, ("题干", "选项", "答案")), (2, ("甲（ ）。", cell, "A"))], "旧题.csv")
    assert table is not None
    assert table.items[0].options == ("一", "二", "三")


def test_a_row_without_a_stem_is_a_problem_with_its_number() -> None:
    table = read_table(rows("题干|答案", "甲。|对", "|错"), "旧题.xlsx", "判断题")
    assert table is not None
    assert [problem.text for problem in table.problems] == [
        "旧题.xlsx “判断题” 第 3 行：题干是空的；请补上题干，或删去这一行。"
    ]
    assert table.items[0].type_text == "判断题"  # the sheet says it where no column does


def test_columns_that_mean_nothing_here_are_named_and_known_ones_are_not() -> None:
    table = read_table(rows("序号|题干|答案|分值|出题单位", "1|甲。|对|2|一所"), "旧题.csv")
    assert table is not None
    assert table.unused == ("出题单位",)


def test_rows_without_a_heading_are_no_table() -> None:
    assert read_table(rows("姓名|电话", "张三|110"), "a.csv") is None
    assert read_table([], "a.csv") is None
