"""Words in a document's text, found exactly.

In: a text and words that somebody typed. Out: where they stand, with offsets in the text as it is. Widths, letter case and
traditional characters do not matter, nor does white space, except between Latin letters or digits. Does not look for
similar words; that is the search's (index/search.py).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

from index.words import simplified
from library.records import Range

MOST = 500  # finds; more than anybody steps through


def find(text: str, words: str) -> tuple[Range, ...]:
    """Where ``words`` stand, in order, without overlap, at most ``MOST``: ``处 罚`` finds ``處\\n罰``; blank words find nothing."""
    sought = _folded(words)[0]
    if not sought:
        return ()
    folded, starts, ends = _folded(text)
    found: list[Range] = []
    at = folded.find(sought)
    while at >= 0 and len(found) < MOST:
        start, end = starts[at], ends[at + len(sought) - 1]
        after = at + 1
        if not found or start >= found[-1][1]:  # one character may fold into several: ㎡ is m2
            found.append((start, end))
            after = at + len(sought)
        at = folded.find(sought, after)
    return tuple(found)


@lru_cache(maxsize=16)  # a reader searches the same text again and again
def _folded(text: str) -> tuple[str, array[int], array[int]]:
    """Folded characters, and for each where in ``text`` it comes from; white space at the ends is left out."""
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    gap: Range | None = None  # white space that has not been decided on
    at = 0
    clusters = _clusters(text)
    table = {cluster: _fold(cluster) for cluster in set(clusters)}
    for cluster in clusters:
        folded, end = table[cluster], at + len(cluster)
        if folded == " ":
            gap = (gap[0] if gap else at, end)
        elif folded:
            if gap and pieces and _is_latin(pieces[-1]) and _is_latin(folded[0]):
                pieces.append(" ")
                starts.append(gap[0])
                ends.append(gap[1])
            gap = None
            for char in folded:
                pieces.append(char)
                starts.append(at)
                ends.append(end)
        at = end
    return "".join(pieces), starts, ends


def _clusters(text: str) -> list[str]:
    """Characters with the marks that belong to them, which widths are folded with."""
    marks = "".join(char for char in set(text) if unicodedata.combining(char))
    return re.findall(f"(?s).[{re.escape(marks)}]*", text) if marks else list(text)


@lru_cache(maxsize=20_000)
def _fold(cluster: str) -> str:
    """A character with its marks; empty for what has no width, such as U+200B."""
    if len(cluster) == 1 and unicodedata.category(cluster) == "Cf":
        return ""
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    # Characters one by one: among others, the same character could be converted in one text and not in the other.
    return "".join(simplified(char) for char in lowered if not char.isspace()) or " "


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
