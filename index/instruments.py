"""The names by which people call instruments, and which version is known to be the newest.

In: instruments.csv, a small reviewed table: full name, nicknames, and, where a fact with a source says so, the date of the
newest version and the day it took effect. Out: the instruments a text names. The table also holds instruments that a base
may lack, so that a question about them can be refused by name. It says nothing about versions it has no source for.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.words import simplified

TABLE = Path(__file__).with_name("instruments.csv")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the table."""

    name: str
    nicknames: tuple[str, ...]
    newest_version: str | None  # ISO date; None where nothing is known
    in_force_from: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument named in a text, at ``text[start:end]``."""

    name: str
    start: int
    end: int


@cache
def known_instruments() -> dict[str, Instrument]:
    """The table by full name."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["instrument"]: Instrument(
            name=row["instrument"],
            nicknames=tuple(name for name in row["nicknames"].split(";") if name),
            newest_version=row["newest_version"] or None,
            in_force_from=row["in_force_from"] or None,
            source=row["source"],
        )
        for row in rows
    }


def find_mentions(text: str, in_base: Iterable[str]) -> list[Mention]:
    """Instruments named in ``text``, in order; of names that overlap the longest counts.

    ``治安法43条和刑法`` → 治安管理处罚法 at 0–3, 刑法 at 7–9. ``in_base`` are the names the loaded documents have; they are also
    known without a bracket at the end. Widths of ``text`` must be folded (NFKC) and its characters simplified; a name in the
    base may be in traditional ones, and then the table's names for that instrument mean it.
    """
    names: dict[str, str] = {}
    own: dict[str, str] = {}
    for name in in_base:
        folded = simplified(unicodedata.normalize("NFKC", name))
        if own.setdefault(folded, name) != name and folded == name:
            own[folded] = name
        bare = _TRAILING_BRACKET.sub("", folded)
        names.update(dict.fromkeys((form for form in (folded, bare) if len(form) >= _SHORTEST), own[folded]))
    for instrument in known_instruments().values():
        names.update(dict.fromkeys((instrument.name, *instrument.nicknames), own.get(instrument.name, instrument.name)))
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return [Mention(names[match[0]], match.start(), match.end()) for match in pattern.finditer(text)]


_TRAILING_BRACKET = re.compile(r"\([^()]*\)$")
_SHORTEST = 4  # an essay called “小结” is not an instrument that a question names
