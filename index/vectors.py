"""The dense leg: unit vectors compared by inner product, all of them or the most promising lists.

In: vectors of shape (rows, dimension), float32, length 1. Out: saved FAISS indexes, and the rows nearest to a question. Of few passages
a flat index holds every vector and is compared whole. Of many, an inverted index of 8-bit codes finds candidates, and vectors in half
precision, mapped and read for these only, say how near they are. Does not encode text and does not know what the rows are.
"""

from __future__ import annotations

import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

from index.engine import Best, best_of
from index.errors import DamagedGeneration

# One thread: FAISS's own threads would wait, spinning, on the cores on which the model encodes the next question.
faiss.omp_set_num_threads(1)

FAISS_FILE, HALF_FILE = "vectors.faiss", "vectors.npy"
Vectors: TypeAlias = "VectorIndex | InvertedIndex"


def open_vectors(folder: Path) -> Vectors:
    """Open what ``save_vectors`` wrote; raise DamagedGeneration if it is anything else."""
    index = _read(folder / FAISS_FILE)
    if isinstance(index, faiss.IndexFlat):
        return VectorIndex(index)
    return InvertedIndex(index, _mapped(folder / HALF_FILE, index))


def save_vectors(folder: Path, vectors: NDArray[np.float32], *, exact: bool) -> None:
    """Write unit vectors, shape (rows, dimension), for exact search or for search among candidates."""
    if exact:
        VectorIndex.build(vectors).save(folder / FAISS_FILE)
    else:
        np.save(folder / HALF_FILE, vectors.astype(np.float16), allow_pickle=False)
        with _all_cores():
            faiss.write_index(_inverted(vectors), str(folder / FAISS_FILE))


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
        """The cluster of every row, 0 to ``count`` - 1, by k-means; centres are learnt from ``sample`` rows at most.

        The same vectors, count and seed give the same clusters. ``count`` must not exceed the number of rows.
        """
        return _clusters(self.vectors(), count, seed, sample)


