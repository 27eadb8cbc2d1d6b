"""Places of lines on a page to the order in which a person reads them.

In: upright boxes, and tables that were found by their ruled lines. Out: rows in reading order, each with the boxes of its
cells. Knows numbers only: no text, no picture. Does not find tables (ruled.py).

A page is cut where a white gutter has lines of text on both sides: the left column is read wholly, then the right one.
Whatever crosses the gutter, such as a title or a paragraph over the whole width, is read between what stands above and below it.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards. The unit is the caller's, the same for all boxes of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


Cell = tuple[int, ...]  # places of boxes in the list that was given, in reading order
Cells = tuple[Cell, ...]  # of one row; a single one for a line of text


@dataclass(frozen=True, slots=True)
class Row:
    """What is read as one line, and how wide a full line is where it stands: the column's width, or the page's."""

    cells: Cells
    column: float


@dataclass(frozen=True, slots=True)
class Block:
    """What is moved as a whole: one line, or a table with its rows."""

    box: Box
    rows: tuple[Cells, ...]


def reading_order(boxes: Sequence[Box], tables: Sequence[Block] = ()) -> list[Row]:
    """Rows of all boxes in reading order; boxes that a table holds come with the table."""
    held = {place for table in tables for cells in table.rows for cell in cells for place in cell}
    lines = [Block(box, (((place,),),)) for place, box in enumerate(boxes) if place not in held]
    return list(_ordered([*lines, *tables]))


def _ordered(blocks: Sequence[Block]) -> Iterator[Row]:
    if not blocks:
        return
    column = max(block.box.right for block in blocks) - min(block.box.left for block in blocks)
    gutter = _find_gutter(blocks)
    if gutter is None:
        yield from _rows(blocks, column)
        return
    waiting: list[Block] = []  # what is no part of columns
    for band, is_crossing in _bands(blocks, gutter):
        left, right = _sides(band, gutter)
        if is_crossing or not _are_columns(left, right):
            waiting += band
            continue
        yield from _rows(waiting, column)
        left, waiting = _without_foot(left, right)
        yield from _ordered(left)
        yield from _ordered(right)
    yield from _rows(waiting, column)


def _find_gutter(blocks: Sequence[Block]) -> float | None:
    """The x at which most blocks stand in columns; None where there are none."""
    step = _unit(blocks) / 2
    left, right = min(block.box.left for block in blocks), max(block.box.right for block in blocks)
    places = [left + step * count for count in range(1, min(int((right - left) / step), _MOST_PLACES))] if step else []
    counts = [sum(_count_in_columns(band, x) for band, crossing in _bands(blocks, x) if not crossing) for x in places]
    return places[counts.index(max(counts))] if any(counts) else None


def _count_in_columns(band: Sequence[Block], gutter: float) -> int:
    return len(band) if _are_columns(*_sides(band, gutter)) else 0


def _bands(blocks: Sequence[Block], gutter: float) -> Iterator[tuple[list[Block], bool]]:
    """The page from top to bottom: blocks that cross the gutter one by one, the others between them together."""
    tolerance = _TOUCHING * _unit(blocks)
    band: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.box.top):
        if block.box.left + tolerance < gutter < block.box.right - tolerance:
            if band:
                yield band, False
            yield [block], True
            band = []
        else:
            band.append(block)
    if band:
        yield band, False


def _sides(band: Sequence[Block], gutter: float) -> tuple[list[Block], list[Block]]:
    left = [block for block in band if block.box.centre[0] < gutter]
    return left, [block for block in band if block.box.centre[0] >= gutter]


def _are_columns(left: Sequence[Block], right: Sequence[Block]) -> bool:
    """Whether two sides are columns of running text: lines of like length, mostly full, close together, beside each other.

    Names beside figures, or short entries beside each other, are none: their rows belong together.
    """
    if not left or not right or max(len(left), len(right)) < _FEWEST_LINES:
        return False
    unit = _unit([*left, *right])
    widths = [_full_width(side) for side in (left, right)]
    if min(widths) < max(_FEWEST_CHARACTERS * unit, _ALIKE * max(widths)):
        return False
    for side, width in zip((left, right), widths, strict=True):
        if sum(block.box.width >= _FULL * width for block in side) * 2 < len(side):
            return False
    gap = min(block.box.left for block in right) - max(block.box.right for block in left)
    if not -_TOUCHING * unit < gap < _WIDEST_GUTTER * unit:
        return False
    tops = [min(block.box.top for block in side) for side in (left, right)]
    feet = [max(block.box.bottom for block in side) for side in (left, right)]
    shorter = min(foot - top for top, foot in zip(tops, feet, strict=True))
    return min(feet) - max(tops) >= shorter / 2


def _full_width(side: Sequence[Block]) -> float:
    """The width that one in ten lines exceeds: a heading or an ill-cut box may be wider than the column."""
    widths = sorted(block.box.width for block in side)
    return widths[int(0.9 * (len(widths) - 1))]


def _without_foot(left: Sequence[Block], right: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Part the left column from lines below both columns that begin at its edge, such as the heading of what follows."""
    ordered = sorted(left, key=lambda block: block.box.top)
    end = max(block.box.bottom for block in right)
    pitch = (
        statistics.median(below.box.top - above.box.top for above, below in itertools.pairwise(ordered))
        if len(ordered) > 1
        else 0.0
    )
    width = _full_width(left)
    for place in range(1, len(ordered)):
        block = ordered[place]
        if block.box.centre[1] < end:
            continue
        is_apart = block.box.top - ordered[place - 1].box.top > _APART * pitch
        if is_apart or all(later.box.width < _FULL * width for later in ordered[place:]):
            return ordered[:place], ordered[place:]
    return ordered, []


