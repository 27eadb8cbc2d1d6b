"""Vectors that lie together.

In: vectors, how many clusters. Out: the cluster of every row, by k-means (FAISS). Does not name them.
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

_PORTION = 20_000


def clusters(vectors: NDArray[Any], count: int, seed: int, sample: int) -> NDArray[np.int64]:
    """The cluster of every row, 0 to ``count`` - 1; centres are learnt from ``sample`` rows at most.

    The same vectors, count and seed give the same clusters. ``count`` must not exceed the number of rows.
    """
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
