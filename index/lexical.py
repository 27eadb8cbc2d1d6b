"""The lexical leg: BM25 over search words.

In: the words of each passage, in row order. Out: a saved bm25s index, and scores for a question's words.
Row i is passage i. Does not split text into words (words.py). The variant is Lucene's, as bm25s computes it.
"""

from __future__ import annotations

from collections.abc import KeysView, Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.config import IndexSettings


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

    def _document_frequency(self, word: str) -> int:
        column = self._bm25.vocab_dict.get(word)
        if column is None:
            return 0
        pointers = self._bm25.scores["indptr"]
        return int(pointers[column + 1] - pointers[column])
