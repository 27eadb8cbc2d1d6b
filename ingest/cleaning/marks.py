"""Characters that nobody reads: zero-width and control characters, odd blanks, strayed backslashes and tick marks.

In: lines. Out: lines without them. Widths of letters and digits stay as they are; search folds them (index/words.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.origin import trimmed, without
from ingest.records import Line


def strip_invisible(lines: Sequence[Line]) -> list[Line]:
    """Remove zero-width and control characters and the white space around each line; every other blank becomes a space."""
    return [_plain(line) for line in lines]


def strip_stray(lines: Sequence[Line]) -> list[Line]:
    """Remove backslashes between Chinese text, and tick marks that a site puts in front of a title."""
    return [_without_stray(line) for line in lines]


_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]+"
)
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u3000\t]")
# Not in C:\资料 or \d: a blank, a bracket or the end of the line follows a stray backslash.
_STRAY = re.compile(r"(?:(?<=^)|(?<=[\s㐀-鿿，。；：、,;:)）]))\\+(?=\s|$|[（(])|^[（(][√✓✔][）)]")


def _plain(line: Line) -> Line:
    if _INVISIBLE.search(line.text):
        line = without(line, (match.span() for match in _INVISIBLE.finditer(line.text)))
    if _BLANKS.search(line.text):
        line = replace(line, text=_BLANKS.sub(" ", line.text))
    return trimmed(line)


def _without_stray(line: Line) -> Line:
    if not _STRAY.search(line.text):
        return line
    return trimmed(without(line, (match.span() for match in _STRAY.finditer(line.text))))
