"""SQLite files of our own: known again, refused when they are something else, changed whole or not at all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index import database
from index.database import DatabaseError, ForeignDatabase, Layout, erasing, open_database, telling, transaction

NOTES = Layout("便条", application=0x4A57, schema=1, tables=("CREATE TABLE notes (text TEXT NOT NULL)",))


def test_a_file_is_made_once_and_known_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "notes.sqlite3"
    with closing(open_database(path, NOTES)) as db, transaction(db):
        db.execute("INSERT INTO notes VALUES ('甲')")
    with closing(open_database(path, NOTES)) as db:
        assert [row["text"] for row in db.execute("SELECT text FROM notes")] == ["甲"]


def test_a_file_of_another_kind_or_schema_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite3"
    open_database(path, NOTES).close()
    for other in (Layout("题库", 0x4A58, 1, ()), Layout("便条", 0x4A57, 2, ())):
        with pytest.raises(ForeignDatabase, match="没有改动它"):
            open_database(path, other)


def test_a_change_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "notes.sqlite3", NOTES)) as db:
        with pytest.raises(RuntimeError), transaction(db):
            db.execute("INSERT INTO notes VALUES ('乙')")
            raise RuntimeError
        assert db.execute("SELECT count(*) FROM notes").fetchone()[0] == 0


def files_with(folder: Path, text: str) -> list[str]:
    return [path.name for path in sorted(folder.iterdir()) if text.encode() in path.read_bytes()]


def test_what_is_erased_stands_neither_in_the_file_nor_in_its_log(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "notes.sqlite3", NOTES)) as db:
        for number in range(500):
            db.execute("INSERT INTO notes VALUES (?)", (f"第{number}条记载的内容",))
        with erasing(db):
            db.execute("DELETE FROM notes WHERE text <> '第7条记载的内容'")
        assert files_with(tmp_path, "条记载的内容") == ["notes.sqlite3"]
        assert files_with(tmp_path, "第8条记载的内容") == []
        assert [row["text"] for row in db.execute("SELECT text FROM notes")] == ["第7条记载的内容"]


def test_a_plain_deletion_would_leave_it_there(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "notes.sqlite3", NOTES)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO notes VALUES ('第8条记载的内容')")
        db.execute("DELETE FROM notes")
        assert files_with(tmp_path, "第8条记载的内容") != []


def test_a_reader_that_keeps_the_log_from_being_emptied_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT", 0.1)
    path = tmp_path / "notes.sqlite3"
    with closing(open_database(path, NOTES)) as db, closing(open_database(path, NOTES)) as reader:
        db.execute("INSERT INTO notes VALUES ('甲')")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM notes").fetchall()
        with pytest.raises(DatabaseError, match=r"现在不能读写（log in use）"), telling(path, "便条"), erasing(db):
            db.execute("DELETE FROM notes")
        reader.execute("COMMIT")
        with erasing(db):
            pass
        assert files_with(tmp_path, "甲") == []
