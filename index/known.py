"""Known questions: what people ask, with the passage that answers it, so that a new question finds it by resembling an old one.

In: vectors of such questions and the passage of each; a question. Out: the passages whose known questions are nearest. Everyday words seldom
stand in a text of law, but they do in how others have asked about it (documents expanded by questions: Nogueira et al., Document
Expansion by Query Prediction, 2019; here the questions stay apart from the text). All of them are compared: there are some thousands, however many
passages there may be. Does not know where they come from (known_files.py).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.engine import Best, best_of
from index.errors import DamagedGeneration

VECTORS_FILE, ROWS_FILE = "known.npy", "known_rows.npy"


class KnownQuestions:
    """Questions by the passage that answers them; one that several passages answer stands there once for each."""

    def __init__(self, vectors: NDArray[np.float32], rows: NDArray[np.int64]) -> None:
        """Take vectors of length 1, shape (questions, dimension), and the row of the passage of each, ascending."""
        self.vectors = vectors
        self.rows = rows
        # Rows of passages that have questions, and the first question of each.
        self.passages, self._firsts = np.unique(rows, return_index=True)

    @classmethod
    def of(cls, vectors: NDArray[np.float32], rows: NDArray[np.int64]) -> KnownQuestions:
        """Put them in the order of passages."""
        order = np.argsort(rows, kind="stable")
        return cls(np.ascontiguousarray(vectors[order]), rows[order])

    def best(self, question: NDArray[np.float32], allowed: NDArray[np.bool_] | None = None) -> Best:
        """The ``passages`` with the cosine of the nearest question of each, best first; ``allowed`` says which of them may answer."""
        rows = self.passages
        if not len(rows):
            return Best(rows, np.empty(0, np.float32))
        scores = np.maximum.reduceat(self.vectors @ question, self._firsts)
        if allowed is not None:
            rows, scores = rows[allowed], scores[allowed]
        return best_of(scores, rows, len(rows))

    def among(self, rows: NDArray[np.int64]) -> KnownQuestions:
        """Those of some passages, ascending, which are then counted from 0."""
        kept = np.isin(self.rows, rows)
        return KnownQuestions(self.vectors[kept], np.searchsorted(rows, self.rows[kept]))

    def save(self, folder: Path) -> None:
        """Write both arrays into the folder, vectors in half precision."""
        np.save(folder / VECTORS_FILE, self.vectors.astype(np.float16), allow_pickle=False)
        np.save(folder / ROWS_FILE, self.rows, allow_pickle=False)


def open_known(folder: Path, passages: int, dimension: int) -> KnownQuestions:
    """Open what ``save`` wrote for so many passages; raise DamagedGeneration if it is anything else."""
    vectors, rows = (np.load(folder / name, allow_pickle=False) for name in (VECTORS_FILE, ROWS_FILE))
    fits = vectors.dtype == np.float16 and vectors.shape == (len(rows), dimension) and rows.dtype == np.int64
    if not fits or (np.diff(rows) < 0).any() or (len(rows) and not 0 <= rows[0] <= rows[-1] < passages):
        raise DamagedGeneration(
            f"已知问法文件 {folder / VECTORS_FILE} 应为半精度、{dimension} 维、每条属于 {passages} 段之一，"
            f"实为 {vectors.dtype} {vectors.shape}；请运行 python -m index build 重建。"
        )
    return KnownQuestions(vectors.astype(np.float32), rows)
