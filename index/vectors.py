"""The dense legs: unit vectors compared by inner product, all of them or the most promising lists.

In: vectors of shape (rows, dimension), float32, length 1. Out: saved FAISS indexes, and open ones. Of few passages a flat index holds
every vector and is compared whole. Of many, there is an inverted index of passages and one of clauses (inverted.py), and vectors in
half precision beside each. Does not encode text.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

from index.clusters import clusters
from index.errors import DamagedGeneration
from index.inverted import InvertedIndex, centres_of, inverted

FAISS_FILE, HALF_FILE, CLAUSES_FILE = "vectors.faiss", "vectors.npy", "clauses.faiss"
Vectors: TypeAlias = "VectorIndex | InvertedIndex"


def open_vectors(folder: Path) -> Vectors:
    """Open what ``save_vectors`` wrote of the passages; raise DamagedGeneration if it is anything else."""
    index = _read(folder / FAISS_FILE)
    if isinstance(index, faiss.IndexFlat):
        return VectorIndex(index)
    return InvertedIndex(index, _mapped(folder / HALF_FILE, index))


def open_clause_index(folder: Path, half: NDArray[np.float16]) -> InvertedIndex:
    """Open what ``save_vectors`` wrote of the clauses of many passages, whose vectors are ``half``; raise DamagedGeneration likewise."""
    index = _read(folder / CLAUSES_FILE)
    if isinstance(index, faiss.IndexFlat) or (index.ntotal, index.d) != half.shape:
        raise DamagedGeneration(
            f"向量文件 {folder / CLAUSES_FILE} 应有 {half.shape[0]} 句、{half.shape[1]} 维，实为 {type(index).__name__} "
            f"{index.ntotal} 句、{index.d} 维；请运行 python -m index build 重建。"
        )
    return InvertedIndex(index, half)


def save_vectors(
    folder: Path, vectors: NDArray[np.float32], clause_vectors: NDArray[np.floating[Any]], *, exact: bool
) -> None:
    """Write unit vectors, shape (rows, dimension), for exact search, or for search among candidates of passages and of clauses."""
    if exact:
        VectorIndex.build(vectors).save(folder / FAISS_FILE)
        return
    np.save(folder / HALF_FILE, vectors.astype(np.float16), allow_pickle=False)
    # Clauses lie among passages: the centres of these do for both, and learning them takes longest.
    centres = centres_of(vectors)
    for file, rows in ((FAISS_FILE, vectors), (CLAUSES_FILE, clause_vectors)):
        faiss.write_index(inverted(rows, centres), str(folder / file))


class VectorIndex:
    """Cosines of all rows; row i is the vector of passage i."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> VectorIndex:
        """Take unit vectors, shape (rows, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def scores(self, question: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of every row with one question vector of shape (dimension,); shape (rows,), in row order."""
        # Not NumPy's product, which rounds a row by its place: equal rows must have equal scores.
        cosines = np.empty(self.rows, dtype=np.float32)
        asked = np.ascontiguousarray(question, dtype=np.float32)
        pointers = faiss.swig_ptr(cosines), faiss.swig_ptr(asked), self._index.get_xb()
        faiss.fvec_inner_products_ny(*pointers, self.dimension, self.rows)  # type: ignore[attr-defined]  # not in its stubs
        return cosines

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape (rows, dimension); a copy."""
        return np.asarray(self._index.reconstruct_n(0, self.rows), dtype=np.float32)

    def clusters(self, count: int, *, seed: int = 1, sample: int = 20_000) -> NDArray[np.int64]:
        """The cluster of every row (clusters.py)."""
        return clusters(self.vectors(), count, seed, sample)


# Limits for reading a file that somebody may have exchanged: no array of it is larger than the file, but FAISS also asks whether a
# table of every list and code could be held, which has up to 2.3 times as many bytes.
_LARGER = 3
_LARGEST_COUNT = 2**24  # of lists and other parts
_reading = threading.Lock()  # the limits are FAISS's, not the file's


def _read(path: Path) -> Any:
    """A FAISS index of one of the two kinds that are written here."""
    try:
        with _reading:
            faiss.set_deserialization_vector_byte_limit(max(1, _LARGER * path.stat().st_size))
            faiss.set_deserialization_loop_limit(_LARGEST_COUNT)
            index = faiss.read_index(str(path))
    except (OSError, RuntimeError) as exc:
        raise DamagedGeneration(
            f"向量文件 {path} 读不出来（{str(exc)[:120]}）；请运行 python -m index build 重建。"
        ) from exc
    is_flat = isinstance(index, faiss.IndexFlat)
    is_inverted = isinstance(index, faiss.IndexIVFPQFastScan) and isinstance(
        faiss.downcast_index(index.quantizer), faiss.IndexFlat
    )
    if not (is_flat or is_inverted) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise DamagedGeneration(
            f"向量文件 {path} 应为 IndexFlatIP 或 IndexIVFPQFastScan，实为 {type(index).__name__}；请运行 python -m index build 重建。"
        )
    return index


def _mapped(path: Path, index: Any) -> NDArray[np.float16]:
    try:
        half: NDArray[np.float16] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as exc:
        raise DamagedGeneration(f"向量文件 {path} 读不出来（{exc}）；请运行 python -m index build 重建。") from exc
    expected = (index.ntotal, index.d)
    if half.dtype != np.float16 or half.shape != expected:
        raise DamagedGeneration(
            f"向量文件 {path} 应为半精度 {expected}，实为 {half.dtype} {half.shape}；请运行 python -m index build 重建。"
        )
    return np.asarray(half)
