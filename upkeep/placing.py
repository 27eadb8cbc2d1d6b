"""Something finished put where something else stands, which is kept under a name that says when.

In: a finished file, folder or database on the same disk, and its place. Out: where that is now what stood there. At every moment
either the old or the new stands in the place, and the old is never lost: a folder changes places with its successor in one step
where the system can do that. Does not check what it places.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from index.database import Layout
from index.storage import sync_folder
from upkeep.databases import copy_database, is_sound, overwrite_database


def staging(place: Path) -> Path:
    """Where something is made ready for its place; what a killed run left there may be deleted."""
    return place.with_name(f".{place.name}.staging")


def place_folder(ready: Path, place: Path, now: datetime) -> Path | None:
    """Put a folder in its place; give where the old one is kept, None where there was none. Raises OSError."""
    if not os.path.lexists(place):
        ready.rename(place)
        sync_folder(place.parent)
        return None
    when = f"{now:{_STAMP}}"
    waiting = place.with_name(f".{place.name}{_WAITING}{when}")
    ready.rename(waiting)
    if _exchange(waiting, place):
        before = _keep(waiting, place, when)
    else:  # two steps; tidy() takes the second where this one is killed between them
        before = _keep(place, place, when)
        waiting.rename(place)
    sync_folder(place.parent)
    return before


def place_file(ready: Path, place: Path, now: datetime) -> Path | None:
    """Put a file in its place; give where the old one is kept, None where there was none. Raises OSError."""
    before = _second_name(place, now) if os.path.lexists(place) else None
    ready.replace(place)
    sync_folder(place.parent)
    return before


def place_database(ready: Path, place: Path, layout: Layout, now: datetime) -> Path | None:
    """Put a database in its place; one that is sound may be in use. Raises OSError and DatabaseError."""
    if not is_sound(place, layout):
        # Nothing can be written into it. A log that stayed would be played into the new file.
        beside = [place.with_name(place.name + ending) for ending in _BESIDE]
        for log in (log for log in beside if log.exists()):
            log.rename(free_name(log, f"{now:{_STAMP}}"))
        return place_file(ready, place, now)
    before = free_name(place, f"{now:{_STAMP}}")
    draft = _draft(place)
    copy_database(place, layout, draft)
    draft.rename(before)
    sync_folder(place.parent)
    overwrite_database(place, layout, ready)
    ready.unlink()
    return before


def tidy(place: Path) -> None:
    """Delete what a killed run had not made ready; keep, under its usual name, an old folder that it had just exchanged."""
    ready = staging(place)
    if ready.is_dir():
        shutil.rmtree(ready)
    ready.unlink(missing_ok=True)
    _draft(place).unlink(missing_ok=True)
    if not place.parent.is_dir():
        return
    begins = f".{place.name}{_WAITING}"
    for waiting in sorted(path for path in place.parent.iterdir() if path.name.startswith(begins)):
        if place.exists():
            _keep(waiting, place, waiting.name.removeprefix(begins))  # or a successor that never got there: a copy
        else:
            waiting.rename(place)  # killed between two renames, on a system that cannot exchange


def kept_before(place: Path) -> tuple[Path, ...]:
    """Everything that was kept of what stood in a place before."""
    if not place.parent.is_dir():
        return ()
    names = (f"{place.stem}{_BEFORE}", f"{place.name}{_BEFORE}", f".{place.name}{_WAITING}", f".{place.name}.")
    return tuple(sorted(path for path in place.parent.iterdir() if path.name.startswith(names)))


def free_name(place: Path, when: str) -> Path:
    """``corpus.before-20260301-090000``, and for a file with its ending, numbered where that is taken."""
    stem, ending = (place.name, "") if place.is_dir() else (place.stem, place.suffix)
    names = (f"{stem}{_BEFORE}{when}{number}{ending}" for number in ("", *(f"-{each}" for each in range(2, 10_000))))
    return next(path for path in map(place.with_name, names) if not os.path.lexists(path))


def _draft(place: Path) -> Path:
    """Where the copy of an old database is written."""
    return staging(place.with_name(f"{place.name}.old"))


def _keep(folder: Path, place: Path, when: str) -> Path:
    before = free_name(place, when)
    folder.rename(before)
    return before


def _second_name(place: Path, now: datetime) -> Path:
    """Let what stands in a place be found under another name too, so that it may be replaced in one step."""
    before = free_name(place, f"{now:{_STAMP}}")
    try:
        os.link(place, before, follow_symlinks=False)
    except OSError:  # disks such as exFAT know no second name for a file
        place.rename(before)
    return before


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


_BEFORE = ".before-"
_WAITING = ".exchange-"
_STAMP = "%Y%m%d-%H%M%S"
_BESIDE = ("-wal", "-shm", "-journal")
_HERE = -100  # AT_FDCWD: paths count from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE
