"""Candidates to a final order, by how far each stands out in each leg.

In: of each leg the scores of its best rows, and the scores of the candidates there. Out: one figure per candidate. Reciprocal rank
fusion finds the candidates, but it sees only ranks: a passage far ahead in one leg counts no more than one just ahead. Here each
leg's score is measured in standard deviations of that leg's best rows and summed (CombSUM of Fox and Shaw, TREC-2, with z-score
normalisation as compared by Renda and Straccia, SAC 2003). The weights of the legs are the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BEST = 100  # rows of a leg that set its mean and deviation; the long tail of unrelated rows would only add noise


def sum_standard_scores(
    best: Sequence[NDArray[np.float32]], candidates: Sequence[NDArray[np.float32]], weights: Sequence[float]
) -> NDArray[np.float64]:
    """Weighted sum over the legs of (score - mean) / deviation, both taken over the leg's best rows; shape (candidates,)."""
    total = np.zeros(len(candidates[0]), dtype=np.float64)
    for standard, scores, weight in zip(best, candidates, weights, strict=True):
        deviation = float(standard.std())
        if deviation > 0:
            total += weight * (scores - float(standard.mean())) / deviation
    return total
