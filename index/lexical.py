"""The lexical leg: BM25 over search words.

In: the words of each passage, in row order. Out: a saved bm25s index, and scores for a question's words.
Row i is passage i. Does not split text into words (words.py). The variant is Lucene's, as bm25s computes it.
"""

from __future__ import annotations

from collections.abc import KeysView, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.config import IndexSettings


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

    @classmethod
    def build(cls, rows: Sequence[list[str]], settings: IndexSettings) -> LexicalIndex:
        """Index the words of each row; at least one row must hold a word."""
        bm25 = bm25s.BM25(k1=settings.bm25_k1, b=settings.bm25_b, method="lucene")
        bm25.index(list(rows), show_progress=False)
        return cls(bm25, len(rows))

    @classmethod
    def load(cls, folder: Path, rows: int) -> LexicalIndex:
        """Open what ``save`` wrote; the caller has checked the files' hashes."""
        return cls(bm25s.BM25.load(str(folder), load_corpus=False, allow_pickle=False), rows)

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

    def _document_frequency(self, word: str) -> int:
        column = self._bm25.vocab_dict.get(word)
        if column is None:
            return 0
        pointers = self._bm25.scores["indptr"]
        return int(pointers[column + 1] - pointers[column])
