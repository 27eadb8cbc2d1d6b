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
    """What sort of text a document is; the order is the rank of legal authority, highest first.

    立法法 ranks rules of ministries and of local governments alike, and leaves regulations of local congresses and rules of
    ministries unranked: those three neighbours differ in name only.
    """

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    PARTY_REGULATION = "party_regulation"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    MINISTRY_RULE = "ministry_rule"
    LOCAL_REGULATION = "local_regulation"  # 地方性法规: of a local people's congress
    LOCAL_RULE = "local_rule"  # 地方政府规章: by decree of a provincial or municipal government
    NORMATIVE_DOCUMENT = "normative_document"
    GUIDANCE = "guidance"
    ESSAY = "essay"
    UNKNOWN = "unknown"


LEVEL_TEXT = {
    Kind.LAW: "法律",
    Kind.ADMINISTRATIVE_REGULATION: "行政法规",
    Kind.PARTY_REGULATION: "党内法规",
    Kind.JUDICIAL_INTERPRETATION: "司法解释",
    Kind.MINISTRY_RULE: "部门规章",
    Kind.LOCAL_REGULATION: "地方性法规",
    Kind.LOCAL_RULE: "地方政府规章",
    Kind.NORMATIVE_DOCUMENT: "规范性文件",
    Kind.GUIDANCE: "工作指引",
    Kind.ESSAY: "文章资料",
    Kind.UNKNOWN: "效力级别未标明",
}


class Flaw(StrEnum):
    """What makes a stretch of text less trustworthy than its neighbours; nothing is corrected, only marked."""

    MASKED = "masked"  # names or words blanked out: ***, 20_年, ××派出所
    SPUN = "spun"  # words exchanged to look like another text: 裙众 for 群众
    STRIPPED = "stripped"  # characters and punctuation taken out all over
    SCRAMBLED = "scrambled"  # pieces in a wrong order, or misread by text recognition
    CUT_OFF = "cut_off"  # the beginning or the end of a sentence is missing
    MISREAD = "misread"  # text recognition was unsure of the page


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader of the file sees it."""

    text: str
    page: int | None = None  # from 1; None where the format has no pages
    level: int | None = None  # 1 to 6 where the format itself marks a heading, otherwise None
    begins: bool = False  # the first line of a text, where one file holds several; set by cleaning
    runs: tuple[Run, ...] = ()  # where its characters stand in the file's own text; set by cleaning
    column: int | None = None  # characters that fill the column it stands in; None where only its neighbours tell


@dataclass(frozen=True, slots=True)
class Run:
    """From ``start`` on, the characters of a text stand one after another in the original, from ``original`` on."""

    start: int
    original: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that had no usable text layer and was read from its picture."""

    page: int  # from 1
    confidence: float  # 0 to 1, mean over its characters


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader makes of one file: its lines in reading order and remarks for the report."""

    lines: tuple[Line, ...]
    pages: int | None = None  # number of pages; None where the format has none
    notes: tuple[str, ...] = ()  # Chinese remarks, such as a page without text
    recognised: tuple[Recognised, ...] = ()


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
class Removed:
    """Characters of the original that the document's text does not have, and why."""

    at: int  # offset in the document's text before which they stood
    original: int  # offset in the original
    text: str
    reason: str  # the Chinese name of the rule


@dataclass(frozen=True, slots=True)
class Document:
    """One instrument or text, cleaned, with what is known about it."""

    id: str  # from title, version date and content; moving or renaming the file changes nothing
    title: str
    kind: Kind
    issuer: str | None
    version_date: str | None  # ISO date of this version, never the date of effect
    effective_from: str | None  # only where the text or the manifest says so
    instrument: str  # the name all versions share, without 中华人民共和国 and without the date
    source: str  # path relative to the corpus folder, with forward slashes; for display and opening
    sha256: str  # of the file
    pages: int | None
    page_starts: tuple[int, ...]  # offset in text where page 1, 2, … begins; empty without pages
    text: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()  # where the characters of text stand in the file's own text
    removed: tuple[Removed, ...] = ()  # in order
    recognised: tuple[Recognised, ...] = ()  # pages read from their pictures
    effective_to: str | None = None  # the last day; only where the text or the manifest says so
    repealed_on: str | None = None  # the day from which it is repealed; this and the next three only from the manifest
    replaces: tuple[str, ...] = ()  # names of instruments that this one replaced
    checked_by: str | None = None
    checked_on: str | None = None
    carried_over: bool = False  # the file cannot be read now; this is what it was in the last good build


@dataclass(frozen=True, slots=True)
class Override:
    """What a person wrote in the manifest about one file; None where the cell is empty and the text decides."""

    title: str | None = None
    kind: Kind | None = None
    issuer: str | None = None
    version_date: str | None = None  # ISO dates, all of them
    effective_from: str | None = None
    effective_to: str | None = None
    repealed_on: str | None = None
    replaces: tuple[str, ...] = ()  # names of instruments, as versions.instrument_name writes them
    checked_by: str | None = None
    checked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another place with the same or nearly the same words: ``text[start:end]`` of a document."""

    document_id: str
    start: int
    end: int


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
    flaws: tuple[Flaw, ...] = ()
    also_in: tuple[Elsewhere, ...] = ()  # near-identical passages of other places that this one represents


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article of an older version and what became of it in the next one."""

    instrument: str
    old_document_id: str
    old_article: str
    new_document_id: str
    new_article: str | None  # None: nothing like it in the newer version
    similarity: float  # 0 to 1; 1 for the same words
