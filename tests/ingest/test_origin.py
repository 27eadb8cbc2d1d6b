"""Lines that are cut, thinned and glued still know where each of their characters stands."""

from __future__ import annotations

from ingest.origin import (
    divide,
    glue,
    join_runs,
    keep,
    number_lines,
    original_ranges,
    text_offset,
    trimmed,
    without,
)
from ingest.records import Line, Run

FIRST, SECOND = number_lines([Line("甲乙丙丁"), Line("戊己")])  # the original is 甲乙丙丁, a line feed, 戊己


def test_lines_are_numbered_with_a_line_feed_between_them() -> None:
    assert (FIRST.runs, SECOND.runs) == ((Run(0, 0),), (Run(0, 5),))


def test_what_is_kept_stays_in_its_place() -> None:
    line = keep(FIRST, [(0, 1), (2, 4)])
    assert (line.text, line.runs) == ("甲丙丁", (Run(0, 0), Run(1, 2)))
    assert keep(FIRST, [(0, 2), (2, 2), (2, 4)]) == FIRST


def test_what_is_taken_out_leaves_the_rest_in_its_place() -> None:
    line = without(FIRST, [(0, 1), (3, 4)])
    assert (line.text, line.runs) == ("乙丙", (Run(0, 1),))
    assert without(FIRST, []) is FIRST


def test_white_space_at_the_ends_goes() -> None:
    (line,) = number_lines([Line("  甲 乙 ")])
    assert (trimmed(line).text, trimmed(line).runs) == ("甲 乙", (Run(0, 2),))
    assert trimmed(FIRST) is FIRST


def test_a_divided_line_begins_a_text_only_with_its_first_piece() -> None:
    (line,) = number_lines([Line("甲 乙。 ", begins=True)])
    pieces = divide(line, [1, 4])
    assert [(piece.text, piece.runs, piece.begins) for piece in pieces] == [
        ("甲", (Run(0, 0),), True),
        ("乙。", (Run(0, 2),), False),
    ]
    assert divide(FIRST, []) == [FIRST]


def test_glued_lines_know_both_places() -> None:
    line = glue((FIRST, SECOND))
    assert (line.text, line.runs) == ("甲乙丙丁戊己", (Run(0, 0), Run(4, 5)))
    spaced = glue((FIRST, SECOND), (" ",))  # the blank stands for the line feed, so nothing is interrupted
    assert (spaced.text, spaced.runs) == ("甲乙丙丁 戊己", (Run(0, 0),))


def test_a_text_that_is_the_original_has_one_run() -> None:
    assert join_runs([FIRST, SECOND]) == (Run(0, 0),)
    assert join_runs([keep(FIRST, [(0, 2)]), SECOND]) == (Run(0, 0), Run(3, 5))
    assert join_runs([]) == ()


def test_lines_hold_stretches_of_the_original() -> None:
    lines = [keep(FIRST, [(0, 1), (2, 4)]), Line(""), SECOND]
    assert list(original_ranges(lines)) == [(0, 1), (2, 4), (5, 7)]


def test_a_place_in_the_original_leads_to_the_next_character_of_the_text() -> None:
    runs = (Run(0, 2), Run(3, 8))  # text: 3 characters from 2, then 4 from 8
    found = [text_offset(runs, 7, original) for original in (0, 2, 4, 5, 7, 8, 11, 12, 99)]
    assert found == [0, 0, 2, 3, 3, 3, 6, 7, 7]
    assert text_offset((), 0, 5) == 0
