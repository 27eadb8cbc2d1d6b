"""Known questions over vectors that can be worked out by eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.errors import DamagedGeneration
from index.known import ROWS_FILE, VECTORS_FILE, KnownQuestions, open_known

EAST, NORTH, BETWEEN = [1.0, 0.0], [0.0, 1.0], [0.6, 0.8]


@pytest.fixture
def known() -> KnownQuestions:
    """Passage 4 is asked about in the east and between, passage 1 in the north; given in no order."""
    return KnownQuestions.of(np.array([EAST, NORTH, BETWEEN], np.float32), np.array([4, 1, 4]))


def test_a_passage_counts_by_its_nearest_question_and_the_best_comes_first(known: KnownQuestions) -> None:
    best = known.best(np.array(NORTH, np.float32))
    assert best.rows.tolist() == [1, 4] and best.scores.tolist() == pytest.approx([1.0, 0.8])


def test_passages_that_may_not_answer_are_left_out(known: KnownQuestions) -> None:
    assert known.passages.tolist() == [1, 4]
    assert known.best(np.array(NORTH, np.float32), np.array([False, True])).rows.tolist() == [4]


def test_where_nothing_is_known_nothing_is_found() -> None:
    none = KnownQuestions.of(np.empty((0, 2), np.float32), np.empty(0, np.int64))
    assert none.best(np.array(NORTH, np.float32)).rows.tolist() == []


def test_of_some_passages_only_their_questions_stay_and_are_counted_anew(known: KnownQuestions) -> None:
    among = known.among(np.array([0, 4]))
    assert among.rows.tolist() == [1, 1] and among.vectors.tolist() == [EAST, pytest.approx(BETWEEN)]


def test_what_is_written_is_read_back_in_half_precision(known: KnownQuestions, tmp_path: Path) -> None:
    known.save(tmp_path)
    opened = open_known(tmp_path, 5, 2)
    assert opened.rows.tolist() == [1, 4, 4]
    assert opened.vectors == pytest.approx(known.vectors, abs=1e-3) and opened.vectors.dtype == np.float32


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (VECTORS_FILE, np.zeros((3, 2), np.float32)),  # not in half precision
        (VECTORS_FILE, np.zeros((3, 3), np.float16)),  # of another model
        (VECTORS_FILE, np.zeros((2, 2), np.float16)),  # one is missing
        (ROWS_FILE, np.array([4, 1, 4], np.int64)),  # in no order
        (ROWS_FILE, np.array([1, 4, 5], np.int64)),  # of a passage that is not there
        (ROWS_FILE, np.array([-1, 4, 4], np.int64)),
        (ROWS_FILE, np.array([1, 4, 4], np.int32)),
    ],
)
def test_tables_that_do_not_belong_together_are_refused_by_name(
    name: str, content: np.ndarray[tuple[int, ...], np.dtype[np.generic]], known: KnownQuestions, tmp_path: Path
) -> None:
    known.save(tmp_path)
    np.save(tmp_path / name, content)
    with pytest.raises(DamagedGeneration, match=VECTORS_FILE):
        open_known(tmp_path, 5, 2)
