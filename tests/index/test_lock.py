"""One builder at a time, and the second one is told who has the lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import Busy, GenerationError
from index.lock import only_builder
from tests.conftest import ROOT


def test_the_second_builder_is_told_who_is_building(tmp_path: Path) -> None:
    with (
        only_builder(tmp_path, "建库"),
        pytest.raises(Busy, match=rf"进程 {os.getpid()} 自 .* 起在建库"),
        only_builder(tmp_path, "清理"),
    ):
        pass


def test_the_lock_is_free_again_afterwards_and_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), only_builder(tmp_path, "建库"):
        raise ZeroDivisionError
    with only_builder(tmp_path, "建库"):
        pass


def test_a_killed_holder_loses_the_lock(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from index.lock import only_builder\n"
        "with only_builder(Path(sys.argv[1]), '建库'): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -9
    with only_builder(tmp_path, "建库"):
        pass


def test_a_holder_that_has_not_said_who_it_is_is_told_all_the_same(tmp_path: Path) -> None:
    with only_builder(tmp_path, "建库"):
        (tmp_path / "build.holder.json").write_text("", encoding="utf-8")
        with pytest.raises(Busy, match="另一个程序刚刚开始"), only_builder(tmp_path, "建库"):
            pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GenerationError, match="不能写入"), only_builder(tmp_path / "file" / "index", "建库"):
        pass
