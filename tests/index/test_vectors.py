"""The flat inner-product index: exact scores, and refusal of anything else."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

import index.vectors
from index.errors import DamagedGeneration
from index.vectors import InvertedIndex, VectorIndex, half_cosines, open_vectors, save_vectors

ROWS = np.array([[1.0, 0.0], [0.6, 0.8], [-0.8, 0.6]], np.float32)


def test_scores_are_inner_products_in_row_order() -> None:
    scores = VectorIndex.build(ROWS).scores(np.array([0.8, 0.6], np.float32))
    assert scores == pytest.approx([0.8, 0.96, -0.28])


def test_equal_rows_get_equal_scores() -> None:
    scores = VectorIndex.build(np.array([[0, 1], [1, 0], [0, 1]], np.float32)).scores(np.array([0, 1], np.float32))
    assert scores.tolist() == [1, 0, 1]


def test_a_saved_index_holds_the_same_vectors(tmp_path: Path) -> None:
    save_vectors(tmp_path, ROWS, exact=True)
    loaded = open_vectors(tmp_path)
    assert (loaded.rows, loaded.dimension) == (3, 2)
    assert loaded.vectors().tolist() == ROWS.tolist()


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (faiss.IndexFlatL2(2), "IndexFlat"),
        (faiss.IndexHNSWFlat(2, 4, faiss.METRIC_INNER_PRODUCT), "IndexHNSWFlat"),
        (faiss.IndexIVFFlat(faiss.IndexFlatIP(2), 2, 1, faiss.METRIC_INNER_PRODUCT), "IndexIVFFlat"),
        (faiss.IndexScalarQuantizer(2, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT), "IndexScalarQ"),
    ],
)
def test_a_file_with_another_kind_of_index_is_refused(other: faiss.Index, name: str, tmp_path: Path) -> None:
    other.train(ROWS)
    other.add(ROWS)
    faiss.write_index(other, str(tmp_path / "vectors.faiss"))
    with pytest.raises(
        DamagedGeneration, match=rf"vectors\.faiss 应为 IndexFlatIP 或 IndexIVFScalarQuantizer，实为 {name}"
    ):
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


def spread(rows: int, dimension: int = 16) -> np.ndarray:
    """Unit vectors in all directions."""
    vectors = np.random.default_rng(3).standard_normal((rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_of_many_vectors_the_nearest_are_found_with_cosines_from_half_precision(tmp_path: Path) -> None:
    vectors = spread(9000)
    save_vectors(tmp_path, vectors, exact=False)
    loaded = open_vectors(tmp_path)
    assert isinstance(loaded, InvertedIndex)
    assert (loaded.rows, loaded.dimension) == (9000, 16)
    exact = vectors @ vectors[5]
    found = loaded.nearest(vectors[5], 10)
    assert found.rows[0] == 5
    assert found.scores == pytest.approx(exact[found.rows], abs=2e-3)
    assert len(set(found.rows.tolist()) & set(np.argsort(-exact)[:10].tolist())) >= 8
    assert loaded.scores(vectors[5]) == pytest.approx(exact, abs=2e-3)
    assert loaded.vectors() == pytest.approx(vectors, abs=1e-3)


@pytest.mark.parametrize("step", [2, 900])  # so many that lists are looked into, and so few that each row is compared
def test_a_search_among_some_rows_finds_these_only(step: int, tmp_path: Path) -> None:
    vectors = spread(20_000)
    save_vectors(tmp_path, vectors, exact=False)
    loaded = open_vectors(tmp_path)
    assert isinstance(loaded, InvertedIndex)
    rows = np.arange(1, 20_000, step)
    found = loaded.nearest(vectors[0], 5, rows)
    assert set(found.rows.tolist()) <= set(rows.tolist())
    best = np.sort(vectors[rows] @ vectors[0])[::-1][:5]
    assert found.scores[0] == pytest.approx(best[0], abs=0.1)
    if step == 900:
        assert found.scores == pytest.approx(best, abs=2e-3)


def test_vectors_in_half_precision_of_another_shape_are_refused(tmp_path: Path) -> None:
    save_vectors(tmp_path, spread(50), exact=False)
    np.save(tmp_path / "vectors.npy", spread(49).astype(np.float16), allow_pickle=False)
    with pytest.raises(DamagedGeneration, match=r"vectors\.npy 应为半精度 \(50, 16\)，实为 float16 \(49, 16\)"):
        open_vectors(tmp_path)
    (tmp_path / "vectors.npy").unlink()
    with pytest.raises(DamagedGeneration, match=r"vectors\.npy 读不出来"):
        open_vectors(tmp_path)


def in_memory(file: Path) -> int:
    """Bytes of a mapped file that count as memory of this process."""
    total, of_file = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        name = line.split()[0]
        if not name.endswith(":"):
            of_file = line.endswith(str(file))
        elif name == "Rss:" and of_file:
            total += 1024 * int(line.split()[1])
    return total


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="what is mapped is read from /proc")
@pytest.mark.parametrize(("stays", "kept"), [(10**9, True), (1000, False)])
def test_what_was_read_of_a_large_file_is_let_go(
    stays: int, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.vectors, "_STAYS", stays)
    made = spread(5000).astype(np.float16)
    np.save(tmp_path / "half.npy", made)
    half = np.asarray(np.load(tmp_path / "half.npy", mmap_mode="r"))
    rows = np.arange(4999, -1, -1)
    asked = np.asarray(made[7], np.float32)
    for _ in range(2):  # what was let go is read again
        assert half_cosines(half, asked, rows) == pytest.approx((made.astype(np.float32) @ asked)[::-1], abs=1e-5)
        assert (in_memory(tmp_path / "half.npy") > 0) == kept


def test_no_rows_have_no_cosines() -> None:
    assert half_cosines(spread(3).astype(np.float16), spread(3)[0], np.empty(0, np.int64)).tolist() == []


def test_a_vector_is_found_in_the_one_list_that_lies_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.vectors, "_PROBED", 1)
    monkeypatch.setattr(index.vectors, "_PROBED_SHARE", 0)
    made = spread(12_000)
    save_vectors(tmp_path, made, exact=False)
    loaded = open_vectors(tmp_path)
    assert isinstance(loaded, InvertedIndex)
    assert [loaded.nearest(made[row], 1).rows.tolist() for row in range(0, 12_000, 40)] == [
        [row] for row in range(0, 12_000, 40)
    ]


def test_every_number_in_half_precision_is_read_exactly() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)].reshape(-1, 1)
    read = half_cosines(finite, np.ones(1, np.float32), np.arange(len(finite)))
    assert (read == finite[:, 0].astype(np.float32)).all() and len(read) == 2**16 - 2**11
