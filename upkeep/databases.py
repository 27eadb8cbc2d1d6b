"""SQLite files of ours copied and put back while others may be using them.

In: paths and layouts. Out: copies that are one file without a log, and a database whose content is that of another one. Does not know
what the tables mean.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from index.database import DamagedDatabase, ForeignDatabase, Layout, open_database, refuse_foreign, telling


def copy_database(path: Path, layout: Layout, copy: Path) -> None:
    """Write what a database holds at this moment to a new file on the disk; raise a DatabaseError.

    ``VACUUM INTO`` sees one state as the backup interface does; besides, it leaves out what was deleted and gives equal files for
    equal content.
    """
    with closing(open_database(path, layout)) as db, telling(path, layout.name):
        db.execute("VACUUM INTO ?", (str(copy),))
    check_copy(copy, layout)
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def check_copy(copy: Path, layout: Layout) -> None:
    """Read a copy through; raise a DatabaseError where it is foreign, of another schema or damaged."""
    refuse_foreign(copy, layout)
    with telling(copy, layout.name), closing(_open_copy(copy)) as db:
        _check(db, copy, layout)


def is_sound(path: Path, layout: Layout) -> bool:
    """Whether a database stands there and can be used; raise a DatabaseError where that cannot be told now."""
    if not path.exists():
        return False
    try:
        with closing(open_database(path, layout)) as db, telling(path, layout.name):
            _check(db, path, layout)
    except (DamagedDatabase, ForeignDatabase):
        return False
    return True


def same_content(path: Path, layout: Layout, copy: Path) -> bool:
    """Whether a sound database holds the same rows as a copy."""
    with closing(open_database(path, layout)) as db, closing(_open_copy(copy)) as other, telling(path, layout.name):
        return all(one == two for one, two in zip_longest(db.iterdump(), other.iterdump()))


def overwrite_database(path: Path, layout: Layout, copy: Path) -> None:
    """Make ``path`` hold what ``copy`` holds, in one transaction: whoever has it open sees the old content or the new."""
    with closing(open_database(path, layout)) as db, closing(_open_copy(copy)) as source, telling(path, layout.name):
        source.backup(db)


def _check(db: sqlite3.Connection, path: Path, layout: Layout) -> None:
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedDatabase(f"{layout.name} {path} 已损坏（{found}）；请从备份恢复，或换一个文件。")


def _open_copy(copy: Path) -> sqlite3.Connection:
    """Nobody writes into a copy, so nothing needs to stand beside it."""
    return sqlite3.connect(f"{copy.resolve().as_uri()}?immutable=1", uri=True)
