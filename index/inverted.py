"""The most promising of very many vectors: an inverted index finds candidates, half precision says how near they are.

In: unit vectors, or an inverted index of them and the same in half precision, mapped. Out: the rows nearest to a question. The lists
whose centres are nearest to it are looked into by product-quantised codes of two dimensions in four bits, which fit a processor's
registers (André et al., *Cache locality is not enough*, VLDB 2015); a few may be missed. Does not open or write files (vectors.py) and
does not know what the rows are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.clusters import clusters
from index.engine import Best, best_of
from index.half import half_cosines

# One thread: FAISS's own threads would wait, spinning, on the cores on which the model encodes the next question.
faiss.omp_set_num_threads(1)


class InvertedIndex:
    """The rows nearest to a question, found in the lists whose centres are nearest to it."""

    def __init__(self, index: faiss.IndexIVFPQFastScan, half: NDArray[np.float16]) -> None:
        self._index = index
        self.half = half  # all vectors in half precision, mapped

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def nearest(self, question: NDArray[np.float32], count: int, allowed: NDArray[np.bool_] | None = None) -> Best:
        """The ``count`` nearest rows, or those of the ``allowed``, with cosines from half precision; a few may be missed."""
        probed = max(_PROBED, int(_PROBED_SHARE * self._index.nlist))
        parameters: dict[str, Any] = {"nprobe": probed}
        if allowed is not None:
            some = int(np.count_nonzero(allowed))
            if some <= _COMPARED_WHOLE:
                rows = np.flatnonzero(allowed)
                return best_of(self.scores_of(question, rows), rows, count)
            # The nearest of fewer rows lie farther; of a tenth, chosen at random, the ten nearest lie where the hundred nearest of all do.
            parameters["nprobe"] = min(self._index.nlist, int(probed * (self.rows / some) ** 0.5))
            bitmap = np.packbits(allowed, bitorder="little")
            parameters["sel"] = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]  # as wrapped for NumPy
        asked = np.ascontiguousarray(question, dtype=np.float32).reshape(1, -1)
        # Here too: what was set above holds only for the thread that imported this.
        faiss.omp_set_num_threads(1)
        _, found = self._index.search(asked, int(_RESCORED * count), params=faiss.SearchParametersIVF(**parameters))
        candidates = np.sort(found[0][found[0] >= 0]).astype(np.int64)
        return best_of(self.scores_of(question, candidates), candidates, count)

    def scores_of(self, question: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosines of these rows, from half precision."""
        return half_cosines(self.half, question, rows)

    def scores(self, question: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of every row, from half precision; reads all of it, so it is not for answering questions."""
        return np.concatenate(
            [
                half_cosines(self.half, question, np.arange(first, min(first + _PORTION, self.rows)))
                for first in range(0, self.rows, _PORTION)
            ]
        )

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape (rows, dimension), from half precision; a copy."""
        return np.asarray(self.half, dtype=np.float32)

    def clusters(self, count: int, *, seed: int = 1, sample: int = 20_000) -> NDArray[np.int64]:
        """The cluster of every row, as ``VectorIndex.clusters`` gives it."""
        return clusters(self.half, count, seed, sample)


def centres_of(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Centres for the lists of an inverted index of these vectors and of others that lie among them, shape (lists, dimension)."""
    rows, dimension = vectors.shape
    lists = max(1, min(rows // _TRAINED, int(_LISTS_PER_ROOT * rows**0.5)))
    means = faiss.Kmeans(
        dimension,
        lists,
        niter=10,
        seed=1,
        spherical=True,
        min_points_per_centroid=1,
        max_points_per_centroid=_TRAINED,
    )
    with _all_cores():
        means.train(_sample(vectors, _TRAINED * lists))
    return np.asarray(means.centroids, dtype=np.float32).reshape(lists, dimension)


def inverted(vectors: NDArray[np.floating[Any]], centres: NDArray[np.float32]) -> faiss.IndexIVFPQFastScan:
    """An inverted index of unit vectors, single or half precision, in lists around these centres."""
    rows, dimension = vectors.shape
    quantizer = faiss.IndexFlatIP(dimension)
    quantizer.add(centres)
    parts = dimension // 2 if dimension % 2 == 0 else dimension
    codes = faiss.IndexIVFPQ(quantizer, dimension, len(centres), parts, 4, faiss.METRIC_INNER_PRODUCT)
    codes.by_residual = False
    learnt = _sample(vectors, _CODED)
    with _all_cores():
        codes.train(np.resize(learnt, (max(len(learnt), _FEWEST), dimension)))
        # NumPy's product finds the nearest centre several times faster where FAISS's own BLAS does not know the processor.
        turned = np.ascontiguousarray(centres.T)
        for first in range(0, rows, _ADDED):
            part = np.ascontiguousarray(vectors[first : first + _ADDED], dtype=np.float32)
            nearest = np.argmax(part @ turned, axis=1).astype(np.int64)
            codes.add_core(len(part), faiss.swig_ptr(part), None, faiss.swig_ptr(nearest))
        return faiss.IndexIVFPQFastScan(codes, _BLOCK)


# From the table of ``python -m eval scale`` (README, Sizes).
_LISTS_PER_ROOT = 4  # inverted lists per square root of the rows
_PROBED, _PROBED_SHARE = 256, 0.2  # lists looked at, and of all lists, whichever is more
_RESCORED = 2.5  # candidates per row asked for whose half-precision vector is read, since codes misplace some
_COMPARED_WHOLE = 8_000  # rows; of so few every one is compared, and none is missed
_TRAINED = 40  # vectors per list that its centre is learnt from; FAISS asks for 39
_CODED = 16_384  # vectors that codes are learnt from
_FEWEST = 39 * 16  # vectors that FAISS wants to learn sixteen codes from, if need be the same ones again
_PORTION = 20_000
_ADDED = 5_000  # vectors compared with every centre at once
_BLOCK = 32  # codes that are compared at once; what FAISS is made for


def _sample(vectors: NDArray[np.floating[Any]], count: int) -> NDArray[np.float32]:
    chosen = np.sort(np.random.default_rng(1).permutation(len(vectors))[:count])
    return np.ascontiguousarray(vectors[chosen], dtype=np.float32)


@contextmanager
def _all_cores() -> Iterator[None]:
    """While an index is built nobody asks this process anything."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
