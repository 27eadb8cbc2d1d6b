"""The fit of the gate's weights on toy questions whose answer is plain."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest

from answer.gate import NOTHING, UNASKED_WEIGHTS, WEIGHTS, Features
from eval.calibrate import THRESHOLDS, Fit, fit

NEAR = [replace(NOTHING, nearest=0.60 + 0.005 * n, asks_figure=bool(n % 2)) for n in range(20)]
FAR = [replace(NOTHING, nearest=0.30 + 0.005 * n, asks_figure=bool(n % 2)) for n in range(20)]


def probability(result: Fit, features: Features) -> float:
    """The gate's formula with fitted weights."""
    seen = result.weights["nearest"] * features.nearest + result.weights["asks_figure"] * features.asks_figure
    return 1 / (1 + exp(-(result.intercept + seen)))


def test_questions_that_nearness_separates_are_separated() -> None:
    result = fit([*NEAR, *FAR], [True] * 20 + [False] * 20)
    assert result.auc == 1.0
    assert result.weights["nearest"] > 0
    assert (
        probability(result, replace(NOTHING, nearest=0.65)) > 0.5 > probability(result, replace(NOTHING, nearest=0.4))
    )


def test_every_feature_of_the_gate_has_a_weight() -> None:
    known = [replace(features, known=0.5) for features in (*NEAR, *FAR)]
    assert fit(known, [True] * 20 + [False] * 20).weights.keys() == WEIGHTS.keys()
    assert fit([*NEAR, *FAR], [True] * 20 + [False] * 20).weights.keys() == UNASKED_WEIGHTS.keys()


def test_where_passages_have_known_questions_the_others_are_left_out() -> None:
    known = [replace(features, known=0.5) for features in (*NEAR, *FAR)]
    labels = [True] * 20 + [False] * 20
    assert fit([*known, *FAR], [*labels, *[True] * 20]) == fit(known, labels)


def test_a_feature_that_tells_nothing_gets_next_to_no_weight() -> None:
    result = fit([*NEAR, *FAR], [True] * 20 + [False] * 20)
    assert abs(result.weights["asks_figure"]) < 0.1 < result.weights["nearest"] * 0.1
    assert result.weights["length"] == 0


def test_both_sorts_weigh_the_same_however_many_there_are() -> None:
    """Where both sorts look alike, five times as many of one sort say nothing about the next question."""
    result = fit([*NEAR * 5, *NEAR], [True] * 100 + [False] * 20)
    assert probability(result, NEAR[0]) == pytest.approx(0.5, abs=1e-3)
    assert probability(result, NEAR[-1]) == pytest.approx(0.5, abs=1e-3)


def test_refusals_are_counted_at_each_threshold() -> None:
    result = fit([*NEAR, *FAR], [True] * 20 + [False] * 20)
    assert [threshold for threshold, _, _ in result.refused] == list(THRESHOLDS)
    assert all(0 <= rightly <= 20 and 0 <= wrongly <= 20 for _, rightly, wrongly in result.refused)
    assert result.refused[-1] == (0.5, 20, 0)


def test_the_same_questions_give_the_same_weights() -> None:
    labels = [True] * 20 + [False] * 20
    assert fit([*NEAR, *FAR], labels) == fit([*NEAR, *FAR], labels)


@pytest.mark.parametrize("labels", [[True] * 4, [False] * 4, [True] + [False] * 3, []])
def test_questions_of_one_sort_cannot_be_fitted(labels: list[bool]) -> None:
    with pytest.raises(ValueError, match="至少需要两道"):
        fit(NEAR[: len(labels)], labels)
