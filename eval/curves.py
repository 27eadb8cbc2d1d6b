"""How sure the replies were, and how often they were right: what the plots of a report show.

In: the questions of a run with their replies. Out: calibration, risk and coverage, shares by type. Does not draw (plots.py).
A reply is right as eval.metrics.is_right says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.bootstrap import interval
from eval.metrics import is_right
from eval.run import Asked

BANDS = 10  # of equal width, 0 to 1


@dataclass(frozen=True, slots=True)
class Band:
    """Answers whose probability lies in one band."""

    start: float
    end: float
    answers: int
    probability: float  # mean
    right: float  # share
    low: float  # 95 % interval of the share
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """What answering only from a probability on would have been worth."""

    probability: float
    answers: int
    coverage: float  # share of all questions that would still be answered
    risk: float  # share of these answers that are wrong


@dataclass(frozen=True, slots=True)
class TypeShare:
    """Questions of one type."""

    type: str
    questions: int
    right: int


def calibration(asked: Sequence[Asked]) -> tuple[Band, ...]:
    """Bands that hold answers, lowest first; replies that were looked up have no probability and are not counted."""
    answers = [entry for entry in asked if not entry.scores.refused]
    judged = [(entry.probability, is_right(entry.scores)) for entry in answers if entry.probability is not None]
    bands = []
    for number in range(BANDS):
        held = [(p, right) for p, right in judged if min(int(p * BANDS), BANDS - 1) == number]
        if held:
            rights = [float(right) for _, right in held]
            bands.append(
                Band(
                    start=number / BANDS,
                    end=(number + 1) / BANDS,
                    answers=len(held),
                    probability=sum(p for p, _ in held) / len(held),
                    right=sum(rights) / len(held),
                    low=interval(rights)[0],
                    high=interval(rights)[1],
                )
            )
    return tuple(bands)


def risk_coverage(asked: Sequence[Asked]) -> tuple[Step, ...]:
    """One step for each probability among the answers, highest first; what was looked up counts as certain.

    The steps end with the answers given: of a question that the gate refused, nobody knows what its answer would be worth.
    """
    sure = [
        (1.0 if entry.probability is None else entry.probability, is_right(entry.scores))
        for entry in asked
        if not entry.scores.refused
    ]
    steps = []
    for probability in sorted({p for p, _ in sure}, reverse=True):
        kept = [right for p, right in sure if p >= probability]
        steps.append(Step(probability, len(kept), len(kept) / len(asked), kept.count(False) / len(kept)))
    return tuple(steps)


def by_type(asked: Sequence[Asked]) -> tuple[TypeShare, ...]:
    """Types in alphabetical order."""
    types = sorted({entry.gold.type for entry in asked})
    held = {name: [entry for entry in asked if entry.gold.type == name] for name in types}
    return tuple(
        TypeShare(name, len(entries), sum(is_right(entry.scores) for entry in entries))
        for name, entries in held.items()
    )
