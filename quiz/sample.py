"""A sample of items for people to judge, with every type in it.

In: items, a number, a seed stated before judging. Out: that many items, types in proportion and none forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from quiz.finish import random_of
from quiz.records import Item, ItemType


def sample(items: Sequence[Item], number: int, seed: int) -> tuple[Item, ...]:
    """Draw ``number`` items, or all if there are fewer, in the order of their types; each type gets its share and at least one."""
    by_type: dict[ItemType, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.id):
        by_type[item.type].append(item)
    types = [type_ for type_ in ItemType if by_type[type_]]
    shares = _shares([len(by_type[type_]) for type_ in types], min(number, len(items)))
    drawn: list[Item] = []
    for type_, share in zip(types, shares, strict=True):
        drawn.extend(random_of(seed, f"sample|{type_}").sample(by_type[type_], share))
    return tuple(drawn)


def _shares(sizes: Sequence[int], number: int) -> list[int]:
    """Largest remainders, with one for each as far as the number reaches."""
    total = sum(sizes)
    shares = [min(1, number) for _ in sizes] if number >= len(sizes) else [0] * len(sizes)
    exact = [number * size / total for size in sizes]
    while sum(shares) < number:
        at = max(
            (at for at in range(len(sizes)) if shares[at] < sizes[at]), key=lambda at: (exact[at] - shares[at], -at)
        )
        shares[at] += 1
    return shares
