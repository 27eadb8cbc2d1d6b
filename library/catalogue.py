"""What the base holds: every document with its level, standing, dates and size.

In: a shelf and a day; words to look for. Out: a Catalogue in the order of authority, whole or only what matches.
Does not read the texts, and does not say what is missing (lacking.py) or what they are about (topics.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.words import simplified
from ingest.instruments import known_instruments
from ingest.numerals import NUMERAL, parse_number
from ingest.records import LEVEL_TEXT, Document, Kind
from ingest.standing import Standing
from library.caution import cautions
from library.document import document_place, document_standing
from library.groups import Group, group_of
from library.records import Place
from library.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the base."""

    place: Place  # of the document itself
    title: str
    instrument: str
    kind: Kind
    level_text: str
    status: Standing
    status_text: str
    issuer: str | None
    version_date: str | None
    effective_from: str | None
    checked: bool  # somebody signed for it in the manifest
    passages: int  # kept of it; 0 where other documents have all its words
    articles: int
    characters: int
    source: str  # path relative to the corpus folder
    scanned: int  # pages read from their pictures
    flawed: int  # passages whose words cannot be trusted
    cautions: tuple[str, ...]  # what is wrong with them


@dataclass(frozen=True, slots=True)
class Grouped:
    """Documents of neighbouring levels: highest level first, then by name, newest version first."""

    name: Group
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a catalogue."""

    documents: int
    files: int
    passages: int
    articles: int
    characters: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one generation holds."""

    generation: str
    built: str  # ISO date and time with zone
    groups: tuple[Grouped, ...]  # none of them empty
    totals: Totals

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)


def catalogue(shelf: Shelf, today: date) -> Catalogue:
    """Everything on the shelf, with its standing on a day."""
    entries = sorted((_entry(shelf, document, today) for document in shelf.documents), key=_order)
    manifest = shelf.generation.manifest
    return Catalogue(manifest.id, manifest.created, _grouped(entries), _sum(entries))


def matching(whole: Catalogue, words: str) -> Catalogue:
    """The entries in which every one of the words stands: in a name or nickname, level, standing, issuer, date or path.

    ``行政法规 旧文本`` → the administrative regulations of which the base has a newer text.
    """
    wanted = _folded(words).split()
    found = [entry for entry in whole.entries if _says(entry, wanted)]
    return replace(whole, groups=_grouped(found), totals=_sum(found))


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


def _entry(shelf: Shelf, document: Document, today: date) -> Entry:
    judged = document_standing(shelf, document, today)
    passages = shelf.passages(document.id)
    flawed = [passage for passage in passages if passage.flaws]
    doubts = dict.fromkeys(caution for passage in flawed for caution in cautions(document, passage, None))
    return Entry(
        place=document_place(document),
        title=document.title,
        instrument=document.instrument,
        kind=document.kind,
        level_text=LEVEL_TEXT[document.kind],
        status=judged.standing,
        status_text=judged.text,
        issuer=document.issuer,
        version_date=document.version_date,
        effective_from=document.effective_from,
        checked=document.checked_by is not None and document.checked_on is not None,
        passages=len(passages),
        articles=len({section.article for section in document.sections if section.article}),
        characters=len(document.text),
        source=document.source,
        scanned=len(document.recognised),
        flawed=len(flawed),
        cautions=tuple(doubts),
    )


def _order(entry: Entry) -> tuple[int, bytes, str, int, str]:
    return (
        _RANK[entry.kind],
        spoken_order(entry.instrument),
        entry.instrument,
        -_day(entry.version_date),
        entry.source,
    )


def spoken_order(name: str) -> bytes:
    """A key that sorts names as a Chinese list does: by sound, which is how GB 18030 orders the usual characters, 第二 before 第三."""
    return _ORDINAL.sub(_padded, name).encode("gb18030", "replace")


_ORDINAL = re.compile(rf"第([{NUMERAL}]{{1,8}})")


def _padded(match: re.Match[str]) -> str:
    number = parse_number(match[1])
    return match[0] if number is None else f"第{number:04d}"


def _day(iso: str | None) -> int:
    return int(iso.replace("-", "")) if iso else 0


def _grouped(entries: Iterable[Entry]) -> tuple[Grouped, ...]:
    held = tuple(entries)
    groups = (Grouped(group, tuple(entry for entry in held if group_of(entry.kind) is group)) for group in Group)
    return tuple(group for group in groups if group.entries)


def _sum(entries: Iterable[Entry]) -> Totals:
    held = tuple(entries)
    return Totals(
        documents=len(held),
        files=len({entry.source for entry in held}),
        passages=sum(entry.passages for entry in held),
        articles=sum(entry.articles for entry in held),
        characters=sum(entry.characters for entry in held),
    )


def _says(entry: Entry, wanted: Sequence[str]) -> bool:
    said = _said(entry)
    return all(word in said for word in wanted)


def _said(entry: Entry) -> str:
    """Everything by which somebody may look for an entry, folded."""
    known = known_instruments().get(entry.instrument)
    said = (
        *(entry.title, entry.level_text, entry.status_text, entry.issuer or "", entry.source, entry.version_date or ""),
        *(known.nicknames if known else ()),
        *entry.cautions,
        "扫描件" if entry.scanned else "",
    )
    return _folded("\n".join(said))


def _folded(text: str) -> str:
    return simplified(unicodedata.normalize("NFKC", text).lower())
