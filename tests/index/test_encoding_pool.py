"""Passages encoded in two processes: the same vectors, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psutil
import pytest

from index.build import build
from index.encoder import Encoder, open_encoder
from index.encoding_pool import PooledEncoder, open_encoders
from index.errors import ModelError
from index.published import open_current
from tests.conftest import ROOT
from tests.invented import write_corpus

TEXTS = ["犬只应当登记。", "巡", "巡逻记录保存六十日，满六十日的可以销毁。", "犬只应当登记。", "证"]
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def two(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encoder]:
    """An encoder in two processes, started once: each imports its libraries for seconds."""
    with open_encoders(str(tiny_model), tmp_path_factory.mktemp("models"), 2) as encoder:
        yield encoder


def test_two_processes_give_what_one_gives_in_the_same_order(tiny_model: Path, tmp_path: Path, two: Encoder) -> None:
    one = open_encoder(str(tiny_model), tmp_path)
    assert two.encode_passages(TEXTS) == pytest.approx(one.encode_passages(TEXTS), abs=1e-6)
    assert two.encode_passages(TEXTS[:1]) == pytest.approx(one.encode_passages(TEXTS[:1]), abs=1e-6)
    assert two.encode_passages([]).shape == (0, one.dimension)
    assert two.encode_questions(TEXTS) == pytest.approx(one.encode_questions(TEXTS), abs=1e-6)
    facts = [(e.name, e.dimension, e.max_tokens, e.question_prompt, e.passage_prompt) for e in (one, two)]
    assert facts[0] == facts[1]


def test_one_process_is_this_one(tiny_model: Path, tmp_path: Path) -> None:
    with open_encoders(str(tiny_model), tmp_path, 1) as encoder:
        assert not isinstance(encoder, PooledEncoder)


def test_a_build_in_two_processes_has_the_same_passages_ids_and_vectors(
    tiny_model: Path, tmp_path: Path, two: Encoder
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    made = []
    for number, encoder in enumerate((open_encoder(str(tiny_model), tmp_path), two)):
        index = tmp_path / f"index{number}"
        build(corpus, index, encoder, now=NOW)
        made.append(open_current(index))
    one, other = made
    assert one.manifest.id == other.manifest.id
    assert list(one.passages) == list(other.passages)
    assert list(one.clauses) == list(other.clauses)
    assert other.vectors.vectors() == pytest.approx(one.vectors.vectors(), abs=1e-6)
    assert (
        np.abs(other.clause_vectors.astype(np.float32) - one.clause_vectors.astype(np.float32)).max() < 1e-3
    )  # half precision


def test_no_process_starts_before_there_is_something_to_encode(tiny_model: Path, tmp_path: Path) -> None:
    before = set(psutil.Process().children(recursive=True))
    with open_encoders(str(tiny_model), tmp_path, 2) as encoder:
        assert encoder.dimension > 0
        assert set(psutil.Process().children(recursive=True)) <= before


@pytest.mark.soak
def test_a_process_that_dies_is_an_error_with_advice(tiny_model: Path, tmp_path: Path) -> None:
    with open_encoders(str(tiny_model), tmp_path, 2) as encoder:
        encoder.encode_passages(TEXTS)
        assert isinstance(encoder, PooledEncoder)
        os.kill(encoder._processes[0].pid, signal.SIGKILL)
        with pytest.raises(ModelError, match=r"2 个进程中有一个意外结束.*请减少进程数"):
            encoder.encode_passages(TEXTS)


KILLED = """
import os, signal, sys
from pathlib import Path
from index.encoding_pool import open_encoders

with open_encoders(sys.argv[1], Path(sys.argv[2]), 2) as encoder:
    encoder.encode_passages(["犬", "证"])
    print(*(process.pid for process in encoder._processes), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.soak
def test_processes_end_with_a_build_that_is_killed(tiny_model: Path, tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(tiny_model), str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    left = [psutil.Process(int(pid)) for pid in done.stdout.split() if psutil.pid_exists(int(pid))]
    _, alive = psutil.wait_procs(left, timeout=30)
    assert alive == []
