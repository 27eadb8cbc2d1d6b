"""The content of a generation to a verified folder.

In: passages with their clauses and vectors, and where they come from. Out: the complete folder of a generation under its
final name, written aside, put on the disk and verified by a fresh process before it is renamed. Does not publish (published.py).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import storage
from index.config import IndexSettings
from index.errors import GenerationError
from index.generation import hash_files, write_manifest
from index.known import KnownQuestions
from index.lexical import LexicalIndex
from index.published import generations_folder
from index.vectors import save_vectors
from index.verification import Verifier, write_smoke
from ingest.clauses import Clause
from ingest.corpus import LeftOut
from ingest.records import ArticleLink, Document, Passage

ASIDE = ".building-"  # how the folder of an unfinished generation begins


@dataclass(frozen=True, slots=True)
class Content:
    """The tables of a generation; row i of clauses and vectors belongs to passage i."""

    documents: tuple[Document, ...]
    links: tuple[ArticleLink, ...]
    passages: tuple[tuple[Document, Passage], ...]  # each with its document, in row order
    clauses: Sequence[Sequence[Clause]]  # of each passage
    words: Sequence[Sequence[str]]  # of each passage, for BM25
    vectors: NDArray[np.float32]  # (passages, dimension)
    clause_vectors: NDArray[np.floating[Any]]  # (clauses, dimension), in the order of passages; kept in half precision
    known: KnownQuestions


@dataclass(frozen=True, slots=True)
class Origin:
    """What a generation says about how it was made."""

    id: str
    created: datetime
    fingerprint: str
    settings: IndexSettings
    model: str
    left_out: Sequence[LeftOut]


def write_generation(index_folder: Path, content: Content, origin: Origin, verifier: Verifier) -> None:
    """Write, verify and rename; raise GenerationError, leaving nothing behind, if the disk or the check fails."""
    final = generations_folder(index_folder) / origin.id
    aside = final.with_name(f"{ASIDE}{origin.id}-{os.getpid()}")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _write_tables(aside, content, origin)
        storage.sync_tree(aside)
        verifier.verify(aside)
        shutil.rmtree(final, ignore_errors=True)  # only a damaged folder of the same content can stand there
        aside.rename(final)
        storage.sync_folder(final.parent)
    except OSError as exc:
        raise GenerationError(
            f"索引写入 {final.parent} 失败（{exc.strerror or exc}）；请检查磁盘空间和权限后重新建库。正在使用的索引未受影响。"
        ) from exc
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_tables(folder: Path, content: Content, origin: Origin) -> None:
    storage.write_documents(folder, content.documents)
    storage.write_links(folder / "links.jsonl", content.links)
    passages = [passage for _, passage in content.passages]
    storage.write_passages(folder, passages, [document.id for document in content.documents])
    storage.write_clauses(folder / "clauses.npy", content.clauses)
    clause_vectors = content.clause_vectors.astype(np.float16, copy=False)
    np.save(folder / "clause_vectors.npy", clause_vectors, allow_pickle=False)
    save_vectors(folder, content.vectors, clause_vectors, exact=len(passages) <= origin.settings.exact)
    content.known.save(folder)
    LexicalIndex.build(content.words, origin.settings).save(folder / "bm25")
    write_smoke(folder, content.passages, content.vectors)
    write_manifest(
        folder,
        {
            "id": origin.id,
            "created": origin.created.isoformat(),
            "fingerprint": origin.fingerprint,
            "settings": asdict(origin.settings),
            "model": origin.model,
            "dimension": int(content.vectors.shape[1]),
            "documents": len(content.documents),
            "passages": len(content.passages),
            "clauses": len(content.clause_vectors),
            "left_out": [(entry.source, entry.reason) for entry in origin.left_out],
            "files": hash_files(folder),
        },
    )
