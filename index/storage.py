"""The tables of a generation as files: JSON lines for records, plain arrays for numbers.

In: records. Out: the same records, read back. Writing and reading stand next to each other. No pickle anywhere.
Does not know which generation is current.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.clauses import Clause
from ingest.records import ArticleLink, Document, Passage
from ingest.wire import (
    document_from_json,
    document_to_json,
    link_from_json,
    link_to_json,
    passage_from_json,
    passage_to_json,
)


def write_documents(path: Path, documents: Iterable[Document]) -> None:
    _write_lines(path, map(document_to_json, documents))


def read_documents(path: Path) -> tuple[Document, ...]:
    return tuple(map(document_from_json, _read_lines(path)))


def write_passages(path: Path, passages: Iterable[Passage]) -> None:
    _write_lines(path, map(passage_to_json, passages))


def read_passages(path: Path) -> tuple[Passage, ...]:
    return tuple(map(passage_from_json, _read_lines(path)))


def write_links(path: Path, links: Iterable[ArticleLink]) -> None:
    _write_lines(path, map(link_to_json, links))


def read_links(path: Path) -> tuple[ArticleLink, ...]:
    return tuple(map(link_from_json, _read_lines(path)))


def write_clauses(path: Path, clauses: Sequence[Sequence[Clause]]) -> None:
    """One row per clause: passage row, start, end, lead start, lead end (-1 without lead)."""
    rows = [(row, c.start, c.end, *(c.lead or (-1, -1))) for row, group in enumerate(clauses) for c in group]
    np.save(path, np.array(rows, dtype=np.int32).reshape(-1, 5), allow_pickle=False)


def read_clauses(path: Path, passages: int) -> tuple[tuple[tuple[Clause, ...], ...], NDArray[np.int64]]:
    """Clauses of each passage, and the first clause row of each passage with the total at the end."""
    table = np.load(path, allow_pickle=False)
    groups: list[list[Clause]] = [[] for _ in range(passages)]
    for row, start, end, lead_start, lead_end in table.tolist():
        groups[row].append(Clause(start, end, None if lead_start < 0 else (lead_start, lead_end)))
    firsts = np.concatenate(([0], np.cumsum([len(group) for group in groups])))
    return tuple(tuple(group) for group in groups), firsts.astype(np.int64)


def write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def sync_tree(folder: Path) -> None:
    """Ask the operating system to put every file and folder below ``folder`` on the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Put a folder's list of names on the disk; a system that cannot open folders does so by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")


def _read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
