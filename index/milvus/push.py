"""A generation into Milvus, beside what is in use there.

In: an open generation and a connected server. Out: its two collections, complete, read back and ready; what answers meanwhile is not
touched. A push that stops anywhere leaves collections that no alias names, and the next one takes them away. Does not say which
generation is in use (published.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.errors import EngineError
from index.generation import Generation
from index.milvus.collections import Collections, collections_of, unfinished
from index.milvus.server import Server
from index.milvus.tables import DOCUMENT, ROW, VECTOR, WORDS, Table, clause_table, passage_table

BATCH = 1000  # rows of one message: some megabytes, where a server takes 64
_SAMPLE = 50  # rows of each collection that are read back
_NEAR = 1e-5  # of a score: single precision, summed in another order


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did."""

    collections: Collections
    rows: int  # written; 0 where the generation was there already
    removed: tuple[str, ...]  # what earlier pushes had left unfinished


def push(
    generation: Generation, server: Server, progress: Callable[[str, int, int], None] = lambda what, done, total: None
) -> Pushed:
    """Write, read back and rename; raise EngineError, with nothing changed for those who ask, where that fails.

    ``progress`` hears what is written, how many rows of it are, and how many there are.
    """
    name = server.address.name
    names = collections_of(name, generation.manifest)
    tables = passage_table(generation, with_words=server.has_sparse_vectors), clause_table(generation)
    removed = unfinished(name, server.collections())
    for each in removed:
        server.drop(each)
    if names.passages in server.collections():
        if (wrong := _difference(server, names, tables)) is None:
            return Pushed(names, 0, tuple(removed))
        if server.named_by(name) == names.passages:
            raise EngineError(
                f"Milvus（{server.address}）上正在使用的索引版本 {generation.manifest.id} 已损坏：{wrong}；"
                "请先用 python -m index engine use 换到另一个版本，再重新上传。"
            )
        server.drop(names.passages)
        server.drop(names.clauses)
    _write(server, names.half, tables, f"jingwen {generation.manifest.id} {generation.manifest.model}", progress)
    if wrong := _difference(server, names.half, tables):
        raise EngineError(f"上传到 Milvus（{server.address}）后核对不符：{wrong}；正在使用的版本未受影响，请重新上传。")
    server.rename(names.half.clauses, names.clauses)
    server.rename(names.half.passages, names.passages)
    server.load(names.clauses)  # milvus-lite releases what is renamed
    server.load(names.passages)
    return Pushed(names, sum(table.rows for table in tables), tuple(removed))


def _write(
    server: Server,
    names: Collections,
    tables: tuple[Table, Table],
    description: str,
    progress: Callable[[str, int, int], None],
) -> None:
    for name, table in zip((names.passages, names.clauses), tables, strict=True):
        server.create(name, table.fields, table.dimension, description)
        for first in range(0, table.rows, BATCH):
            progress(f"上传{table.what}", first, table.rows)
            server.insert(name, [table.row(number) for number in range(first, min(first + BATCH, table.rows))])
        server.finish(name, VECTOR, WORDS if WORDS in table.fields else None, table.rows)
        progress(f"上传{table.what}", table.rows, table.rows)


def _difference(server: Server, names: Collections, tables: tuple[Table, Table]) -> str | None:
    """What of the collections is not as it should be: their counts, a sample of rows read back, and some searched for."""
    for name, table in zip((names.passages, names.clauses), tables, strict=True):
        server.load(name)
        if (found := server.count(name)) != table.rows:
            return f"集合 {name} 应有 {table.rows} 行，实有 {found} 行"
        sample = sorted(set(np.linspace(0, table.rows - 1, min(table.rows, _SAMPLE)).astype(int).tolist()))
        there = server.read(name, ROW, sample, list(table.fields))
        for number in sample:
            if number not in there or not _alike(there[number], table.row(number)):
                return f"集合 {name} 第 {number} 行与本机不一致"
        for number in (sample[0], sample[len(sample) // 2], sample[-1]):
            vector = table.row(number)[VECTOR]
            best = server.search(name, VECTOR, vector, 1, "", shown=DOCUMENT).scores
            if not len(best) or best[0] < vector @ vector - _NEAR:
                return f"集合 {name} 第 {number} 行检索不到自己"
    return None


def _alike(there: dict[str, Any], here: dict[str, Any]) -> bool:
    return all(
        np.array_equal(np.asarray(there[name], np.float32), value)
        if name == VECTOR
        else {word: np.float32(weight) for word, weight in there[name].items()} == value
        if name == WORDS
        else there[name] == value
        for name, value in here.items()
    )
