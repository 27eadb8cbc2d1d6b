"""Two engines asked the same questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from eval.engines import Agreement, agreement
from eval.questions import GoldQuestion
from eval.report import agreement_lines
from index.build import build
from index.engine import Comparison, Query
from index.exact import ExactEngine
from index.generation import Generation
from index.published import open_current
from tests.index.milvus.generations import articles
from tests.index.milvus.lite import Lite
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("engines")
    corpus = write_corpus(folder / "corpus", articles(40))
    build(corpus, folder / "index", WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    return open_current(folder / "index")


def asked(*texts: str) -> list[GoldQuestion]:
    return [GoldQuestion(f"q{number}", text, "plain", True, (), False, ()) for number, text in enumerate(texts)]


QUESTIONS = asked("犬证要不要登记", "罚罚日怎么办", "甲规定第三条", "巡巡能转借吗")


def test_milvus_answers_like_this_machine(generation: Generation, lite: Lite) -> None:
    found = agreement(QUESTIONS, generation, lite.engine(generation), WordCountEncoder(), today=TODAY)
    assert (found.questions, found.same_top, found.same_set, found.same_answer) == (4, 4, 4, 4)
    assert found.differing == ()


class Backwards:
    """An engine that takes the worst passages for the best."""

    def __init__(self, generation: Generation) -> None:
        self._exact = ExactEngine(generation)
        self.rows = self._exact.rows

    def compare(self, query: Query) -> Comparison:
        return self._exact.compare(replace(query, vector=-query.vector, weights={}))


def test_an_engine_that_finds_something_else_is_caught_and_an_article_looked_up_is_the_same(
    generation: Generation,
) -> None:
    found = agreement(QUESTIONS, generation, Backwards(generation), WordCountEncoder(), today=TODAY)
    assert found.differing == ("q0", "q1", "q2", "q3")  # what is near the article is searched too
    assert (found.same_top, found.same_answer) == (0, 1)


def test_the_figures_are_told_with_shares_and_factors() -> None:
    lines = agreement_lines("g.jsonl", Agreement(40, 38, 39, 36, ("a", "b"), 10.0, 20.0, 25.0, 40.0))
    assert lines == [
        "g.jsonl：40 题，本机精确检索与 Milvus 相比",
        "  前 5 段及次序相同 38（0.950），不论次序 39（0.975），整个回答相同 36（0.900）",
        "  不计问题编码，每题用时 p50 / p95：本机 10 / 20 毫秒，Milvus 25 / 40 毫秒，是 2.5 / 2.0 倍",
        "  不同：a、b",
    ]
