"""How far a mean over questions would move with other questions of the same sort.

In: one figure per question. Out: the 95 % confidence interval of their mean: percentiles of the means of resampled questions
(bootstrap of Efron; paired, when the figures are differences of the same questions asked twice). The same figures always
give the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RESAMPLES = 2000
SEED = 20261122


def interval(figures: Sequence[float]) -> tuple[float, float]:
    """Lower and upper end of the mean's 95 % interval; (0, 0) for no figures."""
    if not figures:
        return 0.0, 0.0
    values = np.array(figures, dtype=np.float64)
    picks = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[picks].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)
