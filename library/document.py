"""A document as the reader shows it.

In: a shelf, the id of a document, a day. Out: a DocumentView: the whole text divided into its sections, with standing,
quality, versions, other places of the same words, and what cleaning took out.
Does not mark anything in the text; library/pieces.py does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from ingest.records import LEVEL_TEXT, Document, Passage, Section
from ingest.standing import Stand, stand
from library.caution import cautions
from library.records import Block, DocumentView, Place, Taken, Version
from library.shelf import Shelf


def read_document(shelf: Shelf, document_id: str, today: date) -> DocumentView | None:
    """The view of a document; None if the base has none with that id."""
    document = shelf.document(document_id)
    if document is None:
        return None
    standing = document_standing(shelf, document, today)
    return DocumentView(
        place=document_place(document),
        title=document.title,
        doc=document.source,
        sha256=document.sha256,
        issuer=document.issuer,
        version_date=document.version_date,
        effective_from=document.effective_from,
        level_text=LEVEL_TEXT[document.kind],
        status=standing.standing,
        status_text=standing.text,
        notes=document.notes,
        text=document.text,
        blocks=_blocks(shelf, document),
        taken=tuple(Taken(removed.at, removed.text, removed.reason) for removed in document.removed),
        versions=_versions(shelf, document, today),
        scanned=tuple(recognised.page for recognised in document.recognised),
    )


def document_place(document: Document, label: str = "") -> Place:
    """The place of a document, or of a section of it."""
    return Place(document.id, document.title, document.version_date, label)


def section_at(document: Document, offset: int) -> Section | None:
    """The section that holds ``document.text[offset]``."""
    return next((section for section in document.sections if section.start <= offset < section.end), None)


def label_of(section: Section) -> str:
    """What a section is called: its article, else the last step of its path."""
    return section.article or (section.path[-1] if section.path else "")


def document_standing(shelf: Shelf, document: Document, today: date) -> Stand:
    """Whether a document of the shelf is in force on a day, given all that the base holds."""
    lookup = shelf.lookup
    versions = lookup.versions(document.instrument)
    return stand(document, versions, today, replacing=lookup.replacing(document.instrument))


def _versions(shelf: Shelf, document: Document, today: date) -> tuple[Version, ...]:
    """Texts of the same instrument by date; those without a date are other texts of one title, not versions."""
    if document.version_date is None:
        return ()
    dated = [other for other in shelf.lookup.versions(document.instrument) if other.version_date]
    standings = [(other, document_standing(shelf, other, today)) for other in dated]
    return tuple(Version(document_place(other), judged.standing, judged.text) for other, judged in standings)


def _blocks(shelf: Shelf, document: Document) -> tuple[Block, ...]:
    passages = shelf.passages(document.id)
    starts = [passage.start for passage in passages]
    return tuple(
        _block(shelf, document, number, section, _within(passages, starts, section))
        for number, section in enumerate(document.sections)
    )


def _within(passages: Sequence[Passage], starts: Sequence[int], section: Section) -> Sequence[Passage]:
    """The passages that overlap a section; a short section shares one with its neighbours."""
    first = max(bisect_right(starts, section.start) - 1, 0)
    return [
        passage
        for passage in passages[first : bisect_right(starts, section.end - 1)]
        if passage.start < section.end and section.start < passage.end
    ]


def _block(shelf: Shelf, document: Document, number: int, section: Section, passages: Sequence[Passage]) -> Block:
    page = bisect_right(document.page_starts, section.start) if document.page_starts else None
    found = [caution for passage in passages for caution in cautions(document, passage, page)]
    return Block(
        anchor=f"s{number}",
        path=section.path,
        label=label_of(section),
        is_article=section.article is not None,
        heading=_heading(document.text[section.start : section.end], section),
        start=section.start,
        end=section.end,
        page=page,
        cautions=tuple(dict.fromkeys(found)),
        also_in=_also_in(shelf, passages),
    )


def _heading(text: str, section: Section) -> str:
    """The words at the beginning of a section that are its heading: 第九条, or the whole line 一、接警."""
    label = label_of(section)
    if section.article:
        found = _ARTICLE.match(text)
        return found[0] if found else ""
    return label if label and text.startswith(label) else ""


def _also_in(shelf: Shelf, passages: Sequence[Passage]) -> tuple[Place, ...]:
    places = []
    for passage in passages:
        for elsewhere in passage.also_in:
            document = shelf.document(elsewhere.document_id)
            if document is not None:
                section = section_at(document, elsewhere.start)
                places.append(document_place(document, label_of(section) if section else ""))
    return tuple(dict.fromkeys(places))


_ARTICLE = re.compile(r"\s*第[^条\n]{1,10}条(?:之[一二三四五六七八九十]{1,3})?")
