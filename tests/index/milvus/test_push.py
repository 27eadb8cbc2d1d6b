"""Pushing a generation: whole or not at all, beside what is in use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import build
from index.config import IndexSettings
from index.errors import EngineError
from index.generation import Generation
from index.inverted import InvertedIndex
from index.milvus import published, push
from index.milvus.collections import collections_of, unfinished
from index.milvus.engine import MilvusEngine
from index.milvus.server import Server
from index.published import open_current
from index.search import Search
from tests.conftest import ROOT
from tests.index.milvus.generations import articles, made
from tests.index.milvus.lite import Lite
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

CHANGES = ("create", "insert", "finish", "rename", "drop", "name")  # what a push does to a server


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return made(tmp_path_factory.mktemp("first"), articles(5))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return made(tmp_path_factory.mktemp("second"), articles(7))


def rows_of(server: Server, collection: str, *fields: str) -> list[dict[str, Any]]:
    return list(server.read(collection, "row", range(100), fields).values())


def test_a_passage_is_there_with_its_id_its_document_and_its_version(first: Generation, lite: Lite) -> None:
    server = lite.server()
    names = push.push(first, server).collections
    rows = rows_of(server, names.passages, "passage", "document", "instrument", "version")
    assert [row["passage"] for row in rows] == [passage.id for passage in first.passages]
    assert [(row["row"], row["document"]) for row in rows] == [(number, 0) for number in range(5)]
    assert {(row["instrument"], row["version"]) for row in rows} == {("甲规定", "2020-01-01")}


def test_vectors_are_those_of_the_generation_to_the_last_bit(first: Generation, lite: Lite) -> None:
    server = lite.server()
    names = push.push(first, server).collections
    passages = [row["vector"] for row in rows_of(server, names.passages, "vector")]
    clauses = [row["vector"] for row in rows_of(server, names.clauses, "vector")]
    assert np.array_equal(np.array(passages, np.float32), first.vectors.vectors())
    assert np.array_equal(np.array(clauses, np.float32), first.clause_vectors.astype(np.float32))


def test_the_weights_of_a_passage_add_up_to_its_score(first: Generation, lite: Lite) -> None:
    server = lite.server()
    names = push.push(first, server).collections
    columns = [first.lexical.column(word) for word in ("登记", "不得")]
    sums = [
        sum(row["words"].get(column, 0.0) for column in columns) for row in rows_of(server, names.passages, "words")
    ]
    assert sums == pytest.approx(first.lexical.scores(["登记", "不得"]), abs=1e-6)


def test_clauses_know_their_passage(first: Generation, lite: Lite) -> None:
    server = lite.server()
    names = push.push(first, server).collections
    starts = first.clause_rows
    assert [row["passage"] for row in rows_of(server, names.clauses, "passage")] == [
        passage for passage in range(5) for _ in range(int(starts[passage]), int(starts[passage + 1]))
    ]


def test_pushing_again_writes_nothing(first: Generation, lite: Lite) -> None:
    server = lite.server()
    assert push.push(first, server).rows == first.manifest.passages + first.manifest.clauses
    assert push.push(first, server).rows == 0


def test_progress_is_told_in_rows(first: Generation, lite: Lite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "BATCH", 2)
    told: list[tuple[str, int, int]] = []
    push.push(first, lite.server(), lambda what, done, total: told.append((what, done, total)))
    assert told[:4] == [("上传段落", 0, 5), ("上传段落", 2, 5), ("上传段落", 4, 5), ("上传段落", 5, 5)]
    assert told[-1] == ("上传语句", first.manifest.clauses, first.manifest.clauses)


class Stopped(Exception):
    """Stands for a kill: nothing that would clean up expects it."""


def stop_at(number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let everything fail from the so-manieth change of a server on; the changes asked for are returned as they come."""
    asked: list[str] = []

    def guarded(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any) -> Any:
            asked.append(name)
            if len(asked) > number:
                raise Stopped
            return real(*arguments)

        return change

    for name in CHANGES:
        monkeypatch.setattr(Server, name, guarded(name, getattr(Server, name)))
    return asked


def publish(generation: Generation, server: Server) -> None:
    push.push(generation, server)
    published.use(server, generation.manifest)


