"""The publish journal: what became of every generation, one line an event.

In: an index folder. Out: its events, and which generations may stand in for a broken ``CURRENT``, best first. Lines are only ever added,
each with a checksum, so that a line that a crash cut off or somebody changed counts as not written.
Does not publish anything (published.py).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from index.errors import GenerationError
from index.storage import sync_folder

JOURNAL = "journal.jsonl"


class Event(StrEnum):
    """What can become of a generation."""

    PUBLISHED = "published"  # built, verified, put in use
    USED = "used"  # chosen by a person; what was published after it counts as rolled back
    HELD = "held"  # built and verified, but it loses something that nobody has accepted
    REJECTED = "rejected"  # did not pass verification
    REMOVED = "removed"  # pruned or purged


@dataclass(frozen=True, slots=True)
class Entry:
    """One event."""

    at: str  # ISO date and time with zone
    event: Event
    generation: str
    why: tuple[str, ...] = ()  # for people
    trial: dict[str, float | str] | None = None  # how well it found what questions with known answers ask for


def note(index_folder: Path, entry: Entry) -> None:
    """Add an event, on the disk when this returns; raise GenerationError if it cannot be written."""
    path = index_folder / JOURNAL
    try:
        new = not path.exists()
        with path.open("ab+") as file:
            file.seek(0, os.SEEK_END)
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")  # behind a line that was cut off
            file.write(_line(entry))
            file.flush()
            os.fsync(file.fileno())
        if new:
            sync_folder(index_folder)
    except OSError as exc:
        raise GenerationError(f"发布记录 {path} 写不进去（{exc.strerror or exc}）；请检查磁盘空间和权限。") from exc


def read_journal(index_folder: Path) -> tuple[Entry, ...]:
    """Every event in order; lines that are broken are passed over."""
    try:
        lines = (index_folder / JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as exc:
        raise GenerationError(
            f"发布记录 {index_folder / JOURNAL} 读不出来（{exc.strerror or exc}）；请检查权限。"
        ) from exc
    return tuple(entry for line in lines if (entry := _entry(line)) is not None)


def succession(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Generations that were in use and were never taken back, the latest first."""
    used: list[str] = []
    for entry in entries:
        known = entry.generation in used
        if entry.event is Event.USED and known:
            del used[used.index(entry.generation) + 1 :]
        elif known:
            used.remove(entry.generation)
        if entry.event is Event.PUBLISHED or (entry.event is Event.USED and not known):
            used.append(entry.generation)
    return tuple(reversed(used))


def last_event(entries: Sequence[Entry], generation_id: str) -> Entry | None:
    """The latest event of one generation."""
    return next((entry for entry in reversed(entries) if entry.generation == generation_id), None)


def now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _line(entry: Entry) -> bytes:
    text = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True)
    return f"{_sum(text)} {text}\n".encode()


def _entry(line: bytes) -> Entry | None:
    try:
        found, _, text = line.decode("utf-8").partition(" ")
        if not text or found != _sum(text):
            return None
        raw = json.loads(text)
        return Entry(raw["at"], Event(raw["event"]), raw["generation"], tuple(raw["why"]), raw["trial"])
    except (ValueError, KeyError, TypeError):
        return None


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
