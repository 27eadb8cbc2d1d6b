"""The fit of the gate's weights on toy questions whose answer is plain."""

from __future__ import annotations

from math import exp

import pytest

from answer.gate import Features
from eval.calibrate import fit

NEAR = [Features(0.90 + 0.001 * n, bool(n % 2)) for n in range(20)]
FAR = [Features(0.80 + 0.001 * n, bool(n % 2)) for n in range(20)]


def probability(result: object, features: Features) -> float:
    """The gate's formula with fitted weights."""
    weights = (result.intercept, result.nearest, result.asks_figure)  # type: ignore[attr-defined]
    return 1 / (1 + exp(-(weights[0] + weights[1] * features.nearest + weights[2] * features.asks_figure)))


def test_questions_that_nearness_separates_are_separated() -> None:
    result = fit([*NEAR, *FAR], [True] * 20 + [False] * 20)
    assert result.auc == 1.0
    assert result.nearest > 0
    assert probability(result, Features(0.93, False)) > 0.5 > probability(result, Features(0.83, False))


def test_a_feature_that_tells_nothing_gets_next_to_no_weight() -> None:
    result = fit([*NEAR, *FAR], [True] * 20 + [False] * 20)
    assert abs(result.asks_figure) < 0.1 < result.nearest * 0.1


def test_both_sorts_weigh_the_same_however_many_there_are() -> None:
    """Where both sorts look alike, five times as many of one sort say nothing about the next question."""
    result = fit([*NEAR * 5, *NEAR], [True] * 100 + [False] * 20)
    assert probability(result, NEAR[0]) == pytest.approx(0.5, abs=1e-3)
    assert probability(result, NEAR[-1]) == pytest.approx(0.5, abs=1e-3)


def test_refusals_are_counted_at_each_threshold() -> None:
    result = fit([*NEAR, *FAR], [True] * 20 + [False] * 20)
    assert all(0 <= rightly <= 20 and 0 <= wrongly <= 20 for _, rightly, wrongly in result.refused)
    assert result.refused[-1] == (0.5, 20, 0)
    assert [threshold for threshold, _, _ in result.refused] == sorted(threshold for threshold, _, _ in result.refused)


def test_the_same_questions_give_the_same_weights() -> None:
    labels = [True] * 20 + [False] * 20
    assert fit([*NEAR, *FAR], labels) == fit([*NEAR, *FAR], labels)


def test_a_feature_that_is_the_same_everywhere_does_no_harm() -> None:
    near = [Features(each.nearest, False) for each in NEAR]
    far = [Features(each.nearest, False) for each in FAR]
    result = fit([*near, *far], [True] * 20 + [False] * 20)
    assert (result.auc, result.asks_figure) == (1.0, pytest.approx(0))


@pytest.mark.parametrize("labels", [[True] * 4, [False] * 4, [True] + [False] * 3, []])
def test_questions_of_one_sort_cannot_be_fitted(labels: list[bool]) -> None:
    with pytest.raises(ValueError, match="至少需要两道"):
        fit(NEAR[: len(labels)], labels)