class InvertedIndex:
    """The rows nearest to a question, found in the lists whose centres are nearest to it."""

    def __init__(self, index: faiss.IndexIVFScalarQuantizer, half: NDArray[np.float16]) -> None:
        self._index = index
        self.half = half  # all vectors in half precision, mapped

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def nearest(self, question: NDArray[np.float32], count: int, rows: NDArray[np.int64] | None = None) -> Best:
        """The ``count`` nearest rows, or those of ``rows``, with cosines from half precision; a few may be missed."""
        if rows is not None and len(rows) <= _COMPARED_WHOLE:
            return best_of(self.scores_of(question, rows), rows, count)
        probed = max(_PROBED, int(_PROBED_SHARE * self._index.nlist))
        parameters: dict[str, Any] = {"nprobe": probed}
        if rows is not None:
            # As many vectors are looked at as without the limit.
            parameters["nprobe"] = min(self._index.nlist, probed * self.rows // len(rows))
            bits = np.zeros(self.rows, dtype=np.bool_)
            bits[rows] = True
            bitmap = np.packbits(bits, bitorder="little")
            parameters["sel"] = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]  # as wrapped for NumPy
        asked = np.ascontiguousarray(question, dtype=np.float32).reshape(1, -1)
        _one_thread()
        _, found = self._index.search(asked, int(_RESCORED * count), params=faiss.SearchParametersIVF(**parameters))
        candidates = np.sort(found[0][found[0] >= 0]).astype(np.int64)
        return best_of(self.scores_of(question, candidates), candidates, count)

    def scores_of(self, question: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosines of these rows, from half precision."""
        return half_cosines(self.half, question, rows)

    def scores(self, question: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of every row, from half precision; reads all of it, so it is not for answering questions."""
        return np.concatenate([half_cosines(self.half, question, rows) for rows in self._portions()])

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape (rows, dimension), from half precision; a copy."""
        return np.asarray(self.half, dtype=np.float32)

    def clusters(self, count: int, *, seed: int = 1, sample: int = 20_000) -> NDArray[np.int64]:
        """The cluster of every row, as ``VectorIndex.clusters`` gives it."""
        return _clusters(self.half, count, seed, sample)

    def _portions(self) -> Iterator[NDArray[np.int64]]:
        for first in range(0, self.rows, _PORTION):
            yield np.arange(first, min(first + _PORTION, self.rows))


def half_cosines(
    vectors: NDArray[np.float16], question: NDArray[np.float32], rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Cosines of some rows of mapped half-precision vectors with a question; equal rows get equal ones."""
    cosines = np.empty(len(rows), dtype=np.float32)
    scaled = np.asarray(question * _EXPONENT, dtype=np.float32)
    for first in range(0, len(rows), _READ):
        part = slice(first, first + _READ)
        # Sign, exponent and fraction moved to where single precision has them; that the exponent then counts from elsewhere, the
        # question makes good. Exact, and several times faster than converting with NumPy or FAISS.
        moved = vectors[rows[part]].view(np.int16).astype(np.int32)
        moved <<= 13
        moved &= _HALF_BITS
        cosines[part] = np.einsum("ij,j->i", moved.view(np.float32), scaled)
        if part.stop % _MAPPED == 0 or part.stop >= len(rows):
            _let_go(vectors)
    return cosines


_EXPONENT = np.float32(2.0**112)  # exponents count from 127 in single precision, from 15 in half
_HALF_BITS = np.uint32(0x8FFFE000).view(np.int32)  # what is moved, without the copies of the sign between


def _let_go(vectors: NDArray[np.float16]) -> None:
    """Unmap the pages of a large file that were touched; the operating system keeps them as long as it has memory to spare.

    With every page it maps those around it: a hundred questions would make all of the file count as memory of this process.
    """
    mapped: Any = vectors
    while isinstance(mapped, np.ndarray):
        mapped = mapped.base
    # Windows has no such advice.
    if vectors.nbytes > _STAYS and isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def _one_thread() -> None:
    """Here too: what was set above holds only for the thread that imported this."""
    faiss.omp_set_num_threads(1)


# From the table of ``python -m eval scale`` (README, Sizes).
_LISTS_PER_ROOT = 4  # inverted lists per square root of the rows
_PROBED, _PROBED_SHARE = 256, 0.15  # lists looked at, and of all lists, whichever is more
_RESCORED = 1.2  # candidates per row asked for whose half-precision vector is read; 8-bit codes misplace few
_COMPARED_WHOLE = 8_000  # rows; of so few every one is compared, and none is missed
_TRAINED = 40  # vectors per list that its centre is learnt from; FAISS asks for 39
_PORTION = 20_000
_READ = 256  # half-precision vectors read at once; as many as a core's own cache holds
_MAPPED = 8 * _READ  # of them mapped at once; up to half a megabyte comes with each
_STAYS = 256 * 2**20  # bytes; a smaller file may stay in memory
_ADDED = 5_000  # vectors compared with every centre at once

# Limits for reading a file that somebody may have exchanged: no array of it is larger than the file.
_LARGEST_COUNT = 2**24  # of lists and other parts
_reading = threading.Lock()  # the limits are FAISS's, not the file's


def _inverted(vectors: NDArray[np.float32]) -> faiss.IndexIVFScalarQuantizer:
    rows, dimension = vectors.shape
    lists = max(1, min(rows // _TRAINED, int(_LISTS_PER_ROOT * rows**0.5)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension), dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.niter, index.cp.seed, index.cp.spherical = 10, 1, True
    learnt = np.random.default_rng(1).permutation(rows)[: _TRAINED * lists]
    index.train(np.ascontiguousarray(vectors[np.sort(learnt)], dtype=np.float32))
    # NumPy's product finds the nearest centre several times faster where FAISS's own BLAS does not know the processor.
    centres = np.ascontiguousarray(index.quantizer.reconstruct_n(0, lists).T)
    for first in range(0, rows, _ADDED):
        part = np.ascontiguousarray(vectors[first : first + _ADDED], dtype=np.float32)
        nearest = np.argmax(part @ centres, axis=1).astype(np.int64)
        index.add_core(len(part), faiss.swig_ptr(part), None, faiss.swig_ptr(nearest))
    return index


def _clusters(vectors: NDArray[Any], count: int, seed: int, sample: int) -> NDArray[np.int64]:
    rows, dimension = vectors.shape
    learnt = vectors
    if rows > sample:
        learnt = vectors[np.sort(np.random.default_rng(seed).choice(rows, sample, replace=False))]
    means = faiss.Kmeans(
        dimension,
        count,
        niter=20,
        nredo=2,
        seed=seed,
        min_points_per_centroid=1,
        max_points_per_centroid=sample,
    )
    means.train(np.asarray(learnt, dtype=np.float32))
    nearest = [
        means.index.search(np.asarray(vectors[first : first + _PORTION], dtype=np.float32), 1)[1][:, 0]
        for first in range(0, rows, _PORTION)
    ]
    return np.concatenate(nearest).astype(np.int64)


def _read(path: Path) -> Any:
    """A FAISS index of one of the two kinds that are written here."""
    try:
        with _reading:
            faiss.set_deserialization_vector_byte_limit(max(1, path.stat().st_size))
            faiss.set_deserialization_loop_limit(_LARGEST_COUNT)
            index = faiss.read_index(str(path))
    except (OSError, RuntimeError) as exc:
        raise DamagedGeneration(
            f"向量文件 {path} 读不出来（{str(exc)[:120]}）；请运行 python -m index build 重建。"
        ) from exc
    is_flat = isinstance(index, faiss.IndexFlat)
    is_inverted = (
        isinstance(index, faiss.IndexIVFScalarQuantizer)
        and isinstance(faiss.downcast_index(index.quantizer), faiss.IndexFlat)
        and index.sq.qtype == faiss.ScalarQuantizer.QT_8bit
    )
    if not (is_flat or is_inverted) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise DamagedGeneration(
            f"向量文件 {path} 应为 IndexFlatIP 或 IndexIVFScalarQuantizer，实为 {type(index).__name__}；请运行 python -m index build 重建。"
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


@contextmanager
def _all_cores() -> Iterator[None]:
    """While an index is built nobody asks this process anything."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
