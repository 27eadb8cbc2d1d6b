"""The rules of item writing, each with an item that breaks it and none that keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.lint import lint
from quiz.records import Item, ItemType
from tests.quiz.made import cloze, multiple, single, true_false


def rules(item: Item) -> list[str]:
    return [fault.rule for fault in lint(item)]


def with_option(item: Item, at: int, text: str) -> Item:
    options = list(item.options)
    options[at] = replace(options[at], text=text)
    return replace(item, options=tuple(options))


@pytest.mark.parametrize("item", [single(), multiple(), true_false(), cloze()])
def test_sound_items_have_no_fault(item: Item) -> None:
    assert lint(item) == ()


@pytest.mark.parametrize(
    ("item", "rule", "words"),
    [
        (single(key=()), "key", "没有答案"),
        (single(key=("E",)), "key", "答案 E 不在选项里"),
        (single(key=("A", "B")), "key", "单项选择题有 2 个答案"),
        (multiple(key=("A",)), "key", "多项选择题只有一个答案"),
        (multiple(key=("A", "B", "C", "D")), "key", "选项全部正确"),
        (true_false(key=("也许",)), "key", "应是正确或错误"),
        (with_option(single(), 3, "三 日。"), "options", "选项 A 和 D 相同"),
        (with_option(single(), 2, " "), "options", "选项 C 是空的"),
        (single(options=single().options[:2]), "options", "只有 2 个选项"),
        (with_option(single(), 3, "以上都是"), "all_of_the_above", "选项 D 是“以上都是”"),
        (with_option(single(), 3, "以上答案均不正确"), "all_of_the_above", "选项 D"),
        (with_option(single(), 0, "三日，节假日不计算在内"), "longest", "正确选项 A 比其他选项长得多"),
        (single(stem="下列说法不正确的是（ ）。"), "negative", "题干问的是“不正确”，没有标出"),
        (single(stem="登记的内容不包括（ ）。"), "negative", "“不包括”"),
        (single(stem="下列表述错误的一项是（ ）。"), "negative", "“错误”"),
        (single(stem="遗失的物品应当移交派出所。"), "blank", "没有（ ）"),
        (cloze(stem="巡防站实行____小时值守。"), "blank", "有 1 个空，答案有 2 个"),
        (single(stem="期限（ ）。"), "stem", "题干只有 2 字"),
        (single(explanation=" "), "explanation", "没有解析"),
    ],
)
def test_a_fault_is_found_and_said(item: Item, rule: str, words: str) -> None:
    faults = lint(item)
    assert [fault.rule for fault in faults] == [rule]
    assert words in faults[0].text


@pytest.mark.parametrize(
    "stem",
    [
        "下列说法**不正确**的是（ ）。",
        "下列说法不**正确**的是（ ）。".replace("不**正确**", "“不正确”"),
        "巡防员不得擅自离开岗位，违者由（ ）处理。",
        "对不符合条件的申请，应当在（ ）内退回。",
        "遗失的物品应当在几日内移交？",
    ],
)
def test_marked_negatives_and_those_of_the_law_itself_are_no_fault(stem: str) -> None:
    assert rules(single(stem=stem)) == []


def test_a_longer_key_is_a_fault_only_by_far() -> None:
    assert rules(with_option(single(), 0, "十五日")) == []


def test_short_answers_need_no_bracket() -> None:
    assert rules(cloze(type=ItemType.SHORT, stem="巡防站的值守时间是多少？", key=("二十四小时",))) == []
