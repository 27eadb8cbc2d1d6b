"""A sample has every type in it, is as large as asked, and is drawn by the seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from quiz.records import Difficulty, Item, ItemType
from quiz.sample import sample

ITEM = Item("", ItemType.CLOZE, "", (), (), (), "", (), "", Difficulty.EASY, None, "", 0)


def items(**counts: int) -> list[Item]:
    return [
        replace(ITEM, id=f"{name}{number}", type=ItemType(name))
        for name, count in counts.items()
        for number in range(count)
    ]


def test_types_have_their_share_and_at_least_one() -> None:
    drawn = sample(items(number=60, true_false=39, definition=1), 10, seed=4)
    assert Counter(item.type for item in drawn) == {ItemType.NUMBER: 6, ItemType.TRUE_FALSE: 3, ItemType.DEFINITION: 1}


def test_all_are_drawn_where_there_are_fewer() -> None:
    assert len(sample(items(number=3, cloze=2), 40, seed=4)) == 5


def test_a_seed_draws_the_same_whatever_the_order() -> None:
    some = items(number=30, cloze=30)
    assert sample(some, 8, seed=1) == sample(some[::-1], 8, seed=1)
    assert sample(some, 8, seed=1) != sample(some, 8, seed=2)