def _rows(blocks: Sequence[Block], column: float) -> Iterator[Row]:
    """Blocks outside columns: from top to bottom, those of one height from left to right."""
    row: list[Block] = []
    for block in sorted(blocks, key=lambda block: block.box.centre[1]):
        if row and not _are_level(row[0].box, block.box):
            yield from (Row(cells, column) for cells in _joined(row))
            row = []
        row.append(block)
    yield from (Row(cells, column) for cells in _joined(row))


def _are_level(first: Box, second: Box) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap * 2 > min(first.height, second.height)


def _joined(row: Sequence[Block]) -> Iterator[Cells]:
    """Pieces of one visual line as one row; a gap wider than any space within a line parts cells."""
    cells: list[list[int]] = []
    last: Box | None = None
    for block in sorted(row, key=lambda block: block.box.left):
        if len(block.rows) != 1 or len(block.rows[0]) != 1:  # a table
            if cells:
                yield tuple(map(tuple, cells))
            yield from block.rows
            cells, last = [], None
            continue
        (cell,) = block.rows[0]
        if last is not None and block.box.left - last.right <= _WIDEST_SPACE * max(last.height, block.box.height):
            cells[-1] += cell
        else:
            cells.append(list(cell))
        last = block.box
    if cells:
        yield tuple(map(tuple, cells))


def _unit(blocks: Sequence[Block]) -> float:
    """The height of a line: the measure for gaps, whatever the size of the page."""
    return statistics.median(block.box.height for block in blocks)


_TOUCHING = 0.5  # in heights of a line, as all gaps here: recognised boxes reach a little beyond the ink
_FEWEST_LINES = 3
_FEWEST_CHARACTERS = 7  # a hanzi is about as wide as high
_ALIKE = 0.7  # the narrower column to the wider one
_FULL = 0.7  # a line at least this full was broken by the edge of the column
_WIDEST_GUTTER = 6
_APART = 1.35  # distance between two lines to the usual one
_WIDEST_SPACE = 4  # between 第一条 and its text, or inside 总　则
_MOST_PLACES = 400
