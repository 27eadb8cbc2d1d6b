"""Pages without usable text, read from their pictures.

In: the bytes of a PDF and the numbers of such pages. Out: a Scan for each page on which something was recognised: its lines
in reading order, as printed lines with place and size, and how sure the recogniser was. Rows of ruled tables become one line.
Does not decide which pages need it (pdf.py), and drops nothing from their edges (pdf_layout.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2

from ingest.loaders.columns import Box, Row, reading_order
from ingest.loaders.pdf_layout import PrintedLine, PrintedPage
from ingest.loaders.pdf_pictures import PDFIUM, draw_page
from ingest.loaders.recognised import store_readings, stored_readings
from ingest.loaders.recognition import Reading, ReadLine, read_picture, version
from ingest.loaders.ruled import find_tables
from ingest.loaders.tables import row_lines
from ingest.records import Line


@dataclass(frozen=True, slots=True)
class Scans:
    """What recognition made of the pages of one file."""

    pages: tuple[PrintedPage, ...]  # only those on which something was read
    confidence: dict[int, float]  # of these pages, by number
    stored: bool  # whether every new reading could be kept for the next time


def read_scans(data: bytes, numbers: Sequence[int], folder: Path | None, on_page: Callable[[], None]) -> Scans:
    """Recognise the pages with these numbers, telling ``on_page`` after each; some seconds each, none where stored in ``folder``.

    Raise NoRecogniser where the recogniser cannot be loaded.
    """
    readings, stored = _read(data, numbers, folder, on_page)
    readings = {number: reading for number, reading in readings.items() if reading.text}
    pages = [PrintedPage(number, tuple(_printed_lines(reading))) for number, reading in readings.items()]
    confidence = {number: reading.confidence for number, reading in readings.items()}
    return Scans(tuple(_with_even_sizes(pages)), confidence, stored)


def _read(
    data: bytes, numbers: Sequence[int], folder: Path | None, on_page: Callable[[], None]
) -> tuple[dict[int, Reading], bool]:
    of = version()
    known = stored_readings(folder, data, of) if folder else {}
    stored = True
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            if number not in known:
                with PDFIUM:
                    drawn = draw_page(document, number - 1)
                known[number] = read_picture(drawn[0], pixel=drawn[1]) if drawn else Reading(0.0, (), (), ())
                if folder and stored:  # after each page: a build that is stopped goes on where it was
                    stored = _store(folder, data, of, known)
            on_page()
    finally:
        with PDFIUM:
            document.close()
    return {number: known[number] for number in numbers}, stored


def _store(folder: Path, data: bytes, of: str, readings: dict[int, Reading]) -> bool:
    try:
        store_readings(folder, data, of, readings)
    except OSError:  # a full disk costs time at the next build, never this one
        return False
    return True


def _printed_lines(reading: Reading) -> Iterator[PrintedLine]:
    boxes = [line.box for line in reading.lines]
    tables = find_tables(boxes, reading.horizontal, reading.vertical)
    for row in reading_order(boxes, tables):
        yield from _printed_row(row, reading)


def _printed_row(row: Row, reading: Reading) -> Iterator[PrintedLine]:
    pieces = [reading.lines[place] for cell in row.cells for place in cell]
    box = _around([piece.box for piece in pieces])
    height = 1 - box.bottom / reading.height
    if len(row.cells) == 1:
        text = " ".join(piece.text for piece in pieces)
        size = _size(text, box)
        yield PrintedLine(
            text, left=box.left, height=height, size=size, column=round(row.column / size) if size else None
        )
        return
    for line in row_lines([_cell_lines([reading.lines[place] for place in cell]) for cell in row.cells]):
        yield PrintedLine(line.text, left=0.0, height=height, size=0.0)


def _cell_lines(pieces: Sequence[ReadLine]) -> list[Line]:
    """The lines of one cell, those that its edge broke joined again."""
    right = max((piece.box.right for piece in pieces), default=0.0)
    lines: list[str] = []
    was_full = False
    for piece in pieces:
        if was_full:
            lines[-1] += (" " if lines[-1][-1].isascii() and piece.text[0].isascii() else "") + piece.text
        else:
            lines.append(piece.text)
        was_full = right - piece.box.right < _NEARLY_FULL * piece.box.height
    return [Line(line) for line in lines]


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _size(text: str, box: Box) -> float:
    """The height of a box varies with its letters; its width over the characters is near the size of the type."""
    ems = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
    return min(box.width / ems, box.height)


def _with_even_sizes(pages: Sequence[PrintedPage]) -> Iterator[PrintedPage]:
    """Give lines of nearly one size the same one: measured sizes scatter, and headings are found by size."""
    even = _even_sizes((line.size, len(line.text)) for page in pages for line in page.lines if line.size)
    for page in pages:
        yield PrintedPage(page.number, tuple(replace(line, size=even.get(line.size, 0.0)) for line in page.lines))


def _even_sizes(measured: Iterable[tuple[float, int]]) -> dict[float, float]:
    """Sizes with the number of their characters to the size each stands for: the body's, or that of a group above or below it."""
    weights: dict[float, int] = {}
    for size, characters in measured:
        weights[size] = weights.get(size, 0) + characters
    even: dict[float, float] = {}
    while left := {size: weight for size, weight in weights.items() if size not in even}:
        centre = _weighted_median(left)
        group = [size for size in left if abs(size - centre) <= _SAME_SIZE * centre]
        even |= dict.fromkeys(group, round(centre * 2) / 2)
    return even


def _weighted_median(weights: dict[float, int]) -> float:
    half = sum(weights.values()) / 2
    for size in sorted(weights):
        half -= weights[size]
        if half <= 0:
            break
    return size


_NEARLY_FULL = 1.5  # heights of a line between its end and the edge of the cell
_SAME_SIZE = 0.15  # measured sizes lie within 8 % of the true ones; headings are mostly larger by a quarter or more
