"""A generation: one immutable, complete index in a folder of its own.

In: such a folder. Out: an open Generation whose row i is passage i in every table, or an error that says what is damaged.
Nothing published is ever edited. Does not build (build.py), does not search (search.py), and does not know which
generation is in use (published.py).

Files: manifest.json (counts, model, settings, hash and size of every other file), manifest.sha256 (its own hash),
documents.jsonl (what is known of each), texts.jsonl and texts.npy (the rest of each, and where its line ends), links.jsonl (articles of
older versions), passages.jsonl and passages.npy (where each line ends; document, article and flaws by row), articles.json (labels of
articles), ids.npy (ids of passages, sorted, with their rows), clauses.npy (passage row, start, end, lead start, lead end; -1 without lead),
vectors.faiss, clause_vectors.npy (half precision), known.npy and known_rows.npy (known.py), bm25/; of many passages also vectors.npy (half precision) and clauses.faiss. A reader opens
one generation and keeps it, whatever is published later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import storage
from index.columns import Columns
from index.config import IndexSettings
from index.errors import DamagedGeneration
from index.inverted import InvertedIndex
from index.known import KnownQuestions, open_known
from index.lexical import LexicalIndex
from index.vectors import Vectors, open_clause_index, open_vectors
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
    documents: Mapping[str, Document]  # by id; their texts are read when somebody asks for them
    passages: Sequence[Passage]  # likewise
    columns: Columns  # what is known of each passage without reading it
    clauses: Sequence[tuple[Clause, ...]]  # of each passage
    clause_rows: NDArray[np.int64]  # first row of each passage in clause_vectors; one more at the end
    vectors: Vectors
    clause_vectors: NDArray[np.float16]
    clause_index: InvertedIndex | None  # of them, where passages are many
    known: KnownQuestions
    lexical: LexicalIndex
    links: tuple[ArticleLink, ...]  # articles of older versions to those of the next

    @property
    def document_rows(self) -> NDArray[np.int32]:
        """Which document each passage belongs to, counted in the order of documents."""
        return self.columns.documents


def load_folder(folder: Path, *, in_full: bool | None = None) -> Generation:
    """Open a generation's folder wherever it stands; used on the folder being built too, to verify it.

    In full, every byte is hashed and every passage compared with its document; otherwise the manifest, the sizes and the headers of
    the files must do. By default a generation of less than ``HASHED_ON_OPENING`` bytes is checked in full.
    """
    manifest = read_manifest(folder)
    if in_full is None:
        in_full = sum(size for size, _ in manifest.files.values()) < HASHED_ON_OPENING
    _check_files(folder, manifest, in_full=in_full)
    try:
        generation = _open(folder, manifest)
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError) as exc:
        raise DamagedGeneration(f"索引版本 {manifest.id} 的文件读不出来（{exc}）。{REBUILD}") from exc
    _check_counts(generation)
    if in_full:
        _check_slices(generation)
    return generation


# Some half a second of hashing on a slow core (0.3 GB/s were measured on a busy one, 1 to 2 on an idle one).
HASHED_ON_OPENING = 128 * 2**20


def load_documents(folder: Path) -> tuple[Document, ...]:
    """The documents of a generation, whole and checked, without its vectors."""
    manifest = read_manifest(folder)
    try:
        for name in ("documents.jsonl", "texts.jsonl"):
            path = folder / name
            if (path.stat().st_size, _sha256(path)) != manifest.files.get(name):
                raise DamagedGeneration(f"索引版本 {manifest.id} 的文件 {name} 与建库时不一致。{REBUILD}")
        return storage.read_documents(folder)
    except OSError as exc:
        raise DamagedGeneration(f"索引版本 {manifest.id} 缺少文件 {name}。{REBUILD}") from exc


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
    return {name: (path.stat().st_size, _sha256(path)) for name, path in _files(folder).items()}


def _files(folder: Path) -> dict[str, Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (MANIFEST, SEAL))
    return {path.relative_to(folder).as_posix(): path for path in files}


def _open(folder: Path, manifest: Manifest) -> Generation:
    passages, columns = storage.open_passages(folder)
    clauses, clause_rows = storage.open_clauses(folder / "clauses.npy", len(passages))
    vectors, clause_vectors = open_vectors(folder), storage.open_vectors(folder / "clause_vectors.npy")
    return Generation(
        manifest=manifest,
        documents=storage.open_documents(folder),
        passages=passages,
        columns=columns,
        clauses=clauses,
        clause_rows=clause_rows,
        vectors=vectors,
        clause_vectors=clause_vectors,
        clause_index=open_clause_index(folder, clause_vectors) if isinstance(vectors, InvertedIndex) else None,
        known=open_known(folder, len(passages), manifest.dimension),
        lexical=LexicalIndex.load(folder / "bm25", len(passages)),
        links=storage.read_links(folder / "links.jsonl"),
    )


def _check_files(folder: Path, manifest: Manifest, *, in_full: bool) -> None:
    found = _files(folder)
    for name, (size, digest) in manifest.files.items():
        if name not in found:
            raise DamagedGeneration(f"索引版本 {manifest.id} 缺少文件 {name}。{REBUILD}")
        is_size = found[name].stat().st_size
        if is_size != size or (in_full and _sha256(found[name]) != digest):
            raise DamagedGeneration(
                f"索引版本 {manifest.id} 的文件 {name} 与建库时不一致（应为 {size} 字节，实为 {is_size} 字节，或内容被改动）。{REBUILD}"
            )
    if extra := sorted(found.keys() - manifest.files.keys()):
        raise DamagedGeneration(f"索引版本 {manifest.id} 里多出文件 {extra[0]}。{REBUILD}")


def _check_counts(generation: Generation) -> None:
    manifest, columns = generation.manifest, generation.columns
    of = columns.documents if len(columns.documents) else np.zeros(1, np.int32)
    counts = {
        "passages.jsonl": (len(generation.passages), manifest.passages),
        "documents.jsonl": (len(generation.documents), manifest.documents),
        "ids.npy": (len(columns.ids), manifest.passages),
        "vectors.faiss": (generation.vectors.rows, manifest.passages),
        "clauses.npy": (int(generation.clause_rows[-1]), manifest.clauses),
        "clause_vectors.npy": (generation.clause_vectors.shape, (manifest.clauses, manifest.dimension)),
        "vectors.faiss 维数": (generation.vectors.dimension, manifest.dimension),
        "passages.npy 的资料顺序": (
            bool((np.diff(of) >= 0).all() and of[0] >= 0 and of[-1] < manifest.documents),
            True,
        ),
    }
    for name, (found, expected) in counts.items():
        if found != expected:
            raise DamagedGeneration(f"索引版本 {manifest.id} 的 {name} 应有 {expected}，实有 {found}。{REBUILD}")


def _check_slices(generation: Generation) -> None:
    for passage in generation.passages:
        document = generation.documents.get(passage.document_id)
        if document is None or document.text[passage.start : passage.end] != passage.text:
            raise DamagedGeneration(f"索引版本 {generation.manifest.id} 的段 {passage.id} 与原文对不上。{REBUILD}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
