"""The reviewed table of instruments: what they are called, who issued them, and which version is known to be the newest.

In: instruments.csv: full name, nicknames, level and issuer, and, where a fact with a source says so, the date of the newest
version and the day it took effect. Out: its rows, and which of the newest texts a set of documents lacks. The table also
holds instruments that a base may lack, so that a question about them can be refused by name. Level and issuer serve only
where a file's own header is silent. It says nothing about versions it has no source for.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ingest.records import Document, Kind

TABLE = Path(__file__).with_name("instruments.csv")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the table."""

    name: str
    nicknames: tuple[str, ...]
    level: Kind | None  # None for what was not enacted when the table was reviewed
    issuer: str | None
    newest_version: str | None  # ISO date; None where nothing is known
    in_force_from: str | None
    source: str  # of the newest version, in words: act, number, date


@cache
def known_instruments() -> dict[str, Instrument]:
    """The table by full name."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["instrument"]: Instrument(
            name=row["instrument"],
            nicknames=tuple(name for name in row["nicknames"].split(";") if name),
            level=Kind(row["level"]) if row["level"] else None,
            issuer=row["issuer"] or None,
            newest_version=row["newest_version"] or None,
            in_force_from=row["in_force_from"] or None,
            source=row["source"],
        )
        for row in rows
    }


def missing_texts(documents: Iterable[Document], day: date) -> tuple[str, ...]:
    """A Chinese line for each instrument whose newest text here is older than the one known to be in force on ``day``."""
    newest: dict[str, str] = defaultdict(str)
    for document in documents:
        if document.version_date and document.kind not in (Kind.GUIDANCE, Kind.ESSAY):
            newest[document.instrument] = max(newest[document.instrument], document.version_date)
    known = ((version, known_instruments().get(name)) for name, version in newest.items())
    return tuple(
        f"本库缺少现行文本：《{row.name}》{row.newest_version}版（{row.in_force_from}起施行），现有最新为{version}版；"
        f"依据：{row.source}。请取得新文本后放入语料文件夹。"
        for version, row in known
        if row and row.newest_version and row.in_force_from and version < row.newest_version
        if row.in_force_from <= day.isoformat()
    )
