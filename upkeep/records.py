"""The nouns of upkeep: what an installation consists of, and what was done to it.

In: nothing. Out: frozen records that the commands speak. Does not touch any file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.config import Places


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that a backup, a return or a removal has to do with."""

    places: Places
    tables: tuple[Path, ...]  # tables that people extend; no two share the names of file and folder
    data: Path  # the folder of everything that the program made
    report: Path  # the page of ``ingest check``


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is."""

    step: str  # in Chinese, for people
    done: int  # bytes
    total: int  # bytes; 0 where they are not known before


@dataclass(frozen=True, slots=True)
class Kept:
    """One store of a backup."""

    name: str  # in Chinese, for people
    files: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds."""

    path: Path
    size: int  # bytes
    kept: tuple[Kept, ...]
    left_out: tuple[str, ...]  # Chinese sentences


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of one store."""

    name: str  # in Chinese, for people
    path: Path
    changed: bool  # False: it stood there in the same words already
    before: Path | None  # where that is now what stood there before


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was put in place."""

    made: str  # when the backup was made: ISO date and time
    stores: tuple[Restored, ...]
    must_rebuild: bool  # what the index is made of has changed


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What was removed, and what was searched afterwards without finding a word of it."""

    sources: tuple[str, ...]  # paths relative to the corpus folder
    titles: tuple[str, ...]
    generations: tuple[str, ...]  # ids of generations that held it, deleted whole
    encodings: int  # vectors taken from the cache: all that belong to no remaining document
    recognised: int  # files of pages read from pictures
    items: int  # quiz items with all their revisions
    papers_shortened: tuple[str, ...]  # titles
    papers_removed: tuple[str, ...]  # titles; nothing was left of them
    feedback: int  # entries
    pages: tuple[Path, ...]  # reports deleted because they held its words
    sentences: int  # distinctive ones, searched for in every encoding
    searched_files: int
    searched_bytes: int
