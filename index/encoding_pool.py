"""Encode passages in several processes at once.

In: a model, a number of processes. Out: an Encoder that gives what one process gives, to single precision, in the same order; builds
use it like any other. Each process (encoding_worker.py) holds the model, some 0.6 GB, and computes on its share of the cores. None
starts before there is something to encode. Questions are encoded in this process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.encoder import Encoder, SentenceEncoder, Vectors, open_encoder
from index.errors import ModelError
from index.model import Report

_ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def open_encoders(
    model: str | None, models_folder: Path, processes: int, report: Report = lambda line: None
) -> Iterator[Encoder]:
    """Open a model as open_encoder does, to encode passages in so many processes; they end with the block."""
    here = open_encoder(model, models_folder, report)
    if processes == 1:
        yield here
        return
    pooled = PooledEncoder(here, model, models_folder, processes)
    try:
        yield pooled
    finally:
        pooled.close()


class PooledEncoder:
    """One encoder in front of several processes; safe to share between threads."""

    def __init__(self, here: SentenceEncoder, model: str | None, models_folder: Path, processes: int) -> None:
        """Prepare; ``model`` and ``models_folder`` are those that ``here`` was opened with."""
        self._here = here
        # They start in another folder: a path that stands for this one has to be whole. A hub's name is no folder here.
        named = (
            ""
            if model is None
            else str(Path(model).expanduser().absolute())
            if Path(model).expanduser().is_dir()
            else model
        )
        threads = max(1, (os.cpu_count() or 1) // processes)
        # A program of its own, not multiprocessing, which would run the main module again, and that may be a page of Streamlit.
        self._command = [
            *(sys.executable, "-m", "index.encoding_worker", named, str(models_folder.absolute()), str(threads)),
        ]
        self._count = processes
        self._processes: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

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
        shares = [slice(first, None, self._count) for first in range(min(self._count, len(texts)))]
        with self._lock:
            while len(self._processes) < len(shares):
                self._processes.append(_start(self._command))
            work = list(zip(self._processes, shares, strict=False))
            try:
                for process, share in work:
                    _send(process, list(texts[share]))
                for process, share in work:
                    vectors[share] = _receive(process, len(texts[share]), self.dimension)
            except OSError as exc:
                raise ModelError(
                    f"计算向量的 {self._count} 个进程中有一个意外结束（多半是内存不够，每个约需 0.6 GB）；"
                    "请减少进程数后重新运行，已算好的不会重算。"
                ) from exc
        return vectors

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            for process in self._processes:
                process.kill()
                process.communicate()
            self._processes.clear()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own program


def _send(process: subprocess.Popen[bytes], texts: list[str]) -> None:
    if process.stdin is None:
        raise OSError("no pipe")
    process.stdin.write(json.dumps(texts).encode() + b"\n")
    process.stdin.flush()


def _receive(process: subprocess.Popen[bytes], rows: int, dimension: int) -> Vectors:
    expected = rows * dimension * 4
    read = process.stdout.read(expected) if process.stdout is not None else b""
    if len(read) < expected:
        raise OSError("the process ended")
    return np.frombuffer(read, dtype="<f4").reshape(rows, dimension)
