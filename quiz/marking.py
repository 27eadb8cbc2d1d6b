"""Marks for the answers to a paper.

In: a paper, and what somebody answered by the number of the item. Out: Marked: points of each item and of the whole.
Choices are option ids, words are compared in one spelling (spelling.py) with the key and what it accepts.
Does not judge free text: a short answer that is not the key in other spelling gets nothing, and the screen shows the 解析.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from quiz.paper import total
from quiz.records import SINGLE_CHOICE, Item, ItemType, MultipleScoring, Paper, PaperItem
from quiz.spelling import spell, true_or_false

Answers = Mapping[
    int, Sequence[str]
]  # number of the item → option ids, 正确 or 错误, words of blanks or members in order


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """One item with its answer."""

    number: int
    given: tuple[str, ...]  # empty where nothing was answered
    right: bool  # all of it
    points: float
    marks: float  # at most


@dataclass(frozen=True, slots=True)
class Marked:
    """A whole paper with its answers."""

    items: tuple[MarkedItem, ...]
    points: float
    marks: float  # at most

    @property
    def right(self) -> int:
        """Items that are wholly right."""
        return sum(each.right for each in self.items)


def mark(paper: Paper, answers: Answers) -> Marked:
    """Give points for every item; what was not answered, or answered with ids the item lacks, gets none."""
    items = tuple(_mark(each, tuple(answers.get(each.number, ())), paper.scoring) for each in paper.items)
    return Marked(items, round(sum(each.points for each in items), 2), total(paper.items))


def _mark(each: PaperItem, given: tuple[str, ...], scoring: MultipleScoring) -> MarkedItem:
    item, said = each.item, tuple(text for text in given if text.strip())
    if not said:
        share = 0.0
    elif item.type in SINGLE_CHOICE:
        share = float(set(said) == set(item.key))
    elif item.type == ItemType.LIST:
        share = _MULTIPLE[scoring](set(said), set(item.key))
    elif item.type == ItemType.TRUE_FALSE:
        share = float(len(said) == 1 and true_or_false(said[0]) in item.key)
    elif item.type == ItemType.RECALL:
        share = _members(item, said)
    else:  # blanks, pairs and the parts of a short answer stand at their places, also the empty ones
        share = _in_place(item, given)
    return MarkedItem(each.number, given, share == 1, round(share * each.marks, 2), each.marks)


def _all_or_nothing(given: set[str], key: set[str]) -> float:
    return float(given == key)


def _half_for_part(given: set[str], key: set[str]) -> float:
    return 1.0 if given == key else 0.5 if given < key else 0.0


def _per_option(given: set[str], key: set[str]) -> float:
    """Each right choice is worth its share of the item, each wrong one takes as much away; never less than nothing."""
    return max(0.0, (len(given & key) - len(given - key)) / len(key))


_MULTIPLE: dict[MultipleScoring, Callable[[set[str], set[str]], float]] = {
    MultipleScoring.ALL_OR_NOTHING: _all_or_nothing,
    MultipleScoring.HALF_FOR_PART: _half_for_part,
    MultipleScoring.PER_OPTION: _per_option,
}


def _members(item: Item, given: Sequence[str]) -> float:
    """The share of members that were named, in any order."""
    said = {spell(text) for text in given}
    return sum(bool(_spellings(item, at) & said) for at in range(len(item.key))) / len(item.key)


def _in_place(item: Item, given: Sequence[str]) -> float:
    """The share of places that are filled rightly."""
    said = [spell(text) for text in given]
    right = sum(at < len(said) and said[at] in _spellings(item, at) for at in range(len(item.key)))
    return right / len(item.key)


def _spellings(item: Item, at: int) -> set[str]:
    """What counts at a place: its key, and every accepted spelling that is not the key of another place.

    ``accept`` does not say which of several keys it belongs to.
    """
    others = {spell(key) for number, key in enumerate(item.key) if number != at}
    return {spell(item.key[at]), *({spell(each) for each in item.accept} - others)}
