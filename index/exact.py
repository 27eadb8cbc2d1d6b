"""Every row compared with every question: the engine for bases of some ten thousand passages.

In: an open generation. Out: an Engine whose scores are those of all passages, all clauses and all words. Does not fuse.
FAISS and NumPy searches may run in several threads at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.engine import CLAUSE, DENSE, LEXICAL, Best, Query, best_of
from index.generation import Generation
from index.vectors import VectorIndex

Scores = NDArray[np.float32]


class ExactEngine:
    """Compares with all rows."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        # Single precision once at opening: converting half precision for every question costs more than the product.
        self._clauses = VectorIndex.build(generation.clause_vectors.astype(np.float32))

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self._generation.passages)

    def compare(self, query: Query) -> ExactComparison:
        """Compare one question with everything."""
        generation = self._generation
        return ExactComparison(
            dense=lambda: generation.vectors.scores(query.vector),
            clauses=lambda: self._clauses.scores(query.vector),
            words=lambda: generation.lexical.weighted_scores(query.weights),
            clause_rows=generation.clause_rows,
            allowed=None if query.allowed is None else query.allowed[generation.document_rows],
        )


class ExactComparison:
    """The scores of all rows for one question, each leg worked out when it is first asked for."""

    def __init__(
        self,
        *,
        dense: Callable[[], Scores],
        clauses: Callable[[], Scores],
        words: Callable[[], Scores],
        clause_rows: NDArray[np.int64],
        allowed: NDArray[np.bool_] | None,
    ) -> None:
        """``dense`` and ``words`` give the scores of all passages, ``clauses`` those of all clauses; ``allowed`` is by passage."""
        self._dense = dense
        self._clauses = clauses
        self._words = words
        self._clause_rows = clause_rows
        self._allowed = allowed

    def best(self, leg: int, count: int) -> Best:
        """The best rows of a leg among the documents that may answer."""
        scores = self._leg(leg)
        if leg == LEXICAL:
            rows = np.flatnonzero(scores > 0 if self._allowed is None else (scores > 0) & self._allowed)
        else:
            rows = np.arange(len(scores)) if self._allowed is None else np.flatnonzero(self._allowed)
        return best_of(scores[rows], rows, count)

    def scores(self, leg: int, rows: NDArray[np.int64]) -> Scores:
        """The scores of rows in a leg."""
        return self._leg(leg)[rows]

    def lowest(self, leg: int) -> float:
        """The lowest score of any row in a leg."""
        return float(self._leg(leg).min())

    def clause_cosines(self, rows: NDArray[np.int64]) -> tuple[Scores, ...]:
        """For each of the rows the cosine of every clause."""
        firsts = self._clause_rows
        return tuple(self._every_clause[firsts[row] : firsts[row + 1]] for row in rows)

    def _leg(self, leg: int) -> Scores:
        if leg == DENSE:
            return self._every_passage
        return self._best_clauses if leg == CLAUSE else self._every_word

    @cached_property
    def _every_passage(self) -> Scores:
        return self._dense()

    @cached_property
    def _every_clause(self) -> Scores:
        return self._clauses()

    @cached_property
    def _best_clauses(self) -> Scores:
        # Every passage has a clause, so no stretch is empty.
        return np.asarray(np.maximum.reduceat(self._every_clause, self._clause_rows[:-1]))

    @cached_property
    def _every_word(self) -> Scores:
        return self._words()
