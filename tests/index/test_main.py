"""The commands over the index folder, run as people run them, with a model of a few kilobytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.__main__ import main
from index.lock import only_builder
from index.published import current_id
from tests.conftest import ROOT
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, write_corpus


@dataclass(frozen=True, slots=True)
class Installation:
    """A corpus and an index folder, and the commands over them."""

    corpus: Path
    index: Path
    model: Path
    read: Callable[[], tuple[str, str]]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of one command."""
        code = main([*arguments, "--index", str(self.index)])
        return code, *self.read()

    def build(self, *more: str) -> tuple[int, str, str]:
        """Build the index of the corpus."""
        return self.run("build", "--corpus", str(self.corpus), "--model", str(self.model), *more)


@pytest.fixture
def here(tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> Installation:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return Installation(write_corpus(tmp_path / "corpus"), tmp_path / "index", tiny_model, read)


@pytest.fixture(scope="module")
def two_generations(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """An index folder with two generations: first all files, then all but one; for copying."""
    folder = tmp_path_factory.mktemp("two")
    corpus = write_corpus(folder / "corpus")
    build = ["build", "--corpus", str(corpus), "--index", str(folder / "index"), "--model", str(tiny_model)]
    assert main(build) == 0
    (corpus / DOGS_OLD).unlink()
    assert main([*build, "--accept"]) == 0
    return folder / "index"


@pytest.fixture
def two(here: Installation, two_generations: Path) -> tuple[str, str]:
    """Both generations in this installation, the one before first and the current one second."""
    shutil.copytree(two_generations, here.index)
    current = current_id(here.index)
    [before] = [path.name for path in (here.index / "generations").iterdir() if path.name != current]
    return before, str(current)


def test_a_clean_build_exits_0_and_says_what_it_did(here: Installation) -> None:
    code, out, err = here.build()
    assert code == 0
    assert f"已发布索引版本 {current_id(here.index)}" in out
    assert "收入 4 份资料，19 段" in out
    assert "计算段落向量" in err  # progress does not mix with the result


def test_a_build_counts_passages_that_are_the_same_as_others(here: Installation) -> None:
    copy = (here.corpus / GUIDE).read_bytes()
    (here.corpus / "转载.md").write_bytes(copy)
    code, out, _ = here.build()
    assert code == 0
    assert "收入 5 份资料，19 段" in out
    assert "与别处相同：" in out


def test_a_build_with_nothing_changed_says_so(here: Installation) -> None:
    here.build()
    code, out, _ = here.build()
    assert code == 0
    assert "没有变化，继续使用索引版本" in out
    assert "新计算向量 0 条" in out


def test_a_build_that_left_a_file_out_exits_3_and_names_it(here: Installation) -> None:
    (here.corpus / "空.txt").write_bytes(b"")
    code, out, _ = here.build()
    assert code == 3
    assert "收入 4 份资料" in out
    assert "未收入 空.txt" in out
    assert current_id(here.index) is not None


def test_a_build_says_what_in_the_manifest_and_which_texts_in_force_are_missing_and_exits_0(here: Installation) -> None:
    (here.corpus / "manifest.csv").write_text("文件\n没有.txt\n", encoding="gb18030")
    (here.corpus / "网络安全法(2016-11-07).txt").write_text("网络安全法\n第一条 略略。\n", encoding="utf-8")
    code, out, _ = here.build()
    assert code == 0
    assert "manifest.csv 第 2 行“文件”（file）：" in out
    assert "本库缺少现行文本：《网络安全法》2025-10-28版（2026-01-01起施行）" in out


def test_a_broken_file_is_kept_until_its_loss_is_accepted(here: Installation) -> None:
    here.build()
    (here.corpus / DOGS_NEW).write_bytes(b"")
    code, out, _ = here.build()
    assert code == 3
    assert "收入 4 份资料，19 段" in out
    assert f"未收入 {DOGS_NEW}" in out and "沿用上次版本" in out
    build = ("build", "--corpus", str(here.corpus), "--model", str(here.model))
    code, out, err = here.run(*build, "--accept-loss", DOGS_NEW, "--accept-loss", "没有.txt")
    assert code == 3
    assert "收入 3 份资料" in out and "沿用上次版本" not in out
    assert "--accept-loss 没有.txt：未收入或删除的文件中没有它" in err and DOGS_NEW not in err


def test_a_build_that_could_not_publish_exits_1_and_says_why(here: Installation) -> None:
    shutil.rmtree(here.corpus)
    code, out, err = here.build()
    assert (code, out) == (1, "")
    assert "不存在或不是文件夹" in err
    assert current_id(here.index) is None


def test_a_model_that_is_not_there_exits_1_and_publishes_nothing(here: Installation) -> None:
    code, _, err = here.run("build", "--corpus", str(here.corpus), "--model", str(here.corpus / "none"))
    assert code == 1
    assert str(here.corpus / "none") in err
    assert not here.index.exists()


def test_an_unchanged_rebuild_imports_no_torch(here: Installation) -> None:
    here.build()
    code = """
import sys
from index.__main__ import main
code = main(sys.argv[1:])
print(code, [name for name in ("torch", "transformers", "sentence_transformers") if name in sys.modules])
"""
    places = ["--corpus", str(here.corpus), "--index", str(here.index), "--model", str(here.model)]
    done = subprocess.run(
        [sys.executable, "-c", code, "build", *places],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "0 []", done.stderr


def test_verify_reads_the_current_generation_or_the_one_named(here: Installation, two: tuple[str, str]) -> None:
    before, current = two
    assert here.run("verify")[:2] == (0, here_described(current, 3, 15, here))
    assert here.run("verify", before)[:2] == (0, here_described(before, 4, 19, here))


def here_described(id_: str, documents: int, passages: int, here: Installation) -> str:
    """The line that verify prints over an intact generation."""
    out = here.run("list")[1]
    [line] = [line[2:] for line in out.splitlines() if id_ in line]
    assert line.startswith(f"{id_}  {documents} 份资料，{passages} 段，")
    return f"索引版本 {id_} 完好：{line.removeprefix(id_).strip()}\n"


def test_verify_of_a_damaged_generation_exits_1_and_names_the_file(here: Installation, two: tuple[str, str]) -> None:
    path = here.index / "generations" / two[1] / "clauses.npy"
    path.write_bytes(path.read_bytes()[:-1])
    code, out, err = here.run("verify")
    assert (code, out) == (1, "")
    assert "clauses.npy" in err


def test_list_marks_the_current_generation(here: Installation, two: tuple[str, str]) -> None:
    before, current = two
    code, out, _ = here.run("list")
    assert code == 0
    assert sorted(line[: 2 + len(before)] for line in out.splitlines()) == sorted([f"  {before}", f"* {current}"])


@pytest.mark.parametrize(("command", "code"), [("list", 0), ("status", 1), ("verify", 1)])
def test_without_an_index_the_commands_say_how_to_make_one(command: str, code: int, here: Installation) -> None:
    found, out, err = here.run(command)
    assert found == code
    assert "python -m index build" in out + err


def test_use_goes_back_to_the_generation_before_and_forth_again(here: Installation, two: tuple[str, str]) -> None:
    before, current = two
    code, out, _ = here.run("use", before)
    assert code == 0
    assert f"现在使用索引版本 {before}" in out
    assert current_id(here.index) == before
    assert here.run("use", current)[0] == 0
    assert current_id(here.index) == current


@pytest.mark.parametrize("name", ["20200101-00000000", "../../elsewhere", ".."])
def test_use_of_what_is_not_there_changes_nothing(name: str, here: Installation, two: tuple[str, str]) -> None:
    code, _, err = here.run("use", name)
    assert code == 1
    assert f"找不到索引版本 {name}" in err
    assert current_id(here.index) == two[1]


def test_use_of_a_damaged_generation_changes_nothing(here: Installation, two: tuple[str, str]) -> None:
    before, current = two
    (here.index / "generations" / before / "vectors.faiss").unlink()
    code, _, err = here.run("use", before)
    assert code == 1
    assert "vectors.faiss" in err
    assert current_id(here.index) == current


def test_prune_keeps_the_current_generation_and_the_newest_other(here: Installation, two: tuple[str, str]) -> None:
    before, current = two
    (here.corpus / DOGS_OLD).unlink()
    (here.corpus / DOGS_NEW).write_text(FILES[DOGS_NEW].replace("二百元", "三百元"), encoding="utf-8")
    here.build("--accept")
    newest = current_id(here.index)
    here.run("use", before)
    code, out, _ = here.run("prune")
    assert (code, out) == (0, f"已删除 {current}\n保留 2 个索引版本；清除不再用到的向量 0 条。\n")
    assert {path.name for path in (here.index / "generations").iterdir()} == {before, newest}
    assert current_id(here.index) == before


def test_prune_with_nothing_to_remove_removes_nothing(here: Installation, two: tuple[str, str]) -> None:
    assert here.run("prune")[:2] == (0, "保留 2 个索引版本；清除不再用到的向量 0 条。\n")
    assert {path.name for path in (here.index / "generations").iterdir()} == set(two)


def test_status_names_the_files_that_changed_since_the_build_by_content(here: Installation) -> None:
    (here.corpus / "空.txt").write_bytes(b"")
    here.build()
    status = ("status", "--corpus", str(here.corpus))
    code, out, _ = here.run(*status)
    assert code == 0
    assert "语料文件夹有 5 个文件，与建库时一致。" in out
    assert "未收入 空.txt" in out
    for name in (GUIDE, "空.txt"):
        write_later(
            here.corpus / name
        )  # the guide has the same content as before; what was left out may have been mended
    (here.corpus / DOGS_NEW).write_text(FILES[DOGS_NEW].replace("二百元", "三百元"), encoding="utf-8")
    (here.corpus / DOGS_OLD).rename(here.corpus / "新.txt")
    out = here.run(*status)[1]
    assert f"  新增  新.txt\n  改动  {DOGS_NEW}\n  改动  空.txt\n  已不在  {DOGS_OLD}\n" in out


def test_a_build_that_loses_a_document_is_held_until_it_is_accepted(here: Installation) -> None:
    here.build()
    before = current_id(here.index)
    (here.corpus / DOGS_OLD).unlink()
    code, out, _ = here.build()
    assert (code, current_id(here.index)) == (1, before)
    assert "已建好，但没有启用" in out and f"（{DOGS_OLD}）在新索引里没有了" in out and "--accept" in out
    [held] = [line.split()[0] for line in here.run("list")[1].splitlines() if "已搁置，待确认" in line]
    code, _, err = here.run("use", held)
    assert (code, current_id(here.index)) == (1, before)
    assert "被搁置，没有启用" in err
    code, out, _ = here.build("--accept")
    assert (code, current_id(here.index)) == (0, held)
    assert "新计算向量 0 条" in out
    assert "搁置" in here.run("status", "--corpus", str(here.corpus))[1]


def test_what_was_taken_out_of_use_does_not_come_back_by_itself(here: Installation, two: tuple[str, str]) -> None:
    """Somebody went back to the generation before; the nightly build must not undo that."""
    before, current = two
    (here.corpus / DOGS_OLD).unlink()
    here.run("use", before)
    code, out, _ = here.build("--accept-loss", DOGS_OLD)
    assert code == 1
    assert f"内容与版本 {current} 相同，而这个版本曾经启用，后来被换下" in out
    assert "已搁置" in here.run("list")[1]


def test_a_second_builder_is_told_who_builds(here: Installation) -> None:
    with only_builder(here.index, "建库"):
        code, _, err = here.build()
    assert code == 1
    assert f"进程 {os.getpid()}" in err


def test_a_generation_travels_as_one_file(here: Installation, two: tuple[str, str], tmp_path: Path) -> None:
    parcel, other = tmp_path / "本所.jwindex", tmp_path / "other"
    assert here.run("export", "--out", str(parcel))[0] == 0
    assert main(["import", str(parcel), "--index", str(other)]) == 0
    out = here.read()[0]
    assert f"启用它：python -m index use {two[1]}" in out
    assert current_id(other) is None  # bringing in and putting in use are two things
    assert main(["use", two[1], "--index", str(other)]) == 0
    assert current_id(other) == two[1]
    again = here.run("export", "--out", str(parcel))
    assert again[0] == 1 and "还不存在的文件" in again[2]


def write_later(path: Path) -> None:
    """Give a file the time of an hour from now."""
    later = path.stat().st_mtime + 3600
    os.utime(path, (later, later))


def test_status_survives_a_link_that_leads_nowhere(here: Installation, two: tuple[str, str]) -> None:
    (here.corpus / "链接.txt").symlink_to(here.corpus / "不存在.txt")
    code, out, _ = here.run("status", "--corpus", str(here.corpus))
    assert code == 0
    assert "链接.txt" in out


@pytest.mark.parametrize("arguments", [[], ["rebuild"], ["use"]])
def test_a_misused_command_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
