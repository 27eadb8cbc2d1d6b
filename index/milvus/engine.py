"""Questions compared in Milvus: the engine for bases that one machine does not hold.

In: a connected server that holds the generation that is open here. Out: an Engine whose scores are inner products computed there, of
passages, of clauses and of the weights of words. Does not fuse, and does not say which generation is in use (published.py).
A server without sparse vectors has no weights of words; their leg is then compared here, from the open generation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from index.engine import DENSE, LEXICAL, Best, Query, best_of
from index.errors import EngineError
from index.generation import Generation
from index.lexical import LexicalIndex
from index.milvus.collections import Collections, collections_of
from index.milvus.server import MOST, Found, Server
from index.milvus.tables import DOCUMENT, ROW, VECTOR, WORDS

_CLAUSES_EACH = 4  # of a passage, asked for at first; where too few passages are among them, more are asked for
_SPARE = 16  # rows beyond those wanted: equal scores at the end are then put in order of rows
_NOTHING = Found(np.empty(0, np.int64), np.empty(0, np.float32))


class MilvusEngine:
    """Compares in the collections of one generation; several threads may ask at once."""

    def __init__(self, generation: Generation, server: Server) -> None:
        """Take the collections of this generation; raise EngineError where they are not there or not as they should be."""
        names = collections_of(server.address.name, generation.manifest)
        self.compares_words = _check(generation, server, names)
        self._generation = generation
        self._server = server
        self._names = names

    @property
    def rows(self) -> int:
        """How many passages there are."""
        return self._generation.manifest.passages

    def compare(self, query: Query) -> MilvusComparison:
        """Compare one question; nothing is asked of the server yet."""
        lexical = self._generation.lexical
        if self.compares_words:
            columns = {word: lexical.column(word) for word in query.weights}
            wanted = {column: query.weights[word] for word, column in columns.items() if column is not None}
            words: _Rows | _LocalWords = _Rows(self._server, self._names.passages, WORDS, wanted)
        else:
            words = _LocalWords(lexical, query.weights, self._generation.document_rows, query.allowed)
        return MilvusComparison(
            _Rows(self._server, self._names.passages, VECTOR, query.vector),
            _Rows(self._server, self._names.clauses, VECTOR, query.vector),
            words,
            # What lies nearest to the opposite question lies farthest from the question.
            _Rows(self._server, self._names.passages, VECTOR, -query.vector),
            _Rows(self._server, self._names.clauses, VECTOR, -query.vector),
            _condition(query.allowed),
            self._generation.clause_rows,
        )


class MilvusComparison:
    """One question compared with the rows of one generation, as far as somebody asks."""

    def __init__(
        self,
        passages: _Rows,
        clauses: _Rows,
        words: _Rows | _LocalWords,
        far_passages: _Rows,
        far_clauses: _Rows,
        condition: str | None,
        clause_rows: NDArray[np.int64],
    ) -> None:
        self._passages = passages
        self._clauses = clauses
        self._words = words
        self._far_passages = far_passages
        self._far_clauses = far_clauses
        self._condition = condition
        self._clause_rows = clause_rows

    def best(self, leg: int, count: int) -> Best:
        """The best rows of a leg among the documents that may answer."""
        if leg == DENSE:
            return self._passages.best(self._condition, count)
        if leg == LEXICAL:
            return self._words.best(self._condition, count)
        found = self._clauses.search(self._condition, _CLAUSES_EACH * count, self._settled(count))
        return best_of(*self._by_passage(found), count)

    def scores(self, leg: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of rows in a leg, whether it found them or not."""
        if leg == DENSE:
            return self._passages.scores(rows)
        if leg == LEXICAL:
            return self._words.scores(rows)
        return np.array([cosines.max() for cosines in self.clause_cosines(rows)], dtype=np.float32)

    def lowest(self, leg: int) -> float:
        """The lowest score of any row in a leg, of whatever document."""
        if leg == DENSE:
            return -float(self._far_passages.search("", 1, lambda found: True).scores[0])
        if leg == LEXICAL:
            return self._words.lowest(len(self._clause_rows) - 1)
        return self._lowest_best_clause()

    def _lowest_best_clause(self) -> float:
        """Going up from the worst clause, the first that completes its passage is the lowest of all best clauses."""
        wholes = np.diff(self._clause_rows)

        def first_whole(found: Found) -> int | None:
            seen: Counter[int] = Counter()
            for place, passage in enumerate(self._passages_of(found)):
                seen[passage] += 1
                if seen[passage] == wholes[passage]:
                    return place
            return None

        found = self._far_clauses.search("", _SPARE, lambda each: first_whole(each) is not None)
        place = first_whole(found)
        return -float(found.scores[-1 if place is None else place])  # None: no base has passages of so many clauses

    def clause_cosines(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], ...]:
        """For each of the rows the cosine of every clause, in reading order."""
        ranges = [np.arange(self._clause_rows[row], self._clause_rows[row + 1]) for row in rows]
        every = self._clauses.scores(np.concatenate(ranges)) if ranges else np.empty(0, np.float32)
        return tuple(np.split(every, np.cumsum([len(each) for each in ranges])[:-1])) if ranges else ()

    def _by_passage(self, found: Found) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The best score of each passage among the found clauses, and the passages, ascending."""
        # The first of each is its best: what was found is in order.
        rows, first = np.unique(np.array(self._passages_of(found), dtype=np.int64), return_index=True)
        return found.scores[first], rows

    def _passages_of(self, found: Found) -> list[int]:
        rows: list[int] = (np.searchsorted(self._clause_rows, found.rows, side="right") - 1).tolist()
        return rows

    def _settled(self, count: int) -> Callable[[Found], bool]:
        """Whether the best passages are certain: enough of them, and no clause beyond can equal the last."""

        def settled(found: Found) -> bool:
            scores, _ = self._by_passage(found)
            return len(scores) > count and bool(found.scores[-1] < np.sort(scores)[-count])

        return settled


class _Rows:
    """The rows of one collection compared in one field, and what is known of their scores already."""

    def __init__(
        self, server: Server, collection: str, field: str, wanted: NDArray[np.float32] | Mapping[int, float]
    ) -> None:
        self._server = server
        self._collection = collection
        self._field = field
        self._wanted = wanted
        self._known: dict[int, float] = {}

    def best(self, condition: str | None, count: int) -> Best:
        """The ``count`` best rows that a condition admits."""
        found = self.search(condition, count + _SPARE, lambda each: bool(each.scores[-1] < each.scores[count - 1]))
        order = np.argsort(found.rows)
        return best_of(found.scores[order], found.rows[order], count)

    def search(self, condition: str | None, limit: int, settled: Callable[[Found], bool]) -> Found:
        """The best rows, four times as many until they are settled or there are no more."""
        while condition is not None:
            found = self._ask(min(limit, MOST), condition)
            if len(found.rows) < min(limit, MOST) or limit >= MOST or settled(found):
                return found
            limit *= 4
        return _NOTHING

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of these rows; 0 for those that share no word."""
        lacking = [row for row in dict.fromkeys(rows.tolist()) if row not in self._known]
        for first in range(0, len(lacking), MOST):
            part = lacking[first : first + MOST]
            self._ask(len(part), f"{ROW} in {part}")
            self._known |= {row: 0.0 for row in part if row not in self._known}
        return np.array([self._known[row] for row in rows.tolist()], dtype=np.float32)

    def lowest(self, rows: int) -> float:
        """The lowest score of ``rows`` rows for words: 0 unless every one of them holds some.

        Of more rows than a server counts in one go, one is taken to hold none.
        """
        if rows > MOST:
            return 0.0
        found = self._ask(rows, "")
        return float(found.scores.min()) if len(found.rows) == rows else 0.0

    def _ask(self, limit: int, condition: str) -> Found:
        if isinstance(self._wanted, Mapping) and not self._wanted:
            return _NOTHING
        found = self._server.search(self._collection, self._field, self._wanted, limit, condition, shown=DOCUMENT)
        self._known |= dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
        return found


