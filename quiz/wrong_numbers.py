"""Wrong options for a number: of the same unit, near enough to be believed, and not in its article.

In: a quantity, how it is written, its place, the pools. Out: other quantities in the same spelling, best first, and of these the options
that stand beside it. Of ranges no end of the right one is met more often than the others, so that counting ends tells nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import log2
from random import Random

from quiz.evidence import Place
from quiz.pools import MOST, Numbers, Pools, article_of
from quiz.quantities import Quantity, find_quantities, normalised, rewritten

# A number this many times the right one is not believed.
FARTHEST = {"周岁": 1.5, "元": 6.0, "年": 3.0, "分": 12.0, "月": 6.0, "公里": 1.8, "日": 5.0}
FARTHEST_ELSE = 4.0
CUSTODY = (1, 3, 5, 10, 15)  # days, by which detention by the police is measured; no longer one exists
NEAREST = 4  # single numbers among which the options are drawn

_LADDERS: dict[str, tuple[float, ...]] = {
    "日": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180),
    "工作日": (1, 2, 3, 5, 7, 10, 15, 20, 30),
    "小时": (1, 2, 3, 4, 6, 8, 12, 24, 36, 48, 72),
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
    "分": (1, 3, 6, 9, 12),
    "次": (1, 2, 3, 4, 5),
    "%": (5, 10, 15, 20, 30, 50, 60, 70, 80),
    "公里": (5, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120),
    "米": (1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 150, 200, 300, 500, 1000),
    "厘米": (5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150),
    "平方米": (5, 10, 15, 20, 30, 50, 100, 150, 200, 300, 500, 1000),
    "吨": (1, 2, 3, 5, 10, 15, 20, 30, 50, 100),
}
_CLOSED = {"分"}  # units of which no other value than those of the ladder exists


def numbers_like(
    quantity: Quantity, written: str, place: Place, pools: Pools, *, is_custody: bool = False
) -> tuple[str, ...]:
    """Other quantities in the spelling of ``written``: of the same unit, the same document first, nearest first, none that the article has."""
    unit, is_range = quantity.unit, quantity.high is not None
    right: Numbers = (quantity.low,) if quantity.high is None else (quantity.low, quantity.high)
    known = pools.in_article.get(article_of(place), frozenset())
    largest = max((number for name, number in known if name == unit), default=0.0)
    farthest = (
        largest if largest > right[-1] else float("inf")
    )  # what the article bounds is not believed beyond the bound
    same_text = pools.quantities.get((place.document.id, unit, is_range), ())
    least = _forbidden_below(pools.article_text.get(article_of(place), "")) if quantity.limit in _REACHED else 0.0
    candidates = [
        *same_text,
        *_on_ladder(right, CUSTODY if unit == "日" and is_custody else _LADDERS.get(unit, ())),
        *pools.everywhere.get((unit, is_range), ())[:20],
    ]
    ranked = sorted(
        {
            value
            for value in candidates
            if value != right
            and value[-1] <= farthest
            and value[0] >= least
            and _is_believable(value, right, unit)
            and _exists(value, right, unit, is_custody=is_custody)
        },
        key=lambda value: (_distance(value, right) - 0.3 * (value in same_text), value),
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
    return tuple(dict.fromkeys(found))[: MOST if not is_range else 2 * MOST]


def _forbidden_below(article: str) -> float:
    """The age below which the article forbids something anyway (不得招用未满十六周岁的); 0 without one."""
    forbidden = [part for part in article.split("。") if re.search("不得|禁止", part)]
    return max(
        (found.low for part in forbidden for found in find_quantities(part) if found.limit in _NOT_REACHED), default=0.0
    )


_REACHED = {"满", "年满", "已满"}
_NOT_REACHED = {"未满", "不满"}


def is_custody(quantity: Quantity, text: str) -> bool:
    """Whether a number of days is one of detention by the police."""
    return re.match(r"(?:以[上下])?(?:的?行政)?拘留", text[quantity.end :]) is not None


def beside(right: str, wrong: Sequence[str], number: int, random: Random) -> list[str]:
    """The options of ``wrong`` that stand beside ``right``; empty where each choice of them would tell a range by its ends."""
    if _ends(right) is None:
        near = wrong[:NEAREST]
        return random.sample(near, min(number, len(near)))
    fair = [group for group in combinations(wrong[:MOST], number) if not _is_told_by_ends(right, group)]
    fair = fair or [group for group in combinations(wrong, number) if not _is_told_by_ends(right, group)]
    return list(random.choice(fair[:NEAREST])) if fair else []


def _is_told_by_ends(right: str, wrong: Sequence[str]) -> bool:
    """Whether an end of the right range is met more often than every other one."""
    ends = [_ends(text) or (text, text) for text in (right, *wrong)]
    for side in (0, 1):
        counts = Counter(pair[side] for pair in ends)
        own = counts.pop(ends[0][side])
        if counts and own > max(counts.values(), default=0):
            return True
    return False


def _ends(text: str) -> tuple[object, object] | None:
    (found,) = find_quantities(text)[:1] or (None,)
    return None if found is None or found.high is None else (found.low, found.high)


def _on_ladder(right: Numbers, ladder: Sequence[float]) -> Iterator[Numbers]:
    if len(right) == 1:
        yield from ((step,) for step in ladder)
        return
    near = [sorted(ladder, key=lambda step: (_distance((step,), (number,)), step))[:_NEAR_ENDS] for number in right]
    yield from ((low, high) for low in {right[0], *near[0]} for high in {right[1], *near[1]} if low < high)


_NEAR_ENDS = 5


def _exists(value: Numbers, right: Numbers, unit: str, *, is_custody: bool) -> bool:
    """Whether such a value is met in its field: days of detention and points have few."""
    steps = CUSTODY if unit == "日" and is_custody else _LADDERS[unit] if unit in _CLOSED else None
    return steps is None or not set(right) <= set(steps) or set(value) <= set(steps)


def _is_believable(value: Numbers, right: Numbers, unit: str) -> bool:
    farthest = FARTHEST.get(unit, FARTHEST_ELSE)
    return all(1 / farthest <= new / old <= farthest for new, old in zip(value, right, strict=True))


def _distance(value: Numbers, right: Numbers) -> float:
    return sum(abs(log2(new / old)) for new, old in zip(value, right, strict=True))
