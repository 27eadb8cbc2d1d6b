"""The nouns of reading: a place that a link can name, and a document as the reader shows it.

In: nothing. Out: frozen records that screens draw.
Does not open, search or compare anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.standing import Standing

Range = tuple[int, int]  # offsets in a document's text


@dataclass(frozen=True, slots=True)
class Place:
    """A document, a section of it, or words in one of its passages; everything a link needs, also after a rebuild."""

    document_id: str
    title: str
    version_date: str | None
    label: str = ""  # 第四十三条, or the last step of a heading path; empty for the whole document
    passage_id: str = ""  # empty where no passage is meant
    marked: tuple[Range, ...] = ()  # offsets in that passage's text


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of a document that name an article: ``text[start:end]``, and where that article is."""

    start: int
    end: int
    target: Place | None  # None: the base lacks it
    name: str  # 《治安管理处罚法》第四十三条
    paragraph: int | None = None  # 款
    item: int | None = None  # 项


@dataclass(frozen=True, slots=True)
class Block:
    """A section of a document: ``text[start:end]``."""

    anchor: str  # of its own in the document: s12
    path: tuple[str, ...]
    label: str  # its article, else the last step of its path; empty above the first heading
    is_article: bool
    heading: str  # the words with which its text begins and that are its heading; empty if none
    start: int
    end: int
    page: int | None  # the page it begins on
    cautions: tuple[str, ...]  # what to know of the quality of its text
    also_in: tuple[Place, ...]  # where else its words stand


@dataclass(frozen=True, slots=True)
class Taken:
    """Words of the file that cleaning took out, before ``text[at]``."""

    at: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an instrument among the others in the base."""

    place: Place
    status: Standing
    status_text: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document as the reader shows it, whole."""

    place: Place  # of the document itself
    title: str
    doc: str  # path relative to the corpus folder
    sha256: str  # of the file
    issuer: str | None
    version_date: str | None
    effective_from: str | None
    level_text: str
    status: Standing
    status_text: str
    notes: tuple[str, ...]  # remarks of reading and cleaning
    text: str
    blocks: tuple[Block, ...]  # without overlap, in order; joined they are the text
    taken: tuple[Taken, ...]  # in order
    versions: tuple[Version, ...]  # all texts of the instrument, this one included, newest first
    scanned: tuple[int, ...]  # pages that were read from their pictures


class Found(StrEnum):
    """What became of a place that a link names."""

    HERE = "here"  # exactly what the link means
    MOVED = "moved"  # not as it was: the base has the same text or section elsewhere
    GONE = "gone"  # the base no longer has it


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a link leads now."""

    state: Found
    place: Place | None  # HERE: the place, complete; MOVED and GONE: what is offered instead
    reason: str  # Chinese; empty where it is HERE


class Change(StrEnum):
    """What became of an article, or of a section, from one text to the other."""

    SAME = "same"
    CHANGED = "changed"
    RENUMBERED = "renumbered"  # the same words under another number
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one text beside the other."""

    text: str
    differs: bool  # added, or deleted


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """An article of the old text and the one that carries it on; joined, the words of a side are its text without the number."""

    kind: Change
    old: Place | None
    new: Place | None
    old_words: tuple[Words, ...]
    new_words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of an instrument side by side."""

    old: Place
    new: Place
    rows: tuple[ComparedRow, ...]  # in the order of the new text; removed ones after what stood before them
    by_article: bool  # otherwise by headings, because one of the texts has no articles

    def count(self, kind: Change) -> int:
        return sum(row.kind == kind for row in self.rows)
