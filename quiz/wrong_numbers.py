"""Wrong options for a number: of the same unit, near enough to be believed, and not in its article.

In: a quantity, how it is written, its place, the pools. Out: other quantities in the same spelling, best first.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, log2

from quiz.evidence import Place
from quiz.pools import MOST, Numbers, Pools, article_of
from quiz.quantities import Quantity, normalised, rewritten

# A number this many times the right one is not believed.
FARTHEST = {"周岁": 1.5, "元": 6.0, "年": 5.0, "分": 4.0, "月": 6.0}
FARTHEST_ELSE = 4.0
LONGEST_CUSTODY = 20  # days: no detention by the police is longer

_LADDERS: dict[str, tuple[float, ...]] = {
    "日": (1, 2, 3, 4, 5, 7, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120, 180),
    "工作日": (1, 2, 3, 5, 7, 10, 15, 20, 30),
    "小时": (1, 2, 3, 4, 6, 8, 12, 24, 36, 48, 60, 72, 96),
    "分钟": (5, 10, 15, 20, 30, 60),
    "月": (1, 2, 3, 4, 6, 9, 12, 18, 24),
    "年": (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30),
    "周岁": (6, 8, 10, 12, 14, 16, 18, 20, 22, 25, 40, 45, 50, 55, 60, 65, 70, 75, 80),
    "元": (
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        1e3,
        2e3,
        3e3,
        5e3,
        1e4,
        2e4,
        3e4,
        5e4,
        1e5,
        2e5,
        3e5,
        5e5,
        1e6,
        2e6,
        5e6,
        1e7,
    ),
    "倍": (1, 2, 3, 5, 10, 20),
    "人": (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100),
    "分": (1, 2, 3, 6, 9, 12),
    "次": (2, 3, 4, 5, 6),
    "%": (5, 10, 15, 20, 30, 50),
}
_SCALES = (0.5, 2.0, 1.5, 3.0, 0.2, 5.0)  # for units without a ladder: metres, kilometres, tons


def numbers_like(
    quantity: Quantity, written: str, place: Place, pools: Pools, *, is_custody: bool = False
) -> tuple[str, ...]:
    """Other quantities in the spelling of ``written``: of the same unit, the same document first, nearest first, none that the article has."""
    unit, is_range = quantity.unit, quantity.high is not None
    right: Numbers = (quantity.low,) if quantity.high is None else (quantity.low, quantity.high)
    known = pools.in_article.get(article_of(place), frozenset())
    same_text = pools.quantities.get((place.document.id, unit, is_range), ())
    candidates = [*same_text, *_on_ladder(right, unit), *pools.everywhere.get((unit, is_range), ())[:20]]
    most = LONGEST_CUSTODY if unit == "日" and is_custody else inf
    ranked = sorted(
        {value for value in candidates if value != right and _is_believable(value, right, unit) and value[-1] <= most},
        key=lambda value: (_distance(value, right) - 0.5 * (value in same_text), value),
    )
    found = []
    for value in ranked:
        if is_range:
            if all((unit, number) in known for number in value):
                continue
        elif (unit, value[0]) in known:
            continue
        text = rewritten(written, value)
        if text is not None and normalised(text) != normalised(written):
            found.append(text)
    return tuple(dict.fromkeys(found))[:MOST]


def _on_ladder(right: Numbers, unit: str) -> Iterator[Numbers]:
    ladder = _LADDERS.get(unit)
    if ladder is None:
        yield from (tuple(number * scale for number in right) for scale in _SCALES)
        return
    if len(right) == 1:
        yield from ((step,) for step in ladder)
        return
    places = [min(range(len(ladder)), key=lambda at: abs(ladder[at] - number)) for number in right]
    for low, high in ((1, 1), (-1, -1), (0, 1), (-1, 0), (1, 2), (-2, -1), (0, -1), (1, 0)):
        first, last = places[0] + low, places[1] + high
        if 0 <= first < last < len(ladder):
            yield ladder[first], ladder[last]


def _is_believable(value: Numbers, right: Numbers, unit: str) -> bool:
    farthest = FARTHEST.get(unit, FARTHEST_ELSE)
    return all(1 / farthest <= new / old <= farthest for new, old in zip(value, right, strict=True))


def _distance(value: Numbers, right: Numbers) -> float:
    return sum(abs(log2(new / old)) for new, old in zip(value, right, strict=True))
