"""Everything of an installation that cannot be made again, as one file.

In: an installation and the name of a file that does not exist yet. Out: that file, checked byte by byte before it got its name, and
a BackupReport. Databases are copied while they are in use. Equal content and an equal time give equal bytes. Does not change
what it copies.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from upkeep.databases import copy_database
from upkeep.errors import UpkeepError
from upkeep.records import BackupReport, Installation, Kept, Progress
from upkeep.sealed import Source, write_sealed
from upkeep.stores import DatabaseStore, FileStore, Store, files_below, stores_here


def backup(
    installation: Installation,
    target: Path,
    *,
    now: datetime,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> BackupReport:
    """Write the backup; raise UpkeepError or DatabaseError, leaving no file of that name, where anything cannot be copied.

    Never overwrites. Until it is finished it stands in a hidden folder beside ``target``, which the next attempt removes.
    """
    _refuse_place(installation, target)
    aside = target.with_name(f".{target.name}.unfinished")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True, mode=0o700)
        kept, sources, left_out = [], [], []
        for store in stores_here(installation):
            of_store, problems = _sources(store, aside)
            kept.append(Kept(store.name, len(of_store), sum(source.path.stat().st_size for source in of_store)))
            sources += of_store
            left_out += problems
        write_sealed(target, aside, sources, now, progress)
        return BackupReport(target, target.stat().st_size, tuple(kept), tuple(left_out))
    except OSError as exc:
        raise UpkeepError(
            f"备份 {target} 没有写成（{exc.filename or target}：{exc.strerror or exc}）；请检查权限和磁盘空间，"
            "资料在备份时被改动的，请稍后重试。"
        ) from exc
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_place(installation: Installation, target: Path) -> None:
    if os.path.lexists(target):
        raise UpkeepError(f"{target} 已经存在，没有改动它；请换一个文件名。")
    for folder in (installation.places.corpus, installation.places.models):
        if target.resolve().is_relative_to(folder.resolve()):
            raise UpkeepError(f"备份不能写入 {folder}，那里的文件本身就要备份；请换一个位置，最好是另一块磁盘。")


def _sources(store: Store, aside: Path) -> tuple[list[Source], list[str]]:
    if isinstance(store, DatabaseStore):
        copy = aside / store.member
        copy_database(store.path, store.layout, copy)
        return [Source(store.member, copy)], []
    if isinstance(store, FileStore):
        return [Source(store.member, store.path)], []
    files, left_out = files_below(store.path)
    return [Source(f"{store.member}/{file.relative_to(store.path).as_posix()}", file) for file in files], left_out
