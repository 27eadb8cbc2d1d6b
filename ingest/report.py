"""What became of every file, for people: a table, and a page that shows what cleaning removed in its place.

In: a Corpus and a day. Out: rows of finished values, and one HTML page without scripts. Text of documents is escaped by the
template engine. Does not read files and does not print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ingest.corpus import Corpus, LeftOut
from ingest.instruments import missing_texts
from ingest.records import LEVEL_TEXT, Document, Flaw, Passage, Removed
from ingest.standing import stand


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the table."""

    source: str
    title: str
    kind: str
    level: str  # the same in Chinese
    issuer: str | None
    version_date: str | None
    effective_from: str | None
    status: str
    pages: int | None
    articles: int
    passages: int
    represented: int  # passages that stand in other places in the same words and are kept there
    characters: int  # kept
    removed: tuple[tuple[str, int], ...]  # visible characters by rule
    flaws: tuple[tuple[str, int], ...]  # passages by flaw
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, with the rule that removed them or "" for text that stays."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the HTML page: its row and the lines around what was removed."""

    row: Row
    lines: tuple[tuple[Piece, ...], ...]  # an empty line stands for lines that are not shown


FLAW_TEXT = {
    Flaw.MASKED: "遮盖",
    Flaw.SPUN: "改写",
    Flaw.STRIPPED: "漏字",
    Flaw.SCRAMBLED: "错乱",
    Flaw.CUT_OFF: "残缺",
    Flaw.MISREAD: "误识",
}


def make_rows(corpus: Corpus, today: date) -> tuple[Row, ...]:
    """One row per document, in the order of the corpus."""
    return tuple(
        _row(corpus, document, passages, today)
        for document, passages in zip(corpus.documents, corpus.passages, strict=True)
    )


def to_html(corpus: Corpus, today: date) -> str:
    """The page: the table, the files left out, and per document its remarks and what was removed, struck through in place."""
    pages = [
        Page(row, tuple(_lines(document)))
        for row, document in zip(make_rows(corpus, today), corpus.documents, strict=True)
    ]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html").render(
        pages=pages,
        left_out=[_shown(entry) for entry in corpus.left_out],
        problems=problems(corpus, today),
        day=today.isoformat(),
    )


def problems(corpus: Corpus, today: date) -> tuple[str, ...]:
    """What somebody should see to: faults of the manifest, and newest texts that the base lacks."""
    return (*corpus.problems, *missing_texts(corpus.documents, today))


_AROUND = 60  # characters shown before and after what was removed
_LONGEST_SHOWN = 400  # of a removed stretch


def _row(corpus: Corpus, document: Document, passages: Sequence[Passage], today: date) -> Row:
    removed: Counter[str] = Counter()
    for entry in document.removed:
        removed[entry.reason] += len(entry.text)
    flaws = Counter(flaw for passage in passages for flaw in passage.flaws)
    return Row(
        source=document.source,
        title=document.title,
        kind=document.kind.value,
        level=LEVEL_TEXT[document.kind],
        issuer=document.issuer,
        version_date=document.version_date,
        effective_from=document.effective_from,
        status=_status(corpus, document, today),
        pages=document.pages,
        articles=len({section.article for section in document.sections if section.article}),
        passages=len(passages),
        represented=corpus.represented[document.id],
        characters=len(document.text),
        removed=tuple(removed.most_common()),
        flaws=tuple((FLAW_TEXT[flaw], flaws[flaw]) for flaw in Flaw if flaws[flaw]),
        notes=document.notes,
    )


def _status(corpus: Corpus, document: Document, today: date) -> str:
    versions = [other for other in corpus.documents if other.instrument == document.instrument]
    replacing = [other for other in corpus.documents if document.instrument in other.replaces]
    return stand(document, versions, today, replacing=replacing).text


def _lines(document: Document) -> Iterator[tuple[Piece, ...]]:
    """The surroundings of everything removed; what lies close together is shown together."""
    group: list[Removed] = []
    for entry in document.removed:
        if group and entry.at - group[-1].at > 2 * _AROUND:
            yield _pieces(document.text, group)
            group = []
        group.append(entry)
    if group:
        yield _pieces(document.text, group)


def _pieces(text: str, group: Sequence[Removed]) -> tuple[Piece, ...]:
    position = max(0, group[0].at - _AROUND)
    pieces = [Piece("……", "")] if position else []
    for entry in group:
        pieces.append(Piece(text[position : entry.at], ""))
        shown = entry.text if len(entry.text) <= _LONGEST_SHOWN else f"{entry.text[:_LONGEST_SHOWN]}……"
        pieces.append(Piece(shown, entry.reason))
        position = entry.at
    end = position + _AROUND
    pieces.append(Piece(text[position:end] + ("……" if end < len(text) else ""), ""))
    return tuple(piece for piece in pieces if piece.text)


def _shown(entry: LeftOut) -> tuple[str, str]:
    return entry.source, entry.reason
