"""Rules of item writing, for items of any origin.

In: an item. Out: its faults, each with the rule it breaks. Does not ask whether the key is true (quiz/importing/law.py compares with
the base) and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quiz.records import SINGLE_CHOICE, Item, ItemType
from quiz.spelling import FALSE, TRUE, spell


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that an item breaks."""

    rule: str  # key, options, all_of_the_above, longest, negative, blank, stem, explanation, law
    text: str  # a Chinese sentence


def lint(item: Item) -> tuple[Fault, ...]:
    """Every fault of an item, in the order in which a reader meets them; none for a sound one."""
    return (*_stem(item), *_options(item), *_key(item), *_explanation(item))


_CHOICE = SINGLE_CHOICE | {ItemType.LIST}
_SHORTEST_STEM = 6
_FEWEST_OPTIONS = 3
_BY_FAR = 1.6  # times the longest wrong option; up to one and a half is common in sound items
_LEAST_DIFFERENCE = 6  # characters; 三日 and 十五日 differ by half as much again and tell nothing
_BLANK = re.compile(r"[（(]\s*[）)]|_{2,}|[?？]\s*$")
_ALL = re.compile(
    r"(?:以上|上述|前述)[^，。]{0,6}(?:都|均|皆|全|各项)|(?:以上|上述)(?:选项|答案)|^(?:都|均)(?:是|对|正确|不是|不对)$|^[A-H]+(?:都|均)"
)
_NEGATIVE = re.compile(
    r"(?P<negative>不(?:正确|准确|恰当|属于|包括|包含|符合|对|合法|应当包括|能)|错误|有误)"
    r"(?:的(?:一项|一组|选项|说法|表述|做法|情形|行为)?(?:是|有|为|包括)|[（(]\s*[）)])"
)
_MARKED = re.compile(r"[*_【\[“\"<]\s*$")


def _stem(item: Item) -> Iterator[Fault]:
    if len(spell(item.stem)) < _SHORTEST_STEM:
        yield Fault("stem", f"题干只有 {len(spell(item.stem))} 字，说不清问什么；请写完整。")
    if item.type in _CHOICE and not _BLANK.search(item.stem):
        yield Fault("blank", "选择题的题干里没有（ ），也不是问句；请标明要选的地方。")
    if item.type == ItemType.CLOZE and item.stem.count("____") != len(item.key):
        yield Fault("blank", f"填空题有 {item.stem.count('____')} 个空，答案有 {len(item.key)} 个；请改成一样多。")
    if item.type in _CHOICE and (found := _NEGATIVE.search(item.stem)):
        before = item.stem[: found.start()]
        if not _MARKED.search(before) and not _MARKED.search(before + found["negative"][:1]):
            yield Fault(
                "negative",
                f"题干问的是“{found['negative']}”，没有标出；请写成“**{found['negative']}**”，或改为正面提问。",
            )


def _options(item: Item) -> Iterator[Fault]:
    if item.type not in _CHOICE:
        return
    spelt = [spell(option.text) for option in item.options]
    if len(spelt) < _FEWEST_OPTIONS:
        yield Fault("options", f"只有 {len(spelt)} 个选项；请至少写 {_FEWEST_OPTIONS} 个。")
    for option, words in zip(item.options, spelt, strict=True):
        if not words:
            yield Fault("options", f"选项 {option.id} 是空的；请补上，或删去。")
        elif (first := item.options[spelt.index(words)]).id != option.id:
            yield Fault("options", f"选项 {first.id} 和 {option.id} 相同；请换掉一个。")
        if _ALL.search(option.text.strip()):
            yield Fault("all_of_the_above", f"选项 {option.id} 是“{option.text}”；请改成具体内容，以免靠猜作答。")
    right = [option for option in item.options if option.is_key]
    wrong = [len(option.text) for option in item.options if not option.is_key]
    if len(right) == 1 and wrong and _is_longest_by_far(len(right[0].text), max(wrong)):
        yield Fault("longest", f"正确选项 {right[0].id} 比其他选项长得多；请写得一样长短。")


def _is_longest_by_far(key: int, other: int) -> bool:
    return key >= _BY_FAR * other and key - other >= _LEAST_DIFFERENCE


def _key(item: Item) -> Iterator[Fault]:
    letters = {option.id for option in item.options}
    if not item.key or not all(each.strip() for each in item.key):
        yield Fault("key", "没有答案；请补上。")
    elif item.type in _CHOICE and (unknown := [each for each in item.key if each not in letters]):
        yield Fault("key", f"答案 {'、'.join(unknown)} 不在选项里；请核对答案。")
    elif item.type in SINGLE_CHOICE and len(item.key) > 1:
        yield Fault("key", f"单项选择题有 {len(item.key)} 个答案；请改为多项选择题，或只留一个。")
    elif item.type == ItemType.LIST and len(item.key) == 1:
        yield Fault("key", "多项选择题只有一个答案；请改为单项选择题，或补上其余答案。")
    elif item.type == ItemType.LIST and len(item.key) == len(letters):
        yield Fault("key", "多项选择题的选项全部正确；请至少写一个错误选项。")
    elif item.type == ItemType.TRUE_FALSE and item.key not in ((TRUE,), (FALSE,)):
        yield Fault("key", f"判断题的答案应是{TRUE}或{FALSE}；请改正。")


def _explanation(item: Item) -> Iterator[Fault]:
    if not item.explanation.strip():
        yield Fault("explanation", "没有解析；请写明依据哪一条。")
