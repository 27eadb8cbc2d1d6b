"""The lexical leg: BM25 over search words.

In: the words of each passage, in row order. Out: a saved bm25s index, and scores for a question's words.
Row i is passage i. Does not split text into words (words.py). The variant is Lucene's, as bm25s computes it.
"""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.config import IndexSettings
from index.engine import Best, best_of


@dataclass(frozen=True, slots=True)
class WordWeights:
    """What every word counts in every row that holds it: the sum over the words of a question is the row's BM25 score."""

    starts: NDArray[np.int64]  # first entry of each row; one more at the end
    columns: NDArray[np.int64]  # the word of each entry, as ``LexicalIndex.column`` numbers it
    weights: NDArray[np.float32]

    def of(self, row: int) -> dict[int, float]:
        """The words of one row with what they count."""
        part = slice(int(self.starts[row]), int(self.starts[row + 1]))
        return dict(zip(self.columns[part].tolist(), self.weights[part].tolist(), strict=True))


class LexicalIndex:
    """BM25 scores of every row for a question."""

    def __init__(self, bm25: bm25s.BM25, rows: int) -> None:
        self._bm25 = bm25
        self._rows = rows
        self._tops: dict[int, float] = {}  # the highest score of each word that was ever asked for

    @classmethod
    def build(cls, rows: Sequence[Sequence[str]], settings: IndexSettings) -> LexicalIndex:
        """Index the words of each row; at least one row must hold a word. The same rows give the same files."""
        bm25 = bm25s.BM25(k1=settings.bm25_k1, b=settings.bm25_b, method="lucene")
        # Numbered in order here: bm25s would take the order of a set, which is another one in every process.
        numbers: dict[str, int] = {}
        numbered = [[numbers.setdefault(word, len(numbers)) for word in row] for row in rows]
        bm25.index((numbered, numbers), show_progress=False)
        return cls(bm25, len(rows))

    @classmethod
    def load(cls, folder: Path, rows: int) -> LexicalIndex:
        """Open what ``save`` wrote; the caller has checked the files' hashes."""
        return cls(bm25s.BM25.load(str(folder), load_corpus=False, mmap=True, allow_pickle=False), rows)

    def save(self, folder: Path) -> None:
        """Write plain arrays and JSON into ``folder``."""
        self._bm25.save(str(folder), show_progress=False, allow_pickle=False)

    def scores(self, question_words: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every row, shape (rows,); words that no passage holds count nothing."""
        known = [word for word in dict.fromkeys(question_words) if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def weighted_scores(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 score of every row for words that do not all count alike, shape (rows,)."""
        total = np.zeros(self._rows, dtype=np.float32)
        for weight in sorted(set(weights.values()), reverse=True):
            alike = self.scores([word for word, own in weights.items() if own == weight])
            total += alike if weight == 1 else weight * alike
        return total

    def prepare(self, weights: Mapping[str, float]) -> WordScores:
        """The words of one question, found among those of the index."""
        # As plain arrays: a slice of a memory map is another memory map, which takes longer to make than to read.
        pointers, rows, scores = (np.asarray(self._bm25.scores[name]) for name in ("indptr", "indices", "data"))
        postings = []
        for word, weight in weights.items():
            column = self._bm25.vocab_dict.get(word)
            if column is not None and weight:
                span = slice(int(pointers[column]), int(pointers[column + 1]))
                postings.append(Posting(rows[span], scores[span], weight, weight * self._top(column, scores[span])))
        return WordScores(postings, self._rows)

    @property
    def vocabulary(self) -> KeysView[str]:
        """Every word that some passage holds."""
        words: dict[str, int] = self._bm25.vocab_dict
        return words.keys()

    def idf(self, word: str) -> float:
        """Rarity of a word, ln(1 + (N - n + 0.5) / (n + 0.5)); a word that no passage holds is the rarest."""
        return float(np.log(1 + (self._rows - (n := self._document_frequency(word)) + 0.5) / (n + 0.5)))

    def column(self, word: str) -> int | None:
        """The number of a word in this index; None for one that no passage holds."""
        columns: dict[str, int] = self._bm25.vocab_dict
        return columns.get(word)

    def row_weights(self) -> WordWeights:
        """The weights by row; the index itself keeps them by word."""
        by_word = self._bm25.scores
        rows = np.asarray(by_word["indices"])
        order = np.argsort(rows, kind="stable")
        columns = np.repeat(np.arange(len(by_word["indptr"]) - 1), np.diff(by_word["indptr"]))
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=self._rows))])
        return WordWeights(
            starts.astype(np.int64), columns[order].astype(np.int64), np.asarray(by_word["data"], np.float32)[order]
        )

    def _top(self, column: int, scores: NDArray[np.float32]) -> float:
        """The highest score of a word; that of a frequent one takes long to look for, and it is asked for again."""
        if column not in self._tops:
            self._tops[column] = float(scores.max(initial=0.0))
        return self._tops[column]

    def _document_frequency(self, word: str) -> int:
        column = self._bm25.vocab_dict.get(word)
        if column is None:
            return 0
        pointers = self._bm25.scores["indptr"]
        return int(pointers[column + 1] - pointers[column])


