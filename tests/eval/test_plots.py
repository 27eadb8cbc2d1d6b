"""Where marks stand: the square is 240 units wide, its left edge at 46 and its top at 10."""

from __future__ import annotations

from eval.curves import Band, Step, TypeShare
from eval.plots import bars, dots, line, x_at, y_at


def test_shares_run_from_left_to_right_and_from_bottom_to_top() -> None:
    assert (x_at(0), x_at(0.5), x_at(1)) == (46, 166, 286)
    assert (y_at(0), y_at(0.5), y_at(1)) == (250, 130, 10)


def test_a_dot_stands_at_its_share_and_grows_with_its_answers() -> None:
    small, large = dots((Band(0.4, 0.5, 1, 0.5, 1.0, 0.25, 1.0), Band(0.9, 1.0, 4, 1.0, 0.5, 0.0, 1.0)))
    assert (small.x, small.y, small.top, small.bottom, small.radius) == (166, 10, 10, 190, 6.0)
    assert (large.x, large.y, large.top, large.bottom, large.radius) == (286, 130, 10, 250, 9.0)
    assert small.says == "把握 0.50：1 题中答对 1.00"


def test_a_line_goes_through_its_steps() -> None:
    assert line((Step(1.0, 1, 0.25, 0.0), Step(0.5, 2, 0.5, 0.5))) == "106.0,250.0 166.0,130.0"


def test_bars_stand_below_each_other_with_their_counts() -> None:
    first, second = bars((TypeShare("fact", 4, 3), TypeShare("a_type_with_a_long_name", 2, 0)))
    assert (first.y, first.length, first.label, first.says) == (10, 112.5, "fact", "3/4")
    assert (second.y, second.length, second.label, second.says) == (36, 0.0, "a_type_with_a…", "0/2")


def test_nothing_to_show_gives_no_marks() -> None:
    assert (dots(()), line(()), bars(())) == ((), "", ())
