"""A backup comes back whole, what stood there is kept, and a file that is not sound changes nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from answer.feedback import FeedbackStore
from index.database import DatabaseError, ForeignDatabase
from quiz.bank import open_bank
from tests.invented import DOGS_OLD, FILES, GUIDE, write_corpus
from tests.quiz.made import single
from tests.upkeep.installed import NOW, PERSON, STRIDES, feedback, installation_at, kill_at, write_installation
from upkeep import placing
from upkeep.backup import backup
from upkeep.errors import BadBackup
from upkeep.records import Installation
from upkeep.restore import restore

STAMP = "before-20260301-090000"


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Installation, Path]:
    """An installation that changed in every store since the backup was made."""
    installation = write_installation(tmp_path / "here")
    backup(installation, tmp_path / "b.zip", now=NOW - timedelta(days=1))
    change(installation)
    return installation, tmp_path / "b.zip"


def change(installation: Installation) -> None:
    places = installation.places
    (places.corpus / GUIDE).unlink()
    (places.corpus / DOGS_OLD).write_text("改过", encoding="utf-8")
    installation.tables[1].write_text("改过", encoding="utf-8")
    (places.models / "本所" / "adapter_config.json").write_text("改过", encoding="utf-8")
    with open_bank(places.bank) as bank:
        bank.add(single("later"), PERSON)
    FeedbackStore(places.feedback).add(feedback("后来的问题"))


def state(installation: Installation) -> dict[str, object]:
    """What officers would find: every store, without what was kept aside."""
    places = installation.places
    found: dict[str, object] = {}
    for folder in (places.corpus, places.models / "本所"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[path.relative_to(folder.parent).as_posix()] = path.read_text(encoding="utf-8")
    for table in installation.tables:
        found[table.name] = table.read_text(encoding="utf-8")
    with open_bank(places.bank) as bank:
        found["bank"] = [entry.item.id for entry in bank.find()]
    found["feedback"] = [entry.feedback.question for entry in FeedbackStore(places.feedback).entries()]
    return found


def everything(folder: Path) -> dict[str, bytes]:
    """Every file but those that say who holds the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("build."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_what_was_saved_stands_again_and_what_stood_there_is_kept(saved: tuple[Installation, Path]) -> None:
    installation, file = saved
    changed = state(installation)
    report = restore(installation, file, now=NOW)
    places = installation.places
    restored = state(installation)
    assert (restored["bank"], restored["feedback"]) == (["i1", "i2"], ["犬证多少钱？"])
    assert restored[f"corpus/{GUIDE}"] == FILES[GUIDE]
    assert restored["everyday.csv"] == "everyday.csv\n"
    assert {each.name: each.before.name if each.before else None for each in report.stores if each.changed} == {
        "题库": f"bank.{STAMP}.sqlite3",
        "反馈": f"feedback.{STAMP}.sqlite3",
        "资料文件夹": f"corpus.{STAMP}",
        "对照表 everyday.csv": f"everyday.{STAMP}.csv",
        "微调模型 本所": f"本所.{STAMP}",
    }
    assert [each.name for each in report.stores if not each.changed] == ["对照表 instruments.csv", "对照表 terms.txt"]
    assert (report.made, report.must_rebuild) == ("2026-02-28T09:00:00+00:00", True)
    assert (places.corpus.with_name(f"corpus.{STAMP}") / DOGS_OLD).read_text(encoding="utf-8") == "改过"
    with open_bank(places.bank.with_name(f"bank.{STAMP}.sqlite3")) as old:
        assert [entry.item.id for entry in old.find()] == changed["bank"]


def test_restoring_twice_changes_nothing_the_second_time(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    installation, file = saved
    restore(installation, file, now=NOW)
    before = everything(tmp_path / "here")
    report = restore(installation, file, now=NOW)
    assert [each.name for each in report.stores if each.changed] == []
    assert not report.must_rebuild
    assert everything(tmp_path / "here") == before


def test_an_empty_place_is_filled(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    _, file = saved
    there = installation_at(tmp_path / "there")
    for table in there.tables:
        table.parent.mkdir(parents=True, exist_ok=True)
    report = restore(there, file, now=NOW)
    assert all(each.changed and each.before is None for each in report.stores)
    assert state(there)["bank"] == ["i1", "i2"]


def test_an_open_bank_sees_what_was_restored(saved: tuple[Installation, Path]) -> None:
    installation, file = saved
    with open_bank(installation.places.bank) as bank:
        assert len(bank.find()) == 3
        restore(installation, file, now=NOW)
        assert [entry.item.id for entry in bank.find()] == ["i1", "i2"]
        bank.add(single("i9"), PERSON)
    assert state(installation)["bank"] == ["i1", "i2", "i9"]


def test_a_damaged_bank_is_moved_aside_as_it_is(saved: tuple[Installation, Path]) -> None:
    installation, file = saved
    bank = installation.places.bank
    spoilt = bank.read_bytes()[:5000]
    bank.write_bytes(spoilt)
    restore(installation, file, now=NOW)
    assert state(installation)["bank"] == ["i1", "i2"]
    assert bank.with_name(f"bank.{STAMP}.sqlite3").read_bytes() == spoilt


def test_a_log_left_by_a_damaged_bank_is_not_played_into_the_new_one(saved: tuple[Installation, Path]) -> None:
    installation, file = saved
    path = installation.places.bank
    with open_bank(path) as bank:
        bank.add(single("logged"), PERSON)
        log = path.with_name("bank.sqlite3-wal").read_bytes()
    path.write_bytes(b"no database at all" * 100)
    path.with_name("bank.sqlite3-wal").write_bytes(log)
    restore(installation, file, now=NOW)
    assert state(installation)["bank"] == ["i1", "i2"]
    assert path.with_name(f"bank.{STAMP}.sqlite3-wal").read_bytes() == log


def test_stores_that_the_backup_lacks_stay(tmp_path: Path) -> None:
    installation = write_installation(tmp_path / "here")
    shutil.rmtree(installation.places.feedback.parent)
    backup(installation, tmp_path / "b.zip", now=NOW)
    FeedbackStore(installation.places.feedback).add(feedback("后来的问题"))
    restore(installation, tmp_path / "b.zip", now=NOW)
    assert state(installation)["feedback"] == ["后来的问题"]


def test_a_corpus_folder_that_is_a_link_stays_a_link(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    installation, file = saved
    corpus = installation.places.corpus
    corpus.rename(tmp_path / "elsewhere")
    corpus.symlink_to(tmp_path / "elsewhere")
    restore(installation, file, now=NOW)
    assert corpus.is_symlink()
    assert (tmp_path / "elsewhere" / GUIDE).read_text(encoding="utf-8") == FILES[GUIDE]
    assert (tmp_path / f"elsewhere.{STAMP}").is_dir()


def test_every_flipped_byte_is_noticed_and_nothing_is_touched(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    installation, file = saved
    whole = file.read_bytes()
    before = everything(tmp_path / "here")
    for at in range(0, len(whole), len(whole) // 97):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
        with pytest.raises(BadBackup):
            restore(installation, file, now=NOW)
    assert everything(tmp_path / "here") == before


def test_every_shortened_backup_is_refused(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    installation, file = saved
    whole = file.read_bytes()
    before = everything(tmp_path / "here")
    for length in (0, 3, 4, 100, len(whole) // 2, len(whole) - 64, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(BadBackup, match=r"b\.zip"):
            restore(installation, file, now=NOW)
    assert everything(tmp_path / "here") == before


def forged(file: Path, entries: list[tuple[zipfile.ZipInfo, bytes]], **changed: Any) -> Path:
    """A backup with a right seal and right checksums, but not one that we would write."""
    members = {info.filename: [len(data), hashlib.sha256(data).hexdigest()] for info, data in entries if info.filename}
    table = {"kind": "jingwen-backup", "format": 1, "made": NOW.isoformat(), "members": members, **changed}
    with zipfile.ZipFile(file, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
        archive.writestr(zipfile.ZipInfo("backup.json"), json.dumps(table))
        archive.comment = b"0" * 64
    body = file.read_bytes()[:-64]
    file.write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    return file


def entry(name: str, *, mode: int = 0, compress: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = compress
    return info


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda file: forged(file, [(entry("corpus/../../evil"), b"x")]), r"'corpus/\.\./\.\./evil' 不可用"),
        (lambda file: forged(file, [(entry("/etc/evil"), b"x")]), "'/etc/evil' 不可用"),
        (lambda file: forged(file, [(entry("corpus/a\\..\\b"), b"x")]), "不可用"),
        (lambda file: forged(file, [(entry("corpus/C:evil"), b"x")]), "不可用"),
        (lambda file: forged(file, [(entry("corpus/a"), b"x"), (entry("corpus/a/b"), b"x")]), "'corpus/a' 不可用"),
        (lambda file: forged(file, [(entry("corpus/link", mode=stat.S_IFLNK | 0o777), b"/")]), "link 不是普通文件"),
        (lambda file: forged(file, [(entry("corpus/big", compress=zipfile.ZIP_DEFLATED), bytes(9**8))]), "经过压缩"),
        (lambda file: forged(file, [(entry("elsewhere/a"), b"x")]), "elsewhere/a 不属于本程序"),
        (lambda file: forged(file, [(entry("models/a"), b"x")]), "models/a 不属于本程序"),
        (lambda file: forged(file, [(entry("corpus/a"), b"x")], members={}), "所列不一致"),
        (lambda file: forged(file, [(entry("corpus/a"), b"x")], members={"corpus/a": [1, "0"]}), "与校验和不符"),
        (lambda file: forged(file, [(entry("corpus/a"), b"x")], members={"corpus/a": [2, "0"]}), "大小与所列不符"),
        (lambda file: forged(file, [], members=[]), "读不懂"),
        (lambda file: forged(file, [], format=2), "格式号是 2，本程序只认识 1"),
        (lambda file: forged(file, [], kind="other"), "不是本程序的备份"),
    ],
)
def test_a_hostile_or_foreign_backup_is_refused_by_name(
    saved: tuple[Installation, Path], tmp_path: Path, made: Callable[[Path], Path], words: str
) -> None:
    installation, _ = saved
    before = everything(tmp_path / "here")
    with pytest.raises(BadBackup, match=words):
        restore(installation, made(tmp_path / "forged.zip"), now=NOW)
    assert everything(tmp_path / "here") == before


def test_one_name_twice_is_refused(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        file = forged(tmp_path / "forged.zip", [(entry("corpus/a"), b"x"), (entry("corpus/a"), b"x")])
    with pytest.raises(BadBackup, match="同名文件"):
        restore(saved[0], file, now=NOW)


def test_sizes_that_only_the_directory_of_the_zip_claims_are_refused(
    saved: tuple[Installation, Path], tmp_path: Path
) -> None:
    """A bomb says little in one place and much in another; what is stored cannot be more than the file."""
    file = forged(tmp_path / "forged.zip", [(entry("corpus/a"), b"x" * 50)], members={"corpus/a": [2**30, "0"]})
    raw = bytearray(file.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 20 : at + 28] = (2**30).to_bytes(4, "little") * 2
    body = bytes(raw[:-64])
    file.write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    with pytest.raises(BadBackup, match=r"自称有 10737\d+ 字节的内容"):
        restore(saved[0], file, now=NOW)


def test_what_is_no_zip_or_not_there_is_said_to_be_so(saved: tuple[Installation, Path], tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("不是备份", encoding="utf-8")
    with pytest.raises(BadBackup, match=r"note\.txt 不是本程序的备份文件"):
        restore(saved[0], tmp_path / "note.txt", now=NOW)
    with pytest.raises(BadBackup, match=r"找不到备份文件 .*none\.zip"):
        restore(saved[0], tmp_path / "none.zip", now=NOW)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(BadBackup, match="不是本程序的备份"):
        restore(saved[0], tmp_path / "other.zip", now=NOW)


def test_a_bank_of_a_newer_schema_inside_is_refused_before_anything_changes(
    saved: tuple[Installation, Path], tmp_path: Path
) -> None:
    installation, file = saved
    with zipfile.ZipFile(file) as archive:
        bank = bytearray(archive.read("bank.sqlite3"))
    bank[60:64] = (9).to_bytes(4, "big")
    before = everything(installation.places.corpus)
    newer = forged(tmp_path / "newer.zip", [(entry("bank.sqlite3"), bytes(bank)), (entry("corpus/a.txt"), b"x")])
    with pytest.raises(ForeignDatabase, match="格式号是 9"):
        restore(installation, newer, now=NOW)
    assert everything(installation.places.corpus) == before
    assert [path.name for path in installation.places.corpus.parent.glob(".*")] == []


def check_one_of_two(installation: Installation, old: dict[str, object], new: dict[str, object]) -> None:
    """Every store is as it was or as it was saved, and what was there before can be had wherever it changed."""
    now = state(installation)
    root = installation.places.corpus.parent

    def part(found: dict[str, object], begins: str) -> dict[str, object]:
        return {name: value for name, value in found.items() if name.startswith(begins)}

    for begins in ("corpus/", "本所/", "everyday.csv", "bank", "feedback"):
        assert part(now, begins) in (part(old, begins), part(new, begins)), begins
    if part(now, "corpus/") != part(old, "corpus/"):
        aside = [*root.glob("corpus.before-*"), *root.glob(".corpus.exchange-*")]
        assert [(folder / DOGS_OLD).read_text(encoding="utf-8") for folder in aside] == ["改过"]
    if now["bank"] != old["bank"]:
        (aside_bank,) = installation.places.bank.parent.glob("bank.before-*.sqlite3")
        with open_bank(aside_bank) as bank:
            assert [entry.item.id for entry in bank.find()] == old["bank"]
    if now["everyday.csv"] != old["everyday.csv"]:
        (aside_table,) = installation.tables[1].parent.glob("everyday.before-*.csv")
        assert aside_table.read_text(encoding="utf-8") == "改过"


@pytest.mark.parametrize("stride", STRIDES)
def test_a_kill_at_any_step_leaves_the_old_or_the_new_and_running_again_finishes(
    saved: tuple[Installation, Path], tmp_path: Path, stride: int
) -> None:
    installation, file = saved
    here = tmp_path / "here"
    shutil.copytree(here, tmp_path / "kept")
    old = state(installation)
    restore(installation, file, now=NOW)
    new = state(installation)
    step, seen = 1, set()
    while True:
        shutil.rmtree(here)
        shutil.copytree(tmp_path / "kept", here)
        if not kill_at(step, lambda: restore(installation, file, now=NOW)):
            break
        check_one_of_two(installation, old, new)
        seen.add(str(state(installation)))
        if step % 7 == 1:
            restore(installation, file, now=NOW + timedelta(hours=1))
            assert state(installation) == new
            assert [path for path in here.rglob(".*") if path.name.startswith(".")] == []
        step += stride
    assert step > 30
    assert len(seen) >= (6 if stride == 1 else 3)  # before everything and after each of the five stores that changed


def test_a_system_that_cannot_exchange_folders_loses_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "_exchange", lambda one, other: False)
    installation = installation_at(tmp_path / "here")
    corpus = write_corpus(installation.places.corpus)
    backup(installation, tmp_path / "b.zip", now=NOW)
    (corpus / GUIDE).unlink()
    (corpus / DOGS_OLD).write_text("改过", encoding="utf-8")
    shutil.copytree(tmp_path / "here", tmp_path / "kept")
    step, gaps = 1, 0
    while kill_at(step, lambda: restore(installation, tmp_path / "b.zip", now=NOW)):
        gaps += not corpus.exists()
        restore(installation, tmp_path / "b.zip", now=NOW + timedelta(hours=1))
        assert (corpus / GUIDE).exists()
        asides = (tmp_path / "here").glob("corpus.before-*")
        assert "改过" in [(aside / DOGS_OLD).read_text(encoding="utf-8") for aside in asides]
        shutil.rmtree(tmp_path / "here")
        shutil.copytree(tmp_path / "kept", tmp_path / "here")
        step += 1
    assert gaps == 1


def test_a_bank_that_may_not_be_written_is_told(
    saved: tuple[Installation, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise DatabaseError("题库 bank.sqlite3 现在不能读写")

    monkeypatch.setattr(placing, "overwrite_database", refuse)
    with pytest.raises(DatabaseError, match="现在不能读写"):
        restore(saved[0], saved[1], now=NOW)
    assert state(saved[0])["bank"] == ["i1", "i2", "later"]
