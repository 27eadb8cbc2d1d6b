"""Every row compared with every question: the engine for bases of some ten thousand passages.

In: an open generation. Out: an Engine whose scores are those of all passages, all clauses and all words. Does not fuse.
FAISS and NumPy searches may run in several threads at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.engine import CLAUSE, DENSE, LEXICAL, Best, Query, best_of
from index.generation import Generation
from index.vectors import VectorIndex


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
        clause_cosines = self._clauses.scores(query.vector)
        firsts = self._generation.clause_rows
        legs = {
            DENSE: self._generation.vectors.scores(query.vector),
            # Every passage has a clause, so no stretch is empty.
            CLAUSE: np.maximum.reduceat(clause_cosines, firsts[:-1]),
            LEXICAL: self._generation.lexical.weighted_scores(query.weights),
        }
        allowed = None if query.allowed is None else query.allowed[self._generation.document_rows]
        return ExactComparison(legs, allowed, clause_cosines, firsts)


class ExactComparison:
    """The scores of all rows for one question."""

    def __init__(
        self,
        legs: dict[int, NDArray[np.float32]],
        allowed: NDArray[np.bool_] | None,
        clause_cosines: NDArray[np.float32],
        clause_rows: NDArray[np.int64],
    ) -> None:
        self._legs = legs
        self._allowed = allowed
        self._clause_cosines = clause_cosines
        self._clause_rows = clause_rows

    def best(self, leg: int, count: int) -> Best:
        """The best rows of a leg among the documents that may answer."""
        scores = self._legs[leg]
        if leg == LEXICAL:
            rows = np.flatnonzero(scores > 0 if self._allowed is None else (scores > 0) & self._allowed)
        else:
            rows = np.arange(len(scores)) if self._allowed is None else np.flatnonzero(self._allowed)
        return best_of(scores[rows], rows, count)

    def scores(self, leg: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of rows in a leg."""
        return self._legs[leg][rows]

    def lowest(self, leg: int) -> float:
        """The lowest score of any row in a leg."""
        return float(self._legs[leg].min())

    def clause_cosines(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], ...]:
        """For each of the rows the cosine of every clause."""
        return tuple(self._clause_cosines[self._clause_rows[row] : self._clause_rows[row + 1]] for row in rows)
