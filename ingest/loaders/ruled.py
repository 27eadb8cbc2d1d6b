"""Ruled lines and boxes to tables.

In: the boxes of a page, and its horizontal and vertical ruled lines as thin boxes. Out: a Block for each table, with the
boxes of its cells row by row. Only a grid counts: three lines each way that meet, so at least two rows and two columns.
Frames around a text, underlined words and tables without ruled lines are left alone.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from ingest.loaders.columns import Block, Box, Cells


def find_tables(boxes: Sequence[Box], horizontal: Sequence[Box], vertical: Sequence[Box]) -> list[Block]:
    """Tables from top to bottom; a cell that spans several rows or columns stands in the first column and middle row it covers."""
    if not boxes:
        return []
    tolerance = _MEETING * sorted(box.height for box in boxes)[len(boxes) // 2]
    tables = []
    for across, down in _grids(horizontal, vertical, tolerance):
        ys = _levels([line.centre[1] for line in across], tolerance)
        xs = _levels([line.centre[0] for line in down], tolerance)
        if min(len(ys), len(xs)) < _FEWEST_LINES:
            continue
        rows = _fill(boxes, xs, ys)
        if rows:
            tables.append(Block(Box(xs[0], ys[0], xs[-1], ys[-1]), rows))
    return sorted(tables, key=lambda table: table.box.top)


def _grids(horizontal: Sequence[Box], vertical: Sequence[Box], tolerance: float) -> list[tuple[list[Box], list[Box]]]:
    """Lines that meet, directly or over others, together."""
    grids: list[tuple[list[Box], list[Box]]] = []
    waiting = set(range(len(horizontal)))
    while waiting:
        across, down = {waiting.pop()}, set[int]()
        while True:
            new_down = {
                place
                for place, line in enumerate(vertical)
                if place not in down and any(_meet(horizontal[other], line, tolerance) for other in across)
            }
            down |= new_down
            new_across = {
                place
                for place in waiting
                if any(_meet(horizontal[place], vertical[other], tolerance) for other in new_down)
            }
            if not new_across:
                break
            across |= new_across
            waiting -= new_across
        grids.append(([horizontal[place] for place in across], [vertical[place] for place in down]))
    return grids


def _meet(across: Box, down: Box, tolerance: float) -> bool:
    x, y = down.centre[0], across.centre[1]
    return (
        across.left - tolerance <= x <= across.right + tolerance
        and down.top - tolerance <= y <= down.bottom + tolerance
    )


def _levels(places: Sequence[float], tolerance: float) -> list[float]:
    """Places nearer to each other than a line is thick and crooked count once."""
    levels: list[float] = []
    for place in sorted(places):
        if not levels or place - levels[-1] > 2 * tolerance:
            levels.append(place)
    return levels


def _fill(boxes: Sequence[Box], xs: Sequence[float], ys: Sequence[float]) -> tuple[Cells, ...]:
    cells: list[list[list[int]]] = [[[] for _ in xs[1:]] for _ in ys[1:]]
    for place, box in sorted(enumerate(boxes), key=lambda entry: (entry[1].centre[1], entry[1].left)):
        row = bisect.bisect(ys, box.centre[1]) - 1
        column = bisect.bisect(xs, min(box.left + box.height / 2, box.centre[0])) - 1
        if 0 <= row < len(ys) - 1 and 0 <= column < len(xs) - 1:
            cells[row][column].append(place)
    return tuple(tuple(map(tuple, row)) for row in cells if any(row))


_FEWEST_LINES = 3
_MEETING = 0.3  # heights of a line between ends of lines that meet on paper
