"""Boxes of a page that lay askew on the scanner, set upright.

In: the four corners of each line of text. Out: by how much the page is turned, and upright boxes as if it were not.
Small angles only: pages lying on their side or upside down are turned before (recognition.py).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from ingest.loaders.columns import Box

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]  # clockwise from the upper left


def tilt_of(lines: Sequence[Corners]) -> float:
    """The angle in radians by which the lines fall to the right; short lines say little and are not asked."""
    angles = [
        math.atan2(right[1] - left[1], right[0] - left[0])
        for left, right, _, lower_left in lines
        if math.dist(left, right) >= _LONG * math.dist(left, lower_left)
    ]
    return statistics.median(angles) if angles else 0.0


def set_upright(corners: Corners, tilt: float) -> Box:
    """Turn one line back by the page's tilt and give its box."""
    turned = [_turned(point, -tilt) for point in corners]
    (left, top), (right, top2), (right2, bottom), (left2, bottom2) = turned
    return Box((left + left2) / 2, (top + top2) / 2, (right + right2) / 2, (bottom + bottom2) / 2)


def _turned(point: Point, angle: float) -> Point:
    x, y = point
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


_LONG = 5  # lengths to height
