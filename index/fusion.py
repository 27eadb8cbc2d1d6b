"""Several rankings to one.

In: rankings of row numbers, best first. Out: fused rankings. Does not know what the rows are.
"""

from __future__ import annotations

from collections.abc import Sequence

RRF_K = 60  # the constant of Cormack, Clarke and Büttcher, SIGIR 2009; change it only with an eval table


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]], *, k: int = RRF_K) -> list[tuple[int, float]]:
    """Sum 1 / (k + rank) over the rankings that hold a row (Cormack et al. 2009); best first, ties by row number.

    ``[[7, 3], [3]]`` with k = 60 → ``[(3, 1/62 + 1/61), (7, 1/61)]``.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
