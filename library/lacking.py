"""What the base lacks, as far as it can tell by itself.

In: a shelf, its catalogue, a day. Out: named instruments that are missing, newer texts that are known to be in force, files left
out of the build, documents nobody dated or checked, and texts whose words cannot be trusted.
Does not know what a base ought to hold: what no text names is not missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.instruments import missing_texts
from ingest.records import Kind
from ingest.standing import Standing
from library.catalogue import Catalogue, Entry
from library.named import NamedInstrument, named_and_missing
from library.shelf import Shelf


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of the corpus folder that the build could not take in."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Everything the base is known to lack."""

    named: tuple[NamedInstrument, ...]
    newer: tuple[str, ...]  # Chinese sentences, each with its source and what to do
    left_out: tuple[LeftOut, ...]
    undated: tuple[Entry, ...]  # without a version date
    unchecked: tuple[Entry, ...]  # instruments of which nothing says whether they are in force
    doubtful: tuple[Entry, ...]  # read from pictures, or with passages that cannot be trusted


def lacking(shelf: Shelf, catalogue: Catalogue, today: date) -> Lacking:
    """What the base of this catalogue lacks on a day."""
    entries = catalogue.entries
    return Lacking(
        named=named_and_missing(shelf),
        newer=missing_texts(shelf.documents, today),
        left_out=tuple(LeftOut(*each) for each in shelf.generation.manifest.left_out),
        undated=tuple(entry for entry in entries if entry.version_date is None),
        unchecked=tuple(entry for entry in entries if _is_unchecked(entry)),
        doubtful=tuple(entry for entry in entries if entry.scanned or entry.flawed),
    )


def _is_unchecked(entry: Entry) -> bool:
    return entry.status is Standing.UNKNOWN and not entry.checked and entry.kind not in (Kind.GUIDANCE, Kind.ESSAY)
