"""Confidence intervals by resampling, where the result can be foreseen."""

from __future__ import annotations

import pytest

from eval.bootstrap import interval


def test_figures_that_are_all_the_same_leave_no_doubt() -> None:
    assert interval([0.5] * 10) == (0.5, 0.5)


def test_two_figures_may_both_be_drawn_twice() -> None:
    assert interval([0.0, 1.0]) == (0.0, 1.0)


def test_a_share_of_many_is_about_two_standard_errors_wide() -> None:
    """Of 400 halves the standard error is 0.5 / 20 = 0.025."""
    low, high = interval([0.0, 1.0] * 200)
    assert low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.005)
    assert high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.005)


def test_the_same_figures_give_the_same_interval() -> None:
    assert interval([0.0, 0.3, 1.0]) == interval([0.0, 0.3, 1.0])


def test_no_figures_give_zeros() -> None:
    assert interval([]) == (0.0, 0.0)
