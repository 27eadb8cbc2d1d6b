"""What a backup is made of: each thing that is put in place whole, where it stands, and the names of its files in a backup.

In: an installation, or the names in a backup. Out: stores. What can be built again (index, encodings, recognised pages, the default
model) is none. Does not read what is in them.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from answer.feedback import LAYOUT as FEEDBACK
from index.adapter import is_adapter
from index.database import Layout
from quiz.bank import LAYOUT as BANK
from upkeep.errors import BadBackup
from upkeep.records import Installation
from upkeep.sealed import is_safe


@dataclass(frozen=True, slots=True)
class DatabaseStore:
    """A SQLite file of ours, which may be in use."""

    name: str
    member: str
    path: Path
    layout: Layout
    in_index: bool = False


@dataclass(frozen=True, slots=True)
class FileStore:
    """One file."""

    name: str
    member: str
    path: Path
    in_index: bool  # whether the index depends on it


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder with all that is in it; its files are named below ``member``."""

    name: str
    member: str
    path: Path
    in_index: bool


Store = DatabaseStore | FileStore | FolderStore


def stores_here(installation: Installation) -> tuple[Store, ...]:
    """Everything of an installation that a backup holds and that is there."""
    return tuple(store for store in _fixed(installation) if store.path.exists()) + tuple(
        _model(installation, folder.name)
        for folder in sorted(installation.places.models.glob("*"))
        if is_adapter(folder) and is_safe(folder.name)
    )


def stores_of(names: Iterable[str], installation: Installation) -> dict[Store, tuple[str, ...]]:
    """The stores to which the files of a backup belong, with their names; raise BadBackup for a file that belongs to none."""
    fixed = _fixed(installation)
    found: dict[Store, list[str]] = {}
    for name in names:
        store = next((store for store in fixed if _belongs(name, store)), None)
        parts = name.split("/")
        if store is None and parts[0] == _MODELS and len(parts) > 2:
            store = _model(installation, parts[1])
        if store is None:
            raise BadBackup(f"备份里的文件 {name} 不属于本程序的任何部分；没有恢复任何内容，请用写出它的程序版本恢复。")
        found.setdefault(store, []).append(name)
    in_order = sorted(found, key=lambda store: fixed.index(store) if store in fixed else len(fixed))
    return {store: tuple(found[store]) for store in in_order}


def files_below(folder: Path) -> tuple[list[Path], list[str]]:
    """The regular files of a folder, sorted, and a Chinese sentence for everything in it that a backup cannot hold.

    Raises OSError where something in it cannot be looked at.
    """
    files: list[Path] = []
    left_out: list[str] = []
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            next(path.iterdir(), None)  # rglob passes over a folder that cannot be read
        elif not stat.S_ISREG(mode):
            left_out.append(f"{path} 不是普通文件（链接或设备），没有备份；需要的话，请放入文件本身。")
        elif not is_safe(path.relative_to(folder).as_posix()):
            shown = path.as_posix().encode("utf-8", "replace").decode()
            left_out.append(f"{shown} 的文件名含有不可用的字符，没有备份；请改名后重新备份。")
        else:
            files.append(path)
    return files, left_out


def _fixed(installation: Installation) -> tuple[Store, ...]:
    places = installation.places
    return (
        DatabaseStore("题库", "bank.sqlite3", places.bank, BANK),
        DatabaseStore("反馈", "feedback.sqlite3", places.feedback, FEEDBACK),
        FolderStore("资料文件夹", "corpus", places.corpus, True),
        *(
            FileStore(f"对照表 {table.name}", f"tables/{table.parent.name}/{table.name}", table, True)
            for table in installation.tables
        ),
    )


def _model(installation: Installation, folder: str) -> FolderStore:
    return FolderStore(f"微调模型 {folder}", f"{_MODELS}/{folder}", installation.places.models / folder, False)


def _belongs(name: str, store: Store) -> bool:
    return name.startswith(f"{store.member}/") if isinstance(store, FolderStore) else name == store.member


_MODELS = "models"
