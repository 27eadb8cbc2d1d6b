"""A paper: frozen items in order, with marks and a rule for multiple choice, and its variants.

In: chosen items with their marks, and a seed. Out: a Paper; its sections and totals. Equal input gives an equal paper.
Items stand in the order of Chinese papers (single choice, multiple choice, judging, blanks, …); within a section, and among the
options of an item, the seed and the variant decide. The letters of the key, and those in explanations, follow the options.
Does not choose items (blueprint.py) and does not mark answers (marking.py).
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
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
    ("简答题", frozenset({ItemType.RECALL, ItemType.SHORT, ItemType.DEFINITION})),
)
_RUN = r"[A-J](?:[、，,和与及]?[A-J])*"
# Letters that mean options, not a class of licence: AB项, B、C两项, 故选A, 答案：AC.
_LETTERS = re.compile(
    rf"(?<![A-Za-z])(?P<run>{_RUN})(?=\s*(?:[二两三四]?项|选项|[对错]|正确|错误|不正确|均|都))"
    rf"|(?:应选|故选|选项?|选择|答案[为是:：]?)[“\"]?\s*(?P<chosen>{_RUN})(?![A-Za-z])"
)
# Options that speak of others, and words that count them off: in another order they would be wrong.
_COUNTS_ON_ORDER = re.compile(
    r"(?:以上|上述)[^，。]{0,6}(?:都|均|皆|各项)|(?:以上|上述)(?:选项|答案)|前[二两三]项?(?:都|均)|(?:都|均)(?:对|错|正确|不正确)$"
)
_NTH_OPTION = re.compile(r"(?:第[一二三四五]|[前后][一二两三])个?选项")


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
    """Options in another order with letters A, B, … again, also where explanations name them.

    As they are where stem or options speak of other options: their words could not be told from those of the text.
    """
    asked = (item.stem, *(option.text for option in item.options))
    told = (item.explanation, *(option.why for option in item.options))
    if any(_COUNTS_ON_ORDER.search(text) or _LETTERS.search(text) for text in asked):
        return item
    if any(_NTH_OPTION.search(text) for text in told) or len(item.options) > len(string.ascii_uppercase):
        return item
    ordered = sorted(item.options, key=lambda option: (_shuffled(seed, variant, item.id, option.text), option.id))
    letters = {option.id: letter for option, letter in zip(ordered, string.ascii_uppercase, strict=False)}
    options = tuple(replace(option, id=letters[option.id], why=_relettered(option.why, letters)) for option in ordered)
    key = tuple(sorted(letters[id_] for id_ in item.key)) if set(item.key) <= letters.keys() else item.key
    return replace(item, options=options, key=key, explanation=_relettered(item.explanation, letters))


def _relettered(text: str, letters: Mapping[str, str]) -> str:
    """``AC项正确`` → ``BD项正确``: every run of letters in its new letters, in order again."""

    def exchange(match: re.Match[str]) -> str:
        run = match["run"] or match["chosen"]
        new = iter(sorted(letters.get(letter, letter) for letter in re.findall("[A-J]", run)))
        start = match.start("run") if match["run"] else match.start("chosen")
        before = match[0][: start - match.start()]
        return before + re.sub("[A-J]", lambda _: next(new), run)

    return _LETTERS.sub(exchange, text) if letters else text


def _paper_id(paper: Paper) -> str:
    said = [paper.title, paper.variant, paper.made_on, paper.generation, str(paper.seed), paper.scoring]
    said += [f"{each.revision} {each.marks} {to_text(item_to_json(each.item))}" for each in paper.items]
    return "p-" + _shuffled(*said)[:16]
