"""The search reads every file once and names what it finds and what it cannot read."""

from __future__ import annotations

import os
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from upkeep.finding import Finder
from upkeep.proof import search
from upkeep.records import Progress
from upkeep.sentences import written_forms

SENTENCE = "每只犬每年收取管理费一百元。"


def run(roots: list[Path], *, skipped: tuple[Path, ...] = (), known: str = "") -> tuple[tuple[str, ...], int, int]:
    finder = Finder(list(written_forms(SENTENCE)))
    result = search(roots, finder, [known], skipped, lambda progress: None)
    assert result.unread == ()
    return result.found, result.files, result.size


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "raw_unicode_escape"])
def test_a_planted_sentence_is_found_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.bin").write_bytes(b"\x00\xff" * 5_000 + SENTENCE.encode(encoding) + b"\x00" * 5_000)
    (tmp_path / "b.txt").write_text("每只犬每年收取管理费二百元。", encoding="utf-8")
    found, files, _ = run([tmp_path])
    assert found == (f"{tmp_path}/deep/er/a.bin 中有该文的 1 处字句。",)
    assert files == 2


def test_a_row_that_was_deleted_without_care_is_still_found(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.sqlite3") as db:
        db.execute("CREATE TABLE a (text)")
        db.execute("INSERT INTO a VALUES (?)", (SENTENCE,))
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM a")
    db.close()
    assert run([tmp_path])[0] != ()


def test_the_file_itself_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF pictures only")
    found, _, _ = run([tmp_path], known=sha256(b"%PDF pictures only").hexdigest())
    assert found == (f"{tmp_path}/scan.pdf 就是该文件本身。",)


def test_files_are_read_once_however_they_are_reached_and_skipped_ones_never(tmp_path: Path) -> None:
    (tmp_path / "data" / "models").mkdir(parents=True)
    (tmp_path / "data" / "models" / "weights").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "data" / "a.txt").write_text("abc", encoding="utf-8")
    (tmp_path / "data" / "loop").symlink_to(tmp_path / "data")
    found, files, size = run(
        [tmp_path / "data", tmp_path / "data" / "a.txt", tmp_path / "none"], skipped=(tmp_path / "data" / "models",)
    )
    assert (found, files, size) == ((), 1, 3)


def test_a_folder_that_a_link_leads_to_is_searched(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").symlink_to(tmp_path / "disk")
    assert len(run([tmp_path / "data"])[0]) == 1


def test_what_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("abc", encoding="utf-8")

    def refuse(self: Finder, path: Path, tell: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Finder, "find_in_file", refuse)
    result = search([tmp_path], Finder([]), [], [], lambda progress: None)
    assert result.unread == (f"{tmp_path}/a.txt 读不出来（Permission denied），无法核对。",)
    assert result.files == 0


def test_a_pipe_does_not_stop_the_search(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("abc", encoding="utf-8")
    told: list[Progress] = []
    result = search([tmp_path], Finder([]), [], [], told.append)
    assert (result.files, told) == (1, [Progress("逐字节核对", 3, 0)])
