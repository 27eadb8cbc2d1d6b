"""Tags and text of one page to lines, in one pass.

In: the text of a page, fed once. Out: lines, the title, and whether the page was nested too deep to go on.
Does not build a tree: open elements stand in a list, so depth costs neither stack nor memory.

Like a browser it forgives: an end tag without start is ignored, an element left open ends with the one around it, and
the start of a p, li, tr or td ends its predecessor.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.loaders.counting import write_number
from ingest.loaders.html_tags import (
    BLOCKS,
    CELLS,
    DROPPED,
    ENDED_BY,
    ENDED_BY_BLOCK,
    HEADINGS,
    LISTS,
    PAGE_FURNITURE,
    TABLE_PARTS,
    VOID,
)
from ingest.loaders.tables import row_lines
from ingest.numerals import NUMERAL
from ingest.records import Line

Attributes = list[tuple[str, str | None]]


@dataclass(slots=True)
class _Open:
    """One element that has not ended yet."""

    tag: str
    dropped: bool
    first_line: int  # how many lines stood before it
    cells: list[list[Line]] = field(default_factory=list)  # of a row
    number: int = 1  # of the next item of an ordered list
    form: str = ""  # of that number; empty for none


class Unfinished(Exception):
    """The page is full of tags or comments that nothing ends."""


class PageReader(HTMLParser):
    """Collects lines while the page is fed; see the module's docstring."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.too_deep = False
        self._open: list[_Open] = []
        self._inside: Counter[str] = Counter()  # open elements by tag, so that no question needs a search
        self._sinks: list[list[Line]] = [[]]  # the page, then one list for each open cell
        self._text: list[str] = []  # of the line being read
        self._dropped = 0  # open elements that are not shown
        self._label = ""  # number of a list item, waiting for its first line
        self._unfinished = 0  # tags and comments that nothing ends

    @property
    def lines(self) -> list[Line]:
        return self._sinks[0]

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in VOID:
            self._break(tag)
            return
        self._end_predecessors(tag)
        if len(self._open) >= _DEEPEST:
            self.too_deep = True
            return
        dropped = self._is_dropped(tag, dict(attrs))
        if tag in BLOCKS:
            self._flush()
        element = _Open(tag, dropped, len(self._sinks[-1]))
        if tag == "ol":
            element.form, element.number = _list_form(dict(attrs))
        elif tag == "li":
            self._label_item(dict(attrs))
        elif tag in CELLS:
            self._sinks.append([])
        self._open.append(element)
        self._inside[tag] += 1
        self._dropped += dropped

    def handle_endtag(self, tag: str) -> None:
        if not self._inside[tag]:
            return
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                self._close_to(depth)
                return
            if tag not in BLOCKS and tag not in DROPPED and self._open[depth].tag in BLOCKS:
                return  # the end of an inline element never ends a block
            if self._open[depth].tag in CELLS and tag not in TABLE_PARTS:
                return  # nothing inside a cell ends what stands around the table

    def handle_data(self, data: str) -> None:
        if self._inside["title"] and not self._inside["svg"]:
            self.title = self.title or _collapse(data)
        if self._dropped:
            return
        if not self._inside["pre"]:
            self._text.append(data)
            return
        first, *others = data.split("\n")
        self._text.append(first)
        for other in others:
            self._flush(blank=True)
            self._text.append(other)

    def close(self) -> None:
        super().close()
        self._close_to(0)
        self._flush()

    def parse_starttag(self, i: int) -> int:
        return self._count_unfinished(super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        return self._count_unfinished(super().parse_endtag(i))

    def parse_comment(self, i: int, report: bool = True) -> int:
        return self._count_unfinished(super().parse_comment(i, report))

    def parse_pi(self, i: int) -> int:
        return self._count_unfinished(super().parse_pi(i))

    def parse_html_declaration(self, i: int) -> int:
        return self._count_unfinished(super().parse_html_declaration(i))

    def _count_unfinished(self, end: int) -> int:
        """Each tag or comment that nothing ends is looked for to the end of the page, so many of them cost a square."""
        self._unfinished += end < 0
        if self._unfinished > _MOST_UNFINISHED:
            raise Unfinished
        return end

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip <![…]> to the next > as browsers do; the inherited method fails on marks it does not know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def _break(self, tag: str) -> None:
        if self._dropped or tag not in ("br", "hr"):
            return
        if self._heading_level():
            self._text.append(" ")
        else:
            self._flush(blank=tag == "br")

    def _end_predecessors(self, tag: str) -> None:
        if tag not in BLOCKS and tag not in ENDED_BY:
            return
        ended, fence = ENDED_BY.get(tag, ENDED_BY_BLOCK)
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag in ended:
                self._close_to(depth)
            elif self._open[depth].tag in fence:
                return

    def _is_dropped(self, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag in ("html", "body"):
            return False
        if tag in PAGE_FURNITURE and not (self._inside["article"] or self._inside["main"]):
            return True
        return tag in DROPPED or "hidden" in attributes or bool(_HIDING_STYLE.search(attributes.get("style") or ""))

    def _label_item(self, attributes: dict[str, str | None]) -> None:
        around = next((entry for entry in reversed(self._open) if entry.tag in LISTS), None)
        self._label = ""
        if around is None or around.tag != "ol" or self._dropped:
            return
        around.number = _whole_number(attributes.get("value"), around.number)
        if around.form:
            text = write_number(around.number, around.form)
            self._label = f"{text}、" if around.form == "chineseCounting" else f"{text}. "
        around.number += 1

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            self._close(self._open[-1])

    def _close(self, element: _Open) -> None:
        if element.tag in BLOCKS:
            self._flush()
        self._open.pop()
        self._inside[element.tag] -= 1
        self._dropped -= element.dropped
        if element.tag in CELLS:
            self._close_cell(self._sinks.pop())
        elif element.tag == "tr":
            self._sinks[-1].extend(row_lines(element.cells))
        elif element.tag == "form":
            self._drop_short_form(element.first_line)
        elif element.tag == "li":
            self._label = ""

    def _drop_short_form(self, first_line: int) -> None:
        lines = self._sinks[-1]
        if sum(len(line.text) for line in lines[first_line:]) < _SHORT_FORM:
            del lines[first_line:]

    def _close_cell(self, lines: list[Line]) -> None:
        row = next((entry for entry in reversed(self._open) if entry.tag in ("tr", "table", *CELLS)), None)
        if row is not None and row.tag == "tr":
            row.cells.append(lines)
        else:
            self._sinks[-1].extend(lines)

    def _flush(self, *, blank: bool = False) -> None:
        """End the line being read; an empty one counts only after <br> or where a blank was written out."""
        if self._dropped:
            return
        raw = "".join(self._text)
        self._text.clear()
        text = _collapse(raw)
        if not text:
            if blank or "\xa0" in raw:
                self._sinks[-1].append(Line(""))
            return
        if self._label and not _NUMBERED.match(text):
            text = self._label + text
        self._label = ""
        self._sinks[-1].append(Line(text, level=self._heading_level()))

    def _heading_level(self) -> int | None:
        return next((level for level, tag in enumerate(HEADINGS, start=1) if self._inside[tag]), None)


def _collapse(text: str) -> str:
    """White space as browsers show it: a line break in the source between two hanzi is nothing, elsewhere one space."""
    return _SPACES.sub(" ", _SOURCE_BREAK.sub("", text)).strip(" ")


def _list_form(attributes: dict[str, str | None]) -> tuple[str, int]:
    style = (attributes.get("style") or "").lower()
    if re.search(r"list-style(?:-type)?\s*:[^;]*\bnone\b", style):
        form = ""
    elif re.search(r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|chinese)", style):
        form = "chineseCounting"
    else:
        form = _LIST_TYPES.get(attributes.get("type") or "1", "decimal")
    return form, _whole_number(attributes.get("start"), 1)


def _whole_number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else default


_MOST_UNFINISHED = 10  # a page that was cut off has one
_DEEPEST = 2_000  # browsers stop at 512
_SHORT_FORM = 200  # a search box has less text; some content systems wrap the whole page in one form
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = "\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_SPACES = re.compile("[ \t\r\n\f\xa0]+")
_NUMBERED = re.compile(rf"[（(]?[{NUMERAL}]+\s*[)）.．、]|第[{NUMERAL}]+[编章节条款项]|[①-⒛㈠-㈩]")
