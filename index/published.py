"""The published generation of an index folder.

In: an index folder with ``generations/<id>/`` and the pointer ``CURRENT``. Out: the generation in use, opened or named; another one put
in its place. ``CURRENT`` is the only file that is ever replaced. Does not build (build.py) and does not know what a generation
holds (generation.py).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from index import storage
from index.errors import DamagedGeneration, GenerationError, NoGeneration
from index.generation import MANIFEST, REBUILD, Generation, Manifest, load_documents, load_folder, read_manifest
from ingest.records import Document

CURRENT = "CURRENT"
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")  # anything else could lead out of the folder of generations


def current_id(index_folder: Path) -> str | None:
    """The generation that ``CURRENT`` names, or None if nothing was published."""
    try:
        name = (index_folder / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise GenerationError(
            f"{index_folder / CURRENT} 读不出来（{exc.strerror or exc}）；请检查 --index 是否是索引文件夹，以及权限。"
        ) from exc
    if not _ID.fullmatch(name):
        raise DamagedGeneration(f"{index_folder / CURRENT} 的内容不是版本号：{name[:40]!r}。{REBUILD}")
    return name


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


def open_current(index_folder: Path) -> Generation:
    """Open what is published; raise NoGeneration if nothing is."""
    name = current_id(index_folder)
    if name is None:
        raise NoGeneration(f"{index_folder} 里还没有建好的索引；请运行 python -m index build。")
    return open_generation(index_folder, name)


def open_generation(index_folder: Path, generation_id: str) -> Generation:
    """Check every file of a generation against its manifest, then open it; raise DamagedGeneration or NoGeneration."""
    folder = generations_folder(index_folder) / generation_id
    if not _ID.fullmatch(generation_id) or not folder.is_dir():
        raise NoGeneration(f"找不到索引版本 {generation_id}（应在 {folder}）。{REBUILD}")
    generation = load_folder(folder)
    if generation.manifest.id != generation_id:
        raise DamagedGeneration(
            f"文件夹 {generation_id} 里是版本 {generation.manifest.id}；请把文件夹改回原名。{REBUILD}"
        )
    return generation


def read_current_documents(index_folder: Path) -> tuple[Document, ...]:
    """The documents of the published generation, checked, without its vectors; raise GenerationError where they cannot be had."""
    name = current_id(index_folder)
    return () if name is None else load_documents(generations_folder(index_folder) / name)


def publish(index_folder: Path, generation_id: str) -> None:
    """Make a complete generation the current one by replacing the small file ``CURRENT``."""
    temporary = index_folder / f"{CURRENT}.{os.getpid()}.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(generation_id + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_folder / CURRENT)
    storage.sync_folder(index_folder)


def generations_folder(index_folder: Path) -> Path:
    return index_folder / "generations"
