"""Whether the evidence supports an answer at all.

In: the evidence of the best hits. Out: a probability that the base answers the question, and from it answer or refuse with
a confidence. A logistic model over four readable features; its weights were fitted on gold questions. Does not word the
refusal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from answer.evidence import Evidence
from answer.records import Confidence

LOOKED_AT = 3  # passages whose best values count; the right one is rarely first and rarely beyond


@dataclass(frozen=True, slots=True)
class Features:
    """What the gate looks at."""

    clause_cosine: float  # of the nearest clause
    passage_cosine: float  # of the nearest passage
    clause_coverage: float  # best share of the question's words in one clause
    passage_coverage: float  # the same in one passage with its title and path


def read_features(evidence: Sequence[Evidence]) -> Features:
    """Best values among the first passages; ``evidence`` must not be empty."""
    near = evidence[:LOOKED_AT]
    return Features(
        clause_cosine=max(entry.hit.clause.score for entry in near),
        passage_cosine=max(entry.hit.dense.score for entry in near),
        clause_coverage=max(clause.coverage for entry in near for clause in entry.clauses),
        passage_coverage=max(entry.coverage for entry in near),
    )


def answerable(features: Features) -> float:
    """Probability, 0 to 1, that the passages answer the question."""
    sum_ = (
        INTERCEPT
        + CLAUSE_COSINE * (features.clause_cosine - 0.86)
        + PASSAGE_COSINE * (features.passage_cosine - 0.86)
        + CLAUSE_COVERAGE * (features.clause_coverage - 0.4)
        + PASSAGE_COVERAGE * (features.passage_coverage - 0.5)
    )
    return 1 / (1 + math.exp(-sum_))


def confidence(probability: float) -> Confidence:
    """In words: what share of such answers is right."""
    if probability >= HIGH:
        return Confidence.HIGH
    return Confidence.MEDIUM if probability >= MEDIUM else Confidence.LOW


# Fitted by `python -m eval gate` on the gold questions; see README for what they reach.
INTERCEPT = 1.0
CLAUSE_COSINE = 20.0
PASSAGE_COSINE = 20.0
CLAUSE_COVERAGE = 2.0
PASSAGE_COVERAGE = 2.0
REFUSE_BELOW = 0.4
HIGH = 0.85
MEDIUM = 0.6
