"""Whether the evidence supports an answer at all.

In: the evidence of the best hits, and the kind of figure the question asks for. Out: a probability that the base answers the
question, and from it answer or refuse with a confidence. Two features suffice: how near the nearest clause comes that could
answer (one that holds such a figure), and whether a figure is asked for, because a sentence on the right topic with the wrong
figure in it is what misleads. Does not word the refusal (refuse.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from answer.evidence import Evidence
from answer.expectation import Expectation
from answer.records import Confidence

LOOKED_AT = 5  # passages; the one that answers is among them for nine questions in ten

# Logistic weights fitted by `python -m eval calibrate` on 302 questions over three indexes: 141 with an answer, 41 near misses,
# 120 off topic. Cross-validated: AUC 0.957; at this threshold 129 of the 161 without an answer and 6 of the 141 with one are refused.
INTERCEPT = -85.4
NEAREST = 96.4
ASKS_FIGURE = -2.01
REFUSE_BELOW = 0.35
HIGH = 0.85
MEDIUM = 0.6

_NO_SUCH_CLAUSE = 0.8  # the cosine that e5 gives two texts that share nothing


@dataclass(frozen=True, slots=True)
class Features:
    """What the gate looks at."""

    nearest: float  # cosine of the nearest clause that holds the figure asked for, or of the nearest clause if none is
    asks_figure: bool


def read_features(evidence: Sequence[Evidence], expects: Expectation) -> Features:
    """Features of the first passages found."""
    cosines = [clause.cosine for entry in evidence[:LOOKED_AT] for clause in entry.clauses if clause.has_figure]
    return Features(nearest=max(cosines, default=_NO_SUCH_CLAUSE), asks_figure=bool(expects))


def answerable(features: Features) -> float:
    """Probability, 0 to 1, that the passages answer the question (among as many questions with an answer as without)."""
    return 1 / (1 + math.exp(-(INTERCEPT + NEAREST * features.nearest + ASKS_FIGURE * features.asks_figure)))


def confidence(probability: float) -> Confidence:
    """The probability in three words."""
    if probability >= HIGH:
        return Confidence.HIGH
    return Confidence.MEDIUM if probability >= MEDIUM else Confidence.LOW
