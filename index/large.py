"""Candidates first, then exact scores for these: the engine for bases of hundreds of thousands of passages.

In: an open generation whose vectors are an inverted index. Out: an Engine. The dense leg looks into the nearest lists, the lexical leg
finds its best rows without scoring all others, and the leg of clauses reads, in half precision, only the clauses of what these two
found. Everything stays in mapped files until it is read. Does not fuse.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.engine import CLAUSE, DENSE, LEXICAL, Best, Query, best_of
from index.generation import Generation
from index.vectors import InvertedIndex, half_cosines

POOL = 300  # rows of the dense and of the lexical leg whose clauses are read, at least
_POOL_PER_ROOT = 1.5  # of them per square root of all rows; 1500 of a million
_NONE = np.empty(0, dtype=np.int64)


class LargeEngine:
    """Compares with what is near."""

    def __init__(self, generation: Generation, vectors: InvertedIndex) -> None:
        self._generation = generation
        self._vectors = vectors

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return len(self._generation.passages)

    def compare(self, query: Query) -> LargeComparison:
        """Compare one question with what is near."""
        return LargeComparison(self._generation, self._vectors, query)


class LargeComparison:
    """One question; the dense leg is searched at once, the others when they are first asked for. Belongs to one thread."""

    def __init__(self, generation: Generation, vectors: InvertedIndex, query: Query) -> None:
        self._generation = generation
        self._vectors = vectors
        self._query = query
        self._pool = max(POOL, int(_POOL_PER_ROOT * len(generation.passages) ** 0.5))
        # Beside the lexical leg, on another core: neither needs the other, and both spend their time outside of Python.
        thread = ThreadPoolExecutor(1)
        self._by_passage = thread.submit(self._find_by_passage)
        thread.shutdown(wait=False)
        self._lexical = generation.lexical.prepare(query.weights)

    def best(self, leg: int, count: int) -> Best:
        """The best rows of a leg among the documents that may answer; no more than the pool has."""
        found = self._found_by_passage if leg == DENSE else self._found_by_word
        if leg == CLAUSE:
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

    @property
    def _found_by_passage(self) -> Best:
        return self._by_passage.result()

    def _find_by_passage(self) -> Best:
        return self._limited(lambda count: self._vectors.nearest(self._query.vector, count), self._nearest_allowed)

    @cached_property
    def _found_by_word(self) -> Best:
        return self._limited(self._lexical.best, self._lexical_allowed)

    @cached_property
    def _pooled(self) -> Best:
        """What the other legs found, by row, with the cosine of the nearest clause."""
        rows = np.union1d(self._found_by_passage.rows, self._found_by_word.rows)
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

    def _limited(self, find: Callable[[int], Best], find_allowed: Callable[[], Best]) -> Best:
        """The best of all rows without those of other documents; the allowed ones alone, where too few of these are left."""
        if self._query.allowed is None:
            return find(self._pool)
        # Mostly nearly every document is allowed: all but older versions. Then it is not worth marking every row.
        if self._query.allowed.mean() > _NEARLY_ALL:
            found = find(2 * self._pool)
            kept = self._query.allowed[self._generation.document_rows[found.rows]]
            if kept.sum() >= self._pool or len(found.rows) < 2 * self._pool:
                return Best(found.rows[kept][: self._pool], found.scores[kept][: self._pool])
        return find_allowed()

    def _nearest_allowed(self) -> Best:
        return self._vectors.nearest(self._query.vector, self._pool, self._allowed_rows)

    def _lexical_allowed(self) -> Best:
        rows = self._allowed_rows
        scores = self._lexical.scores()[rows]
        return best_of(scores[scores > 0], rows[scores > 0], self._pool)

    @cached_property
    def _allowed_rows(self) -> NDArray[np.int64]:
        allowed = self._query.allowed
        return _NONE if allowed is None else np.flatnonzero(allowed[self._generation.document_rows])


_NEARLY_ALL = 0.7  # of the documents
