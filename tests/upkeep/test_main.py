"""The commands say what was done, in Chinese, and their exit codes can be relied on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.encoder import open_encoder
from quiz.bank import open_bank
from tests.invented import GUIDE, RULES
from tests.quiz.made import single
from tests.upkeep.installed import PERSON, installation_at, write_installation
from upkeep import __main__ as commands
from upkeep.__main__ import main
from upkeep.records import Installation


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The commands find this installation where they would find their own."""
    installation = write_installation(tmp_path / "here", items=())
    tables = dict(zip(("INSTRUMENTS", "EVERYDAY", "TERMS"), installation.tables, strict=True))
    for name, value in {"ROOT": tmp_path / "here", "PLACES": installation.places, **tables}.items():
        monkeypatch.setattr(commands, name, value)
    for name in ("JINGWEN_CORPUS", "JINGWEN_INDEX", "JINGWEN_BANK", "JINGWEN_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return installation


def test_backup_says_what_it_holds(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    told = capsys.readouterr().out
    assert f"已写入 {tmp_path}/b.zip（{(tmp_path / 'b.zip').stat().st_size:,} 字节），逐字节核对无误：\n" in told
    assert "  资料文件夹：5 个文件，" in told
    assert main(["backup", str(tmp_path / "b.zip")]) == 1
    assert "b.zip 已经存在，没有改动它；请换一个文件名。" in capsys.readouterr().err


def test_backup_exits_3_where_something_was_left_out(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (installation.places.corpus / "外.txt").symlink_to(installation.tables[0])
    assert main(["backup", str(tmp_path / "b.zip")]) == 3
    assert "外.txt 不是普通文件" in capsys.readouterr().out


def test_restore_says_what_was_put_back_and_what_to_do_next(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["backup", str(tmp_path / "b.zip")])
    (installation.places.corpus / GUIDE).unlink()
    capsys.readouterr()
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    told = capsys.readouterr().out
    assert "  资料文件夹：已放回；原来的保留在 " in told
    assert "  题库：与备份相同，未动" in told
    assert "请运行 python -m index build 重建索引" in told
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    assert "index build" not in capsys.readouterr().out


def test_restore_of_something_else_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.zip").write_text("x", encoding="utf-8")
    assert main(["restore", str(tmp_path / "x.zip")]) == 1
    assert "不是本程序的备份文件" in capsys.readouterr().err


def test_purge_builds_without_the_text_and_says_what_went(
    installation: Installation, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = installation.places
    encoder = open_encoder(str(tiny_model), places.models)
    report = build(places.corpus, places.index, encoder, now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    assert main(["purge", RULES, "--model", str(tiny_model)]) == 1
    assert "还在，以后建库或恢复时又会收入；请先把它移出" in capsys.readouterr().err
    (places.corpus / RULES).unlink()
    assert main(["purge", RULES, "--model", str(tiny_model)]) == 0
    told = capsys.readouterr().out
    assert "已建立不含该文的索引版本 " in told
    assert f"已清除 {RULES}（《青槐市巡防站管理规定》）：\n  索引版本 1 个：{report.generation}\n" in told
    assert "未发现任何一句。" in told
    assert main(["purge", RULES, "--model", str(tiny_model)]) == 1
    assert f"没有哪份资料叫“{RULES}”" in capsys.readouterr().err


def test_purge_removes_nothing_where_the_build_would_lose_more(
    installation: Installation, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = installation.places
    build(
        places.corpus,
        places.index,
        open_encoder(str(tiny_model), places.models),
        now=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )
    (places.corpus / RULES).unlink()
    (places.corpus / GUIDE).unlink()
    assert main(["purge", RULES, "--model", str(tiny_model)]) == 1
    told = capsys.readouterr().err
    assert f"什么也没有清除：\n  资料《走失老人查找工作指引》（{GUIDE}）在新索引里没有了。" in told
    assert "python -m index build --accept" in told


def test_the_places_of_the_environment_are_used(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = installation_at(tmp_path / "other").places.bank
    with open_bank(other) as bank:
        bank.add(single(), PERSON)
    monkeypatch.setenv("JINGWEN_BANK", str(other))
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert f"  题库：1 个文件，{other.stat().st_size:,} 字节" in capsys.readouterr().out
