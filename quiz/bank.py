"""The bank: items with all their revisions, who decided what and when, and the papers made of them.

In: items, papers, decisions of named people with their time. Out: entries, history and papers, read from one SQLite file.
Every change is one transaction that reached the disk when the call returns, so a kill loses at most the item being saved.
Several processes may read and write. A file that is no bank of this version is refused by name and not touched.
Does not make, check or judge items.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any

from index.database import Layout, open_database, telling, transaction
from quiz.errors import BankError, IllegalMove, NotInBank
from quiz.records import STATUS_TEXT, Difficulty, Item, ItemType, Paper, Status
from quiz.wire import item_from_json, item_to_json, paper_from_json, paper_to_json, to_text

PROGRAM = "程序"  # who, where no person decided

MOVES = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.STALE, Status.RETIRED}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.APPROVED, Status.STALE, Status.RETIRED}),
    Status.APPROVED: frozenset({Status.IN_REVIEW, Status.STALE, Status.RETIRED}),
    Status.STALE: frozenset({Status.IN_REVIEW, Status.RETIRED}),
    Status.RETIRED: frozenset({Status.DRAFT}),  # taken back: an item dropped by mistake begins again
}


class Outcome(StrEnum):
    """What became of an item that was added."""

    NEW = "new"
    SAME = "same"  # it was there with the same content
    REVISED = "revised"  # it was there with other content, which nobody had edited or decided
    KEPT = "kept"  # it was there with other content, which a person edited or decided; nothing changed


@dataclass(frozen=True, slots=True)
class Decision:
    """Who changes something, when and why."""

    who: str  # PROGRAM where no person decided
    at: str  # ISO date and time
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as the bank holds it now."""

    item: Item
    revision: int  # from 1
    status: Status
    decided: bool  # a person edited it or moved it


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an item's history."""

    item_id: str
    revision: int
    what: str  # added, revised, edited, moved, source_moved
    before: Status | None
    after: Status
    decision: Decision


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries are wanted; what is empty does not limit."""

    documents: tuple[str, ...] = ()  # ids, paths, titles or instruments
    topics: tuple[str, ...] = ()  # or parts of them
    types: tuple[ItemType, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    statuses: tuple[Status, ...] = ()
    words: str = ""  # all of them must stand in stem, options, key or explanation


def open_bank(path: Path) -> Bank:
    """Open a bank, or make it where no file is; raise a DatabaseError."""
    return Bank(path, open_database(path, LAYOUT))


class Bank:
    """An open bank; may be shared between threads. Close it, or use it in a ``with`` statement."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    def __enter__(self) -> Bank:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def add(self, item: Item, decision: Decision, *, passages: Sequence[str] = ()) -> Outcome:
        """Save a made or imported item; ``passages`` are the texts of its sources, kept to compare with later ones.

        An item with an id that is here already is never doubled. A person's edit or decision is never overwritten.
        """
        content = to_text(item_to_json(item))
        with self._change() as db:
            for text in passages:
                db.execute("INSERT OR IGNORE INTO passages VALUES (?, ?)", (sha256(text.encode()).hexdigest(), text))
            row = _row(db, item.id)
            if row is None:
                db.execute(
                    "INSERT INTO items (id, revision, status, decided) VALUES (?, 1, ?, 0)", (item.id, Status.DRAFT)
                )
                _write(db, item, 1, content)
                _log(db, item.id, 1, "added", None, Status.DRAFT, decision)
                return Outcome.NEW
            if content == _content(db, item.id, row["revision"]):
                return Outcome.SAME
            if row["decided"]:
                return Outcome.KEPT
            _revise(db, row, item, Status.DRAFT, "revised", decision)
            return Outcome.REVISED

    def edit(self, item: Item, decision: Decision, *, revision: int) -> Entry:
        """Save a person's change of the revision that they saw; what was decided already goes back to review.

        Raises IllegalMove where somebody else saved another revision meanwhile.
        """
        with self._change() as db:
            row = _must_row(db, item.id)
            _same_revision(row, revision)
            status = Status.DRAFT if row["status"] == Status.DRAFT else Status.IN_REVIEW
            _revise(db, row, item, status, "edited", decision)
            db.execute("UPDATE items SET decided = 1 WHERE id = ?", (item.id,))
            return _entry(db, _must_row(db, item.id))

    def move_source(self, item: Item, decision: Decision, *, revision: int) -> Entry:
        """Save new citations of an item whose words stand elsewhere now; its status stays."""
        with self._change() as db:
            row = _must_row(db, item.id)
            _same_revision(row, revision)
            _revise(db, row, item, Status(row["status"]), "source_moved", decision)
            return _entry(db, _must_row(db, item.id))

    def move(self, item_id: str, status: Status, decision: Decision) -> Entry:
        """Give an item another status; raise IllegalMove where it cannot follow."""
        with self._change() as db:
            return _move(db, item_id, status, decision)

    def approve(self, item_id: str, decision: Decision) -> Entry:
        """Approve a draft or an item in review in one step; a stale one must be edited, or looked at again, first."""
        with self._change() as db:
            if _must_row(db, item_id)["status"] == Status.DRAFT:
                _move(db, item_id, Status.IN_REVIEW, decision)
            return _move(db, item_id, Status.APPROVED, decision)

    def entry(self, item_id: str) -> Entry:
        """The item as it is now; raise NotInBank."""
        with self._reading() as db:
            return _entry(db, _must_row(db, item_id))

    def revision(self, item_id: str, revision: int) -> Item:
        """The item as it was in a revision; raise NotInBank."""
        with self._reading() as db:
            _must_row(db, item_id)
            return _item(_content(db, item_id, revision))

    def history(self, item_id: str) -> tuple[Event, ...]:
        """Everything that happened to an item, oldest first."""
        with self._reading() as db:
            _must_row(db, item_id)
            rows = db.execute("SELECT * FROM history WHERE item_id = ? ORDER BY number", (item_id,)).fetchall()
        return tuple(
            Event(
                item_id,
                row["revision"],
                row["what"],
                Status(row["before"]) if row["before"] else None,
                Status(row["after"]),
                Decision(row["who"], row["at"], row["reason"]),
            )
            for row in rows
        )

    def find(self, query: Query = Query()) -> tuple[Entry, ...]:
        """Entries that fit, in the order in which they were added."""
        wheres, values = _conditions(query)
        where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
        with self._reading() as db:
            rows = db.execute(
                "SELECT items.*, revisions.content FROM items JOIN revisions ON revisions.item_id = items.id"  # noqa: S608 - the conditions are our own, values are bound
                f" AND revisions.revision = items.revision {where} ORDER BY items.number",
                values,
            ).fetchall()
        return tuple(
            Entry(_item(row["content"]), row["revision"], Status(row["status"]), bool(row["decided"])) for row in rows
        )

    def passage(self, digest: str) -> str | None:
        """The text that a source was made from, by its sha256; None where it was not kept."""
        with self._reading() as db:
            row = db.execute("SELECT text FROM passages WHERE sha256 = ?", (digest,)).fetchone()
        return str(row["text"]) if row else None

    def save_paper(self, paper: Paper) -> bool:
        """Keep a paper as it is, for good; False where this very paper is here. Raises BankError for another one of its id."""
        content = to_text(paper_to_json(paper))
        with self._change() as db:
            row = db.execute("SELECT content FROM papers WHERE id = ?", (paper.id,)).fetchone()
            if row is None:
                db.execute("INSERT INTO papers (id, content) VALUES (?, ?)", (paper.id, content))
                return True
            if row["content"] != content:
                raise BankError(f"试卷 {paper.id} 已在题库中，内容不同；试卷保存后不再改动，请另组一份。")
            return False

    def paper(self, paper_id: str) -> Paper:
        """A stored paper; raise NotInBank."""
        with self._reading() as db:
            row = db.execute("SELECT content FROM papers WHERE id = ?", (paper_id,)).fetchone()
        if row is None:
            raise NotInBank(
                f"题库 {self.path} 里没有试卷 {paper_id}；请用 python -m quiz list --papers 查看有哪些试卷。"
            )
        return paper_from_json(json.loads(row["content"]))

    def papers(self) -> tuple[Paper, ...]:
        """All stored papers, oldest first."""
        with self._reading() as db:
            rows = db.execute("SELECT content FROM papers ORDER BY number").fetchall()
        return tuple(paper_from_json(json.loads(row["content"])) for row in rows)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, telling(self.path, LAYOUT.name):
            yield self._connection

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the only right to write from its beginning, so that what it read stays true."""
        with self._lock, telling(self.path, LAYOUT.name), transaction(self._connection):
            yield self._connection


LAYOUT = Layout(
    "题库",
    application=0x4A575142,
    schema=1,
    tables=(
        """CREATE TABLE items (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, status TEXT NOT NULL,
        decided INTEGER NOT NULL, type TEXT NOT NULL DEFAULT '', topic TEXT NOT NULL DEFAULT '',
        difficulty TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '')""",
        """CREATE TABLE revisions (
        item_id TEXT NOT NULL REFERENCES items (id), revision INTEGER NOT NULL, content TEXT NOT NULL,
        PRIMARY KEY (item_id, revision))""",
        """CREATE TABLE sources (
        item_id TEXT NOT NULL REFERENCES items (id), document_id TEXT NOT NULL, doc TEXT NOT NULL, title TEXT NOT NULL,
        instrument TEXT NOT NULL)""",
        "CREATE INDEX sources_of_item ON sources (item_id)",
        """CREATE TABLE history (
        number INTEGER PRIMARY KEY, item_id TEXT NOT NULL REFERENCES items (id), revision INTEGER NOT NULL,
        what TEXT NOT NULL, before TEXT, after TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL)""",
        "CREATE INDEX history_of_item ON history (item_id)",
        "CREATE TABLE passages (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL)",
        "CREATE TABLE papers (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL)",
    ),
)  # “JWQB”


def _row(db: sqlite3.Connection, item_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute("SELECT * FROM items WHERE id = ?", (item_id,)).fetchone()
    return row


def _must_row(db: sqlite3.Connection, item_id: str) -> sqlite3.Row:
    row = _row(db, item_id)
    if row is None:
        raise NotInBank(f"题库里没有题目 {item_id}；请用 python -m quiz list 查看有哪些题目。")
    return row


def _content(db: sqlite3.Connection, item_id: str, revision: int) -> str:
    row = db.execute("SELECT content FROM revisions WHERE item_id = ? AND revision = ?", (item_id, revision)).fetchone()
    if row is None:
        raise NotInBank(f"题目 {item_id} 没有第 {revision} 版。")
    return str(row["content"])


def _item(content: str) -> Item:
    return item_from_json(json.loads(content))


def _entry(db: sqlite3.Connection, row: sqlite3.Row) -> Entry:
    item = _item(_content(db, row["id"], row["revision"]))
    return Entry(item, row["revision"], Status(row["status"]), bool(row["decided"]))


def _same_revision(row: sqlite3.Row, revision: int) -> None:
    if row["revision"] != revision:
        raise IllegalMove(
            f"题目 {row['id']} 已被改为第 {row['revision']} 版，您改的是第 {revision} 版；请重新打开后再改。"
        )


def _move(db: sqlite3.Connection, item_id: str, status: Status, decision: Decision) -> Entry:
    row = _must_row(db, item_id)
    before = Status(row["status"])
    if status not in MOVES[before]:
        able = "、".join(STATUS_TEXT[each] for each in Status if each in MOVES[before])
        raise IllegalMove(
            f"题目 {item_id} 现为“{STATUS_TEXT[before]}”，不能改为“{STATUS_TEXT[status]}”；可改为：{able}。"
        )
    decided = bool(row["decided"]) or decision.who != PROGRAM
    db.execute("UPDATE items SET status = ?, decided = ? WHERE id = ?", (status, decided, item_id))
    _log(db, item_id, row["revision"], "moved", before, status, decision)
    return _entry(db, _must_row(db, item_id))


def _revise(
    db: sqlite3.Connection, row: sqlite3.Row, item: Item, status: Status, what: str, decision: Decision
) -> None:
    revision = row["revision"] + 1
    db.execute("UPDATE items SET revision = ?, status = ? WHERE id = ?", (revision, status, item.id))
    _write(db, item, revision, to_text(item_to_json(item)))
    _log(db, item.id, revision, what, Status(row["status"]), status, decision)


def _write(db: sqlite3.Connection, item: Item, revision: int, content: str) -> None:
    db.execute("INSERT INTO revisions VALUES (?, ?, ?)", (item.id, revision, content))
    db.execute(
        "UPDATE items SET type = ?, topic = ?, difficulty = ?, words = ? WHERE id = ?",
        (item.type, item.topic, item.difficulty, _searched(item), item.id),
    )
    db.execute("DELETE FROM sources WHERE item_id = ?", (item.id,))
    db.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?)",
        [(item.id, each.document_id, each.doc, each.title, each.instrument) for each in item.sources],
    )


def _log(
    db: sqlite3.Connection,
    item_id: str,
    revision: int,
    what: str,
    before: Status | None,
    after: Status,
    decision: Decision,
) -> None:
    db.execute(
        "INSERT INTO history (item_id, revision, what, before, after, who, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (item_id, revision, what, before, after, decision.who, decision.at, decision.reason),
    )


def _searched(item: Item) -> str:
    return _folded("\n".join((item.stem, *(option.text for option in item.options), *item.key, item.explanation)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    wheres: list[str] = []
    values: list[Any] = []
    for column, wanted in (
        ("type", query.types),
        ("difficulty", query.difficulties),
        ("status", query.statuses),
    ):
        if wanted:
            wheres.append(f"items.{column} IN ({_marks(wanted)})")
            values.extend(wanted)
    if query.topics:
        wheres.append(f"({' OR '.join('instr(items.topic, ?) > 0' for _ in query.topics)})")
        values.extend(query.topics)
    if query.documents:
        marks = _marks(query.documents)
        columns = " OR ".join(f"{column} IN ({marks})" for column in ("document_id", "doc", "title", "instrument"))
        wheres.append(f"items.id IN (SELECT item_id FROM sources WHERE {columns})")  # noqa: S608 - column names are our own
        values.extend(query.documents * 4)
    for word in _folded(query.words).split():
        wheres.append("instr(items.words, ?) > 0")
        values.append(word)
    return wheres, values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
