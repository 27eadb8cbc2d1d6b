"""``python -m index engine``, run as people run it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.__main__ import main
from index.published import generations_folder, list_generations
from tests.conftest import ROOT
from tests.index.milvus.generations import articles, made

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder of two generations, of three and four articles; the second is current."""
    for count in (3, 4):
        made(tmp_path, articles(count))
    return tmp_path / "index"


@pytest.fixture
def run(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, standard output and standard error of an act over these generations and one file."""

    def act(*arguments: str, engine: str = str(tmp_path / "commands.db")) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["engine", *arguments, "--index", str(index), "--engine", engine])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return act


def test_push_uploads_the_current_generation_and_uses_it(run: Run, index: Path) -> None:
    first, second = (manifest.id for manifest in list_generations(index))
    code, out, _ = run("push")
    assert code == 0
    assert out.splitlines()[0] == "已上传 12 行并核对。"  # 4 articles of 2 clauses
    assert out.splitlines()[1].endswith(f"现在使用索引版本 {second}。")
    assert run("push")[1].startswith("这个版本已在 Milvus 上，核对无误。")
    assert run("push", first)[1].endswith(f"现在使用索引版本 {first}。\n")


def test_use_goes_back_and_forth_between_what_was_pushed(run: Run, index: Path) -> None:
    first, second = (manifest.id for manifest in list_generations(index))
    run("push", first)
    run("push", second)
    assert run("use", first)[1].endswith(f"现在使用索引版本 {first}。\n")
    assert f"* {first}  3 段，6 句" in run("status")[1]
    assert run("use", second)[0] == 0
    assert f"* {second}  4 段，8 句" in run("status")[1]


@pytest.mark.parametrize("name", ["20260101-00000000", "../../etc"])
def test_use_of_what_is_not_there_exits_1(run: Run, name: str) -> None:
    code, _, err = run("use", name)
    assert code == 1
    assert name.split("/")[-1] in err


def test_status_says_what_is_lacking_and_what_differs_from_this_machine(run: Run, index: Path) -> None:
    first, second = (manifest.id for manifest in list_generations(index))
    assert run("status")[1].splitlines()[1:] == ["还没有可用的版本；请运行 python -m index engine push。"]
    run("push", first)
    out = run("status")[1]
    assert "milvus_lite-" in out.splitlines()[0]
    assert out.splitlines()[0].endswith("词语检索在服务器上。")
    assert f"本机索引文件夹的当前版本是 {second}，与 Milvus 上使用的不同" in out
    shutil.rmtree(generations_folder(index) / first)
    assert "（本机没有这个版本）  3 段，6 句" in run("status")[1]


def test_prune_removes_what_this_machine_has_no_more(run: Run, index: Path) -> None:
    first, second = (manifest.id for manifest in list_generations(index))
    run("push", first)
    run("push", second)
    assert run("prune")[1] == "删除 0 个集合。\n"
    shutil.rmtree(generations_folder(index) / first)
    assert run("prune")[1].endswith("删除 2 个集合。\n")
    assert run("status")[1].count(" 段，") == 1


def test_without_an_engine_the_command_says_how_to_name_one(run: Run) -> None:
    code, _, err = run("status", engine="")
    assert code == 1
    assert "没有设置检索引擎；请加 --engine milvus://主机:19530/名称" in err


def test_a_server_that_cannot_be_reached_is_named(run: Run) -> None:
    code, _, err = run("status", engine="milvus://jing:secret@127.0.0.1:9/base")
    assert code == 1
    assert "Milvus（milvus://127.0.0.1:9/base）：打不开" in err
    assert "secret" not in err


def test_a_file_that_another_program_has_open_is_refused(run: Run, tmp_path: Path) -> None:
    holder = (
        "import sys; from milvus_lite.db import MilvusLite; MilvusLite(sys.argv[1]); print('open', flush=True); input()"
    )
    path = tmp_path / "held.db"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        code, _, err = run("status", engine=str(path))
        process.communicate(b"\n")
    assert code == 1
    assert "held.db）：打不开，它同一时间只能由一个程序打开" in err


def test_who_sets_no_engine_imports_no_client_of_milvus() -> None:
    code = "import sys, index.__main__, answer.__main__, eval.__main__, ui.openers; print('pymilvus' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
