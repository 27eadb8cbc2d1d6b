"""The exact engine over five short articles: every leg has the score of every row."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from index.build import build
from index.engine import CLAUSE, DENSE, LEXICAL, Query
from index.exact import ExactEngine
from index.generation import Generation
from index.published import open_current
from tests.index.test_search import DOGS, FILES, FINE, OTHER, PATROL, PATROL_AGAIN
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("exact")
    corpus = write_corpus(folder / "corpus", FILES)
    build(corpus, folder / "index", WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    return open_current(folder / "index")


def query(allowed: list[bool] | None = None, **weights: float) -> Query:
    vector = WordCountEncoder().encode_questions(["犬"])[0]
    return Query(vector, weights, None if allowed is None else np.array(allowed))


def test_the_rows_of_a_document_are_known_by_its_place(generation: Generation) -> None:
    assert [document.title[0] for document in generation.documents.values()] == ["乙", "甲"]
    assert generation.document_rows.tolist() == [0, 1, 1, 1, 1]


def test_the_dense_leg_finds_every_row_and_those_of_allowed_documents_only(generation: Generation) -> None:
    engine = ExactEngine(generation)
    assert engine.rows == 5
    assert engine.compare(query()).best(DENSE, 1).rows.tolist() == [DOGS]
    assert sorted(engine.compare(query()).best(DENSE, 9).rows.tolist()) == [0, 1, 2, 3, 4]
    assert engine.compare(query([True, False])).best(DENSE, 9).rows.tolist() == [OTHER]
    assert engine.compare(query([False, False])).best(DENSE, 9).rows.tolist() == []


def test_the_lexical_leg_finds_what_holds_a_word(generation: Generation) -> None:
    compared = ExactEngine(generation).compare(query(巡=1.0, 罚=0.3))
    assert compared.best(LEXICAL, 9).rows.tolist() == [PATROL, PATROL_AGAIN, FINE]
    alone = generation.lexical.scores(["罚"])[FINE]
    assert compared.scores(LEXICAL, np.array([FINE, DOGS])).tolist() == pytest.approx([0.3 * alone, 0.0])
    assert compared.lowest(LEXICAL) == 0.0


def test_scores_of_rows_are_had_whether_they_may_answer_or_not(generation: Generation) -> None:
    every, rows = ExactEngine(generation).compare(query()), np.array([DOGS, OTHER])
    few = ExactEngine(generation).compare(query([True, False]))
    for leg in (DENSE, CLAUSE):
        assert few.scores(leg, rows).tolist() == every.scores(leg, rows).tolist()
        assert few.lowest(leg) == every.lowest(leg) == min(every.best(leg, 9).scores)


def test_a_passage_has_the_cosine_of_its_nearest_clause(generation: Generation) -> None:
    compared = ExactEngine(generation).compare(query())
    first, second = compared.clause_cosines(np.array([OTHER, DOGS]))
    # “犬、证。” is (1, 1, 1) / √3 and the sentence after it (1, 0, 0): 2 / √6 and 1 / √2.
    assert first.tolist() == pytest.approx([2 / 6**0.5, 1 / 2**0.5], abs=1e-3)
    assert compared.scores(CLAUSE, np.array([OTHER, DOGS])).tolist() == [first.max(), second.max()]
