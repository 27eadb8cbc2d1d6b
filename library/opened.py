"""A document opened at a place: everything that the reader shows, ready to be drawn.

In: a shelf, a place that exists, words to find, a day. Out: an Opened: the document with what lies over its text.
Does not draw, and does not look for places that moved (library/links.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from library.document import read_document
from library.find import find
from library.outline import Entry, outline
from library.pieces import Layers
from library.records import Block, DocumentView, Place, Range
from library.references import ReferenceIndex
from library.shelf import Shelf

NEIGHBOURS = 3  # sections shown before and after a place where only its surroundings are wanted


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and what is shown in it."""

    view: DocumentView
    layers: Layers
    anchor: str  # of the block the place is in; empty at the beginning
    outline: tuple[Entry, ...]
    referring: dict[str, tuple[Place, ...]]  # of each block by its anchor: the places that refer to its article


def open_place(
    shelf: Shelf, index: ReferenceIndex, place: Place, today: date, *, words: str = "", taken: bool = False
) -> Opened | None:
    """Open the document of a place; ``words`` are found in it, ``taken`` shows what cleaning took out. None if it is not there."""
    view = read_document(shelf, place.document_id, today)
    if view is None:
        return None
    quoted = _quoted(shelf, place)
    return Opened(
        view=view,
        layers=Layers(
            quoted=quoted,
            found=find(view.text, words),
            references=index.of(view.place.document_id),
            taken=view.taken if taken else (),
        ),
        anchor=_anchor(shelf, view, place, quoted),
        outline=outline(view.blocks),
        referring={
            block.anchor: index.referring(view.place.document_id, block.label)
            for block in view.blocks
            if block.is_article
        },
    )


def surroundings(opened: Opened) -> tuple[Block, ...]:
    """The block of the place with its neighbours."""
    blocks = opened.view.blocks
    at = next((number for number, block in enumerate(blocks) if block.anchor == opened.anchor), 0)
    return blocks[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]


def _quoted(shelf: Shelf, place: Place) -> tuple[Range, ...]:
    """The marked words of a place in the offsets of its document."""
    passage = shelf.passage(place.passage_id)
    if passage is None or passage.document_id != place.document_id:
        return ()
    return tuple((passage.start + start, passage.start + end) for start, end in sorted(place.marked))


def _anchor(shelf: Shelf, view: DocumentView, place: Place, quoted: tuple[Range, ...]) -> str:
    """The block that holds the marked words, else the passage, else the one with the label."""
    passage = shelf.passage(place.passage_id)
    at = quoted[0][0] if quoted else passage.start if passage and passage.document_id == place.document_id else None
    if at is not None:
        return next((block.anchor for block in view.blocks if block.start <= at < block.end), "")
    return next((block.anchor for block in view.blocks if place.label and block.label == place.label), "")
