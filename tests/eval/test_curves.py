"""What the plots show, worked out by hand over four answers and two refusals."""

from __future__ import annotations

import pytest

from eval.curves import Step, TypeShare, by_type, calibration, risk_coverage
from tests.eval.made import answer, asked, entry, gold

FIRST, SECOND = range(2)
RIGHT, WRONG = answer([FIRST], [FIRST]), answer([SECOND], [SECOND])

ASKED = (
    asked(gold(entry(FIRST), type_="fact"), RIGHT, 0.92),
    asked(gold(entry(FIRST), type_="fact"), WRONG, 0.98),
    asked(gold(entry(FIRST), type_="list"), RIGHT, 0.45),
    asked(gold(entry(FIRST), type_="list"), RIGHT, None),  # looked up
    asked(gold(type_="none"), answer(refused=True), 0.10),
    asked(gold(entry(FIRST), type_="list"), answer([FIRST], refused=True), 0.20),
)


def test_calibration_holds_answers_that_were_judged_in_bands() -> None:
    low, high = calibration(ASKED)
    assert (low.start, low.end, low.answers, low.probability, low.right) == (0.4, 0.5, 1, 0.45, 1.0)
    assert (high.start, high.end, high.answers, high.right) == (0.9, 1.0, 2, 0.5)
    assert high.probability == pytest.approx(0.95)
    assert (high.low, high.high) == (0.0, 1.0)


def test_a_probability_of_one_belongs_to_the_last_band() -> None:
    (band,) = calibration([asked(gold(entry(FIRST)), RIGHT, 1.0)])
    assert (band.start, band.end) == (0.9, 1.0)


def test_risk_and_coverage_take_one_answer_after_the_other() -> None:
    """Of six questions four are answered; the second surest answer is wrong."""
    assert risk_coverage(ASKED) == (
        Step(1.0, 1, 1 / 6, 0.0),
        Step(0.98, 2, 2 / 6, 1 / 2),
        Step(0.92, 3, 3 / 6, 1 / 3),
        Step(0.45, 4, 4 / 6, 1 / 4),
    )


def test_an_answer_to_a_question_without_one_is_a_risk() -> None:
    assert risk_coverage([asked(gold(), RIGHT, 0.8)]) == (Step(0.8, 1, 1.0, 1.0),)


def test_types_count_what_was_right() -> None:
    assert by_type(ASKED) == (TypeShare("fact", 2, 1), TypeShare("list", 3, 2), TypeShare("none", 1, 1))


def test_without_answers_there_is_nothing_to_show() -> None:
    assert calibration(ASKED[4:]) == risk_coverage(ASKED[4:]) == risk_coverage([]) == by_type([]) == ()
