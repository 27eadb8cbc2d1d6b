"""Rows of a table as lines.

In: the lines of each cell of one row. Out: the lines that stand for the row, the same for every format.
Does not tell header rows from others.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import Line


def join_cells(cells: Sequence[str]) -> str:
    """One row on one line: ``("超速", "", "12分")`` → ``超速 |  | 12分``; empty cells at the end fall away.

    A visible mark, because blanks between hanzi are deleted later as scanner noise and cells would run together.
    """
    return " | ".join(cells).rstrip(" |")


def row_lines(cells: Sequence[Sequence[Line]]) -> list[Line]:
    """A row of data becomes one line; a row that only arranges text on the page keeps the lines of its cells.

    Old web pages and notices put whole documents into one cell, so one line per row would swallow their articles.
    """
    filled = [[line for line in cell if line.text] for cell in cells]
    if sum(map(bool, filled)) == 1:
        return next(list(cell) for cell, texts in zip(cells, filled, strict=True) if texts)
    if any(len(texts) > _MOST_LINES_IN_CELL or any(line.level for line in texts) for texts in filled):
        return [line for cell in cells for line in cell]
    row = join_cells([" ".join(line.text for line in texts) for texts in filled])
    return [Line(row)] if row else []


_MOST_LINES_IN_CELL = 5  # a cell with more lines is a column of a page rather than a value
