"""BM25 on two short rows, worked out by hand with the settings' own constants."""

from __future__ import annotations

import os
import subprocess
import sys
from math import log
from pathlib import Path

import numpy as np
import pytest

from index.config import IndexSettings
from index.generation import hash_files
from index.lexical import LexicalIndex
from tests.conftest import ROOT

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


def noise(rows: int, seed: int) -> LexicalIndex:
    """Rows of words by a power law: w0 stands nearly everywhere, w400 nearly nowhere."""
    chance = np.random.default_rng(seed)
    drawn = (chance.pareto(0.6, (rows, 30)) * 2).astype(int).clip(0, 400)
    return LexicalIndex.build([[f"w{word}" for word in row] for row in drawn], IndexSettings())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [1, 10, 300, 5000])
def test_the_best_rows_are_found_without_scoring_all(seed: int, count: int) -> None:
    lexical = noise(3000, seed)
    for weights in ({"w0": 1.0, "w1": 1.0, "w2": 1.0, "w90": 1.0, "w300": 1.0}, {"w3": 1.0, "w0": 0.3}, {"w200": 1.0}):
        whole = lexical.weighted_scores(weights)
        best = lexical.prepare(weights).best(count)
        expected = np.sort(whole[whole > 0])[::-1][:count]
        assert best.scores == pytest.approx(expected, abs=1e-5)
        assert whole[best.rows] == pytest.approx(best.scores, abs=1e-5)
        assert len(set(best.rows.tolist())) == len(best.rows)


def test_given_rows_have_the_scores_that_all_rows_have() -> None:
    lexical = noise(500, 9)
    weights = {"w0": 1.0, "w5": 0.3, "w400": 1.0, "unknown": 1.0}
    rows = np.array([499, 0, 17, 17])
    assert lexical.prepare(weights).scores_of(rows) == pytest.approx(lexical.weighted_scores(weights)[rows], abs=1e-6)
    assert lexical.prepare(weights).scores() == pytest.approx(lexical.weighted_scores(weights), abs=1e-6)


def test_words_that_nothing_holds_find_nothing(lexical: LexicalIndex) -> None:
    assert lexical.prepare({"猫": 1.0}).best(5).rows.tolist() == []
    assert lexical.prepare({}).scores_of(np.array([1])).tolist() == [0]


def test_the_weights_of_a_row_add_up_to_its_score() -> None:
    lexical = noise(300, 4)
    weights = lexical.row_weights()
    columns = [lexical.column(word) for word in ("w0", "w5")]
    sums = [sum(weights.of(row).get(column, 0.0) for column in columns if column is not None) for row in range(300)]
    assert sums == pytest.approx(lexical.scores(["w0", "w5"]), abs=1e-6)
    assert lexical.column("unknown") is None


def test_every_process_writes_the_same_files(tmp_path: Path) -> None:
    """Strings hash otherwise in each process, so nothing may follow the order of a set."""
    code = (
        "import sys; from pathlib import Path; from index.config import IndexSettings; from index.lexical import LexicalIndex;"
        "LexicalIndex.build([[*'犬只管理办法'], [*'巡逻记录保存'], []], IndexSettings()).save(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    one, other = (hash_files(tmp_path / seed) for seed in ("1", "2"))
    assert one == other and len(one) > 3
