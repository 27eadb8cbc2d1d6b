"""Pages that lay askew: the angle, and boxes set upright."""

from __future__ import annotations

import math

import pytest

from ingest.loaders.tilt import Corners, set_upright, tilt_of


def askew(left: float, top: float, right: float, bottom: float, angle: float) -> Corners:
    """The corners of a box on a page turned by ``angle`` about its upper left corner."""

    def turned(x: float, y: float) -> tuple[float, float]:
        return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)

    return turned(left, top), turned(right, top), turned(right, bottom), turned(left, bottom)


@pytest.mark.parametrize("angle", [0.0, 0.01, -0.03])
def test_tilt_is_that_of_most_long_lines(angle: float) -> None:
    lines = [askew(10, 20 * row, 300, 20 * row + 10, angle) for row in range(5)]
    stray = [askew(0, 200, 300, 210, 0.5), *(askew(0, 300, 20, 310, -0.4) for _ in range(9))]
    assert tilt_of([*lines, *stray]) == pytest.approx(angle)


def test_page_without_long_lines_is_taken_as_upright() -> None:
    assert tilt_of([]) == 0.0 == tilt_of([askew(0, 0, 20, 10, 0.2)])


def test_box_is_turned_back() -> None:
    box = set_upright(askew(100, 200, 400, 212, 0.02), 0.02)
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((100, 200, 400, 212))
