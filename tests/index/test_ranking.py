"""Standard scores, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from index.ranking import sum_standard_scores


def leg(*scores: float) -> np.ndarray:
    return np.array(scores, np.float32)


def test_a_score_counts_in_deviations_from_the_mean_of_its_leg() -> None:
    # mean 2, deviation √((1 + 0 + 1) / 3) = 0.8165
    assert sum_standard_scores([leg(3, 2, 1)], [leg(3, 2, 1)], [1]) == pytest.approx([1.2247, 0, -1.2247], abs=1e-4)


def test_legs_are_summed_whatever_their_scale() -> None:
    # each leg alone gives the candidate √2 / … = 1.2247; a hundred times the scale changes nothing
    found = sum_standard_scores([leg(3, 2, 1), leg(300, 200, 100)], [leg(3), leg(300)], [1, 1])
    assert found == pytest.approx([2.4495], abs=1e-4)


def test_a_leg_that_does_not_tell_rows_apart_counts_nothing() -> None:
    found = sum_standard_scores([leg(5, 5, 5), leg(3, 2, 1)], [leg(5, 5), leg(1, 3)], [1, 1])
    assert found == pytest.approx([-1.2247, 1.2247], abs=1e-4)


def test_candidates_below_the_best_of_a_leg_do_not_set_its_mean() -> None:
    # The best are fifty times 1 and fifty times 3: mean 2, deviation 1.
    best = leg(*[3.0] * 50, *[1.0] * 50)
    assert sum_standard_scores([best], [leg(3, 1, 0)], [1]) == pytest.approx([1.0, -1.0, -2.0])


def test_a_leg_of_twice_the_weight_counts_twice() -> None:
    found = sum_standard_scores([leg(3, 2, 1), leg(3, 2, 1)], [leg(3, 1), leg(1, 3)], [2, 1])
    assert found == pytest.approx([1.2247, -1.2247], abs=1e-4)
