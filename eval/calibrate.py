"""Fit the gate's weights on gold questions.

In: features of questions and whether each has an answer. Out: logistic weights, and how well they separate questions they were
not fitted on. Both classes weigh the same. Changes nothing: the weights are copied into answer/gate.py by hand, with the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answer.gate import WEIGHTS, Features

FOLDS = 10
RIDGE = 1.0  # holds weights of features that separate perfectly by chance
STEPS = 50  # of Newton's method; it converges in about ten
THRESHOLDS = (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights for answer/gate.py and what they reach."""

    intercept: float
    weights: dict[str, float]  # by the names of the features
    auc: float  # cross-validated: chance that a question with an answer gets the higher probability
    refused: tuple[tuple[float, int, int], ...]  # threshold, refused rightly, refused wrongly; cross-validated


def fit(features: Sequence[Features], answerable: Sequence[bool]) -> Fit:
    """Fit on all, judge by ten-fold cross-validation; raise ValueError with fewer than two questions of either sort.

    Where some first passages have known questions, on these alone, otherwise without that feature: the gate has weights for either.
    """
    asked = any(entry.known is not None for entry in features)
    names = [name for name in WEIGHTS if asked or name != "known"]
    kept = [at for at, entry in enumerate(features) if not asked or entry.known is not None]
    features, answerable = [features[at] for at in kept], [answerable[at] for at in kept]
    if min(sum(answerable), len(answerable) - sum(answerable)) < 2:
        raise ValueError("拟合拒答门槛至少需要两道有答案和两道没有答案的标准题。")
    raw = np.array([[getattr(entry, name) for name in names] for entry in features], dtype=np.float64)
    labels = np.array(answerable, dtype=np.float64)
    centre, spread = raw.mean(axis=0), raw.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)  # a feature that is the same everywhere gets no weight
    columns = np.column_stack([np.ones(len(raw)), (raw - centre) / scale])
    held_out = np.zeros(len(labels))
    order = np.random.default_rng(0).permutation(len(labels))
    for fold in range(FOLDS):
        tested = order[fold::FOLDS]
        trained = np.setdiff1d(order, tested)
        held_out[tested] = _sigmoid(columns[tested] @ _newton(columns[trained], labels[trained]))
    weights = _newton(columns, labels)
    slopes = weights[1:] / scale
    positive, negative = held_out[labels == 1], held_out[labels == 0]
    return Fit(
        intercept=float(weights[0] - (slopes * centre).sum()),
        weights=dict(zip(names, slopes.tolist(), strict=True)),
        auc=float((positive[:, None] > negative[None, :]).mean()),
        refused=tuple((t, int((negative < t).sum()), int((positive < t).sum())) for t in THRESHOLDS),
    )


def _newton(columns: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    share = labels.mean()
    importance = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    penalty = np.diag([0.0] + [RIDGE] * (columns.shape[1] - 1))
    weights = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        guessed = _sigmoid(columns @ weights)
        slope = columns.T @ ((guessed - labels) * importance) + penalty @ weights
        curve = (columns * (guessed * (1 - guessed) * importance)[:, None]).T @ columns + penalty
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-values)))
