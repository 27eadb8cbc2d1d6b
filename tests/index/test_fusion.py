"""Reciprocal rank fusion, worked out by hand."""

from __future__ import annotations

import pytest

from index.fusion import RRF_K, reciprocal_rank_fusion


def test_a_row_in_two_rankings_gets_the_sum_of_both_shares() -> None:
    fused = reciprocal_rank_fusion([[7, 3], [3]])
    assert fused == [(3, pytest.approx(1 / 62 + 1 / 61)), (7, pytest.approx(1 / 61))]


def test_two_second_places_beat_one_first_place() -> None:
    # 1/62 + 1/62 = 0.0323 against 1/61 = 0.0164
    assert [row for row, _ in reciprocal_rank_fusion([[1, 5], [2, 5]])] == [5, 1, 2]


def test_equal_scores_are_ordered_by_row_number() -> None:
    assert [row for row, _ in reciprocal_rank_fusion([[9, 4], [4, 9]])] == [4, 9]


def test_a_smaller_constant_makes_the_first_place_count_more() -> None:
    # k = 0: row 1 has 1/1, row 2 has 1/2 + 1/3
    assert reciprocal_rank_fusion([[1, 2], [3, 4, 2]], k=0)[:2] == [(1, 1.0), (3, 1.0)]
    assert dict(reciprocal_rank_fusion([[1, 2], [3, 4, 2]], k=0))[2] == pytest.approx(5 / 6)


def test_nothing_fused_is_nothing() -> None:
    assert reciprocal_rank_fusion([]) == []
    assert reciprocal_rank_fusion([[], []]) == []


def test_the_constant_is_that_of_the_paper() -> None:
    assert RRF_K == 60
