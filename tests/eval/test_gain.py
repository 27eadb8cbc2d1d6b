"""nDCG@10, worked out by hand: a part at rank r is worth 1 / log2(r + 1)."""

from __future__ import annotations

from math import log2

import pytest

from eval.gain import ndcg_at_10

NOTHING, A, B, BOTH = frozenset[int](), frozenset({0}), frozenset({1}), frozenset({0, 1})


@pytest.mark.parametrize(
    ("hits", "parts", "expected"),
    [
        ([A], 1, 1.0),
        ([NOTHING, A], 1, 1 / log2(3)),
        ([A, B], 2, 1.0),
        ([A, NOTHING, B], 2, (1 + 1 / 2) / (1 + 1 / log2(3))),
        ([A, NOTHING], 2, 1 / (1 + 1 / log2(3))),  # the missing part belongs to the best order
        ([BOTH], 2, 1.0),
        ([NOTHING, BOTH], 2, 1 / log2(3)),
        ([A, BOTH], 2, 1.0),  # the second hit adds one part
        ([NOTHING] * 9 + [A], 1, 1 / log2(11)),
    ],
)
def test_the_gain_is_that_of_the_parts_over_that_of_the_best_order(
    hits: list[frozenset[int]], parts: int, expected: float
) -> None:
    assert ndcg_at_10(hits, parts) == pytest.approx(expected, abs=1e-9)


def test_a_second_passage_with_the_same_part_neither_helps_nor_harms() -> None:
    assert ndcg_at_10([A, A, A], 1) == pytest.approx(1.0)


@pytest.mark.parametrize("hits", [[], [NOTHING], [NOTHING] * 10 + [A]])
def test_what_is_not_among_ten_counts_zero(hits: list[frozenset[int]]) -> None:
    assert ndcg_at_10(hits, 1) == 0.0
