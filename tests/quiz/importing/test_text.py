"""Items written one after another in a text, the ways people write them."""

from __future__ import annotations

import pytest

from quiz.importing.records import WrittenItem
from quiz.importing.text import read_text


def read(text: str) -> tuple[WrittenItem, ...]:
    return read_text(text.split("\n"), "旧题.txt").items


STEM = "遗失物品应当在（ ）内移交派出所。"


@pytest.mark.parametrize(
    "text",
    [
        "1. 遗失物品应当在（ ）内移交派出所。 A.三日 B.五日 C.七日 D.十日 答案：A 解析：见第五条。",
        "1、遗失物品应当在（ ）内移交派出所。\nA、三日\nB、五日\nC、七日\nD、十日\n【答案】A\n【解析】见第五条。",
        "1．遗失物品应当在（ ）内移交派出所。\nA．三日　　B．五日\nC．七日　　D．十日\n正确答案:A\n答案解析：见第五条。",
        "第1题 遗失物品应当在（ ）内\n移交派出所。\n（A）三日 （B）五日 （C）七日 （D）十日\n参考答案：A\n解析:见第五条。",
    ],
)
def test_one_item_in_any_layout(text: str) -> None:
    (item,) = read(text)
    assert item == WrittenItem(1, STEM, ("三日", "五日", "七日", "十日"), "A", "见第五条。")


def test_headings_give_the_type_and_numbers_begin_again() -> None:
    items = read(
        "派出所业务试题\n一、单项选择题（每题1分）\n1. 甲（ ）。A.一 B.二\n答案：A\n2. 乙（ ）。A.一 B.二\n答案：B\n"
        "二、多选题\n1. 丙（ ）。A.一 B.二 C.三\n答案：ABC\n三、判断题\n1. 丁。（√）\n2. 戊。（×）\n四、填空题\n1. 己____日。\n答案：三"
    )
    assert [(item.row, item.type_text, item.stem, item.answer) for item in items] == [
        (3, "单项选择题", "甲（ ）。", "A"),
        (5, "单项选择题", "乙（ ）。", "B"),
        (8, "多选题", "丙（ ）。", "ABC"),
        (11, "判断题", "丁。", "√"),
        (12, "判断题", "戊。", "×"),
        (14, "填空题", "己____日。", "三"),
    ]


def test_a_type_before_the_stem_counts_for_that_item() -> None:
    items = read("1. 【多选】甲（ ）。A.一 B.二 C.三\n答案：AB\n2. (判断题) 乙。答案：对")
    assert [(item.type_text, item.stem) for item in items] == [("多选", "甲（ ）。"), ("判断题", "乙。")]


def test_the_answer_inside_the_bracket_is_taken_out() -> None:
    (item,) = read("1. 遗失物品应当在（B）内移交派出所。A.三日 B.五日 C.七日")
    assert (item.stem, item.answer) == (STEM, "B")


def test_a_numbered_list_in_an_explanation_is_no_item() -> None:
    items = read("1. 甲（ ）。A.一 B.二\n答案：A\n解析：理由有二：\n1. 其一；\n2. 其二。\n3. 其三。")
    assert [item.stem for item in items][:1] == ["甲（ ）。"]
    assert items[0].explanation.startswith("理由有二：1. 其一；")


def test_numbers_that_are_amounts_and_letters_that_are_no_options_stay_in_the_stem() -> None:
    items = read("1. 持A类、B类证件，血液酒精含量\n0.8毫克的，处（ ）。A.警告 B.罚款\n答案：B")
    assert [(item.stem, item.options) for item in items] == [
        ("持A类、B类证件，血液酒精含量0.8毫克的，处（ ）。", ("警告", "罚款"))
    ]


def test_explanation_basis_and_answer_may_stand_in_any_order() -> None:
    (item,) = read("1. 甲（ ）。A.一 B.二\n解析：见规定。\n法律依据：《某规定》第五条\n答案：B")
    assert (item.answer, item.explanation, item.basis) == ("B", "见规定。", "《某规定》第五条")


def test_a_number_without_a_stem_is_a_problem_with_its_line() -> None:
    reading = read_text(["1. A.一 B.二 答案：A", "2. 甲（ ）。A.一 B.二 答案：B"], "旧题.txt")
    assert [problem.text for problem in reading.problems] == [
        "旧题.txt 第 1 行：只有题号，没有题干；请补上题干，或删去这一题。"
    ]
    assert len(reading.items) == 1


def test_a_text_without_items_gives_none() -> None:
    assert read("工作总结\n今年所里做了三件事。") == ()
