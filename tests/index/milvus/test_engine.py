"""The engine in Milvus finds what the exact engine finds, row by row and score by score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.engine import CLAUSE, DENSE, LEGS, LEXICAL, Query
from index.errors import EngineError
from index.exact import ExactEngine
from index.generation import Generation
from index.milvus import engine as engine_module
from index.milvus.engine import MilvusEngine
from index.milvus.push import push
from index.milvus.server import Server
from tests.index.milvus.generations import articles, made
from tests.index.milvus.lite import Lite
from tests.stand_in import WordCountEncoder


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Three documents of 120, 30 and 3 articles; every article has two or three clauses."""
    texts = articles(120) | articles(30, "乙规定") | articles(3, "丙规定")
    return made(tmp_path_factory.mktemp("engine"), texts)


def query(text: str, allowed: list[bool] | None = None, **weights: float) -> Query:
    vector = WordCountEncoder().encode_questions([text])[0]
    return Query(vector, weights or {"登记": 1.0, "犬": 0.3}, None if allowed is None else np.array(allowed))


QUERIES = (
    query("犬犬日"),
    query("罚", [True, True, False]),
    query("罚巡巡证", [False, False, True]),
    query("罚巡巡证", [True, False, False], 转借=1.0, 日=1.0),
    query("证", [False, False, False]),
)


@pytest.mark.parametrize("asked", QUERIES)
@pytest.mark.parametrize("leg", LEGS)
def test_the_best_rows_are_those_of_the_exact_engine(
    generation: Generation, lite: Lite, leg: int, asked: Query
) -> None:
    for count in (1, 7, 100):
        here = ExactEngine(generation).compare(asked).best(leg, count)
        there = lite.engine(generation).compare(asked).best(leg, count)
        assert there.scores == pytest.approx(here.scores, abs=1e-5)
        assert len(there.rows) == len(here.rows)


@pytest.mark.parametrize("asked", QUERIES)
@pytest.mark.parametrize("leg", LEGS)
def test_the_scores_of_rows_are_the_same_whether_they_were_found_or_not(
    generation: Generation, lite: Lite, leg: int, asked: Query
) -> None:
    here, there = ExactEngine(generation).compare(asked), lite.engine(generation).compare(asked)
    there.best(leg, 3)
    rows = np.array([150, 0, 77, 3])
    assert there.scores(leg, rows) == pytest.approx(here.scores(leg, rows), abs=1e-5)
    assert there.lowest(leg) == pytest.approx(here.lowest(leg), abs=1e-5)


def test_every_clause_of_a_passage_has_its_cosine(generation: Generation, lite: Lite) -> None:
    rows = np.array([9, 2])
    here = ExactEngine(generation).compare(QUERIES[0]).clause_cosines(rows)
    there = lite.engine(generation).compare(QUERIES[0]).clause_cosines(rows)
    assert [len(each) for each in there] == [len(each) for each in here]
    assert np.concatenate(there) == pytest.approx(np.concatenate(here), abs=1e-5)
    assert lite.engine(generation).compare(QUERIES[0]).clause_cosines(np.array([], np.int64)) == ()


def test_passages_are_found_by_clauses_however_many_clauses_come_first(
    generation: Generation, lite: Lite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        engine_module, "_CLAUSES_EACH", 1
    )  # 20 clauses are at most 20 passages, so more must be asked for
    here = ExactEngine(generation).compare(QUERIES[0]).best(CLAUSE, 20)
    there = lite.engine(generation).compare(QUERIES[0]).best(CLAUSE, 20)
    assert there.scores == pytest.approx(here.scores, abs=1e-5)


def test_equal_rows_are_in_order_even_where_the_cut_falls_between_them(tmp_path: Path, lite: Lite) -> None:
    body = "".join(f"第{number}条 犬。\n" for number in "一二三四五六七八九")
    alike = made(tmp_path, {"甲规定.txt": f"甲规定\n{body}"})
    for leg in LEGS:
        found = lite.engine(alike).compare(query("犬", None, 犬=1.0)).best(leg, 4)
        assert found.rows.tolist() == [0, 1, 2, 3]


def test_words_that_nobody_wrote_find_nothing_and_count_nothing(generation: Generation, lite: Lite) -> None:
    compared = lite.engine(generation).compare(query("犬", None, zzz=1.0))
    assert compared.best(LEXICAL, 5).rows.tolist() == []
    assert compared.scores(LEXICAL, np.array([0, 5])).tolist() == [0.0, 0.0]
    assert compared.lowest(LEXICAL) == 0.0


def test_a_server_without_sparse_vectors_leaves_words_to_this_machine(
    generation: Generation, lite: Lite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "has_sparse_vectors", False)
    server = lite.server()
    push(generation, server)
    engine = MilvusEngine(generation, server)
    assert not engine.compares_words
    for asked in QUERIES:
        here, there = ExactEngine(generation).compare(asked), engine.compare(asked)
        assert there.best(LEXICAL, 9).rows.tolist() == here.best(LEXICAL, 9).rows.tolist()
        assert there.scores(LEXICAL, np.array([0, 5])).tolist() == here.scores(LEXICAL, np.array([0, 5])).tolist()
        assert there.lowest(LEXICAL) == here.lowest(LEXICAL)
        assert there.best(DENSE, 9).scores == pytest.approx(here.best(DENSE, 9).scores, abs=1e-5)


def test_a_generation_that_was_never_pushed_is_refused(generation: Generation, lite: Lite) -> None:
    with pytest.raises(EngineError, match=f"上没有索引版本 {generation.manifest.id}（模型 word-count）.*engine push"):
        MilvusEngine(generation, lite.server())


def test_a_generation_of_another_model_is_not_taken_for_it(tmp_path: Path, lite: Lite) -> None:
    server = lite.server()
    push(made(tmp_path / "a", articles(3)), server)
    other = made(tmp_path / "b", articles(3), model="other")
    with pytest.raises(EngineError, match="（模型 other）的集合"):
        MilvusEngine(other, server)


def test_a_collection_that_lost_rows_is_refused(tmp_path: Path, lite: Lite) -> None:
    generation, server = made(tmp_path, articles(4)), lite.server()
    names = push(generation, server).collections
    server._client.delete(names.clauses, ids=[0])
    server._client.flush(names.clauses)
    with pytest.raises(EngineError, match=f"集合 {names.clauses} 应有 {generation.manifest.clauses} 行、6 维，现在是 "):
        MilvusEngine(generation, server)
    server.drop(names.clauses)
    with pytest.raises(EngineError, match=f"集合 {names.clauses} 应有 .*现在缺失"):
        MilvusEngine(generation, server)
