"""The gate: the nearest clause that could answer, and what follows from it."""

from __future__ import annotations

from math import exp

import pytest

from answer.evidence import ClauseEvidence, Evidence
from answer.expectation import read_expectation
from answer.gate import (
    ASKS_FIGURE,
    HIGH,
    INTERCEPT,
    LOOKED_AT,
    MEDIUM,
    NEAREST,
    REFUSE_BELOW,
    Features,
    answerable,
    confidence,
    read_features,
)
from answer.records import Confidence
from ingest.clauses import Clause
from tests.invented import document, hit


def evidence(*cosines: float, figure: bool = True) -> Evidence:
    """A hit whose clauses have these cosines, and hold the figure asked for or not."""
    return Evidence(
        hit(document()), tuple(ClauseEvidence(Clause(0, 1), cosine, 0.0, figure, cosine) for cosine in cosines)
    )


NO_FIGURE = read_expectation("怎么查找")
DAYS = read_expectation("几日")


def test_the_nearest_clause_of_the_first_passages_counts() -> None:
    seen = read_features([evidence(0.85, 0.90), evidence(0.88)], NO_FIGURE)
    assert seen == Features(nearest=0.90, asks_figure=False)


def test_passages_far_down_are_not_looked_at() -> None:
    seen = read_features([*[evidence(0.85)] * LOOKED_AT, evidence(0.95)], NO_FIGURE)
    assert seen.nearest == 0.85


def test_a_nearer_clause_without_the_figure_does_not_count() -> None:
    seen = read_features([evidence(0.95, figure=False), evidence(0.86)], DAYS)
    assert seen == Features(nearest=0.86, asks_figure=True)


def test_with_no_clause_that_could_answer_the_nearest_is_as_far_as_unrelated_texts() -> None:
    assert read_features([evidence(0.95, figure=False)], DAYS).nearest == 0.8
    assert read_features([], NO_FIGURE).nearest == 0.8


def test_the_probability_is_logistic_in_the_features() -> None:
    at = -INTERCEPT / NEAREST  # where both sides weigh the same
    assert answerable(Features(at, False)) == pytest.approx(0.5)
    assert answerable(Features(at + 1 / NEAREST, False)) == pytest.approx(1 / (1 + exp(-1)))
    assert answerable(Features(at, True)) == pytest.approx(1 / (1 + exp(-ASKS_FIGURE)))


def test_a_nearer_clause_raises_the_probability_and_asking_for_a_figure_lowers_it() -> None:
    assert answerable(Features(0.95, False)) > answerable(Features(0.85, False))
    assert answerable(Features(0.90, True)) < answerable(Features(0.90, False))


def test_unrelated_texts_are_refused_and_very_near_ones_are_not() -> None:
    assert answerable(Features(0.8, False)) < REFUSE_BELOW
    assert answerable(Features(0.95, True)) > REFUSE_BELOW


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, Confidence.HIGH),
        (HIGH, Confidence.HIGH),
        (HIGH - 0.01, Confidence.MEDIUM),
        (MEDIUM, Confidence.MEDIUM),
        (MEDIUM - 0.01, Confidence.LOW),
        (0.0, Confidence.LOW),
    ],
)
def test_confidence_is_said_in_three_words(probability: float, word: Confidence) -> None:
    assert confidence(probability) is word
