"""What a bank holds of a text, removed without a trace.

In: the bank's file and how the text is known: ids of its documents, their paths, and a test for its words. Out: what went. Items go
with all revisions and history; a paper loses them and says so in its title, its other items keep their numbers, as on printed
copies; a paper of which nothing is left goes. This is the one act that changes a frozen paper. Does not decide what a text is.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.database import erasing, open_database, telling
from quiz.bank import LAYOUT
from quiz.records import Paper
from quiz.wire import item_to_json, paper_from_json, paper_to_json, to_text


@dataclass(frozen=True, slots=True)
class Traits:
    """How what belongs to a text is known."""

    documents: Collection[str]  # ids
    sources: Collection[str]  # paths relative to the corpus folder
    quoted_in: Callable[[str], bool]  # whether words of it stand in some text or JSON


@dataclass(frozen=True, slots=True)
class Removal:
    """What went from a bank."""

    items: int = 0
    shortened: tuple[str, ...] = ()  # titles of papers that lost items
    removed: tuple[str, ...] = ()  # titles of papers that went


def remove_text(path: Path, traits: Traits) -> Removal:
    """Remove everything of a text from a bank, which may be in use; raise a DatabaseError. Nothing where no bank is."""
    if not path.exists():
        return Removal()
    with closing(open_database(path, LAYOUT)) as db, telling(path, LAYOUT.name):
        with erasing(db):
            items = sorted({row["item_id"] for row in _revisions(db) if _is_of(json.loads(row["content"]), traits)})
            for item in items:
                for table, column in (
                    ("revisions", "item_id"),
                    ("sources", "item_id"),
                    ("history", "item_id"),
                    ("items", "id"),
                ):
                    db.execute(f"DELETE FROM {table} WHERE {column} = ?", (item,))  # noqa: S608 - names of ours
            shortened, removed = _shorten_papers(db, set(items), traits)
            _clean_history(db, traits)
            _drop_passages(db, traits)
        return Removal(len(items), shortened, removed)


def _revisions(db: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    yield from db.execute("SELECT item_id, content FROM revisions")


def _is_of(item: dict[str, Any], traits: Traits) -> bool:
    named = any(
        source["document_id"] in traits.documents or source["doc"] in traits.sources for source in item["sources"]
    )
    return named or traits.quoted_in(to_text(item))


def _shorten_papers(db: sqlite3.Connection, items: set[str], traits: Traits) -> tuple[tuple[str, ...], tuple[str, ...]]:
    shortened, removed = [], []
    for row in db.execute("SELECT id, content FROM papers ORDER BY number").fetchall():
        paper = paper_from_json(json.loads(row["content"]))
        left = tuple(
            each for each in paper.items if each.item.id not in items and not _is_of(item_to_json(each.item), traits)
        )
        if len(left) == len(paper.items):
            continue
        if left:
            changed = replace(paper, items=left, title=_title(paper, len(paper.items) - len(left)))
            db.execute("UPDATE papers SET content = ? WHERE id = ?", (to_text(paper_to_json(changed)), row["id"]))
            shortened.append(f"{paper.title}（{paper.variant}卷）")
        else:
            db.execute("DELETE FROM papers WHERE id = ?", (row["id"],))
            removed.append(f"{paper.title}（{paper.variant}卷）")
    return tuple(shortened), tuple(removed)


def _title(paper: Paper, gone: int) -> str:
    """``三月测验（已清除2题）``, counting what went before too."""
    before = _GONE.search(paper.title)
    count = gone + (int(before[1]) if before else 0)
    return f"{_GONE.sub('', paper.title)}（已清除{count}题）"


def _clean_history(db: sqlite3.Connection, traits: Traits) -> None:
    """What people wrote of other items may quote the text; the event itself stays."""
    for row in db.execute("SELECT number, reason FROM history WHERE reason <> ''").fetchall():
        if traits.quoted_in(row["reason"]):
            db.execute("UPDATE history SET reason = ? WHERE number = ?", (REASON, row["number"]))


def _drop_passages(db: sqlite3.Connection, traits: Traits) -> None:
    """Texts of passages that no source names any more, or that hold words of the text."""
    contents = [json.loads(row["content"]) for row in _revisions(db)]
    papers = [json.loads(row["content"]) for row in db.execute("SELECT content FROM papers")]
    contents += [each["item"] for paper in papers for each in paper["items"]]
    named = {source["passage_sha256"] for item in contents for source in item["sources"]}
    for row in db.execute("SELECT sha256, text FROM passages").fetchall():
        if row["sha256"] not in named or traits.quoted_in(row["text"]):
            db.execute("DELETE FROM passages WHERE sha256 = ?", (row["sha256"],))


REASON = "（所引原文已清除）"
_GONE = re.compile(r"（已清除(\d+)题）$")
