"""The best rows of a leg: ties by row, and no more than asked for."""

from __future__ import annotations

import numpy as np
import pytest

from index.engine import best_of


@pytest.mark.parametrize(
    ("scores", "rows", "count", "expected"),
    [
        ([0.1, 0.9, 0.5], [0, 1, 2], 2, [1, 2]),
        ([0.1, 0.9, 0.5], [3, 5, 8], 9, [5, 8, 3]),  # fewer than asked for
        ([0.5, 0.5, 0.9, 0.5], [0, 1, 2, 3], 3, [2, 0, 1]),  # of equal rows the first ones
        ([0.5, 0.5, 0.5], [0, 1, 2], 1, [0]),
        ([], [], 3, []),
    ],
)
def test_the_best_rows_come_first_and_equal_ones_in_order(
    scores: list[float], rows: list[int], count: int, expected: list[int]
) -> None:
    best = best_of(np.array(scores, np.float32), np.array(rows, np.int64), count)
    assert best.rows.tolist() == expected
    assert best.scores.tolist() == [np.float32(scores[rows.index(row)]) for row in expected]


def test_it_is_the_beginning_of_a_whole_sort() -> None:
    scores = np.random.default_rng(1).integers(0, 40, 5000).astype(np.float32)  # many ties
    rows = np.arange(5000)
    whole = np.argsort(-scores, kind="stable")
    for count in (1, 99, 100, 4999, 5000, 6000):
        assert best_of(scores, rows, count).rows.tolist() == whole[:count].tolist()
