"""Encode passages in several processes at once.

In: a model, a number of processes. Out: an Encoder that gives what one process gives, to single precision, in the same order; builds
use it like any other. Each process holds the model (some 0.6 GB) and computes on its share of the cores. None starts before there
is something to encode. Questions are encoded in this process.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

import numpy as np

from index.encoder import Encoder, SentenceEncoder, Vectors, limit_threads, open_encoder
from index.errors import ModelError
from index.model import Report


@contextmanager
def open_encoders(
    model: str | None, models_folder: Path, processes: int, report: Report = lambda line: None
) -> Iterator[Encoder]:
    """Open a model as open_encoder does, to encode passages in so many processes; they end with the block."""
    here = open_encoder(model, models_folder, report)
    if processes == 1:
        yield here
        return
    threads = max(1, (os.cpu_count() or 1) // processes)
    # Spawned: a fork would copy this process's threads and locks half-way through what they do.
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_open, initargs=(model, models_folder, threads)
    ) as pool:
        yield PooledEncoder(here, pool, processes)


class PooledEncoder:
    """One encoder in front of several processes; safe to share between threads."""

    def __init__(self, here: SentenceEncoder, pool: ProcessPoolExecutor, processes: int) -> None:
        self._here = here
        self._pool = pool
        self._processes = processes

    @property
    def name(self) -> str:
        """Identify the vectors: they compare with those of one process."""
        return self._here.name

    @property
    def dimension(self) -> int:
        """Say how long each vector is."""
        return self._here.dimension

    @property
    def max_tokens(self) -> int:
        """Say how many tokens of a text count."""
        return self._here.max_tokens

    @property
    def question_prompt(self) -> str:
        """Give what is put before a question."""
        return self._here.question_prompt

    @property
    def passage_prompt(self) -> str:
        """Give what is put before a passage."""
        return self._here.passage_prompt

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode what people ask, here."""
        return self._here.encode_questions(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched; raise ModelError where a process fails or dies."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        # Every so-manieth text: in a batch ordered by length all shares are then alike.
        shares = [slice(first, None, self._processes) for first in range(min(self._processes, len(texts)))]
        try:
            work = [self._pool.submit(_encode, list(texts[share])) for share in shares]
            for share, done in zip(shares, work, strict=True):
                vectors[share] = done.result()
        except BrokenProcessPool as exc:
            raise ModelError(
                f"计算向量的 {self._processes} 个进程中有一个意外结束（多半是内存不够，每个约需 0.6 GB）；"
                "请减少 --processes 后重新运行，已算好的不会重算。"
            ) from exc
        return vectors


_encoder: SentenceEncoder | None = None  # of this process, where it is one of the pool


def _open(model: str | None, models_folder: Path, threads: int) -> None:
    global _encoder
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_threads(threads)
    _encoder = open_encoder(model, models_folder)


def _encode(texts: list[str]) -> Vectors:
    if _encoder is None:
        raise ModelError("计算向量的进程没有打开模型；请重新运行 python -m index build。")
    return _encoder.encode_passages(texts)


def _end_with_parent() -> None:
    """A build that is killed cannot tell its processes, and they would wait for work for ever."""
    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
