"""A generation: one immutable, complete index in a folder of its own.

In: such a folder. Out: an open Generation whose row i is passage i in every table, or an error that says what is damaged.
Nothing published is ever edited. Does not build (build.py), does not search (search.py), and does not know which
generation is in use (published.py).

Files: manifest.json (counts, model, settings, hash and size of every other file), manifest.sha256 (its own hash),
documents.jsonl, links.jsonl (articles of older versions), passages.jsonl, clauses.npy (passage row, start, end, lead start, lead end; -1 without lead),
vectors.faiss, clause_vectors.npy (half precision), bm25/. A reader opens one generation and keeps it, whatever is
published later.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import storage
from index.config import IndexSettings
from index.errors import DamagedGeneration
from index.lexical import LexicalIndex
from index.vectors import VectorIndex
from ingest.clauses import Clause
from ingest.records import ArticleLink, Document, Passage

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
REBUILD = "请运行 python -m index build 重建，或用 python -m index use 换到另一个版本。"


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
    document_rows: NDArray[np.int32]  # which document each passage belongs to, counted in the order of documents
    clauses: tuple[tuple[Clause, ...], ...]  # of each passage
    clause_rows: NDArray[np.int64]  # first row of each passage in clause_vectors; one more at the end
    vectors: VectorIndex
    clause_vectors: NDArray[np.float16]
    lexical: LexicalIndex
    links: tuple[ArticleLink, ...]  # articles of older versions to those of the next


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
            raise DamagedGeneration(f"索引版本 {manifest.id} 的 {name} 应有 {expected}，实有 {found}。{REBUILD}")
    ordinals = {document.id: ordinal for ordinal, document in enumerate(documents)}
    generation = Generation(
        manifest=manifest,
        documents={document.id: document for document in documents},
        passages=passages,
        document_rows=np.array([ordinals.get(passage.document_id, -1) for passage in passages], dtype=np.int32),
        clauses=clauses,
        clause_rows=clause_rows,
        vectors=vectors,
        clause_vectors=clause_vectors,
        lexical=LexicalIndex.load(folder / "bm25", len(passages)),
        links=storage.read_links(folder / "links.jsonl"),
    )
    _check_slices(generation)
    return generation


def load_documents(folder: Path) -> tuple[Document, ...]:
    """The documents of a generation, checked, without its vectors."""
    manifest = read_manifest(folder)
    path = folder / "documents.jsonl"
    try:
        if (path.stat().st_size, _sha256(path)) != manifest.files.get(path.name):
            raise DamagedGeneration(f"索引版本 {manifest.id} 的文件 {path.name} 与建库时不一致。{REBUILD}")
        return storage.read_documents(path)
    except OSError as exc:
        raise DamagedGeneration(f"索引版本 {manifest.id} 缺少文件 {path.name}。{REBUILD}") from exc


def write_manifest(folder: Path, values: dict[str, Any]) -> None:
    """Write the manifest of a generation, and beside it the hash by which a change of it is noticed."""
    storage.write_json(folder / MANIFEST, values)
    (folder / SEAL).write_text(_sha256(folder / MANIFEST) + "\n", encoding="ascii")


def seal(folder: Path) -> str:
    """The hash of a generation's manifest, which holds the hashes of everything else."""
    try:
        return _sha256(folder / MANIFEST)
    except OSError as exc:
        raise DamagedGeneration(f"索引版本 {folder.name} 的 {MANIFEST} 缺失或损坏（{exc}）。{REBUILD}") from exc


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
        raise DamagedGeneration(f"索引版本 {folder.name} 的 {MANIFEST} 缺失或损坏（{exc}）。{REBUILD}") from exc
    for name, needed in (("schema", IndexSettings().schema), ("words", IndexSettings().words)):
        if manifest.settings.get(name) != needed:
            raise DamagedGeneration(
                f"索引版本 {folder.name} 的格式号（{name}）是 {manifest.settings.get(name)}，本程序需要 {needed}。{REBUILD}"
            )
    return manifest


def hash_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and sha256 of every file below a folder but the manifest and its seal, by relative name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (MANIFEST, SEAL))
    return {path.relative_to(folder).as_posix(): (path.stat().st_size, _sha256(path)) for path in files}


def _check_files(folder: Path, manifest: Manifest) -> None:
    found = hash_files(folder)
    for name, expected in manifest.files.items():
        if name not in found:
            raise DamagedGeneration(f"索引版本 {manifest.id} 缺少文件 {name}。{REBUILD}")
        if found[name] != tuple(expected):
            raise DamagedGeneration(
                f"索引版本 {manifest.id} 的文件 {name} 与建库时不一致（应为 {expected[0]} 字节，实为 {found[name][0]} 字节，或内容被改动）。{REBUILD}"
            )
    if extra := sorted(found.keys() - manifest.files.keys()):
        raise DamagedGeneration(f"索引版本 {manifest.id} 里多出文件 {extra[0]}。{REBUILD}")


def _check_slices(generation: Generation) -> None:
    for passage in generation.passages:
        document = generation.documents.get(passage.document_id)
        if document is None or document.text[passage.start : passage.end] != passage.text:
            raise DamagedGeneration(f"索引版本 {generation.manifest.id} 的段 {passage.id} 与原文对不上。{REBUILD}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
