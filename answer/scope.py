"""What one question may be answered from.

In: the lookup of the open generation, a day, filters. Out: which documents are admitted, which version of an instrument is meant,
and how a refusal speaks of what was searched. Does not search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from answer.day import ActDay, text_of_day
from answer.filters import Filters
from index.lookup import Lookup, Named
from ingest.records import Document
from ingest.standing import Standing, stand

BASE = "本库"


@dataclass(frozen=True, slots=True)
class Scope:
    """The base on a day, as far as the filters admit it."""

    lookup: Lookup
    today: date
    filters: Filters
    admitted: frozenset[str] | None  # ids; None: every document

    @property
    def where(self) -> str:
        """What was searched, for the beginning of a sentence: 本库, or what the filters leave of it."""
        return BASE if self.admitted is None else f"在当前筛选范围（{replace(self.filters, act=None).describe()}）内"

    def admits(self, document: Document) -> bool:
        """Whether a document may answer without being named."""
        return self.admitted is None or document.id in self.admitted

    def choose(self, versions: Sequence[Document], named: Named, act: ActDay | None) -> Document:
        """The version that a question means: the one it would mean without filters, otherwise one that they admit.

        A version that the question itself speaks of is never exchanged for another one.
        """
        usual = choose_version(versions, named, self.today, act)
        admitted = [document for document in versions if self.admits(document)]
        if not admitted or self.admits(usual) or _speaks_of_version(named):
            return usual
        return choose_version(admitted, named, self.today, act)

    def is_meant(self, document: Document, named: Named, act: ActDay | None) -> bool:
        """Whether a document is searched: admitted, and of its instrument the version that is meant.

        Texts of one title and date, or without a date, all are; so are those that a filter picks by document or standing: whoever
        asks for texts 已被取代 must not see them hidden by newer ones.
        """
        if not self.admits(document):
            return False
        if self.filters.single_out and not act and not _speaks_of_version(named):
            return True
        chosen = self.choose(self.lookup.versions(document.instrument), named, act)
        return document.version_date in (None, chosen.version_date)

    def left_out(self, named: Named, act: ActDay | None) -> frozenset[str]:
        """Ids of admitted documents that are not searched: versions that are not meant. Single texts need no look."""
        return frozenset(
            document.id
            for versions in self.lookup.several
            for document in versions
            if not self.is_meant(document, named, act)
        )

    def widened(self) -> Scope:
        """The same without limits; the day of the act stays."""
        return Scope(self.lookup, self.today, Filters(act=self.filters.act), None)


def open_scope(lookup: Lookup, today: date, filters: Filters) -> Scope:
    """Judge every document once; nothing is judged where nothing is limited."""
    if not filters.limit:
        return Scope(lookup, today, filters, None)
    admitted = (
        document.id for document in lookup.documents if filters.admits(document, _standing(document, lookup, today))
    )
    return Scope(lookup, today, filters, frozenset(admitted))


def choose_version(versions: Sequence[Document], named: Named, today: date, act: ActDay | None = None) -> Document:
    """The version a question means: of the named year, that of the day of an act, an old one if it says so, otherwise the
    newest that has begun."""
    if named.year:
        of_year = [document for document in versions if (document.version_date or "").startswith(named.year)]
        if of_year:
            return of_year[0]
    if act:
        return text_of_day(versions, act)
    begun = [d for d in versions if stand(d, tuple(versions), today).standing is not Standing.NOT_YET] or versions
    return begun[1] if named.wants_old and len(begun) > 1 else begun[0]


def _speaks_of_version(named: Named) -> bool:
    return bool(named.year or named.wants_old)


def _standing(document: Document, lookup: Lookup, today: date) -> Standing:
    versions = lookup.versions(document.instrument)
    return stand(document, versions, today, replacing=lookup.replacing(document.instrument)).standing
