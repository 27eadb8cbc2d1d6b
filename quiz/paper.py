"""A paper: frozen items in order, with marks and a rule for multiple choice, and its variants.

In: chosen items with their marks, and a seed. Out: a Paper; its sections and totals. Equal input gives an equal paper.
Items stand in the order of Chinese papers (single choice, multiple choice, judging, blanks, …); within a section, and among the
options of an item, the seed and the variant decide. The letters of the key follow the options.
Does not choose items (blueprint.py) and does not mark answers (marking.py).
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from quiz.errors import QuizError
from quiz.records import SINGLE_CHOICE, Item, ItemType, MultipleScoring, Paper, PaperItem
from quiz.wire import item_to_json, to_text


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item that shall be on a paper, and what it is worth."""

    item: Item
    revision: int
    marks: float


@dataclass(frozen=True, slots=True)
class Heading:
    """What a paper says of itself."""

    title: str
    made_on: str  # ISO date
    generation: str  # of the index the items came from
    scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Items of a paper that are asked alike."""

    title: str
    items: tuple[PaperItem, ...]

    @property
    def marks(self) -> float:
        return total(self.items)


def make_paper(chosen: Sequence[Chosen], heading: Heading, *, variant: str = "A", seed: int = 0) -> Paper:
    """Freeze the items in the order of this variant; raise QuizError for none, for one that comes twice, or for no marks."""
    _check(chosen)
    ordered = sorted(
        chosen, key=lambda each: (_place(each.item.type), _shuffled(seed, variant, each.item.id), each.item.id)
    )
    items = tuple(
        PaperItem(number, _with_shuffled_options(each.item, seed, variant), each.revision, each.marks)
        for number, each in enumerate(ordered, start=1)
    )
    paper = Paper(
        id="",
        title=heading.title,
        variant=variant,
        made_on=heading.made_on,
        generation=heading.generation,
        seed=seed,
        scoring=heading.scoring,
        items=items,
    )
    return replace(paper, id=_paper_id(paper))


def sections(paper: Paper) -> tuple[PaperSection, ...]:
    """The items of a paper by the way they are asked, in order: 单项选择题, 多项选择题, …"""
    return tuple(
        PaperSection(_SECTIONS[place][0], tuple(items))
        for place, items in groupby(paper.items, key=lambda each: _place(each.item.type))
    )


def total(items: Sequence[PaperItem]) -> float:
    """Marks of all items together."""
    return round(sum(each.marks for each in items), 2)


_SECTIONS = (
    ("单项选择题", SINGLE_CHOICE),
    ("多项选择题", frozenset({ItemType.LIST})),
    ("判断题", frozenset({ItemType.TRUE_FALSE})),
    ("填空题", frozenset({ItemType.CLOZE})),
    ("匹配题", frozenset({ItemType.MATCHING})),
    ("简答题", frozenset({ItemType.RECALL, ItemType.SHORT})),
)
# Words that name options by their letter or their place: exchanged options would make them wrong.
_NAMES_OPTIONS = re.compile(
    r"(?<![A-Za-z])[A-H、和与及]*[A-H]\s*(?:[二两三四]?项|选项|[对错]|正确|错误|均|都)|(?:选项?|选择|答案[为是:：]?)\s*[A-H]"
    r"|(?:以上|上述|前[二三两]|[A-H])[^，。]{0,4}(?:都|均|全|皆)|以上.{0,3}选项|(?:都|均)(?:对|错|正确|不正确)"
)


def _check(chosen: Sequence[Chosen]) -> None:
    if not chosen:
        raise QuizError("试卷里没有题目；请先在题库中采用题目，或放宽组卷要求。")
    ids = [each.item.id for each in chosen]
    if doubled := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise QuizError(f"题目 {doubled[0]} 在同一份试卷里出现两次；请只留一次。")
    for each in chosen:
        if not 0 < each.marks < 1000:
            raise QuizError(f"题目 {each.item.id} 的分值应大于 0、小于 1000，实际是 {each.marks}；请改正分值。")


def _place(type_: ItemType) -> int:
    return next(place for place, (_, types) in enumerate(_SECTIONS) if type_ in types)


def _shuffled(*parts: object) -> str:
    """A key to sort by: as good as chance, and the same on every machine and for every release of Python."""
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _with_shuffled_options(item: Item, seed: int, variant: str) -> Item:
    """Options in another order with letters A, B, … again; as they are where words of the item name them."""
    said = (item.stem, item.explanation, *(text for option in item.options for text in (option.text, option.why)))
    if any(_NAMES_OPTIONS.search(text) for text in said):
        return item
    ordered = sorted(item.options, key=lambda option: (_shuffled(seed, variant, item.id, option.text), option.id))
    letters = {option.id: letter for option, letter in zip(ordered, string.ascii_uppercase, strict=False)}
    if len(letters) < len(ordered):
        return item
    options = tuple(replace(option, id=letters[option.id]) for option in ordered)
    key = tuple(sorted(letters[id_] for id_ in item.key)) if set(item.key) <= letters.keys() else item.key
    return replace(item, options=options, key=key)


def _paper_id(paper: Paper) -> str:
    said = [paper.title, paper.variant, paper.made_on, paper.generation, str(paper.seed), paper.scoring]
    said += [f"{each.revision} {each.marks} {to_text(item_to_json(each.item))}" for each in paper.items]
    return "p-" + _shuffled(*said)[:16]