@dataclass(frozen=True, slots=True)
class Posting:
    """The rows that hold a word of a question."""

    rows: NDArray[np.int32]  # ascending
    scores: NDArray[np.float32]
    weight: float  # what the word weighs
    top: float  # the highest score, weighed


class WordScores:
    """BM25 of the words of one question; for rows that are given, for the best rows, or for all."""

    def __init__(self, postings: Iterable[Posting], rows: int) -> None:
        """``rows`` is how many there are."""
        self._postings = sorted(postings, key=lambda posting: -posting.top)  # words that can score highest come first
        self._rows = rows

    def scores(self) -> NDArray[np.float32]:
        """The score of every row, shape (rows,)."""
        total = np.zeros(self._rows, dtype=np.float32)
        for posting in self._postings:
            total[posting.rows] += posting.weight * posting.scores
        return total

    def scores_of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The scores of some rows."""
        total = np.zeros(len(rows), dtype=np.float32)
        for posting in self._postings:
            total = _added(posting, rows, total)
        return total

    def best(self, count: int) -> Best:
        """The ``count`` best rows with any score, without scoring every row (MaxScore of Turtle and Flood, 1995).

        Once the words that are left cannot lift a row that has none of the others among the best, only rows seen so far matter, and
        of these only those that they can still lift there.
        """
        total = np.zeros(self._rows, dtype=np.float32)
        had, left, least = 0.0, sum(posting.top for posting in self._postings), 0.0
        seen: NDArray[np.int64] | None = None  # the rows that may still be among the best; None: any
        for posting in self._postings:
            if seen is None or len(posting.rows) < _SEARCHED * len(seen):
                total[posting.rows] += posting.weight * posting.scores
            else:
                total[seen] = _added(posting, seen, total[seen])
            had, left = had + posting.top, left - posting.top
            if seen is not None:
                least = max(least, _least_of_best(total[seen], count))
                seen = seen[total[seen] + left >= least]
            elif had > left:  # before, no row can have more than is left
                # Of some rows only, so it may be less than of all.
                least = max(least, _least_of_best(total[posting.rows], count))
                if least > left:
                    seen = np.flatnonzero(total > max(least - left - _ROUNDING, 0.0))
        if seen is None:
            seen = np.flatnonzero(total)
        return best_of(total[seen], seen, count)


_SEARCHED = 16  # entries of a word that are added in the time in which one row is searched for among them
_ROUNDING = 1e-4  # of sums in single precision


def _added(posting: Posting, rows: NDArray[np.int64], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores of ascending or other rows and what one word adds to them."""
    own = posting.rows
    places = np.searchsorted(own, rows.astype(own.dtype))
    places[places == len(own)] = 0
    hit = own[places] == rows if len(own) else np.zeros(len(rows), dtype=np.bool_)
    scores[hit] += posting.weight * posting.scores[places[hit]]
    return scores


def _least_of_best(scores: NDArray[np.float32], count: int) -> float:
    """The lowest of the ``count`` best; nothing is sure while there are fewer."""
    return float(np.partition(scores, len(scores) - count)[len(scores) - count]) if len(scores) >= count else 0.0
