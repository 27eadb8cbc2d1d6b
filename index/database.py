"""SQLite files of our own: made, recognised, opened, changed in transactions.

In: a path and what stands in such a file. Out: an open connection, in WAL and with every change on the disk when it returns; errors in
Chinese that name the file. A file that is not of this kind and schema is refused before it is opened, and not touched.
Does not know what the tables mean.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import KnowledgeBaseError


class DatabaseError(KnowledgeBaseError):
    """A file of ours that cannot be read or written now."""


class ForeignDatabase(DatabaseError):
    """The file is something else, or of another program version; it was not touched."""


class DamagedDatabase(DatabaseError):
    """The file is ours, but SQLite cannot read or write it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a file, and how it is known again."""

    name: str  # in messages: 题库
    application: int  # in the file's header
    schema: int  # in the file's header; raise it when the tables change
    tables: tuple[str, ...]  # statements that make them


def open_database(path: Path, layout: Layout) -> sqlite3.Connection:
    """Open a file, or make it where none is; raise a DatabaseError. Threads may share the connection behind a lock."""
    refuse_foreign(path, layout)
    with telling(path, layout.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, layout)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Hold the only right to write from the beginning; all of it happens, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


@contextmanager
def erasing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction whose deletions leave no trace: neither in the file, nor in its log, nor in a temporary file.

    Raises sqlite3.OperationalError where readers keep the log from being emptied; what was deleted stays deleted.
    """
    db.execute("PRAGMA secure_delete = ON")
    db.execute("PRAGMA temp_store = MEMORY")
    with transaction(db):
        yield
    db.execute("VACUUM")
    until = time.monotonic() + _WAIT
    while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > until:
            raise sqlite3.OperationalError("log in use")
        time.sleep(0.02)


@contextmanager
def telling(path: Path, name: str) -> Iterator[None]:
    """Say in Chinese, naming the file, what SQLite or the disk objects to."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        raise DatabaseError(
            f"{name} {path} 现在不能读写（{exc}）；请检查权限、磁盘空间，以及是否有别的程序占用，然后重试。"
        ) from exc
    except sqlite3.Error as exc:
        raise DamagedDatabase(f"{name} {path} 已损坏（{exc}）；请从备份恢复，或换一个文件。") from exc
    except OSError as exc:
        raise DatabaseError(f"{name} {path} 建不起来（{exc.strerror or exc}）；请检查路径和权限。") from exc


def refuse_foreign(path: Path, layout: Layout) -> None:
    """Raise ForeignDatabase for a file that is something else, or of another schema.

    Its header is read as bytes: even opening a foreign database could leave files beside it.
    """
    try:
        if not path.exists():
            return
        if not path.is_file():
            raise ForeignDatabase(f"{path} 不是文件，不能用作{layout.name}；请写明一个文件。")
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as exc:
        raise DatabaseError(f"{layout.name} {path} 读不出来（{exc.strerror or exc}）；请检查路径和权限。") from exc
    if not header:
        return  # made, but killed before anything was written
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise ForeignDatabase(
            f"{path} 应是{layout.name}文件（SQLite），实际不是，没有改动它；请换一个文件，或把它改名移开。"
        )
    version, application = struct.unpack(">I4xI", header[60:72])
    if application != layout.application:
        raise ForeignDatabase(
            f"{path} 是别的程序的数据库，不是{layout.name}，没有改动它；请换一个文件，或把它改名移开。"
        )
    if version != layout.schema:
        raise ForeignDatabase(
            f"{layout.name} {path} 的格式号是 {version}，本程序需要 {layout.schema}，没有改动它；请使用与它相配的程序版本。"
        )


_WAIT = 30.0  # seconds to wait for another process that writes
_MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # bytes


def _prepare(db: sqlite3.Connection, layout: Layout) -> None:
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    with transaction(db):
        # In the rollback journal of a new file, so that its header tells what it is as soon as it is longer than nothing.
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            db.execute(f"PRAGMA application_id = {layout.application}")
            db.execute(f"PRAGMA user_version = {layout.schema}")
            for statement in layout.tables:
                db.execute(statement)
    _switch_to_wal(db)


def _switch_to_wal(db: sqlite3.Connection) -> None:
    """SQLite does not wait by itself where several processes switch at once."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
        if time.monotonic() > until:
            return  # a file system without shared memory; the rollback journal is as safe, only slower
        time.sleep(0.02)
