"""A made base begins with the real one, and what is made beyond it is whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.enlarge import Enlarged, enlarge, nearest_cosines
from index.config import IndexSettings
from index.generation import Generation, load_folder
from index.published import generations_folder
from tests.conftest import TinyIndex


@pytest.fixture(scope="module")
def made(tiny_index: TinyIndex, tmp_path_factory: pytest.TempPathFactory) -> Enlarged:
    return enlarge(tiny_index.generation, 230, tmp_path_factory.mktemp("made"), settings=IndexSettings(exact=100))


@pytest.fixture(scope="module")
def opened(made: Enlarged) -> Generation:
    return load_folder(generations_folder(made.index_folder) / made.id, in_full=True)


def test_the_real_passages_come_first_and_as_they_were(opened: Generation, tiny_index: TinyIndex) -> None:
    real = tiny_index.generation
    count = len(real.passages)
    assert len(opened.passages) == 230
    assert tuple(opened.passages[:count]) == tuple(real.passages)
    assert opened.vectors.vectors()[:count] == pytest.approx(real.vectors.vectors(), abs=1e-3)
    assert opened.clause_vectors[: len(real.clause_vectors)].tolist() == real.clause_vectors.tolist()


def test_made_passages_hold_real_sentences_and_stand_in_their_documents(
    opened: Generation, tiny_index: TinyIndex
) -> None:
    real = tiny_index.generation
    sentences = {
        passage.text[clause.start : clause.end]
        for passage, group in zip(real.passages, real.clauses, strict=True)
        for clause in group
    }
    for row in (len(real.passages), 229):
        passage = opened.passages[row]
        assert [passage.text[clause.start : clause.end] for clause in opened.clauses[row]] == passage.text.split("\n")
        assert set(passage.text.split("\n")) <= sentences
        assert opened.documents[passage.document_id].text[passage.start : passage.end] == passage.text


def test_made_vectors_are_of_length_one(opened: Generation) -> None:
    assert np.linalg.norm(opened.vectors.vectors(), axis=1) == pytest.approx(1, abs=2e-3)
    assert np.linalg.norm(opened.clause_vectors.astype(np.float32), axis=1) == pytest.approx(1, abs=2e-3)


def test_made_neighbours_lie_nearly_as_near_as_real_ones(made: Enlarged) -> None:
    assert np.median(made.made_nearest) == pytest.approx(np.median(made.real_nearest), abs=0.2)  # nineteen are few


def test_the_same_seed_makes_the_same_passages(tiny_index: TinyIndex, tmp_path: Path) -> None:
    folders = [
        enlarge(tiny_index.generation, 60, tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    ]
    files = [
        [
            (generations_folder(each.index_folder) / each.id / name).read_bytes()
            for name in ("passages.jsonl", "vectors.faiss")
        ]
        for each in folders
    ]
    assert files[0] == files[1]
    assert files[0] != files[2]
    assert not list(tmp_path.rglob("*.tmp"))


def test_fewer_passages_than_there_are_cannot_be_made(tiny_index: TinyIndex, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="已有 19 段，不能做成 5 段"):
        enlarge(tiny_index.generation, 5, tmp_path)


def test_the_nearest_neighbour_of_a_vector_is_another_one() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)
    assert nearest_cosines(vectors, np.array([0, 2])).tolist() == pytest.approx([0.8, 0.6])
