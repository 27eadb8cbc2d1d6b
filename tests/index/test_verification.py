"""A fresh process finds what is wrong with a generation, and says it in the same words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from index import verification
from index.errors import DamagedGeneration, GenerationError
from index.generation import hash_files, write_manifest
from index.verification import Verifier, verify, verify_apart
from tests.conftest import ROOT, TinyIndex


@pytest.fixture
def folder(tiny_index: TinyIndex, tmp_path: Path) -> Path:
    source = tiny_index.index / "generations" / tiny_index.generation.manifest.id
    return Path(shutil.copytree(source, tmp_path / "generation"))


def sealed_again(folder: Path) -> None:
    """Enter the files in the manifest as they are now, as a writer with a fault would have done."""
    import json

    raw = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    write_manifest(folder, {**raw, "files": hash_files(folder)})


def test_an_intact_generation_passes_in_a_process_of_its_own(folder: Path) -> None:
    verify_apart(folder)


def test_a_damaged_file_is_found_there_and_named(folder: Path) -> None:
    path = folder / "clauses.npy"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedGeneration, match=r"clauses\.npy 与建库时不一致"):
        verify_apart(folder)


def test_passages_that_are_not_found_again_are_found_out_though_every_hash_is_right(folder: Path) -> None:
    """The vectors stored for the questions are not those of the passages: somebody mixed up the rows."""
    vectors = np.load(folder / "smoke.npy", allow_pickle=False)
    lines = (folder / "smoke.jsonl").read_text(encoding="utf-8")
    (folder / "smoke.jsonl").write_text(lines.replace('"passage": "', '"passage": "f'), encoding="utf-8")
    np.save(folder / "smoke.npy", vectors[::-1], allow_pickle=False)
    sealed_again(folder)
    with pytest.raises(DamagedGeneration, match="按原文查找，却找不到段"):
        verify(folder)


def test_questions_without_their_vectors_are_refused(folder: Path) -> None:
    vectors = np.load(folder / "smoke.npy", allow_pickle=False)
    np.save(folder / "smoke.npy", vectors[:-1], allow_pickle=False)
    sealed_again(folder)
    with pytest.raises(DamagedGeneration, match=r"smoke\.npy 与 smoke\.jsonl 不相配"):
        verify(folder)


def test_a_process_that_dies_is_no_verdict_over_the_generation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "COMMAND", (*verification.COMMAND[:-2], "import os; os._exit(3)", ""))
    with pytest.raises(GenerationError, match="退出码 3") as caught:
        verify_apart(folder)
    assert not isinstance(caught.value, DamagedGeneration)


def test_a_process_that_dies_while_it_waits_is_replaced(folder: Path) -> None:
    with Verifier() as verifier:
        verifier._process.kill()
        verifier._process.wait()
        verifier.verify(folder)


def test_a_process_that_waits_ends_when_its_starter_is_gone() -> None:
    code = "import sys; from index.verification import Verifier; print(Verifier()._process.pid, flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, **pipes) as starter:  # type: ignore[call-overload]
        waiting = psutil.Process(int(starter.stdout.readline()))
        starter.kill()
    waiting.wait(60)


def test_a_process_that_nobody_asks_is_ended() -> None:
    with Verifier() as verifier:
        pass
    assert verifier._process.returncode == -9