STEPS = ["create", *["insert"] * 4, "finish", "create", *["insert"] * 7, "finish", "rename", "rename", "name"]


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_stopped_at_any_step_the_one_in_use_stays_and_the_next_push_takes_the_rest_away(
    first: Generation, second: Generation, lite: Lite, number: int
) -> None:
    server = lite.server()
    publish(first, server)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(push, "BATCH", 2)
        asked = stop_at(number, broken)
        with pytest.raises(Stopped):
            publish(second, server)
    assert asked == STEPS[: number + 1]
    assert published.in_use(server) == collections_of(server.address.name, first.manifest).passages
    assert MilvusEngine(first, server).rows == 5
    publish(second, server)
    assert published.in_use(server) == collections_of(server.address.name, second.manifest).passages
    assert unfinished(server.address.name, server.collections()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from index.milvus.address import parse_address
from index.milvus.push import push
from index.milvus.server import Server, connect
from index.published import open_current

def kill(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(Server, sys.argv[3], kill)
push(open_current(Path(sys.argv[1])), connect(parse_address(sys.argv[2])))
"""


@pytest.mark.parametrize("step", ["finish", "rename"])
def test_a_process_killed_in_the_middle_leaves_a_file_that_the_next_one_can_use(tmp_path: Path, step: str) -> None:
    generation = made(tmp_path, articles(5))
    arguments = [str(tmp_path / "index"), str(tmp_path / "killed.db")]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments, step], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    server = Lite(tmp_path / "killed.db").server("jingwen")
    assert published.in_use(server) is None
    assert len(unfinished("jingwen", server.collections())) == (1 if step == "finish" else 2)
    publish(generation, server)
    assert MilvusEngine(generation, server).rows == 5


def test_rows_that_come_back_changed_are_noticed_before_anything_is_renamed(
    first: Generation, lite: Lite, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = lite.server()
    read = Server.read

    def changed(*arguments: Any) -> dict[int, dict[str, Any]]:
        rows = read(*arguments)
        rows[3]["passage"] = "another"
        return rows

    monkeypatch.setattr(Server, "read", changed)
    with pytest.raises(
        EngineError, match=r"后核对不符：集合 .*_passages_half 第 3 行与本机不一致；正在使用的版本未受影响"
    ):
        push.push(first, server)
    assert published.stored(server) == []


def test_rows_that_were_lost_on_the_way_are_noticed(
    first: Generation, lite: Lite, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = Server.insert
    monkeypatch.setattr(Server, "insert", lambda server, name, rows: insert(server, name, rows[1:]))
    with pytest.raises(EngineError, match="_passages_half 应有 5 行，实有 4 行"):
        push.push(first, lite.server())


def lose_a_clause(server: Server, collection: str) -> None:
    server._client.delete(collection, ids=[0])
    server._client.flush(collection)


def test_a_damaged_generation_that_nobody_uses_is_written_anew(first: Generation, lite: Lite) -> None:
    server = lite.server()
    names = push.push(first, server).collections
    lose_a_clause(server, names.clauses)
    assert push.push(first, server).rows > 0
    assert MilvusEngine(first, server).rows == 5


def test_a_damaged_generation_that_is_in_use_is_named_and_left(first: Generation, lite: Lite) -> None:
    server = lite.server()
    publish(first, server)
    lose_a_clause(server, collections_of(server.address.name, first.manifest).clauses)
    with pytest.raises(
        EngineError, match=r"正在使用的索引版本 .* 已损坏：.*_clauses 应有 .*请先用 python -m index engine use"
    ):
        push.push(first, server)


def test_a_generation_too_large_to_be_compared_whole_is_pushed_from_its_file(tmp_path: Path, lite: Lite) -> None:
    corpus = write_corpus(tmp_path / "corpus", articles(60))
    now, settings = datetime(2026, 3, 1, tzinfo=UTC), IndexSettings(exact=0)
    build(corpus, tmp_path / "index", WordCountEncoder(), now=now, settings=settings)
    large, server = open_current(tmp_path / "index"), lite.server()
    assert isinstance(large.vectors, InvertedIndex)
    names = push.push(large, server).collections
    [row] = server.read(names.passages, "row", [42], ["vector"]).values()
    assert np.array_equal(np.float32(row["vector"]), large.vectors.half[42].astype(np.float32))
    there = Search(large, WordCountEncoder(), engine=MilvusEngine(large, server)).find("犬犬日应当登记吗")
    here = Search(large, WordCountEncoder()).find("犬犬日应当登记吗")
    assert [hit.passage.id for hit in there[:5]] == [hit.passage.id for hit in here[:5]]
