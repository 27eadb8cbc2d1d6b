"""BM25 on two short rows, worked out by hand with the settings' own constants."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from index.config import IndexSettings
from index.lexical import LexicalIndex

ROWS = [["犬", "证"], ["犬", "犬", "费", "费"]]  # lengths 2 and 4, so the mean is 3


@pytest.fixture
def lexical() -> LexicalIndex:
    return LexicalIndex.build(ROWS, IndexSettings())


def test_the_constants_are_those_this_page_is_worked_out_with() -> None:
    assert (IndexSettings().bm25_k1, IndexSettings().bm25_b) == (1.2, 0.6)


def test_a_word_of_one_row_is_scored_as_lucene_does(lexical: LexicalIndex) -> None:
    idf = log(1 + (2 - 1 + 0.5) / (1 + 0.5))  # ln 2
    tf = 1 / (1 + 1.2 * (1 - 0.6 + 0.6 * 2 / 3))  # 1 / 1.96
    assert lexical.scores(["证"]) == pytest.approx([idf * tf, 0])
    assert idf * tf == pytest.approx(0.35365, abs=1e-5)


def test_a_repeated_word_counts_more_and_a_long_row_less(lexical: LexicalIndex) -> None:
    idf = log(1 + (2 - 2 + 0.5) / (2 + 0.5))  # ln 1.2
    short, long = 1 / (1 + 1.2 * (0.4 + 0.6 * 2 / 3)), 2 / (2 + 1.2 * (0.4 + 0.6 * 4 / 3))
    assert lexical.scores(["犬"]) == pytest.approx([idf * short, idf * long])


def test_scores_of_several_words_add_up_and_asking_twice_counts_once(lexical: LexicalIndex) -> None:
    added = lexical.scores(["犬"]) + lexical.scores(["证"])
    assert lexical.scores(["犬", "证"]) == pytest.approx(added)
    assert lexical.scores(["犬", "证", "犬"]) == pytest.approx(added)


def test_unknown_words_count_nothing(lexical: LexicalIndex) -> None:
    assert lexical.scores(["猫"]).tolist() == [0, 0]
    assert lexical.scores([]).tolist() == [0, 0]
    assert lexical.scores(["猫", "证"]).tolist() == lexical.scores(["证"]).tolist()


def test_rarity_of_a_word_falls_with_the_rows_that_hold_it(lexical: LexicalIndex) -> None:
    assert lexical.idf("犬") == pytest.approx(log(1.2))  # in both rows, however often
    assert lexical.idf("费") == pytest.approx(log(2))  # in one
    assert lexical.idf("猫") == pytest.approx(log(6))  # in none: 1 + 2.5 / 0.5


def test_a_saved_index_gives_the_same_scores(lexical: LexicalIndex, tmp_path: Path) -> None:
    lexical.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, rows=2)
    for asked in (["犬"], ["证", "费"], ["猫"]):
        assert loaded.scores(asked).tolist() == lexical.scores(asked).tolist()
    assert loaded.idf("费") == lexical.idf("费")


def test_nothing_that_is_saved_is_a_pickle(lexical: LexicalIndex, tmp_path: Path) -> None:
    lexical.save(tmp_path)
    suffixes = {path.suffix for path in tmp_path.iterdir()}
    assert suffixes == {".json", ".npy"}
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_a_word_that_weighs_less_counts_less(lexical: LexicalIndex) -> None:
    added = lexical.scores(["犬"]) + 0.3 * lexical.scores(["费"])
    assert lexical.weighted_scores({"费": 0.3, "犬": 1.0}) == pytest.approx(added)
    assert lexical.weighted_scores({}).tolist() == [0, 0]