class _LocalWords:
    """The leg of words compared on this machine, with the same weights."""

    def __init__(
        self,
        lexical: LexicalIndex,
        weights: Mapping[str, float],
        document_rows: NDArray[np.int32],
        allowed: NDArray[np.bool_] | None,
    ) -> None:
        self._scores = lexical.weighted_scores(weights)
        self._admitted = np.ones(len(document_rows), np.bool_) if allowed is None else allowed[document_rows]

    def best(self, condition: str | None, count: int) -> Best:
        rows = np.flatnonzero(self._admitted & (self._scores > 0))
        return best_of(self._scores[rows], rows, count)

    def scores(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._scores[rows]

    def lowest(self, rows: int) -> float:
        return float(self._scores.min())


def _check(generation: Generation, server: Server, names: Collections) -> bool:
    """Raise EngineError unless the collections are those of the generation; whether they hold weights of words."""
    present = server.collections()
    manifest = generation.manifest
    if names.passages not in present:
        raise EngineError(
            f"Milvus（{server.address}）上没有索引版本 {manifest.id}（模型 {manifest.model}）的集合 {names.passages}；"
            "请运行 python -m index engine push 上传它。"
        )
    for name, rows in ((names.passages, manifest.passages), (names.clauses, manifest.clauses)):
        described = server.describe(name) if name in present else None
        if described is None or (described.rows, described.dimension) != (rows, manifest.dimension):
            found = "缺失" if described is None else f"是 {described.rows} 行、{described.dimension} 维"
            raise EngineError(
                f"Milvus（{server.address}）的集合 {name} 应有 {rows} 行、{manifest.dimension} 维，现在{found}；"
                "请运行 python -m index engine push 重新上传。"
            )
        server.load(name)
    return WORDS in server.describe(names.passages).fields


def _condition(allowed: NDArray[np.bool_] | None) -> str | None:
    """Which documents may answer, as Milvus reads it; None where none may."""
    if allowed is None or allowed.all():
        return ""
    if not allowed.any():
        return None
    few, word = (allowed, "in") if allowed.sum() <= len(allowed) / 2 else (~allowed, "not in")
    return f"{DOCUMENT} {word} {np.flatnonzero(few).tolist()}"
