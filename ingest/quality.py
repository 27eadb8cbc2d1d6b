"""Which passages are spoiled, and how: masked, spun, stripped, scrambled, misread or cut off.

In: a document and its passages. Out: the same passages with their flaws. Nothing is corrected or left out: a spoiled passage
may hold what no other says; search ranks it lower and the screen says why.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.exchanged import exchanged_words
from ingest.records import Document, Flaw, Kind, Passage


def mark_flaws(document: Document, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Set the flaws of each passage, in the order of Flaw."""
    exchanged = exchanged_words(document.text) if document.kind == Kind.ESSAY else ()
    stripped = _stripped_lines(document.text)
    return tuple(
        replace(passage, flaws=_flaws(document, passage, exchanged, stripped, last=passage is passages[-1]))
        for passage in passages
    )


_LONG_LINES = re.compile(r"[^\n]{300,}")  # a shorter one may be a single long sentence
_LEAST_MARKS = 1 / 30  # punctuation marks and blanks per character; essays and statutes have one in 10 to 15
_COLUMN_GAP = re.compile(r"(?<=[\u4e00-\u9fff，。；、,]) (?=[\u4e00-\u9fff])")
_FEWEST_GAPS = 2  # distances between three blanks
_NARROWEST_COLUMNS = 16  # characters of a line of both together; names in a row stand closer
_SLACK = 2
_MOST_RUNS = 0.12  # pieces per character: every closed space of a scanner begins a new one
_LEAST_ENDED = 0.5  # of the lines of a misread stretch that end like lines of a text
_SURE = 0.9  # mean confidence of text recognition below which a page is marked
_MARK = re.compile(r"[，。；：、？！,;:?!|\s]")
_MASKED = re.compile(  # three low lines and more are a blank of a form
    r"\*{2,}|(?<=[\u4e00-\u9fff\d])_{1,2}(?=[\u4e00-\u9fff])|(?<![\u4e00-\u9fff\d_])_{1,2}(?=派出所|镇|县|市|村|局|乡|区|月|年|日)"
    r"|二[O○0]_|[xX×]{2,}(?=[\u4e00-\u9fff])|(?<=率)%"
)
_FEWEST_EXCHANGED = 2
_LONG_LINE = 40
_OPEN_END = re.compile(r"[\u4e00-\u9fff，,、]$")
_OPEN_START = re.compile(r"^[，。、；：,;:]")


def _flaws(
    document: Document,
    passage: Passage,
    exchanged: Sequence[int],
    stripped: Sequence[tuple[int, int]],
    *,
    last: bool,
) -> tuple[Flaw, ...]:
    text = passage.text
    misread = _is_misread(document, passage)
    found = {Flaw.SCRAMBLED: misread and _is_scrambled(text), Flaw.MISREAD: misread}
    if document.kind == Kind.ESSAY:  # instruments and checked guides have forms with blanks and words of their own
        found |= {
            Flaw.SCRAMBLED: found[Flaw.SCRAMBLED] or _is_interleaved(text),
            Flaw.MASKED: _MASKED.search(text) is not None,
            Flaw.SPUN: _count(exchanged, passage) >= _FEWEST_EXCHANGED,
            Flaw.STRIPPED: _lies_in(passage, stripped),
            Flaw.CUT_OFF: _is_cut_off(passage, last=last),
        }
    return tuple(flaw for flaw in Flaw if found.get(flaw))


def _stripped_lines(text: str) -> list[tuple[int, int]]:
    """Long lines from which characters were taken out all over: hardly a mark is left, and no blank stands for it."""
    ranges = ((match.start(), match.end()) for match in _LONG_LINES.finditer(text))
    return [
        (start, end) for start, end in ranges if len(_MARK.findall(text, start, end)) < _LEAST_MARKS * (end - start)
    ]


def _lies_in(passage: Passage, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether most of a passage stands in these ranges."""
    inside = sum(max(0, min(end, passage.end) - max(start, passage.start)) for start, end in ranges)
    return inside > len(passage.text) / 2


def _is_interleaved(text: str) -> bool:
    """Two columns read as one: inside a sentence a lone blank returns after as many characters each time."""
    gaps = [match.start() for match in _COLUMN_GAP.finditer(text)]
    widths = [second - first for first, second in pairwise(gaps)]
    if len(widths) < _FEWEST_GAPS:
        return False
    usual = sorted(widths)[len(widths) // 2]
    return usual >= _NARROWEST_COLUMNS and all(abs(width - usual) <= _SLACK for width in widths)


def _is_misread(document: Document, passage: Passage) -> bool:
    """The file itself came out of text recognition, or a page of it was recognised here without certainty."""
    pieces = bisect_left(document.runs, passage.end, key=lambda run: run.start) - bisect_right(
        document.runs, passage.start, key=lambda run: run.start
    )
    if pieces > _MOST_RUNS * len(passage.text) and pieces >= 4:
        return True
    first, last = passage.pages or (1, 0)
    return any(first <= page.page <= last and page.confidence < _SURE for page in document.recognised)


def _is_scrambled(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 2 and sum(1 for line in lines if line.endswith(tuple("。！？；：.,，、"))) < _LEAST_ENDED * len(
        lines
    )


def _is_cut_off(passage: Passage, *, last: bool) -> bool:
    """A text that stops in mid-sentence or starts with a comma; a heading, a date or a list of sources has no end mark either."""
    if _OPEN_START.match(passage.text):
        return True
    final = passage.text.rsplit("\n", 1)[-1]
    return last and len(final) > _LONG_LINE and _OPEN_END.search(final) is not None and "《" not in final


def _count(places: Sequence[int], passage: Passage) -> int:
    return bisect_left(places, passage.end) - bisect_left(places, passage.start)
