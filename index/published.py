"""The published generation of an index folder.

In: an index folder with ``generations/<id>/``, the pointer ``CURRENT`` and the publish journal. Out: the generation in use, opened or named;
another one put in its place. ``CURRENT``, one line with the id and the hash of its manifest, is the only file that is ever replaced.
Where it is broken, the last generation that was in use and never taken back stands in, and whoever opens it is told.
Does not build (build.py) and does not know what a generation holds (generation.py).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index import storage
from index.errors import DamagedGeneration, GenerationError, NoGeneration, NothingPublished
from index.generation import MANIFEST, REBUILD, Generation, Manifest, load_documents, load_folder, read_manifest, seal
from index.journal import Entry, Event, note, now, read_journal, succession
from ingest.records import Document

CURRENT = "CURRENT"
Opened = TypeVar("Opened")
ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")  # anything else could lead out of the folder of generations
_LINE = re.compile(rf"({ID.pattern}) ([0-9a-f]{{64}})")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``CURRENT`` says."""

    id: str
    seal: str  # sha256 of the manifest


def current_id(index_folder: Path) -> str | None:
    """The generation that ``CURRENT`` names, or None if nothing was published; raise DamagedGeneration over nonsense."""
    pointer = _read_pointer(index_folder)
    return pointer.id if pointer else None


def is_current(index_folder: Path, generation_id: str) -> bool:
    """Whether ``CURRENT`` names this generation, manifest and all; raise DamagedGeneration over nonsense."""
    pointer = _read_pointer(index_folder)
    folder = generations_folder(index_folder) / generation_id
    return pointer is not None and pointer == Pointer(generation_id, seal(folder))


def in_use(index_folder: Path) -> tuple[str, ...]:
    """The generations to try, best first: the one that ``CURRENT`` names, then those that may stand in for it."""
    try:
        named = current_id(index_folder)
    except DamagedGeneration:
        named = None
    return tuple(_to_try(index_folder, named))


def list_generations(index_folder: Path) -> list[Manifest]:
    """Manifests of all complete generations, oldest first; unreadable and renamed ones are left out."""
    manifests = []
    for path in sorted(generations_folder(index_folder).glob(f"[!.]*/{MANIFEST}")):
        try:
            manifest = read_manifest(path.parent)
        except DamagedGeneration:
            continue
        if manifest.id == path.parent.name:
            manifests.append(manifest)
    return sorted(manifests, key=lambda manifest: (manifest.created, manifest.id))


def open_current(index_folder: Path, warn: Callable[[str], None] = lambda text: None) -> Generation:
    """Open what is published, or what stands in for it, which ``warn`` is told; raise NothingPublished if nothing is."""
    generation, warning = open_in_use(index_folder, lambda id_: open_generation(index_folder, id_))
    if warning:
        warn(warning)
    return generation


def open_in_use(index_folder: Path, open_one: Callable[[str], Opened]) -> tuple[Opened, str | None]:
    """What ``open_one`` makes of the generation in use or, where that is damaged or gone, of the next one that may stand in,
    and then what to tell people; raise the first complaint if none opens, NothingPublished if nothing ever was."""
    before = _replaced(index_folder)
    first: GenerationError | None = None
    try:
        named = current_id(index_folder)
    except DamagedGeneration as error:
        named, first = None, error
    for generation_id in _to_try(index_folder, named):
        try:
            opened = open_one(generation_id)
        except (DamagedGeneration, NoGeneration) as error:
            if _replaced(index_folder) != before:  # published meanwhile, and the one before cleared away
                return open_in_use(index_folder, open_one)
            first = first or error
            continue
        if generation_id == named:
            return opened, None
        if _replaced(index_folder) != before:
            return open_in_use(index_folder, open_one)
        why = first or f"{index_folder / CURRENT} 不见了。"
        return opened, f"正在使用较早的索引版本 {generation_id}，内容可能不是最新的。原因：{why}"
    raise first or NothingPublished(f"{index_folder} 里还没有建好的索引；请运行 python -m index build。")


