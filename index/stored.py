"""Records that stay in their files until somebody reads them.

In: files of JSON lines and arrays, mapped and not copied. Out: sequences and a mapping that behave as if everything were in memory:
``passages[7]`` reads one line. What was read last is kept. A document knows its title, dates and standing at once and its text
when somebody asks for it. May be shared between threads. Does not write (storage.py) and does not check (generation.py).
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from ingest.clauses import Clause
from ingest.records import Document, Passage
from ingest.wire import document_from_json, passage_from_json

Record = TypeVar("Record")

_PASSAGES = 4096  # some ten megabytes; what a question touches, and what it is quoted with
_DOCUMENTS = 256  # some fifty megabytes


class Lines:
    """A file of JSON lines, mapped; ``ends[i]`` is the offset behind line i. ValueError if the last line ends elsewhere."""

    def __init__(self, path: Path, ends: NDArray[np.int64]) -> None:
        if (size := path.stat().st_size) != (int(ends[-1]) if len(ends) else 0):
            raise ValueError(f"{path.name} 有 {size} 字节，与行的位置对不上")
        self._ends = ends
        with path.open("rb") as file:
            # An empty file cannot be mapped, and has no lines.
            self._bytes: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(ends) else b""

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, row: int) -> Any:
        """The value of a line."""
        begin = int(self._ends[row - 1]) if row else 0
        return json.loads(self._bytes[begin : int(self._ends[row])])


class Stored(Sequence[Record], Generic[Record]):
    """Reads a record when it is asked for; the last ``kept`` stay at hand."""

    def __init__(self, length: int, read: Callable[[int], Record], kept: int = 0) -> None:
        self._length = length
        self._read = read
        self._read_kept = lru_cache(maxsize=kept)(read) if kept else read

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, row: int) -> Record: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Record]: ...
    def __getitem__(self, row: int | slice) -> Record | Sequence[Record]:
        if isinstance(row, slice):
            return tuple(map(self._read_kept, range(self._length)[row]))
        return self._read_kept(range(self._length)[row])  # raises IndexError as a tuple does

    def __iter__(self) -> Iterator[Record]:
        return map(self._read, range(self._length))  # whoever reads all must not push out what questions need


def stored_passages(path: Path, ends: NDArray[np.int64]) -> Sequence[Passage]:
    """The passages of a file of JSON lines."""
    lines = Lines(path, ends)
    return Stored(len(lines), lambda row: passage_from_json(lines[row]), _PASSAGES)


def stored_clauses(table: NDArray[np.int32], firsts: NDArray[np.int64]) -> Sequence[tuple[Clause, ...]]:
    """The clauses of each passage; ``firsts`` are the rows of the table where each passage begins, and one more."""

    def read(row: int) -> tuple[Clause, ...]:
        own = table[firsts[row] : firsts[row + 1], 1:].tolist()
        return tuple(Clause(start, end, None if lead < 0 else (lead, until)) for start, end, lead, until in own)

    return Stored(len(firsts) - 1, read)


def stored_documents(path: Path, texts: Lines) -> Mapping[str, Document]:
    """Documents by id, in the order of the file of their facts; line i of ``texts`` holds the rest of document i."""
    found: dict[str, Document] = {}
    with path.open(encoding="utf-8") as file:
        facts = [json.loads(line) for line in file]
    read = lru_cache(maxsize=_DOCUMENTS)(lambda ordinal: document_from_json({**facts[ordinal], **texts[ordinal]}))
    for ordinal, raw in enumerate(facts):
        # It has every attribute of a Document, and compares, hashes and copies as one.
        found[raw["id"]] = cast(Document, _StoredDocument(raw, partial(read, ordinal)))
    return found


TEXT_FIELDS = ("text", "sections", "page_starts", "runs", "removed", "recognised", "notes")
_FACT_FIELDS = tuple(name for name in Document.__dataclass_fields__ if name not in TEXT_FIELDS)


class _StoredDocument:
    """A document whose text is read when it is asked for; to ``isinstance`` and ``dataclasses.replace`` it is a Document."""

    __slots__ = (*_FACT_FIELDS, "_whole")
    __dataclass_fields__ = Document.__dataclass_fields__
    __eq__ = Document.__eq__
    __hash__ = Document.__hash__
    __repr__ = Document.__repr__

    def __init__(self, facts: dict[str, Any], whole: Callable[[], Document]) -> None:
        nothing: dict[str, Any] = dict.fromkeys(TEXT_FIELDS, ())
        document = document_from_json({**nothing, **facts})
        for name in _FACT_FIELDS:
            setattr(self, name, getattr(document, name))
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        """Called for what no slot holds."""
        if name in TEXT_FIELDS:
            return getattr(self._whole(), name)
        raise AttributeError(name)

    __class__ = property(lambda self: Document)  # as the stand-ins of unittest.mock do it
