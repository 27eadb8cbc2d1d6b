"""Builders that are killed, starved or refused, and what must be true of the index folder afterwards.

A builder is a fork of the test: it numbers everything it does to files of the index folder (by Python's audit events, and by
wrapping fsync) and can be killed, as ``kill -9`` does, right before the operation with a given number.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index.build import BATCH, BuildReport, build
from index.encoder import Vectors
from index.journal import read_journal, succession
from index.published import current_id, list_generations, open_current
from index.verification import verify
from ingest.corpus import Corpus, read_corpus
from tests.invented import DOGS_NEW, FILES, write_corpus
from tests.stand_in import WordCountEncoder

OLD, NEW = "处五百元罚款", "处八百元罚款"  # what the documents say before and after
EVENTS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.listdir", "sqlite3.connect"}


class Lost(AssertionError):
    """An index folder after a fault is not what was promised."""


class NotingEncoder(WordCountEncoder):
    """Writes down what it encodes, so that a fork's work is known after its death; as slow as nothing."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self._notes = notes

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode, and note it."""
        with self._notes.open("a", encoding="utf-8") as file:
            file.writelines(f"{text!r}\n" for text in texts)
        return super().encode_passages(texts)


@dataclass(frozen=True, slots=True)
class Yard:
    """An index folder over documents that have changed since it was built."""

    folder: Path
    index: Path
    before: str  # the generation in use
    corpora: dict[str, Corpus]

    def encoder(self) -> NotingEncoder:
        return NotingEncoder(self.folder / "encoded.txt")

    def encoded(self) -> list[str]:
        notes = self.folder / "encoded.txt"
        return notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []

    def build(self) -> BuildReport:
        """What the builder does: build from the documents as they are now."""
        return build(self.folder / "corpus", self.index, self.encoder(), now=datetime(2026, 3, 2, tzinfo=UTC))


def make_yard(folder: Path, monkeypatch: pytest.MonkeyPatch, corpora: dict[str, Corpus]) -> Yard:
    """Build the documents of before, then let them change; documents are read once for all yards of a test."""
    monkeypatch.setattr("index.build.read_corpus", lambda *_, **__: corpora["now"])
    corpora["now"] = corpora["old"]
    index = folder / "index"
    report = build(folder / "corpus", index, WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    corpora["now"] = corpora["new"]
    return Yard(folder, index, report.generation, corpora)


def read_corpora(folder: Path) -> dict[str, Corpus]:
    """The documents before and after: one rule changed, and forty pages are new, so that encoding takes several batches."""
    old = read_corpus(write_corpus(folder / "old"), lambda done, total: None)
    pages = "\n\n".join(f"## {n}、查找要求\n\n{f'第{n}组民警负责第{n}片区。' * 3}" for n in range(1, 41))
    changed = {**FILES, DOGS_NEW: FILES[DOGS_NEW].replace(OLD, NEW), "片区.md": f"# 片区\n\n{pages}\n"}
    return {"old": old, "new": read_corpus(write_corpus(folder / "new", changed), lambda done, total: None)}


def in_a_fork(action: Callable[[], object]) -> int:
    """Run it in a fork: 0 done, 1 an error of ours, 2 another error, negative: killed by that signal."""
    pid = os.fork()
    if pid == 0:
        code = 2
        try:
            code = _outcome(action)
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def said_in_a_fork(action: Callable[[], object]) -> tuple[int, str]:
    """The same, and what it says of an error."""
    reading, writing = os.pipe()

    def run() -> object:
        os.dup2(writing, 2)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        return action()

    code = in_a_fork(run)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        return code, file.read()


def killed_before(step: int, yard: Yard, action: Callable[[], object]) -> int:
    """Run it in a fork that is killed right before its operation number ``step`` on the index folder; as ``in_a_fork``."""

    def run() -> object:
        _number_operations(yard.index, lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == step else None)
        return action()

    return in_a_fork(run)


def count_operations(yard: Yard, action: Callable[[], object]) -> int:
    """How many operations on the index folder it takes."""
    tally = yard.folder / "tally.txt"

    def run() -> object:
        descriptor = os.open(tally, os.O_CREAT | os.O_WRONLY)
        _number_operations(yard.index, lambda number: os.pwrite(descriptor, f"{number:8}".encode(), 0))
        return action()

    assert in_a_fork(run) == 0
    return int(tally.read_text(encoding="ascii"))


def check(yard: Yard) -> None:
    """Raise Lost unless officers are served, whole and without a warning, and the next build puts everything right."""
    before = yard.encoded()
    _check_served(yard)
    report = yard.build()
    twice = set(before) & set(yard.encoded()[len(before) :])
    _demand(len(twice) <= BATCH, f"{len(twice)} texts were encoded twice")
    _demand(current_id(yard.index) == report.generation, "the next build did not publish")
    _demand(NEW in _texts(yard.index), "the next build published something else")
    entries = read_journal(yard.index)
    _demand(succession(entries)[:1] == (report.generation,), "the journal does not know what is in use")
    _demand(not list(yard.index.glob("*.tmp")), "pointers are left over")
    _demand(not list((yard.index / "generations").glob(".*")), "unfinished folders are left over")
    for manifest in list_generations(yard.index):
        verify(yard.index / "generations" / manifest.id)


def _check_served(yard: Yard) -> None:
    warnings: list[str] = []
    try:
        generation = open_current(yard.index, warnings.append)
        verify(yard.index / "generations" / generation.manifest.id)
    except Exception as error:
        raise Lost(f"nothing can be opened: {error}") from error
    _demand(not warnings, f"people were warned: {warnings}")
    text = "\n".join(passage.text for passage in generation.passages)
    is_old = generation.manifest.id == yard.before
    _demand((OLD in text) == is_old and (NEW in text) != is_old, "old and new are mixed")


def _texts(index: Path) -> str:
    return "\n".join(passage.text for passage in open_current(index).passages)


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Lost(otherwise)


def _outcome(action: Callable[[], object]) -> int:
    from ingest.errors import KnowledgeBaseError

    try:
        action()
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        return 2
    return 0


def _number_operations(index: Path, on_each: Callable[[int], object]) -> None:
    """Call ``on_each`` with 1, 2, … before each operation on the folder; for a fork, because this cannot be undone."""
    numbers = itertools.count(1)
    within = str(index)
    busy = False

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal busy
        if busy or event not in EVENTS or not any(within in str(argument) for argument in arguments[:2]):
            return
        busy = True
        on_each(next(numbers))
        busy = False

    fsync = os.fsync

    def noted_fsync(descriptor: int) -> None:
        on_each(next(numbers))
        fsync(descriptor)

    os.fsync = noted_fsync
    sys.addaudithook(note)
