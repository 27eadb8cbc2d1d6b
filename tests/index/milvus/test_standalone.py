"""A real server over TCP: pushed, searched and switched. It is named by JINGWEN_TEST_MILVUS=host:port and may be of 2.3.

What it lacks (sparse vectors before 2.4) is compared on this machine; passages and clauses are compared there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.engine import CLAUSE, DENSE, LEGS, LEXICAL, Query
from index.exact import ExactEngine
from index.generation import Generation
from index.milvus import published, server
from index.milvus.address import parse_address
from index.milvus.engine import MilvusEngine
from index.milvus.push import push
from index.milvus.server import Server, connect
from index.search import Search
from tests.index.milvus.generations import articles, made
from tests.stand_in import WordCountEncoder

WHERE = os.environ.get("JINGWEN_TEST_MILVUS", "")
pytestmark = pytest.mark.skipif(not WHERE, reason="no server named by JINGWEN_TEST_MILVUS=host:port")
NAME = f"jingwen_test_{os.getpid()}"


@pytest.fixture(scope="module")
def standalone() -> Iterator[Server]:
    """The server, left as it was found."""
    found = connect(parse_address(f"milvus://{WHERE}/{NAME}"))
    yield found
    if published.in_use(found) is not None:
        found._client.drop_alias(NAME)
    published.prune(found, [])


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> list[Generation]:
    """A generation of 200 articles in two documents, and one of 150."""
    folder = tmp_path_factory.mktemp("standalone")
    return [
        made(folder / "a", articles(160) | articles(40, "乙规定")),
        made(folder / "b", articles(120) | articles(30, "乙规定")),
    ]


def test_every_leg_gives_what_the_exact_engine_gives(generations: list[Generation], standalone: Server) -> None:
    generation = generations[0]
    push(generation, standalone)
    engine = MilvusEngine(generation, standalone)
    for allowed in (None, np.array([True, False]), np.array([False, True])):
        for text in ("犬犬日", "罚巡", "证"):
            vector = WordCountEncoder().encode_questions([text])[0]
            asked = Query(vector, {"登记": 1.0, text[0]: 0.3}, allowed)
            here, there = ExactEngine(generation).compare(asked), engine.compare(asked)
            rows = np.array([3, 199, 60])
            for leg in LEGS:
                assert there.best(leg, 100).scores == pytest.approx(here.best(leg, 100).scores, abs=1e-5)
                assert there.scores(leg, rows) == pytest.approx(here.scores(leg, rows), abs=1e-5)
                assert there.lowest(leg) == pytest.approx(here.lowest(leg), abs=1e-5)


def test_a_search_finds_the_same_passages(generations: list[Generation], standalone: Server) -> None:
    generation = generations[0]
    push(generation, standalone)
    there = Search(generation, WordCountEncoder(), engine=MilvusEngine(generation, standalone))
    here = Search(generation, WordCountEncoder())
    for text in ("犬证应当登记吗", "罚巡巡", "转借日"):
        found, expected = there.find(text), here.find(text)
        assert [hit.passage.id for hit in found][:5] == [hit.passage.id for hit in expected][:5]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-3)


def test_words_are_compared_where_the_server_can(generations: list[Generation], standalone: Server) -> None:
    push(generations[0], standalone)
    assert MilvusEngine(generations[0], standalone).compares_words is standalone.has_sparse_vectors


def test_a_switch_and_its_return_are_followed(
    generations: list[Generation], standalone: Server, tmp_path: Path
) -> None:
    for generation in generations:
        push(generation, standalone)
    for generation in (generations[0], generations[1], generations[0]):
        published.use(standalone, generation.manifest)
        collection = published.in_use(standalone)
        assert collection is not None
        manifests = [each.manifest for each in generations]
        assert published.generation_of(standalone.address, collection, manifests) == generation.manifest.id


def test_a_graph_finds_nearly_what_comparing_with_everything_finds(
    generations: list[Generation], standalone: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GRAPH_FROM", 0)
    graph = connect(parse_address(f"milvus://{WHERE}/{NAME}_graph"))
    generation = generations[0]
    try:
        push(generation, graph)
        engine = MilvusEngine(generation, graph)
        vector = WordCountEncoder().encode_questions(["犬犬日"])[0]
        here = ExactEngine(generation).compare(Query(vector, {}))
        there = engine.compare(Query(vector, {}))
        for leg in (DENSE, CLAUSE):
            assert there.best(leg, 10).scores == pytest.approx(here.best(leg, 10).scores, abs=1e-2)
        assert there.best(LEXICAL, 10).rows.tolist() == []
    finally:
        published.prune(graph, [])
