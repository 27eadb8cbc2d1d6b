"""A cross-encoder that reads a question and a passage together and says how well one answers the other.

In: the folder of a sentence-transformers CrossEncoder, a question, texts. Out: one score per text, higher is better. None ships
with the project, since none can be had from a package registry; where one is configured, the best passages of the search are
ordered by it (Nogueira and Cho 2019). Does not search. The model is loaded with the first question; nothing uses a network.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder import stay_offline
from index.errors import ModelError, NoModel

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16


class Reranker:
    """Scores pairs of a question and a text; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "config.json").is_file():
            raise NoModel(
                f"{folder} 不是重排模型：应是含 config.json 的 CrossEncoder 文件夹。请改正 JINGWEN_RERANKER，或去掉这项设置。"
            )
        self._folder = folder
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How well each text answers the question, shape (texts,); comparable within one question."""
        with self._lock:
            pairs = [(question, text) for text in texts]
            found = np.asarray(self._loaded().predict(pairs, batch_size=_BATCH, show_progress_bar=False), np.float32)
        if found.shape != (len(texts),) or not np.isfinite(found).all():
            raise ModelError(
                f"重排模型 {self._folder} 应为每段给出一个数值，实际不是。请换一个输出单一分数的 CrossEncoder。"
            )
        return found

    def _loaded(self) -> CrossEncoder:
        if self._model is None:
            stay_offline()
            try:
                # Imported here and not above: it takes ten seconds, which only those who rank with it shall pay.
                from sentence_transformers import CrossEncoder

                self._model = CrossEncoder(str(self._folder), local_files_only=True, trust_remote_code=False)
            except Exception as exc:  # whatever the libraries raise over a folder they cannot load
                raise NoModel(f"无法载入重排模型 {self._folder}：{exc}。请重新复制该模型文件夹。") from exc
        return self._model
