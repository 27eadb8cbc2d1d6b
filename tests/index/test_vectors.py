"""Vectors in files: exact scores of the flat index, and refusal of anything that was not written here."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from index.errors import DamagedGeneration
from index.vectors import VectorIndex, open_clause_index, open_vectors, save_vectors
from tests.index.test_inverted import spread

ROWS = np.array([[1.0, 0.0], [0.6, 0.8], [-0.8, 0.6]], np.float32)


def test_scores_are_inner_products_in_row_order() -> None:
    scores = VectorIndex.build(ROWS).scores(np.array([0.8, 0.6], np.float32))
    assert scores == pytest.approx([0.8, 0.96, -0.28])


def test_equal_rows_get_equal_scores() -> None:
    scores = VectorIndex.build(np.array([[0, 1], [1, 0], [0, 1]], np.float32)).scores(np.array([0, 1], np.float32))
    assert scores.tolist() == [1, 0, 1]


def test_a_saved_index_holds_the_same_vectors(tmp_path: Path) -> None:
    save_vectors(tmp_path, ROWS, ROWS, exact=True)
    loaded = open_vectors(tmp_path)
    assert (loaded.rows, loaded.dimension) == (3, 2)
    assert loaded.vectors().tolist() == ROWS.tolist()


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (faiss.IndexFlatL2(2), "IndexFlat"),
        (faiss.IndexHNSWFlat(2, 4, faiss.METRIC_INNER_PRODUCT), "IndexHNSWFlat"),
        (faiss.IndexIVFFlat(faiss.IndexFlatIP(2), 2, 1, faiss.METRIC_INNER_PRODUCT), "IndexIVFFlat"),
        (faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(2), 2, 1, faiss.ScalarQuantizer.QT_8bit), "IndexIVFScalarQ"),
        (faiss.IndexScalarQuantizer(2, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT), "IndexScalarQ"),
    ],
)
def test_a_file_with_another_kind_of_index_is_refused(other: faiss.Index, name: str, tmp_path: Path) -> None:
    other.train(ROWS)
    other.add(ROWS)
    faiss.write_index(other, str(tmp_path / "vectors.faiss"))
    with pytest.raises(DamagedGeneration, match=rf"vectors\.faiss 应为 IndexFlatIP 或 IndexIVFPQFastScan，实为 {name}"):
        open_vectors(tmp_path)


@pytest.mark.parametrize("kept", [0, 3, 20, -1])
def test_a_truncated_file_is_refused(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    VectorIndex.build(ROWS).save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DamagedGeneration, match=r"vectors\.faiss 读不出来"):
        open_vectors(tmp_path)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes("不是索引".encode() * 40)
    with pytest.raises(DamagedGeneration, match="读不出来"):
        open_vectors(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedGeneration, match="读不出来"):
        open_vectors(tmp_path)


def test_rows_that_lie_together_are_one_cluster_each_time() -> None:
    index = VectorIndex.build(np.array([[1, 0], [0, 1], [1, 0.01], [0.01, 1]], np.float32))
    first, second, third, fourth = index.clusters(2)
    assert first == third != second == fourth
    assert index.clusters(2).tolist() == [first, second, third, fourth]


def test_rows_beyond_the_sample_get_a_cluster_too() -> None:
    index = VectorIndex.build(np.repeat(np.eye(2, dtype=np.float32), 10, axis=0))
    found = index.clusters(2, sample=8)
    assert len(found) == 20 and len(set(found[:10])) == len(set(found[10:])) == 1


def test_vectors_in_half_precision_of_another_shape_are_refused(tmp_path: Path) -> None:
    save_vectors(tmp_path, spread(50), spread(60), exact=False)
    np.save(tmp_path / "vectors.npy", spread(49).astype(np.float16), allow_pickle=False)
    with pytest.raises(DamagedGeneration, match=r"vectors\.npy 应为半精度 \(50, 16\)，实为 float16 \(49, 16\)"):
        open_vectors(tmp_path)
    (tmp_path / "vectors.npy").unlink()
    with pytest.raises(DamagedGeneration, match=r"vectors\.npy 读不出来"):
        open_vectors(tmp_path)


def test_an_index_of_other_clauses_is_refused(tmp_path: Path) -> None:
    save_vectors(tmp_path, spread(50), spread(60), exact=False)
    assert open_clause_index(tmp_path, spread(60).astype(np.float16)).rows == 60
    with pytest.raises(DamagedGeneration, match=r"clauses\.faiss 应有 61 句、16 维，实为 IndexIVFPQFastScan 60 句"):
        open_clause_index(tmp_path, spread(61).astype(np.float16))
    VectorIndex.build(spread(60)).save(tmp_path / "clauses.faiss")
    with pytest.raises(DamagedGeneration, match=r"实为 IndexFlat"):
        open_clause_index(tmp_path, spread(60).astype(np.float16))
    (tmp_path / "clauses.faiss").unlink()
    with pytest.raises(DamagedGeneration, match=r"clauses\.faiss 读不出来"):
        open_clause_index(tmp_path, spread(60).astype(np.float16))
