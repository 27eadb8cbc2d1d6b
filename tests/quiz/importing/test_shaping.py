"""Written items become items: type, key and blanks, in the spellings people use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.importing.records import WrittenItem
from quiz.importing.shaping import NotAnItem, shape
from quiz.records import Difficulty, ItemType

CHOICE = WrittenItem(2, "遗失物品应当在( )内移交。", ("三日", "五日", "七日"), "B", "见第五条。")
JUDGE = WrittenItem(3, "巡逻记录保存六十日。（ ）", answer="对")
BLANK = WrittenItem(4, "巡逻记录保存___日。", answer="六十；60")


def test_a_choice_has_letters_and_a_bracket() -> None:
    item = shape(CHOICE)
    assert (item.type, item.stem, item.key) == (ItemType.CHOICE, "遗失物品应当在（ ）内移交。", ("B",))
    assert [(option.id, option.text, option.is_key) for option in item.options] == [
        ("A", "三日", False),
        ("B", "五日", True),
        ("C", "七日", False),
    ]


@pytest.mark.parametrize(
    ("answer", "type_text", "type_", "key"),
    [
        ("AC", "多选", ItemType.LIST, ("A", "C")),
        ("c、a", "多项选择题", ItemType.LIST, ("A", "C")),
        ("Ａ，Ｃ", "", ItemType.LIST, ("A", "C")),
        ("A C。", "不定项", ItemType.LIST, ("A", "C")),
        ("B", "不定项选择题", ItemType.LIST, ("B",)),
        ("三日；七日", "多选", ItemType.LIST, ("A", "C")),
        ("五 日", "单选题", ItemType.CHOICE, ("B",)),
        ("A", "选择题", ItemType.CHOICE, ("A",)),
        ("A", "单选多选混合", ItemType.CHOICE, ("A",)),
        ("ABC", "选择题", ItemType.LIST, ("A", "B", "C")),
    ],
)
def test_answers_of_choices_in_usual_spellings(
    answer: str, type_text: str, type_: ItemType, key: tuple[str, ...]
) -> None:
    item = shape(replace(CHOICE, answer=answer, type_text=type_text))
    assert (item.type, item.key) == (type_, key)


@pytest.mark.parametrize(
    ("answer", "key"),
    [("对", "正确"), ("√", "正确"), ("T", "正确"), ("正确。", "正确"), ("A", "正确"), ("错", "错误"), ("×", "错误"), ("x", "错误"), ("False", "错误"), ("B", "错误")],
)  # fmt: skip
def test_answers_of_judgements_in_usual_spellings(answer: str, key: str) -> None:
    item = shape(replace(JUDGE, answer=answer, type_text="判断题"))
    assert (item.type, item.stem, item.key, item.options) == (ItemType.TRUE_FALSE, "巡逻记录保存六十日。", (key,), ())


def test_a_judgement_with_options_right_and_wrong_is_no_choice() -> None:
    item = shape(replace(JUDGE, options=("正确", "错误"), answer="B"))
    assert (item.type, item.key, item.options) == (ItemType.TRUE_FALSE, ("错误",), ())


def test_blanks_are_told_by_underscores_and_other_spellings_are_accepted() -> None:
    item = shape(BLANK)
    assert (item.type, item.stem, item.key, item.accept) == (
        ItemType.CLOZE,
        "巡逻记录保存____日。",
        ("六十",),
        ("60",),
    )


@pytest.mark.parametrize("answer", ["二十四|二", "二十四；二", "二十四、二", "二十四  二"])
def test_several_blanks_have_one_answer_each(answer: str) -> None:
    item = shape(replace(BLANK, stem="值守___小时，每班（ ）名。", answer=answer, type_text="填空题"))
    assert (item.stem, item.key) == ("值守____小时，每班____名。", ("二十四", "二"))


def test_what_has_neither_options_nor_blanks_is_a_short_answer() -> None:
    item = shape(WrittenItem(1, "什么是巡防站？", answer="街面设立的固定岗亭。"))
    assert (item.type, item.key) == (ItemType.SHORT, ("街面设立的固定岗亭。",))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (replace(CHOICE, answer=""), "没有答案"),
        (replace(CHOICE, answer="E"), "答案 E 不在选项里（共 3 个选项）"),
        (replace(CHOICE, answer="AB", type_text="单选"), "是单项选择题，答案却有 2 个"),
        (replace(CHOICE, answer="十五日"), "既不是选项的字母，也不是选项的文字"),
        (replace(CHOICE, options=(), type_text="多选"), "是多项选择题，却没有选项"),
        (replace(JUDGE, answer="不一定", type_text="判断"), "判断题的答案应是对或错"),
        (replace(BLANK, stem="没有空。", type_text="填空"), "题干里却没有空"),
        (replace(BLANK, stem="___和___。", answer="一"), "填空题有 2 个空，答案“一”不是 2 个"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(written: WrittenItem, reason: str) -> None:
    with pytest.raises(NotAnItem, match=reason):
        shape(written)


def test_the_id_follows_from_the_content_alone() -> None:
    same = replace(
        CHOICE,
        row=99,
        stem="遗失物品，应当在（　）内移交",
        explanation="",
        options=("5日", "三 日", "七日"),
        answer="A",
    )
    assert shape(same).id == shape(CHOICE).id
    assert shape(replace(CHOICE, answer="C")).id != shape(CHOICE).id


@pytest.mark.parametrize(("said", "difficulty"), [("易", "easy"), ("困难", "hard"), ("3", "hard"), ("中等", "medium"), ("", "medium")])  # fmt: skip
def test_difficulty_in_usual_spellings(said: str, difficulty: str) -> None:
    assert shape(replace(CHOICE, difficulty=said)).difficulty == Difficulty(difficulty)


def test_the_basis_joins_the_explanation() -> None:
    assert shape(replace(CHOICE, basis="《某规定》第五条")).explanation == "见第五条。依据：《某规定》第五条"
