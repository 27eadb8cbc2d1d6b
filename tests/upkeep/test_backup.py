"""A backup holds everything that cannot be made again, is checked before it has its name, and overwrites nothing."""

from __future__ import annotations

import errno
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from index.database import DatabaseError
from quiz.bank import open_bank
from tests.quiz.made import single
from tests.upkeep.installed import NOW, PERSON, installation_at, kill_at, write_installation
from upkeep import sealed
from upkeep.backup import backup
from upkeep.errors import BadBackup, UpkeepError
from upkeep.records import Installation, Progress
from upkeep.sealed import read_sealed

NAMES = [
    "bank.sqlite3",
    "feedback.sqlite3",
    "corpus/manifest.csv",
    "corpus/指引/走失老人查找工作指引.md",
    "corpus/法规/青槐市巡防站管理规定(2023-05-10).txt",
    "corpus/法规/青槐市犬只管理办法(2015-03-01).txt",
    "corpus/法规/青槐市犬只管理办法(2021-09-01).txt",
    "tables/ingest/instruments.csv",
    "tables/index/everyday.csv",
    "tables/index/terms.txt",
    "models/本所/adapter_config.json",
    "models/本所/adapter_model.safetensors",
    "backup.json",
]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return write_installation(tmp_path / "here")


def test_a_backup_holds_what_cannot_be_made_again_and_no_expanded_model(
    installation: Installation, tmp_path: Path
) -> None:
    report = backup(installation, tmp_path / "b.zip", now=NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert archive.namelist() == NAMES
        table = json.loads(archive.read("backup.json"))
    assert (table["kind"], table["format"], table["made"]) == ("jingwen-backup", 1, "2026-03-01T09:00:00+00:00")
    assert table["members"]["tables/index/terms.txt"][0] == len("terms.txt\n")
    assert [(kept.name, kept.files) for kept in report.kept] == [
        ("题库", 1),
        ("反馈", 1),
        ("资料文件夹", 5),
        ("对照表 instruments.csv", 1),
        ("对照表 everyday.csv", 1),
        ("对照表 terms.txt", 1),
        ("微调模型 本所", 2),
    ]
    assert report.left_out == ()
    assert report.size == (tmp_path / "b.zip").stat().st_size


def test_equal_content_at_an_equal_time_gives_equal_bytes(installation: Installation, tmp_path: Path) -> None:
    backup(installation, tmp_path / "one.zip", now=NOW)
    backup(installation, tmp_path / "two.zip", now=NOW)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_bank_in_use_is_copied_as_it_is_at_that_moment(installation: Installation, tmp_path: Path) -> None:
    with open_bank(installation.places.bank) as bank:
        bank.add(single("i3"), PERSON)
        backup(installation, tmp_path / "b.zip", now=NOW)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        (tmp_path / "copy.sqlite3").write_bytes(archive.read("bank.sqlite3"))
    with open_bank(tmp_path / "copy.sqlite3") as bank:
        assert [entry.item.id for entry in bank.find()] == ["i1", "i2", "i3"]


def test_what_was_deleted_from_a_bank_is_not_carried_along(installation: Installation, tmp_path: Path) -> None:
    with sqlite3.connect(installation.places.bank) as db:
        db.execute("INSERT INTO passages VALUES ('x', '已经删去的一段话')")
        db.commit()
        db.execute("DELETE FROM passages WHERE sha256 = 'x'")
    db.close()
    backup(installation, tmp_path / "b.zip", now=NOW)
    assert "已经删去的一段话".encode() not in (tmp_path / "b.zip").read_bytes()


def test_an_existing_file_is_never_overwritten(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine", encoding="utf-8")
    with pytest.raises(UpkeepError, match=r"b\.zip 已经存在"):
        backup(installation, tmp_path / "b.zip", now=NOW)
    assert (tmp_path / "b.zip").read_text(encoding="utf-8") == "mine"


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(installation: Installation, tmp_path: Path) -> None:
    def appear(progress: Progress) -> None:
        (tmp_path / "b.zip").write_text("mine", encoding="utf-8")

    with pytest.raises(UpkeepError, match="已经存在"):
        backup(installation, tmp_path / "b.zip", now=NOW, progress=appear)
    assert [path.name for path in tmp_path.iterdir() if path.name != "here"] == ["b.zip"]
    assert (tmp_path / "b.zip").read_text(encoding="utf-8") == "mine"


def test_a_backup_is_not_written_into_what_it_copies(installation: Installation) -> None:
    with pytest.raises(UpkeepError, match="那里的文件本身就要备份"):
        backup(installation, installation.places.corpus / "b.zip", now=NOW)


def test_links_in_the_corpus_are_left_out_by_name(installation: Installation, tmp_path: Path) -> None:
    (installation.places.corpus / "外.txt").symlink_to("/etc/hostname")
    report = backup(installation, tmp_path / "b.zip", now=NOW)
    (problem,) = report.left_out
    assert "外.txt 不是普通文件" in problem
    assert "corpus/外.txt" not in {member.name for member in read_sealed(tmp_path / "b.zip", print).members}


def test_a_damaged_bank_is_named_and_no_backup_is_left(installation: Installation, tmp_path: Path) -> None:
    raw = bytearray(installation.places.bank.read_bytes())
    raw[4096:8192] = b"\xff" * 4096
    installation.places.bank.write_bytes(bytes(raw))
    with pytest.raises(DatabaseError, match=r"题库 .*bank\.sqlite3 已损坏"):
        backup(installation, tmp_path / "b.zip", now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_full_disk_is_told_and_leaves_nothing(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sealed.os, "fsync", full)
    with pytest.raises(UpkeepError, match=r"没有写成.*No space left"):
        backup(installation, tmp_path / "b.zip", now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_an_installation_without_anything_gives_a_backup_of_nothing(tmp_path: Path) -> None:
    assert backup(installation_at(tmp_path / "empty"), tmp_path / "b.zip", now=NOW).kept == ()


def test_a_kill_at_any_step_leaves_no_backup_or_a_whole_one(installation: Installation, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    step, whole = 1, 0
    while kill_at(step, lambda: backup(installation, target, now=NOW)):
        if target.exists():
            assert [member.name for member in read_sealed(target, lambda progress: None).members] == sorted(NAMES[:-1])
            target.unlink()
            whole += 1
        step += 1
    assert step > 10
    assert whole >= 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "here"]


def test_a_file_that_changes_while_it_is_copied_is_noticed(installation: Installation, tmp_path: Path) -> None:
    """The table holds the checksum of what was written, and what was written is read again."""
    draft_seen: list[bytes] = []

    def spoil(progress: Progress) -> None:
        draft = tmp_path / ".b.zip.unfinished" / "backup"
        if progress.step == "核对" and draft.exists() and not draft_seen:
            raw = bytearray(draft.read_bytes())
            draft_seen.append(bytes(raw))
            raw[raw.index("接到老人走失的报警".encode())] ^= 1
            draft.write_bytes(bytes(raw))

    with pytest.raises(BadBackup, match=r"损坏|校验和"):
        backup(installation, tmp_path / "b.zip", now=NOW, progress=spoil)
    assert not (tmp_path / "b.zip").exists()
