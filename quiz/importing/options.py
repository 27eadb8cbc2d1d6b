"""Options that stand in one text: on lines of their own, or one after another.

In: a text such as ``A.三日 B.五日 C、七日``. Out: its options in order, and where the first begins. Does not know the key.
"""

from __future__ import annotations

import re


def find_options(text: str) -> tuple[int, tuple[str, ...]]:
    """Where option A begins and the options without their letters; (length of the text, ()) where there are none.

    Letters count only in their order, so that “A类” or “维生素C、” in a stem does not begin an option.
    """
    for first in _LETTER.finditer(text):
        if first["letter"] == "A":
            marks = [first, *_following(text, first)]
            if len(marks) >= _FEWEST:
                ends = [mark.start() for mark in marks[1:]] + [len(text)]
                options = (text[mark.end() : end] for mark, end in zip(marks, ends, strict=True))
                return first.start(), tuple(option.strip(" \t\r\n；;|") for option in options)
    return len(text), ()


def split_options(cell: str) -> tuple[str, ...]:
    """Options of one cell: with letters, else one a line or divided by | or ；."""
    _, options = find_options(cell)
    if options:
        return options
    for divider in ("\n", "|", "｜", ";", "；", "$;$"):
        parts = tuple(part.strip() for part in cell.split(divider) if part.strip())
        if len(parts) >= _FEWEST:
            return parts
    return ()


_FEWEST = 2
_LETTER = re.compile(r"(?<![A-Za-z0-9])[（(]?(?P<letter>[A-J])\s*[.、．:：)）]\s*")


def _following(text: str, first: re.Match[str]) -> list[re.Match[str]]:
    marks: list[re.Match[str]] = []
    for mark in _LETTER.finditer(text, first.end()):
        if mark["letter"] == chr(ord("B") + len(marks)):
            marks.append(mark)
    return marks
