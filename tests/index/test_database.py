"""SQLite files of our own: known again, refused when they are something else, changed whole or not at all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index.database import ForeignDatabase, Layout, open_database, transaction

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
