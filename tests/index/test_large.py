"""The large engine on a base small enough to compare it with the exact one, whatever the threshold."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.config import IndexSettings
from index.engine import CLAUSE, DENSE, LEGS, LEXICAL, Query
from index.engines import open_engine
from index.exact import ExactEngine
from index.generation import Generation
from index.inverted import InvertedIndex
from index.large import LargeEngine
from index.published import open_current
from index.search import Search
from ingest.numerals import chinese_number
from tests.index.test_search import DOGS, FILES, FINE, OTHER
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

WORDS = "犬证日罚巡岗盗抢酒车"
MANY = {
    f"{name}规定.txt": f"{name}规定\n"
    + "".join(
        f"第{chinese_number(n)}条 {''.join(WORDS[(n * step + at * at) % 10] + '、' for at in range(1 + n % 5))}{WORDS[n % 10]}。\n"
        for n in range(1, 101)
    )
    for step, name in enumerate("甲乙丙丁戊己庚", start=1)
}


def opened(folder: Path, files: dict[str, str], exact: int) -> Generation:
    corpus = write_corpus(folder / "corpus", files)
    build(
        corpus,
        folder / "index",
        WordCountEncoder(),
        now=datetime(2026, 3, 1, tzinfo=UTC),
        settings=IndexSettings(exact=exact),
    )
    return open_current(folder / "index")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return opened(tmp_path_factory.mktemp("large"), MANY, exact=0)


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return opened(tmp_path_factory.mktemp("exact"), MANY, exact=10_000)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return opened(tmp_path_factory.mktemp("few"), FILES, exact=0)


def asked(text: str, allowed: list[bool] | None = None, **weights: float) -> Query:
    vector = WordCountEncoder().encode_questions([text])[0]
    return Query(vector, weights or dict.fromkeys(text, 1.0), None if allowed is None else np.array(allowed))


def test_the_number_of_passages_chooses_the_engine(large: Generation, exact: Generation) -> None:
    assert isinstance(large.vectors, InvertedIndex) and isinstance(open_engine(large), LargeEngine)
    assert isinstance(open_engine(exact), ExactEngine)
    assert open_engine(large).rows == open_engine(exact).rows == 700


def test_of_five_passages_every_score_is_that_of_the_exact_engine(few: Generation) -> None:
    compared = open_engine(few).compare(asked("犬"))
    # As worked out for the exact engine (test_search.py), but for half precision.
    assert compared.best(DENSE, 1).rows.tolist() == [DOGS]
    assert compared.best(DENSE, 1).scores.tolist() == pytest.approx([3 / 12**0.5], abs=1e-3)
    [cosines] = compared.clause_cosines(np.array([OTHER]))
    assert cosines.tolist() == pytest.approx([2 / 6**0.5, 1 / 2**0.5], abs=1e-3)
    assert compared.scores(CLAUSE, np.array([OTHER])).tolist() == [cosines.max()]
    assert compared.lowest(LEXICAL) == 0.0
    assert open_engine(few).compare(asked("罚")).best(LEXICAL, 9).rows.tolist() == [FINE]


@pytest.mark.parametrize("text", ["犬证", "罚日巡", "酒车盗", "抢"])
@pytest.mark.parametrize("leg", LEGS)
def test_rows_have_the_scores_of_the_exact_engine(text: str, leg: int, large: Generation, exact: Generation) -> None:
    rows = np.array([0, 5, 699, 350, 5])
    one, other = (open_engine(each).compare(asked(text)).scores(leg, rows) for each in (large, exact))
    assert one == pytest.approx(other, abs=1e-3)


@pytest.mark.parametrize("text", ["犬证", "罚日巡", "酒车盗", "抢"])
def test_the_best_words_are_those_of_the_exact_engine(text: str, large: Generation, exact: Generation) -> None:
    one, other = (open_engine(each).compare(asked(text)).best(LEXICAL, 100) for each in (large, exact))
    assert one.scores == pytest.approx(other.scores, abs=1e-5)
    assert len(one.rows) == len(set(one.rows.tolist())) == 100


@pytest.mark.parametrize("text", ["犬证", "罚日巡", "酒车盗", "抢"])
def test_the_best_passages_are_as_near_as_those_of_the_exact_engine(
    text: str, large: Generation, exact: Generation
) -> None:
    for leg in (DENSE, CLAUSE):
        one, other = (open_engine(each).compare(asked(text)).best(leg, 10).scores for each in (large, exact))
        assert one == pytest.approx(other, abs=2e-3)


@pytest.mark.parametrize("kept", [[0], [1, 4], [0, 1, 2, 3, 4, 5]])  # few documents, and all but one
def test_only_documents_that_may_answer_are_found(kept: list[int], large: Generation, exact: Generation) -> None:
    allowed = [at in kept for at in range(7)]
    for leg in LEGS:
        one, other = (open_engine(each).compare(asked("犬证", allowed)).best(leg, 50) for each in (large, exact))
        assert set(large.document_rows[one.rows].tolist()) <= set(kept)
        assert one.scores[:20] == pytest.approx(other.scores[:20], abs=2e-3)


def test_no_document_may_answer(large: Generation) -> None:
    compared = open_engine(large).compare(asked("犬证", [False] * 7))
    assert [compared.best(leg, 10).rows.tolist() for leg in LEGS] == [[], [], []]
    assert compared.clause_cosines(np.empty(0, dtype=np.int64)) == ()


def test_a_search_finds_what_an_exact_one_finds(large: Generation, exact: Generation) -> None:
    for question in ("犬证罚", "巡岗", "酒车盗抢"):
        one, other = (Search(each, WordCountEncoder()).find(question, limit=10) for each in (large, exact))
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=0.05)
        assert [len(hit.clauses) for hit in one] == [1] * 10


def test_the_lowest_score_is_near_that_of_the_furthest_row(large: Generation, exact: Generation) -> None:
    one, other = (open_engine(each).compare(asked("犬证")).lowest(DENSE) for each in (large, exact))
    assert one == pytest.approx(other, abs=2e-3)


def test_a_search_in_the_dense_leg_that_fails_says_so(large: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise OSError("vectors.npy")

    monkeypatch.setattr(InvertedIndex, "nearest", broken)
    compared = open_engine(large).compare(asked("犬"))
    assert len(compared.best(LEXICAL, 5).rows) == 5
    with pytest.raises(OSError, match=r"vectors\.npy"):
        compared.best(DENSE, 5)


def test_several_threads_find_what_one_finds(large: Generation) -> None:
    search = Search(large, WordCountEncoder())
    texts = ["犬证罚", "巡岗", "酒车盗抢", "抢日"] * 5
    one_by_one = [[hit.passage.id for hit in search.find(text, limit=10)] for text in texts]
    with ThreadPoolExecutor(4) as threads:
        at_once = list(threads.map(lambda text: [hit.passage.id for hit in search.find(text, limit=10)], texts))
    assert at_once == one_by_one
