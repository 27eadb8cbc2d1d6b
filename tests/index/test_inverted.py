"""The most promising lists of many vectors: the nearest are found, only the allowed ones, with exact cosines."""

from __future__ import annotations

import numpy as np
import pytest

import index.inverted
from index.inverted import InvertedIndex, centres_of, inverted


def spread(rows: int, dimension: int = 16) -> np.ndarray:
    """Unit vectors in all directions."""
    vectors = np.random.default_rng(3).standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def made(vectors: np.ndarray) -> InvertedIndex:
    return InvertedIndex(inverted(vectors, centres_of(vectors)), vectors.astype(np.float16))


def test_of_many_vectors_the_nearest_are_found_with_cosines_from_half_precision() -> None:
    vectors = spread(9000)
    loaded = made(vectors)
    assert (loaded.rows, loaded.dimension) == (9000, 16)
    exact = vectors @ vectors[5]
    found = loaded.nearest(vectors[5], 10)
    assert found.rows[0] == 5
    assert found.scores == pytest.approx(exact[found.rows], abs=2e-3)
    assert len(set(found.rows.tolist()) & set(np.argsort(-exact)[:10].tolist())) >= 8
    assert loaded.scores(vectors[5]) == pytest.approx(exact, abs=2e-3)
    assert loaded.vectors() == pytest.approx(vectors, abs=1e-3)


@pytest.mark.parametrize("step", [2, 900])  # so many that lists are looked into, and so few that each row is compared
def test_a_search_among_some_rows_finds_these_only(step: int) -> None:
    vectors = spread(20_000)
    loaded = made(vectors)
    allowed = np.arange(20_000) % step == 1
    rows = np.flatnonzero(allowed)
    found = loaded.nearest(vectors[0], 5, allowed)
    assert set(found.rows.tolist()) <= set(rows.tolist())
    best = np.sort(vectors[rows] @ vectors[0])[::-1][:5]
    assert found.scores[0] == pytest.approx(best[0], abs=0.1)
    if step == 900:
        assert found.scores == pytest.approx(best, abs=2e-3)


def test_a_vector_is_found_in_the_one_list_that_lies_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.inverted, "_PROBED", 1)
    monkeypatch.setattr(index.inverted, "_PROBED_SHARE", 0)
    vectors = spread(12_000)
    loaded = made(vectors)
    assert [loaded.nearest(vectors[row], 10).rows[:1].tolist() for row in range(0, 12_000, 40)] == [
        [row] for row in range(0, 12_000, 40)
    ]


@pytest.mark.parametrize(
    ("rows", "dimension"), [(1, 2), (5, 3), (40, 7)]
)  # fewer than codes are learnt from; an odd dimension
def test_of_very_few_vectors_each_finds_itself(rows: int, dimension: int) -> None:
    vectors = spread(rows, dimension)
    loaded = made(vectors)
    assert [int(loaded.nearest(vector, 1).rows[0]) for vector in vectors] == list(range(rows))


def test_vectors_are_found_in_lists_around_centres_of_others() -> None:
    vectors, others = spread(12_000), spread(3000)[::-1]
    loaded = InvertedIndex(inverted(vectors.astype(np.float16), centres_of(others)), vectors.astype(np.float16))
    best = np.argsort(-(vectors @ others[0]))[:10]
    assert len(set(loaded.nearest(others[0], 10).rows.tolist()) & set(best.tolist())) >= 8
