"""A generation: one immutable, complete index in a folder of its own.

In: a folder ``<index>/generations/<id>/`` and the pointer ``<index>/CURRENT``. Out: an open Generation whose row i is
passage i in every table, or an error that says what is damaged. Nothing published is ever edited; ``CURRENT`` is the only
file that is replaced. Does not build (build.py) and does not search (search.py).

Files: manifest.json (counts, model, settings, hash and size of every other file), manifest.sha256 (its own hash),
documents.jsonl, links.jsonl (articles of older versions), passages.jsonl, clauses.npy (passage row, start, end, lead start, lead end; -1 without lead),
vectors.faiss, clause_vectors.npy (half precision), bm25/. A reader opens one generation and keeps it, whatever is
published later.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import storage
from index.config import IndexSettings
from index.errors import DamagedGeneration, GenerationError, NoGeneration
from index.lexical import LexicalIndex
from index.vectors import VectorIndex
from ingest.clauses import Clause
from ingest.records import ArticleLink, Document, Passage

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
CURRENT = "CURRENT"
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")  # anything else could lead out of the folder of generations
_REBUILD = "请运行 python -m index build 重建，或用 python -m index use 换到另一个版本。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says about itself."""

    id: str
    created: str  # ISO date and time with zone
    fingerprint: str  # of passages, model and settings: equal fingerprints, equal generations
    settings: dict[str, Any]
    model: str
    dimension: int
    documents: int
    passages: int
    clauses: int
    left_out: tuple[tuple[str, str], ...]  # source, reason
    files: dict[str, tuple[int, str]]  # name → size, sha256


@dataclass(frozen=True, slots=True)
class Generation:
    """An open index."""

    manifest: Manifest
    documents: dict[str, Document]  # by id
    passages: tuple[Passage, ...]
    clauses: tuple[tuple[Clause, ...], ...]  # of each passage
    clause_rows: NDArray[np.int64]  # first row of each passage in clause_vectors; one more at the end
    vectors: VectorIndex
    clause_vectors: NDArray[np.float16]
    lexical: LexicalIndex
    links: tuple[ArticleLink, ...]  # articles of older versions to those of the next


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
        raise DamagedGeneration(f"{index_folder / CURRENT} 的内容不是版本号：{name[:40]!r}。{_REBUILD}")
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
        raise NoGeneration(f"找不到索引版本 {generation_id}（应在 {folder}）。{_REBUILD}")
    generation = load_folder(folder)
    if generation.manifest.id != generation_id:
        raise DamagedGeneration(
            f"文件夹 {generation_id} 里是版本 {generation.manifest.id}；请把文件夹改回原名。{_REBUILD}"
        )
    return generation


def load_folder(folder: Path) -> Generation:
    """Open a generation's folder wherever it stands; used on the folder being built too, to verify it."""
    manifest = read_manifest(folder)
    _check_files(folder, manifest)
    documents = storage.read_documents(folder / "documents.jsonl")
    passages = storage.read_passages(folder / "passages.jsonl")
    clauses, clause_rows = storage.read_clauses(folder / "clauses.npy", len(passages))
    clause_vectors = np.load(folder / "clause_vectors.npy", allow_pickle=False)
    vectors = VectorIndex.load(folder / "vectors.faiss")
    counts = {
        "passages.jsonl": (len(passages), manifest.passages),
        "documents.jsonl": (len(documents), manifest.documents),
        "vectors.faiss": (vectors.rows, manifest.passages),
        "clauses.npy": (int(clause_rows[-1]), manifest.clauses),
        "clause_vectors.npy": (len(clause_vectors), manifest.clauses),
        "vectors.faiss 维数": (vectors.dimension, manifest.dimension),
    }
    for name, (found, expected) in counts.items():
        if found != expected:
            raise DamagedGeneration(f"索引版本 {manifest.id} 的 {name} 应有 {expected}，实有 {found}。{_REBUILD}")
    generation = Generation(
        manifest=manifest,
        documents={document.id: document for document in documents},
        passages=passages,
        clauses=clauses,
        clause_rows=clause_rows,
        vectors=vectors,
        clause_vectors=clause_vectors,
        lexical=LexicalIndex.load(folder / "bm25", len(passages)),
        links=storage.read_links(folder / "links.jsonl"),
    )
    _check_slices(generation)
    return generation


