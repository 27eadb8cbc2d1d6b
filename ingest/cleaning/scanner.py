"""Spaces that text recognition put between characters, and single ones that strayed into a sentence.

In: lines. Out: lines without those spaces. A space that a writer set (第一章 总 则, names side by side) stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest import patterns
from ingest.origin import without
from ingest.records import Line


def close_scanner_spaces(lines: Sequence[Line]) -> list[Line]:
    """Close the spaces of lines that are full of them, and those of their neighbours, which the same machine read."""
    spaced = [_is_spaced_out(line.text) for line in lines]
    begins = [0, *(index for index, line in enumerate(lines) if line.begins and index), len(lines)]
    closed: list[Line] = []
    for first, last in pairwise(begins):
        written = sum(1 for line in lines[first:last] if line.text)
        whole = sum(spaced[first:last]) >= max(2, _MACHINE_SHARE * written)
        for index in range(first, last):
            near = sum(spaced[max(first, index - _NEAR) : min(last, index + _NEAR + 1)])
            machine_read = spaced[index] or near >= 2 or whole
            closed.append(_close(lines[index]) if machine_read else lines[index])
    return closed


def close_stray_spaces(lines: Sequence[Line]) -> list[Line]:
    """Close a lone space between two Chinese characters of a sentence: ``符合条 件的``."""
    return [_close_strays(line) for line in lines]


_SIGN = "㐀-鿿，。、；：“”（）0-9"
_SPACED_PAIR = re.compile(rf"(?<=[{_SIGN}]) +(?=[{_SIGN}])|(?<=[㐀-鿿]) +(?=[,.;:()\"])|(?<=[,.;:()\"]) +(?=[㐀-鿿])")
_STRAY = re.compile(r"(?<=[㐀-鿿，]) (?=[㐀-鿿])|(?<=\d) (?=[年月日])|(?<=[年月]) (?=\d)")
_SCANNED_SHARE = 0.3  # spaces per character above which a line came from text recognition, not from a writer
_SINGLE_SHARE = 0.4  # of its pieces are one character; those of names in a row are two and three
_SENTENCE_SHARE = 0.12  # the same for a sentence with its marks, which no list of names has
_MARKS = re.compile("[，。；,;]")
_SHORTEST = 8
_MACHINE_SHARE = 0.2  # of the lines of a text; then all of it came out of text recognition
_NEAR = 4  # lines around a line that are likely to come from the same picture
_MOST_STRAYS = 2  # more are a list of names side by side
_LONG_SENTENCE = 20
_LONGEST_HEADING = 40


def _is_spaced_out(text: str) -> bool:
    spaces = len(_SPACED_PAIR.findall(text))
    if len(text) < _SHORTEST or spaces < _SENTENCE_SHARE * len(text):
        return False
    pieces = text.split()
    by_character = sum(len(piece) == 1 for piece in pieces) >= _SINGLE_SHARE * len(pieces)
    if by_character and spaces >= _SCANNED_SHARE * len(text):
        return True
    return len(text) > _LONG_SENTENCE and len(_MARKS.findall(text)) >= 2


def _close(line: Line) -> Line:
    return without(line, (match.span() for match in _SPACED_PAIR.finditer(line.text))) if " " in line.text else line


def _close_strays(line: Line) -> Line:
    if " " not in line.text or len(line.text) < _LONG_SENTENCE or line.text[-1] not in "。；：;:":
        return line
    label = patterns.label_end(line.text)
    found = patterns.opening(line.text)
    numbered = found is not None and found.rank > patterns.ARTICLE
    strays = [match.span() for match in _STRAY.finditer(line.text, label + 1)]
    if not 0 < len(strays) <= _MOST_STRAYS or any(
        _ends_heading(line.text[label:start], numbered=numbered) for start, _ in strays
    ):
        return line
    return without(line, strays)


def _ends_heading(text: str, *, numbered: bool) -> bool:
    """Whether the words before a space may be a heading glued to its text by it: no clause yet, or the clauses of a numbered one."""
    if numbered:
        return len(text) <= _LONGEST_HEADING and not re.search("[。；：;:]", text)
    return not re.search("[，。；：,;:]", text)
