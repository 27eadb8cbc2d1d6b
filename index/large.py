"""Candidates first, then exact scores for these: the engine for bases of hundreds of thousands of passages.

In: an open generation whose vectors and clauses are inverted indexes. Out: an Engine. The dense leg and the leg of clauses look into
the nearest lists, the lexical leg finds its best rows without scoring all others; of every row that one of them found, all clauses are
read in half precision. Everything stays in mapped files until it is read. Does not fuse.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.engine import DENSE, LEXICAL, Best, Query, best_of
from index.generation import Generation
from index.half import half_cosines
from index.inverted import InvertedIndex

POOL = 200  # rows, or clauses, that a leg looks for


class LargeEngine:
    """Compares with what is near."""

    def __init__(self, generation: Generation, vectors: InvertedIndex, clauses: InvertedIndex) -> None:
        self._generation = generation
        self._vectors = vectors
        self._clauses = clauses
        self._counts = _Counts.of(generation)

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self._generation.passages)

    def compare(self, query: Query) -> LargeComparison:
        """Compare one question with what is near."""
        return LargeComparison(self._generation, self._vectors, self._clauses, self._counts, query)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many passages and clauses each document has."""

    passages: NDArray[np.int64]
    clauses: NDArray[np.int64]

    @classmethod
    def of(cls, generation: Generation) -> _Counts:
        firsts = np.searchsorted(generation.document_rows, np.arange(len(generation.documents) + 1))
        return cls(np.diff(firsts), np.diff(generation.clause_rows[firsts]))


class LargeComparison:
    """One question; the dense legs are searched at once, the others when they are first asked for. Belongs to one thread."""

    def __init__(
        self, generation: Generation, vectors: InvertedIndex, clauses: InvertedIndex, counts: _Counts, query: Query
    ) -> None:
        self._generation = generation
        self._vectors = vectors
        self._clauses = clauses
        self._counts = counts
        self._query = query
        # Beside the lexical leg, on another core: neither needs the other, and both spend their time outside of Python.
        thread = ThreadPoolExecutor(1)
        self._by_passage = thread.submit(self._find_by_passage)
        self._by_clause = thread.submit(self._find_by_clause)
        thread.shutdown(wait=False)
        self._lexical = generation.lexical.prepare(query.weights)

    def best(self, leg: int, count: int) -> Best:
        """The best rows of a leg among the documents that may answer; no more than the pool has."""
        if leg == DENSE:
            found = self._by_passage.result()
        elif leg == LEXICAL:
            found = self._found_by_word
        else:
            found = best_of(self._pooled.scores, self._pooled.rows, count)
        return Best(found.rows[:count], found.scores[:count])

    def scores(self, leg: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of rows in a leg."""
        if leg == DENSE:
            return self._vectors.scores_of(self._query.vector, rows)
        if leg == LEXICAL:
            return self._lexical.scores_of(rows)
        # Mostly the rows are of the pool, whose clauses were read already.
        places = np.searchsorted(self._pooled.rows, rows)
        if len(self._pooled.rows) and (self._pooled.rows[places % len(self._pooled.rows)] == rows).all():
            return self._pooled.scores[places]
        return self._nearest_clauses(rows)

    def lowest(self, leg: int) -> float:
        """The lowest score of any row in a leg, near enough: it stands for rows that nobody looks at."""
        if leg == LEXICAL:
            return 0.0
        furthest = self._vectors.nearest(-self._query.vector, 1).rows
        return float(self.scores(leg, furthest).min())

    def clause_cosines(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], ...]:
        """For each of the rows the cosine of every clause."""
        cosines, firsts = self._read_clauses(rows)
        return tuple(cosines[first:after] for first, after in pairwise([*firsts.tolist(), len(cosines)]))

    @cached_property
    def _found_by_word(self) -> Best:
        """The best of all rows without those of other documents; the allowed ones alone, where too few of these are left."""
        if self._query.allowed is None or self._allowed is None:
            return self._lexical.best(POOL)
        # Mostly nearly every document is allowed: all but older versions. Then it is not worth scoring every row.
        if self._query.allowed.mean() > _NEARLY_ALL:
            found = self._lexical.best(2 * POOL)
            kept = self._query.allowed[self._generation.document_rows[found.rows]]
            if kept.sum() >= POOL or len(found.rows) < 2 * POOL:
                return Best(found.rows[kept][:POOL], found.scores[kept][:POOL])
        rows = np.flatnonzero(self._allowed)
        scores = self._lexical.scores()[rows]
        return best_of(scores[scores > 0], rows[scores > 0], POOL)

    @cached_property
    def _pooled(self) -> Best:
        """What any leg found, by row, with the cosine of the nearest clause."""
        rows = np.unique(
            np.concatenate([self._by_passage.result().rows, self._by_clause.result(), self._found_by_word.rows])
        )
        return Best(rows, self._nearest_clauses(rows))

    def _nearest_clauses(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        cosines, firsts = self._read_clauses(rows)
        return np.asarray(np.maximum.reduceat(cosines, firsts)) if len(rows) else cosines

    def _read_clauses(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Cosines of all clauses of some rows, and where among these each row begins."""
        begins = self._generation.clause_rows[rows]
        counts = self._generation.clause_rows[rows + 1] - begins
        firsts = np.cumsum(counts) - counts
        clauses = np.arange(counts.sum()) + np.repeat(begins - firsts, counts)
        return half_cosines(self._generation.clause_vectors, self._query.vector, clauses), firsts

    @cached_property
    def _allowed(self) -> NDArray[np.bool_] | None:
        """Of each passage, whether it may answer; None: all may."""
        return None if self._query.allowed is None else np.repeat(self._query.allowed, self._counts.passages)

    def _find_by_passage(self) -> Best:
        return self._vectors.nearest(self._query.vector, POOL, self._allowed)

    def _find_by_clause(self) -> NDArray[np.int64]:
        """The rows of the nearest clauses."""
        allowed = None if self._query.allowed is None else np.repeat(self._query.allowed, self._counts.clauses)
        clauses = self._clauses.nearest(self._query.vector, POOL, allowed).rows
        return np.searchsorted(self._generation.clause_rows, clauses, side="right") - 1


_NEARLY_ALL = 0.7  # of the documents
