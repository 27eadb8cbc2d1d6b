"""What officers say of answers, kept in one small database.

In: the path of the database; Feedback that somebody chose to give. Out: entries, and those that were accepted as pairs for
``python -m index tune``. A question is kept only by this act. Several processes may write at once. A file that is no feedback of
ours is named and left as it is. Judges nothing: a person accepts or rejects.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from answer.records import Answer
from index.database import Layout, open_database, telling, transaction
from ingest.errors import KnowledgeBaseError
from ingest.records import Document, Passage

LONGEST_REASON = 500  # characters


class Verdict(StrEnum):
    """What somebody says of an answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"
    MISSING = "missing"  # the base should hold an answer and does not
    OUTDATED = "outdated"
    OTHER = "other"


class Decision(StrEnum):
    """What became of an entry."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict on one answer."""

    at: str  # ISO date and time
    question: str
    status: str  # AnswerStatus value
    answer: str
    citations: tuple[str, ...]  # references
    passage_ids: tuple[str, ...]
    generation: str | None
    verdict: Verdict
    reason: str  # up to ``LONGEST_REASON`` characters; may be empty


@dataclass(frozen=True, slots=True)
class Entry:
    """Feedback as it is kept."""

    number: int  # from 1
    feedback: Feedback
    decision: Decision


def feedback_on(answer: Answer, verdict: Verdict, reason: str, at: datetime) -> Feedback:
    """A verdict on an answer, with what it cited."""
    return Feedback(
        at=at.isoformat(timespec="seconds"),
        question=answer.question,
        status=answer.status.value,
        answer=answer.text,
        citations=tuple(citation.reference for citation in answer.citations),
        passage_ids=tuple(citation.passage_id for citation in answer.citations),
        generation=answer.generation,
        verdict=verdict,
        reason=reason.strip(),
    )


class FeedbackStore:
    """The entries in one file; every method raises KnowledgeBaseError where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, feedback: Feedback) -> int:
        """Keep one entry and give its number; the file is made with the first one."""
        if len(feedback.reason) > LONGEST_REASON:
            raise KnowledgeBaseError(f"说明最多 {LONGEST_REASON} 字，现有 {len(feedback.reason)} 字；请删减后再提交。")
        values = _row(feedback)
        with self._open() as connection:
            marks = ", ".join("?" * len(values))
            cursor = connection.execute(f"INSERT INTO feedback ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608 names of ours
            return int(cursor.lastrowid or 0)

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, oldest first; none where nobody has given any."""
        if not self._path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(f"SELECT id, decision, {_COLUMNS} FROM feedback ORDER BY id").fetchall()  # noqa: S608
        return tuple(_entry(row) for row in rows)

    def accept(self, number: int) -> None:
        """Let an entry be exported if it says helpful."""
        self._decide(number, Decision.ACCEPTED)

    def reject(self, number: int) -> None:
        """Keep an entry from being exported."""
        self._decide(number, Decision.REJECTED)

    def _decide(self, number: int, decision: Decision) -> None:
        changed = 0
        if self._path.exists():
            with self._open() as connection:
                change = connection.execute("UPDATE feedback SET decision = ? WHERE id = ?", (decision.value, number))
                changed = change.rowcount
        if not changed:
            raise KnowledgeBaseError(f"没有第 {number} 条反馈；请用 python -m answer feedback list --all 查看序号。")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each act: threads share nothing, and what was done is committed when it ends."""
        with (
            closing(open_database(self._path, LAYOUT)) as connection,
            telling(self._path, LAYOUT.name),
            transaction(connection),
        ):
            yield connection


def tuning_pairs(
    entries: Sequence[Entry], passage: Callable[[str], tuple[Document, Passage] | None]
) -> tuple[dict[str, Any], ...]:
    """Accepted entries that say helpful as objects that ``index tune`` reads; ``passage`` finds a passage by id.

    Passages that the index no longer holds are left out, and entries of which none is left.
    """
    pairs = []
    for entry in entries:
        if entry.decision is not Decision.ACCEPTED or entry.feedback.verdict is not Verdict.HELPFUL:
            continue
        found = [held for id_ in entry.feedback.passage_ids if (held := passage(id_))]
        articles = [{"name": _name(document, cited), "text": cited.text} for document, cited in found]
        if articles:
            pairs.append({"question": entry.feedback.question, "articles": articles})
    return tuple(pairs)


def _name(document: Document, passage: Passage) -> str:
    """Where a text stands, as index/context.py writes it for the model: 民法典第五十四条, or title > heading."""
    return (
        document.instrument + passage.article if passage.article else " > ".join((document.instrument, *passage.path))
    )


def _row(feedback: Feedback) -> tuple[str | None, ...]:
    """The values of ``_COLUMNS``; half a character pair, which a page may send, becomes “?”."""
    values = (
        feedback.at,
        feedback.question,
        feedback.status,
        feedback.answer,
        json.dumps(feedback.citations, ensure_ascii=False),
        json.dumps(feedback.passage_ids),
        feedback.generation,
        feedback.verdict.value,
        feedback.reason,
    )
    return tuple(value if value is None else value.encode("utf-8", "replace").decode() for value in values)


def _entry(row: tuple[Any, ...]) -> Entry:
    number, decision, at, question, status, answer, citations, passage_ids, generation, verdict, reason = row
    feedback = Feedback(
        at=at,
        question=question,
        status=status,
        answer=answer,
        citations=tuple(json.loads(citations)),
        passage_ids=tuple(json.loads(passage_ids)),
        generation=generation,
        verdict=Verdict(verdict),
        reason=reason,
    )
    return Entry(number, feedback, Decision(decision))


_COLUMNS = "at, question, status, answer, citations, passage_ids, generation, verdict, reason"
LAYOUT = Layout(
    "反馈",
    application=0x4A574642,
    schema=1,
    tables=(
        """CREATE TABLE feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    status TEXT NOT NULL,
    answer TEXT NOT NULL,
    citations TEXT NOT NULL,
    passage_ids TEXT NOT NULL,
    generation TEXT,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT 'open'
) STRICT""",
    ),
)  # “JWFB”
