"""The dense leg: unit vectors in a flat FAISS index, compared by inner product.

In: vectors of shape (rows, dimension), float32, length 1. Out: a saved FAISS index, and the nearest rows of a question.
Exact search: at 100 thousand passages a comparison with every row takes some milliseconds. Does not encode text.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import DamagedGeneration

# One thread: FAISS's own threads would wait, spinning, on the cores on which the model encodes the next question.
faiss.omp_set_num_threads(1)

# Limits for reading a file that somebody may have exchanged; far above anything built here.
_LARGEST_VECTOR_BYTES = 64 * 2**30


class VectorIndex:
    """Nearest rows by cosine; row i is the vector of passage i."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> VectorIndex:
        """Take unit vectors, shape (rows, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Open what ``save`` wrote; raise DamagedGeneration if it is not a flat inner-product index."""
        faiss.set_deserialization_vector_byte_limit(_LARGEST_VECTOR_BYTES)
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as exc:
            raise DamagedGeneration(
                f"向量文件 {path} 读不出来（{str(exc)[:120]}）；请运行 python -m index build 重建。"
            ) from exc
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise DamagedGeneration(
                f"向量文件 {path} 应为 IndexFlatIP，实为 {type(index).__name__}；请运行 python -m index build 重建。"
            )
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
        found, rows = self._index.search(question.reshape(1, -1), self.rows)
        ordered = np.empty(self.rows, dtype=np.float32)
        ordered[rows[0]] = found[0]
        return ordered

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape (rows, dimension); a copy."""
        return np.asarray(self._index.reconstruct_n(0, self.rows), dtype=np.float32)

    def clusters(self, count: int, *, seed: int = 1, sample: int = 20_000) -> NDArray[np.int64]:
        """The cluster of every row, 0 to ``count`` - 1, by k-means; centres are learnt from ``sample`` rows at most.

        The same vectors, count and seed give the same clusters. ``count`` must not exceed the number of rows.
        """
        every = self.vectors()
        learnt = every
        if len(every) > sample:
            chosen = np.random.default_rng(seed).choice(len(every), sample, replace=False)
            learnt = every[np.sort(chosen)]
        means = faiss.Kmeans(
            self.dimension,
            count,
            niter=20,
            nredo=2,
            seed=seed,
            min_points_per_centroid=1,
            max_points_per_centroid=sample,
        )
        means.train(learnt)
        _, nearest = means.index.search(every, 1)
        return np.asarray(nearest[:, 0], dtype=np.int64)
