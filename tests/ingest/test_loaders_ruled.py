"""Tables from ruled lines: grids count, frames and underlines do not."""

from __future__ import annotations

from ingest.loaders.columns import Box
from ingest.loaders.ruled import find_tables


def across(left: float, right: float, y: float) -> Box:
    return Box(left, y, right, y)


def down(x: float, top: float, bottom: float) -> Box:
    return Box(x, top, x, bottom)


def text(left: float, top: float, width: float = 40) -> Box:
    return Box(left, top, left + width, top + 10)


GRID = ([across(0, 200, y) for y in (0, 20, 60)], [down(x, 0, 60) for x in (0, 100, 200)])


def test_grid_gives_its_cells_row_by_row() -> None:
    boxes = [text(110, 5), text(5, 5), text(5, 35), text(110, 25), text(110, 40), text(5, 90)]
    (table,) = find_tables(boxes, *GRID)
    assert table.rows == (((1,), (0,)), ((2,), (3, 4)))
    assert table.box == Box(0, 0, 200, 60)


def test_lines_broken_by_the_scanner_make_the_same_grid() -> None:
    horizontal = [box for y in (0, 20, 60) for box in (across(0, 99, y), across(102, 200, y + 1))]
    (table,) = find_tables([text(5, 5), text(110, 5)], horizontal, GRID[1])
    assert table.rows == (((0,), (1,)),)


def test_text_over_several_columns_stands_in_the_first() -> None:
    (table,) = find_tables([text(30, 5, width=150), text(5, 35)], *GRID)
    assert table.rows == (((0,), ()), ((1,), ()))


def test_two_tables_come_from_top_to_bottom() -> None:
    lower = ([across(0, 200, y) for y in (200, 220, 260)], [down(x, 200, 260) for x in (0, 100, 200)])
    boxes = [text(5, 205), text(5, 5)]
    tables = find_tables(boxes, [*lower[0], *GRID[0]], [*lower[1], *GRID[1]])
    assert [table.rows for table in tables] == [(((1,), ()),), (((0,), ()),)]


def test_frame_underlines_and_a_rule_between_columns_are_no_table() -> None:
    boxes = [text(5, 5), text(110, 35)]
    frame = ([across(0, 200, 0), across(0, 200, 60)], [down(0, 0, 60), down(200, 0, 60)])
    assert find_tables(boxes, *frame) == []
    assert find_tables(boxes, [across(0, 40, y) for y in (15, 30, 45)], []) == []
    assert find_tables(boxes, [across(0, 200, 0)], [down(100, 10, 60)]) == []


def test_empty_grid_and_page_without_text_give_nothing() -> None:
    assert find_tables([text(5, 90)], *GRID) == []
    assert find_tables([], *GRID) == []