def read_current_documents(index_folder: Path) -> tuple[Document, ...]:
    """The documents of the published generation, checked, without its vectors; raise GenerationError where they cannot be had."""
    name = current_id(index_folder)
    if name is None:
        return ()
    folder = generations_folder(index_folder) / name
    manifest = read_manifest(folder)
    path = folder / "documents.jsonl"
    try:
        if (path.stat().st_size, _sha256(path)) != manifest.files.get(path.name):
            raise DamagedGeneration(f"索引版本 {name} 的文件 {path.name} 与建库时不一致。{_REBUILD}")
        return storage.read_documents(path)
    except OSError as exc:
        raise DamagedGeneration(f"索引版本 {name} 缺少文件 {path.name}。{_REBUILD}") from exc


def write_manifest(folder: Path, values: dict[str, Any]) -> None:
    """Write the manifest of a generation, and beside it the hash by which a change of it is noticed."""
    storage.write_json(folder / MANIFEST, values)
    (folder / SEAL).write_text(_sha256(folder / MANIFEST) + "\n", encoding="ascii")


def read_manifest(folder: Path) -> Manifest:
    """Read and check a generation's manifest."""
    try:
        if (folder / SEAL).read_bytes() != (_sha256(folder / MANIFEST) + "\n").encode():
            raise ValueError(f"与 {SEAL} 不一致")
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(
            id=raw["id"],
            created=raw["created"],
            fingerprint=raw["fingerprint"],
            settings=raw["settings"],
            model=raw["model"],
            dimension=raw["dimension"],
            documents=raw["documents"],
            passages=raw["passages"],
            clauses=raw["clauses"],
            left_out=tuple((source, reason) for source, reason in raw["left_out"]),
            files={name: (size, digest) for name, (size, digest) in raw["files"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise DamagedGeneration(f"索引版本 {folder.name} 的 {MANIFEST} 缺失或损坏（{exc}）。{_REBUILD}") from exc
    for name, needed in (("schema", IndexSettings().schema), ("words", IndexSettings().words)):
        if manifest.settings.get(name) != needed:
            raise DamagedGeneration(
                f"索引版本 {folder.name} 的格式号（{name}）是 {manifest.settings.get(name)}，本程序需要 {needed}。{_REBUILD}"
            )
    return manifest


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


def hash_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and sha256 of every file below a folder but the manifest and its seal, by relative name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (MANIFEST, SEAL))
    return {path.relative_to(folder).as_posix(): (path.stat().st_size, _sha256(path)) for path in files}


def _check_files(folder: Path, manifest: Manifest) -> None:
    found = hash_files(folder)
    for name, expected in manifest.files.items():
        if name not in found:
            raise DamagedGeneration(f"索引版本 {manifest.id} 缺少文件 {name}。{_REBUILD}")
        if found[name] != tuple(expected):
            raise DamagedGeneration(
                f"索引版本 {manifest.id} 的文件 {name} 与建库时不一致（应为 {expected[0]} 字节，实为 {found[name][0]} 字节，或内容被改动）。{_REBUILD}"
            )
    if extra := sorted(found.keys() - manifest.files.keys()):
        raise DamagedGeneration(f"索引版本 {manifest.id} 里多出文件 {extra[0]}。{_REBUILD}")


def _check_slices(generation: Generation) -> None:
    for passage in generation.passages:
        document = generation.documents.get(passage.document_id)
        if document is None or document.text[passage.start : passage.end] != passage.text:
            raise DamagedGeneration(f"索引版本 {generation.manifest.id} 的段 {passage.id} 与原文对不上。{_REBUILD}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
