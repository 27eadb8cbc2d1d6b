"""Reading order from numbers: columns, titles over them, rows, and what only looks like columns."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from ingest.loaders.columns import Block, Box, Cells, reading_order

WIDE, LEFT, RIGHT = (0, 400), (0, 190), (210, 400)


def line(span: tuple[float, float], top: float, height: float = 10) -> Box:
    return Box(span[0], top, span[1], top + height)


def order(boxes: Sequence[Box], tables: Sequence[Block] = ()) -> list[int]:
    return [place for row in reading_order(boxes, tables) for cell in row.cells for place in cell]


def rows(boxes: Sequence[Box], tables: Sequence[Block] = ()) -> list[Cells]:
    return [row.cells for row in reading_order(boxes, tables)]


def lines(span: tuple[float, float], first: float, count: int, pitch: float = 15) -> list[Box]:
    return [line(span, first + pitch * place) for place in range(count)]


def assert_in_order(boxes: Sequence[Box]) -> None:
    """The boxes are given in the order in which they should be read; the recogniser finds them in any other."""
    places = list(range(len(boxes)))
    random.Random(3).shuffle(places)
    assert [places[found] for found in order([boxes[place] for place in places])] == list(range(len(boxes)))


def test_nothing_on_the_page_is_no_row() -> None:
    assert reading_order([]) == []


def test_one_column_is_read_from_top_to_bottom() -> None:
    assert_in_order([line((100, 300), 0, 16), *lines(WIDE, 30, 4), line((0, 150), 90), *lines(WIDE, 105, 3)])


def test_left_column_is_read_wholly_before_the_right_one() -> None:
    assert_in_order([*lines(LEFT, 0, 5), *lines(RIGHT, 0, 5)])


def test_columns_need_not_stand_on_common_lines() -> None:
    assert_in_order([*lines(LEFT, 0, 5), *lines(RIGHT, 7, 4)])


def test_title_across_both_columns_comes_first() -> None:
    assert_in_order([line((100, 300), 0, 16), *lines(LEFT, 40, 5), *lines(RIGHT, 40, 5)])


def test_paragraph_below_both_columns_comes_last_to_its_short_last_line() -> None:
    assert_in_order([*lines(LEFT, 0, 5), *lines(RIGHT, 0, 5), *lines(WIDE, 90, 3), line((0, 120), 135)])


def test_paragraph_between_columns_parts_them() -> None:
    above = [*lines(LEFT, 0, 4), *lines(RIGHT, 0, 4)]
    below = [*lines(LEFT, 120, 4), *lines(RIGHT, 120, 4)]
    assert_in_order([*above, *lines(WIDE, 75, 2), *below])


def test_short_last_lines_of_paragraphs_stay_in_their_column() -> None:
    left = [*lines(LEFT, 0, 3), line((0, 60), 45), *lines(LEFT, 60, 3)]
    right = [line((210, 300), 0), *lines(RIGHT, 15, 5), line((210, 260), 90)]
    assert_in_order([*left, *right])


def test_heading_of_the_paragraph_below_is_not_the_end_of_the_left_column() -> None:
    assert_in_order([*lines(LEFT, 0, 5), *lines(RIGHT, 0, 5), line((0, 70), 75), *lines(WIDE, 90, 2)])


def test_left_column_may_end_lower_than_the_right_one() -> None:
    assert_in_order([*lines(LEFT, 0, 8), *lines(RIGHT, 0, 4)])


def test_every_row_knows_how_wide_its_column_is() -> None:
    boxes = [line((100, 300), 0, 16), *lines(LEFT, 40, 4), *lines((210, 400), 40, 4), line(WIDE, 110)]
    assert [row.column for row in reading_order(boxes)] == [400, *[190] * 8, 400]


def test_three_columns_are_read_one_after_the_other() -> None:
    spans = ((0, 120), (135, 255), (270, 390))
    assert_in_order([box for span in spans for box in lines(span, 0, 6)])


def test_pieces_of_one_visual_line_are_one_row() -> None:
    assert rows([line((80, 400), 1), line((0, 50), 0), *lines(WIDE, 15, 2)]) == [((1, 0),), ((2,),), ((3,),)]


def test_wide_gap_in_a_line_parts_cells() -> None:
    assert rows([line((0, 60), 0), line((300, 380), 0)]) == [((0,), (1,))]


def test_names_beside_figures_stay_in_their_rows() -> None:
    entries = [box for row in range(5) for box in (line((0, 60), 15 * row), line((300, 320), 15 * row))]
    assert rows(entries) == [((2 * row,), (2 * row + 1,)) for row in range(5)]


def test_table_stands_between_the_lines_above_and_below_it() -> None:
    boxes = [line(WIDE, 0), line((10, 60), 30), line((210, 260), 30), line((10, 60), 50), line(WIDE, 80)]
    table = Block(Box(0, 25, 400, 70), (((1,), (2,)), ((3,), ())))
    assert rows(boxes, [table]) == [((0,),), ((1,), (2,)), ((3,), ()), ((4,),)]


def test_table_in_a_column_stays_there() -> None:
    left = lines(LEFT, 0, 4)
    cells = [line((5, 40), 65), line((100, 140), 65)]
    boxes = [*left, *cells, *lines(RIGHT, 0, 6)]
    table = Block(Box(0, 60, 190, 80), (((4,), (5,)),))
    assert order(boxes, [table]) == list(range(12))


@pytest.mark.parametrize("seed", range(5))
def test_every_box_is_read_exactly_once_wherever_it_stands(seed: int) -> None:
    choose = random.Random(seed)
    boxes = []
    for _ in range(80):
        left, top = choose.uniform(0, 380), choose.uniform(0, 500)
        boxes.append(Box(left, top, left + choose.uniform(1, 200), top + choose.uniform(1, 30)))
    assert sorted(order(boxes)) == list(range(80))
