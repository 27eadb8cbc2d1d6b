"""Printed pages to lines: what stands at the edges goes, sizes and indents become meaning.

In: the visual lines of each page with their places. Out: Lines with page numbers, and notes on what was left out.
Running heads, running feet and page numbers are dropped; a first-line indent is shown by two ideographic spaces, as in
a text file; lines set larger than the body are headings, and a heading set in two lines becomes one.
Does not join other lines, and does not reorder anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.numerals import NUMERAL
from ingest.records import Line


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One visual line; a size of 0 means that place and size are not known."""

    text: str
    left: float  # in points
    height: float  # of its lower edge above the foot of the page, as a share of the page
    size: float  # of its first character, in points
    column: int | None = None  # characters that fill its column, where that is known


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of one page in reading order."""

    number: int  # from 1
    lines: tuple[PrintedLine, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def arrange(pages: Sequence[PrintedPage]) -> tuple[list[Line], list[str]]:
    """Turn printed pages into lines and notes."""
    notes: list[str] = []
    empty = [page.number for page in pages if not page.text.strip()]
    if empty:
        notes.append(f"第{spans(empty)}页没有文字层")
    kept, running = _without_running_lines(pages)
    if running:
        notes.append(f"删去每页重复的页眉页脚：{'、'.join(f'“{text}”' for text in running)}")
    kept, numbered = _without_page_numbers(kept)
    if numbered:
        notes.append(f"删去{numbered}处页码")
    sizes = _heading_sizes(kept)
    margin = _left_margin(kept)
    return [line for page in kept for line in _lines_of(page, sizes, margin)], notes


def lines_without_places(text: str) -> tuple[PrintedLine, ...]:
    """Lines whose places are unknown, spread evenly, so that the first and last ones still count as edges."""
    texts = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(PrintedLine(line, 0.0, 1 - (place + 1) / (len(texts) + 1), 0.0) for place, line in enumerate(texts))


def _without_running_lines(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], list[str]]:
    """Drop what stands at the edge of most pages, but for its digits; return also the texts dropped, once each."""
    seen = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    repeated = {shape for shape, count in seen.items() if count >= max(_FEWEST_REPEATS, (len(pages) - 1) / 2)}
    repeated = {shape for shape in repeated if re.search(r"[^\W\d]", shape)}  # bare numbers have a rule of their own
    texts: dict[str, str] = {}
    kept = []
    for page in pages:
        dropped = [line for line in _edges(page) if _shape(line) in repeated]
        for line in dropped:
            texts.setdefault(_shape(line), line.text)
        kept.append(PrintedPage(page.number, tuple(line for line in page.lines if line not in dropped)))
    return kept, list(texts.values())


def _without_page_numbers(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], int]:
    """Drop - 3 -, 第3页 and the like at the edges, and bare numbers where they count the pages."""
    edges = ((page.number, line.text) for page in pages for line in _edges(page))
    distances = Counter(int(text) - number for number, text in edges if _BARE_NUMBER.fullmatch(text))
    counting = {distance for distance, count in distances.items() if count > 1 or distance == 0}
    count = 0
    kept = []
    for page in pages:
        dropped = [line for line in _edges(page) if _is_page_number(line.text, page.number, counting)]
        count += len(dropped)
        kept.append(PrintedPage(page.number, tuple(line for line in page.lines if line not in dropped)))
    return kept, count


def _is_page_number(text: str, page: int, distances: set[int]) -> bool:
    if _BARE_NUMBER.fullmatch(text):
        return int(text) - page in distances
    return _PAGE_NUMBER.fullmatch(text) is not None


def _edges(page: PrintedPage) -> list[PrintedLine]:
    """The highest and lowest lines of a page, as far as they lie in the margins; no line is both."""
    by_height = sorted(page.lines, key=lambda line: -line.height)
    outer = [*by_height[:_MOST_EDGE_LINES], *by_height[_MOST_EDGE_LINES:][-_MOST_EDGE_LINES:]]
    return [line for line in outer if not _EDGE < line.height < 1 - _EDGE]


def _shape(line: PrintedLine) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", line.text))


def _heading_sizes(pages: Iterable[PrintedPage]) -> dict[int, int]:
    """Sizes clearly above that of most of the text, with their levels: the largest is 1."""
    letters: Counter[int] = Counter()
    for page in pages:
        for line in page.lines:
            letters[_rounded(line.size)] += len(line.text)
    letters.pop(0, None)
    if not letters:
        return {}
    body = letters.most_common(1)[0][0]
    lines = (line for page in pages for line in page.lines if _may_be_heading(line.text))
    headings = {_rounded(line.size) for line in lines if _rounded(line.size) >= _LARGER * body}
    return {size: min(level, _LOWEST_LEVEL) for level, size in enumerate(sorted(headings, reverse=True), start=1)}


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not _LETTERHEAD.search(text)


def _rounded(size: float) -> int:
    """Half points, so that 15.96 and 16.04 are one size."""
    return round(size * 2)


def _left_margin(pages: Iterable[PrintedPage]) -> float | None:
    """The leftmost place where a tenth of the lines begin; None where places are unknown."""
    places = Counter(round(line.left) for page in pages for line in page.lines if line.size)
    common = [place for place, count in places.items() if count * 10 >= places.total()]
    return min(common, default=None)


def _lines_of(page: PrintedPage, sizes: dict[int, int], margin: float | None) -> Iterator[Line]:
    waiting: Line | None = None  # a heading that may go on in the next line
    for line in page.lines:
        level = sizes.get(_rounded(line.size)) if _may_be_heading(line.text) else None
        if waiting is not None and level == waiting.level and not _OPENING.match(line.text):
            waiting = Line(waiting.text + line.text, page=page.number, level=level)
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if level is not None:
            waiting = Line(line.text, page=page.number, level=level)
        else:
            text = _INDENT * _is_indented(line, margin) + line.text
            yield Line(text, page=page.number, column=line.column)
    if waiting is not None:
        yield waiting


def _is_indented(line: PrintedLine, margin: float | None) -> bool:
    return margin is not None and _LEAST_INDENT * line.size <= line.left - margin <= _MOST_INDENT * line.size


def spans(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 → 1至3、7"""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return "、".join(str(first) if first == last else f"{first}至{last}" for first, last in found)


_EDGE = 0.12  # heads and feet of A4 documents lie within 3.5 cm of the edge
_MOST_EDGE_LINES = 3
_FEWEST_REPEATS = 3
_BARE_NUMBER = re.compile(r"[0-9]{1,4}")
_DASH = "[-—–－―·•~]"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,2}}\s*[0-9０-９]{{1,4}}\s*{_DASH}{{1,2}}"
    rf"|{_DASH}?\s*第\s*[{NUMERAL}]+\s*页(?:\s*[,，/、;；(（]?\s*共\s*[{NUMERAL}]+\s*页)?\s*[)）]?\s*{_DASH}?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|page\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?",
    re.IGNORECASE,
)
_LARGER = 1.1  # 18 over 16 points is the closest pair in use for headings; 15 over 14 is too close to tell
_LOWEST_LEVEL = 6
_LONGEST_HEADING = 60
_LETTERHEAD = re.compile(r"文\s*件$|^\W*$")  # ××市公安局文件 is set larger than the title and is none
_OPENING = re.compile(rf"第[{NUMERAL}]+[编章节条]|[（(]?[{NUMERAL}]+[)）.．、]")
_INDENT = "\u3000\u3000"
_LEAST_INDENT = 1.2  # in widths of a character; a first line stands two characters in
_MOST_INDENT = 4.0
