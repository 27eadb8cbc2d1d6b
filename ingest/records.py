"""The nouns of the way from a file to passages.

In: nothing. Out: frozen records that every later package speaks.
Does not read files and does not format anything for a screen.

Chinese legal terms, explained once: an instrument (law, regulation, rule) is divided into 编 (part), 章 (chapter),
节 (section) and 条 (article). An article consists of 款 (paragraphs, unnumbered lines) and, under a paragraph that
ends in a colon, 项 (items, numbered （一）（二）). 第四十三条之一 is an article inserted later between 43 and 44.
附件 is an annex.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of text a document is; the order is the rank of legal authority, highest first."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    PARTY_REGULATION = "party_regulation"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    MINISTRY_RULE = "ministry_rule"
    LOCAL_REGULATION = "local_regulation"
    NORMATIVE_DOCUMENT = "normative_document"
    GUIDANCE = "guidance"
    ESSAY = "essay"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader of the file sees it."""

    text: str
    page: int | None = None  # from 1; None where the format has no pages
    level: int | None = None  # 1 to 6 where the format itself marks a heading, otherwise None
    turns: tuple[tuple[int, int], ...] = ()  # (offset in text, page) where joined lines go on to a later page


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader makes of one file: its lines in reading order and remarks for the report."""

    lines: tuple[Line, ...]
    pages: int | None = None  # number of pages; None where the format has none
    notes: tuple[str, ...] = ()  # Chinese remarks, such as a page without text


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph (款) or an item (项) as a range of its passage's text."""

    number: int  # from 1, counted inside the whole article; an item has the number it is written with
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text under one heading path; sections follow each other without overlap."""

    path: tuple[str, ...]  # ("第三章 职权", "第九条") or ("一、接警", "（二）询问要点")
    start: int
    end: int
    article: str | None = None  # "第四十三条", "第四十三条之一"


@dataclass(frozen=True, slots=True)
class Document:
    """One instrument or text, cleaned, with what is known about it."""

    id: str  # from title, version date and content; moving or renaming the file changes nothing
    title: str
    kind: Kind
    issuer: str | None
    version_date: str | None  # ISO date of this version, never the date of effect
    effective_from: str | None  # only where the text itself says so
    instrument: str  # the name all versions share, without 中华人民共和国 and without the date
    source: str  # path relative to the corpus folder, with forward slashes; for display and opening
    sha256: str  # of the file
    pages: int | None
    page_starts: tuple[int, ...]  # offset in text where page 1, 2, … begins; empty without pages
    text: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and cited: a stretch of one document, with where it stands.

    Always ``document.text[start:end] == text``.
    """

    id: str  # stable across rebuilds while title, version, path and text are unchanged
    document_id: str
    text: str
    path: tuple[str, ...]
    article: str | None
    paragraphs: tuple[Part, ...]  # 款; empty outside articles
    items: tuple[Part, ...]  # 项; empty outside articles
    pages: tuple[int, int] | None  # first and last page, from 1
    start: int
    end: int