def open_generation(index_folder: Path, generation_id: str) -> Generation:
    """Check a generation against its manifest, and against ``CURRENT`` if that names it, then open it; raise DamagedGeneration or NoGeneration."""
    folder = find_generation(index_folder, generation_id)
    try:
        pointer = _read_pointer(index_folder)
    except DamagedGeneration:
        pointer = None  # it names no other generation either
    if pointer and pointer.id == generation_id and pointer.seal != seal(folder):
        raise DamagedGeneration(
            f"索引版本 {generation_id} 的 {MANIFEST} 不是发布时的那一份（{CURRENT} 记下的校验值不同）。{REBUILD}"
        )
    try:
        return load_folder(folder)
    except OSError as exc:  # removed meanwhile, or not to be read
        raise DamagedGeneration(
            f"索引版本 {generation_id} 有文件读不出来（{exc.filename}：{exc.strerror or exc}）。{REBUILD}"
        ) from exc


def find_generation(index_folder: Path, generation_id: str) -> Path:
    """The folder of a generation; raise NoGeneration if there is none, DamagedGeneration if another one stands in it."""
    folder = generations_folder(index_folder) / generation_id
    if not ID.fullmatch(generation_id) or not folder.is_dir():
        raise NoGeneration(f"找不到索引版本 {generation_id}（应在 {folder}）。{REBUILD}")
    found = read_manifest(folder).id
    if found != generation_id:
        raise DamagedGeneration(f"文件夹 {generation_id} 里是版本 {found}；请把文件夹改回原名。{REBUILD}")
    return folder


def read_current_documents(index_folder: Path) -> tuple[Document, ...]:
    """The documents of the generation in use, checked, without its vectors; raise GenerationError where they cannot be had."""
    first: GenerationError | None = None
    for generation_id in in_use(index_folder):
        try:
            return load_documents(find_generation(index_folder, generation_id))
        except (DamagedGeneration, NoGeneration) as error:
            first = first or error
    if first:
        raise first
    return ()


def publish(
    index_folder: Path,
    generation_id: str,
    event: Event = Event.PUBLISHED,
    why: tuple[str, ...] = (),
    trial: dict[str, float | str] | None = None,
) -> None:
    """Put a complete generation in use by replacing the small file ``CURRENT``; the caller holds the lock.

    The journal is told afterwards: a crash between the two leaves a generation in use that the journal learns of with
    ``reconcile``.
    """
    line = f"{generation_id} {seal(generations_folder(index_folder) / generation_id)}\n"
    temporary = index_folder / f"{CURRENT}.{os.getpid()}.tmp"
    try:
        with temporary.open("w", encoding="ascii") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(index_folder / CURRENT)
        storage.sync_folder(index_folder)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise GenerationError(
            f"{index_folder / CURRENT} 写不进去（{exc.strerror or exc}）；请检查磁盘空间和权限后重新运行。正在使用的索引未受影响。"
        ) from exc
    note(index_folder, Entry(now(), event, generation_id, why, trial))


def reconcile(index_folder: Path) -> None:
    """Tell the journal of a generation that was put in use right before a crash; the caller holds the lock."""
    try:
        named = current_id(index_folder)
    except DamagedGeneration:
        return
    known = succession(read_journal(index_folder))
    if named and (not known or known[0] != named):
        note(index_folder, Entry(now(), Event.USED, named, ("发布时中断，事后补记",)))


def generations_folder(index_folder: Path) -> Path:
    return index_folder / "generations"


def _replaced(index_folder: Path) -> tuple[int, int] | None:
    """What differs after every publish, also of the same generation again; None without ``CURRENT``."""
    try:
        found = (index_folder / CURRENT).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _to_try(index_folder: Path, named: str | None) -> Iterator[str]:
    """The journal is read only by whoever asks for more than the first."""
    if named:
        yield named
    yield from (each for each in succession(read_journal(index_folder)) if each != named)


def _read_pointer(index_folder: Path) -> Pointer | None:
    line = _line(index_folder)
    if line is None:
        return None
    match = _LINE.fullmatch(line)
    if match is None:
        raise DamagedGeneration(f"{index_folder / CURRENT} 的内容不是版本号和校验值：{line[:40]!r}。{REBUILD}")
    return Pointer(match[1], match[2])


def _line(index_folder: Path) -> str | None:
    try:
        return (index_folder / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise GenerationError(
            f"{index_folder / CURRENT} 读不出来（{exc.strerror or exc}）；请检查 --index 是否是索引文件夹，以及权限。"
        ) from exc
