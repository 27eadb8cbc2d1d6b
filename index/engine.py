"""Between ranking and the place where rows are compared with a question.

In: a question as a vector and weighted words, and the documents that may answer. Out: of each leg its best rows, and the scores of
rows that another leg found. Search (search.py) fuses and orders what an engine finds and knows no other way to a score; an engine
knows nothing of fusion. Row i is passage i of the generation, document i the i-th of its documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DENSE, CLAUSE, LEXICAL = range(3)  # the legs: whole passages, the nearest clause of each, BM25
LEGS = (DENSE, CLAUSE, LEXICAL)


@dataclass(frozen=True, slots=True)
class Query:
    """One question, ready to be compared."""

    vector: NDArray[np.float32]  # (dimension,), of length 1
    weights: Mapping[str, float]  # search words; 1 for those of the question, less for words that it only implies
    allowed: NDArray[np.bool_] | None = None  # of each document, whether it may answer; None: all may


@dataclass(frozen=True, slots=True)
class Best:
    """The best rows of one leg."""

    rows: NDArray[np.int64]  # best first, equal ones by row
    scores: NDArray[np.float32]  # cosine for the dense legs, BM25 for the lexical leg


class Comparison(Protocol):
    """One question compared with the rows of one generation."""

    def best(self, leg: int, count: int) -> Best:
        """The ``count`` best rows of a leg among the documents that may answer; a BM25 score of zero is no find."""

    def scores(self, leg: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of rows in a leg, whether it found them or not."""

    def lowest(self, leg: int) -> float:
        """The lowest score of any row in a leg, of whatever document."""

    def clause_cosines(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], ...]:
        """For each of the rows the cosine of every clause, in reading order."""


class Engine(Protocol):
    """Whatever compares questions with all rows of a generation; several threads may ask at once."""

    @property
    def rows(self) -> int:
        """How many passages there are."""

    def compare(self, query: Query) -> Comparison:
        """Compare one question."""


def best_of(scores: NDArray[np.float32], rows: NDArray[np.int64], count: int) -> Best:
    """The ``count`` best of ``rows``, whose scores these are; the rows must ascend. Sorts only what it returns."""
    if len(scores) > count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        above, equal = np.flatnonzero(scores > least), np.flatnonzero(scores == least)
        kept = np.sort(np.concatenate([above, equal[: count - len(above)]]))
        scores, rows = scores[kept], rows[kept]
    order = np.argsort(-scores, kind="stable")
    return Best(rows[order], scores[order])
