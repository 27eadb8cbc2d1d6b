"""The tables of a generation as files: JSON lines for records, plain arrays for numbers.

In: records. Out: the same records, read back, most of them only when somebody asks (stored.py). Writing and reading stand next to
each other. No pickle anywhere. Does not know which generation is current.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columns import Columns, columns_of
from index.stored import TEXT_FIELDS, Lines, stored_clauses, stored_documents, stored_passages
from ingest.clauses import Clause
from ingest.records import ArticleLink, Document, Passage
from ingest.wire import document_from_json, document_to_json, link_from_json, link_to_json, passage_to_json


def write_documents(folder: Path, documents: Iterable[Document]) -> None:
    """What is known of every document in one file, its text and what belongs to that in another."""
    facts, texts = [], []
    for document in documents:
        whole = document_to_json(document)
        texts.append({name: whole.pop(name) for name in TEXT_FIELDS})
        facts.append(whole)
    _write_lines(folder / "documents.jsonl", facts)
    np.save(folder / "texts.npy", _write_lines(folder / "texts.jsonl", texts), allow_pickle=False)


def read_documents(folder: Path) -> tuple[Document, ...]:
    """Every document, whole."""
    pairs = zip(_read_lines(folder / "documents.jsonl"), _read_lines(folder / "texts.jsonl"), strict=True)
    return tuple(document_from_json({**facts, **text}) for facts, text in pairs)


def open_documents(folder: Path) -> Mapping[str, Document]:
    """Every document by id; its text stays in the file until somebody reads it."""
    return stored_documents(folder / "documents.jsonl", Lines(folder / "texts.jsonl", _array(folder / "texts.npy")))


def write_passages(folder: Path, passages: Sequence[Passage], documents: Iterable[str]) -> None:
    """Passages, what is known of each without reading it, and their ids; ``documents`` are the ids of all documents, in order."""
    ends = _write_lines(folder / "passages.jsonl", map(passage_to_json, passages))
    columns = columns_of(passages, documents)
    table = np.empty(len(ends), dtype=_ROW)
    table["end"], table["document"] = ends, columns.documents
    table["article"], table["flaws"] = columns.articles, columns.flaws
    ids = np.empty(len(ends), dtype=[("id", columns.ids.dtype), ("row", "<i4")])
    ids["id"], ids["row"] = columns.ids, columns.id_rows
    np.save(folder / "passages.npy", table, allow_pickle=False)
    np.save(folder / "ids.npy", ids, allow_pickle=False)
    write_json(folder / "articles.json", {"labels": list(columns.labels)})


def open_passages(folder: Path) -> tuple[Sequence[Passage], Columns]:
    """Passages that stay in their file until somebody reads them, and what is known of each without that."""
    table, ids = (np.load(folder / name, allow_pickle=False) for name in ("passages.npy", "ids.npy"))
    labels = json.loads((folder / "articles.json").read_text(encoding="utf-8"))["labels"]
    columns = Columns(
        documents=np.ascontiguousarray(table["document"]),
        articles=np.ascontiguousarray(table["article"]),
        flaws=np.ascontiguousarray(table["flaws"]),
        labels={label: code for code, label in enumerate(labels)},
        ids=np.ascontiguousarray(ids["id"]),
        id_rows=np.ascontiguousarray(ids["row"]),
    )
    return stored_passages(folder / "passages.jsonl", np.ascontiguousarray(table["end"])), columns


def write_links(path: Path, links: Iterable[ArticleLink]) -> None:
    _write_lines(path, map(link_to_json, links))


def read_links(path: Path) -> tuple[ArticleLink, ...]:
    return tuple(map(link_from_json, _read_lines(path)))


def write_clauses(path: Path, clauses: Sequence[Sequence[Clause]]) -> None:
    """One row per clause: passage row, start, end, lead start, lead end (-1 without lead)."""
    rows = [(row, c.start, c.end, *(c.lead or (-1, -1))) for row, group in enumerate(clauses) for c in group]
    np.save(path, np.array(rows, dtype=np.int32).reshape(-1, 5), allow_pickle=False)


def open_clauses(path: Path, passages: int) -> tuple[Sequence[tuple[Clause, ...]], NDArray[np.int64]]:
    """Clauses of each passage, and the first clause row of each passage with the total at the end."""
    table = _array(path)
    firsts = np.searchsorted(table[:, 0], np.arange(passages + 1, dtype=np.int32)).astype(np.int64)
    return stored_clauses(table, firsts), firsts


def open_vectors(path: Path) -> NDArray[np.float16]:
    """Vectors in half precision, mapped and not read."""
    return _array(path)


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


_ROW = np.dtype([("end", "<i8"), ("document", "<i4"), ("article", "<i4"), ("flaws", "<u1")])
_SMALL = 2**20  # bytes; a mapping of less saves nothing, and an empty array cannot be mapped


def _array(path: Path) -> NDArray[Any]:
    if path.stat().st_size < _SMALL:
        return np.asarray(np.load(path, allow_pickle=False))
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> NDArray[np.int64]:
    """Returns the offset behind each line, in bytes."""
    lengths = []
    with path.open("wb") as file:
        for row in rows:
            lengths.append(file.write(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"))
    return np.cumsum(lengths, dtype=np.int64)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
