"""A stretch of text cut at everything that a reader is shown in it.

In: a range of a text and what lies in it: quoted words, found words, references, removed words. Out: pieces in order; joined,
those that are not removed words are the text.
Does not draw.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from library.records import Range, Reference, Taken


@dataclass(frozen=True, slots=True)
class Layers:
    """What lies over a document's text, all in its offsets, each kind in order and without overlap."""

    quoted: tuple[Range, ...] = ()
    found: tuple[Range, ...] = ()
    references: tuple[Reference, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are shown alike."""

    text: str
    quoted: bool = False
    found: int | None = None  # the number of the find it belongs to, from 1
    reference: Reference | None = None
    taken: Taken | None = None  # words that are not in the text; then nothing else is set


def cut(text: str, start: int, end: int, layers: Layers) -> tuple[Piece, ...]:
    """``text[start:end]`` in pieces; a range that reaches over an edge counts up to the edge."""
    until = end if end < len(text) else end + 1  # what stood after the last character belongs to the last piece
    taken = layers.taken[bisect_left(layers.taken, start, key=_at) : bisect_left(layers.taken, until, key=_at)]
    edges = {start, end, *(removed.at for removed in taken)}
    for first, last in (*layers.quoted, *layers.found, *((each.start, each.end) for each in layers.references)):
        edges.update(edge for edge in (first, last) if start < edge < end)
    pieces: list[Piece] = []
    waiting = list(taken)
    for first, last in pairwise(sorted(edges)):
        while waiting and waiting[0].at <= first:
            removed = waiting.pop(0)
            pieces.append(Piece(removed.text, taken=removed))
        pieces.append(
            Piece(
                text[first:last],
                quoted=_covering(layers.quoted, first) is not None,
                found=_covering(layers.found, first),
                reference=_reference_at(layers.references, first),
            )
        )
    pieces.extend(Piece(removed.text, taken=removed) for removed in waiting)
    return tuple(pieces)


def _at(removed: Taken) -> int:
    return removed.at


def _covering(ranges: Sequence[Range], offset: int) -> int | None:
    """The number, from 1, of the range that holds an offset."""
    return next((number for number, (start, end) in enumerate(ranges, start=1) if start <= offset < end), None)


def _reference_at(references: Sequence[Reference], offset: int) -> Reference | None:
    return next((each for each in references if each.start <= offset < each.end), None)
