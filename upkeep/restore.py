"""A backup put back in place.

In: a file that ``backup`` wrote and an installation. Out: a RestoreReport. Everything is checked and made ready before anything
that stands is touched; each store then changes whole or not at all, and what stood there before is kept beside it under a name that
says when. What the backup has no store for stays as it is. Does not build an index.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from index.storage import sync_tree
from upkeep.databases import check_copy, is_sound, same_content
from upkeep.errors import UpkeepError
from upkeep.placing import place_database, place_file, place_folder, staging, tidy
from upkeep.records import Installation, Progress, Restored, RestoreReport
from upkeep.sealed import Sealed, extract, read_sealed
from upkeep.stores import DatabaseStore, FolderStore, Store, stores_of


def restore(
    installation: Installation,
    file: Path,
    *,
    now: datetime,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> RestoreReport:
    """Put everything that a backup holds in place; raise BadBackup or a DatabaseError before anything was touched.

    Raises UpkeepError, naming what is in place already, where the disk refuses later on; running it again finishes then, as it does
    after a kill.
    """
    sealed = read_sealed(file, progress)
    stores = stores_of((member.name for member in sealed.members), installation)
    done: list[Restored] = []
    try:
        for store in stores:
            tidy(_place(store))
        waiting = [store for store, names in stores.items() if not _stands(sealed, store, names)]
        _make_ready(sealed, {store: stores[store] for store in waiting}, progress)
        for store in stores:
            done.append(_put(store, now) if store in waiting else Restored(store.name, _place(store), False, None))
    except OSError as exc:
        placed = "、".join(each.name for each in done if each.changed) or "还没有任何部分"
        raise UpkeepError(
            f"恢复没有完成（{exc.filename or file}：{exc.strerror or exc}）；已恢复：{placed}，其余未改动。"
            "请检查权限和磁盘空间后重新运行，已恢复的不会再动。"
        ) from exc
    finally:
        for store in stores:
            _discard(staging(_place(store)))
    changed = {each.name for each in done if each.changed}
    return RestoreReport(sealed.made, tuple(done), any(store.in_index for store in stores if store.name in changed))


def _place(store: Store) -> Path:
    """Where it really stands: a link to a folder on another disk stays a link."""
    return store.path.resolve()


def _stands(sealed: Sealed, store: Store, names: Sequence[str]) -> bool:
    """Whether the same files stand in the place already; databases are compared when they are ready."""
    place = _place(store)
    if isinstance(store, DatabaseStore) or not place.exists():
        return False
    wanted = {member.name: (member.size, member.sha256) for member in sealed.members if member.name in set(names)}
    paths = sorted(place.rglob("*")) if isinstance(store, FolderStore) else [place]
    found = {_name(store, path): path for path in paths if path.is_symlink() or not path.is_dir()}
    return found.keys() == wanted.keys() and all(
        path.is_file() and not path.is_symlink() and (path.stat().st_size, _sha256(path)) == wanted[name]
        for name, path in found.items()
    )


def _name(store: Store, path: Path) -> str:
    if not isinstance(store, FolderStore):
        return store.member
    return f"{store.member}/{path.relative_to(_place(store)).as_posix()}"


def _make_ready(sealed: Sealed, stores: dict[Store, tuple[str, ...]], progress: Callable[[Progress], None]) -> None:
    places = {}
    for store, names in stores.items():
        ready = staging(_place(store))
        for name in names:
            places[name] = ready / name.removeprefix(f"{store.member}/") if isinstance(store, FolderStore) else ready
    extract(sealed, places, progress)
    for store in stores:
        ready = staging(_place(store))
        if isinstance(store, DatabaseStore):
            check_copy(ready, store.layout)
        elif isinstance(store, FolderStore):
            sync_tree(ready)


def _put(store: Store, now: datetime) -> Restored:
    place = _place(store)
    ready = staging(place)
    if isinstance(store, DatabaseStore):
        if is_sound(place, store.layout) and same_content(place, store.layout, ready):
            return Restored(store.name, place, False, None)
        before = place_database(ready, place, store.layout, now)
    elif isinstance(store, FolderStore):
        before = place_folder(ready, place, now)
    else:
        before = place_file(ready, place, now)
    return Restored(store.name, place, True, before)


def _discard(ready: Path) -> None:
    if ready.is_dir():
        shutil.rmtree(ready, ignore_errors=True)
    else:
        ready.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
