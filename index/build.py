"""A corpus folder to a published generation.

In: the corpus folder, the index folder, an encoder. Out: a BuildReport; on success ``CURRENT`` names a generation that was
written aside, reopened and verified. A build that stops anywhere leaves the published generation as it was. Text that was
encoded before is taken from the cache. Does not print; progress goes to a callback.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import storage
from index.cache import EncodingCache
from index.config import IndexSettings
from index.context import clause_string, passage_string
from index.encoder import Encoder
from index.errors import DamagedGeneration
from index.generation import (
    Generation,
    current_id,
    generations_folder,
    hash_files,
    list_generations,
    load_folder,
    publish,
    write_manifest,
)
from index.lexical import LexicalIndex
from index.vectors import VectorIndex
from index.words import TERMS, words
from ingest.clauses import Clause, split_clauses
from ingest.corpus import Corpus, LeftOut, read_corpus
from ingest.records import Document, Passage

BATCH = 16  # texts encoded between two commits of the cache and two steps of the progress bar; at most these are encoded twice


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    step: str  # in Chinese, for people
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    generation: str
    published: bool  # False: the same generation was current already
    documents: int
    passages: int
    encoded: int  # strings the model really encoded; the others were cached
    left_out: tuple[LeftOut, ...]
    seconds: float
    encoding_seconds: float


def build(
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    *,
    now: datetime,
    settings: IndexSettings = IndexSettings(),  # noqa: B008 - frozen, so one default value is safe to share
    progress: Callable[[Progress], None] = lambda progress: None,
) -> BuildReport:
    """Read, divide, encode, index, verify and publish; raise a KnowledgeBaseError and publish nothing if that fails."""
    began = time.perf_counter()
    corpus = read_corpus(corpus_folder, lambda done, total: progress(Progress("读取文件", done, total)))
    fingerprint = _fingerprint(corpus, encoder, settings)
    encoded, encoding_seconds = 0, 0.0
    generation_id = _find_same(index_folder, fingerprint)
    is_current = generation_id is not None and _is_current(index_folder, generation_id)
    if generation_id is None:
        clauses = [split_clauses(passage.text) for passage in _passages(corpus)]
        work = _Encoding(index_folder, encoder, settings, progress)
        vectors = work.run([passage_string(d, p) for d, p in _pairs(corpus)], "计算段落向量")
        clause_vectors = work.run(_clause_strings(corpus, clauses), "计算语句向量")
        encoded, encoding_seconds = work.encoded, work.seconds
        progress(Progress("建立词索引", 0, 1))
        generation_id = f"{now:%Y%m%d}-{fingerprint[:8]}"
        _write(
            index_folder, generation_id, corpus, clauses, vectors, clause_vectors, fingerprint, encoder, settings, now
        )
        progress(Progress("建立词索引", 1, 1))
    if not is_current:
        progress(Progress("发布", 0, 1))
        publish(index_folder, generation_id)
        progress(Progress("发布", 1, 1))
    progress(Progress("完成", 1, 1))
    return BuildReport(
        generation=generation_id,
        published=not is_current,
        documents=len(corpus.documents),
        passages=len(_passages(corpus)),
        encoded=encoded,
        left_out=corpus.left_out,
        seconds=time.perf_counter() - began,
        encoding_seconds=encoding_seconds,
    )


class _Encoding:
    """Encode what the cache lacks, and count how much that was."""

    def __init__(
        self, index_folder: Path, encoder: Encoder, settings: IndexSettings, progress: Callable[[Progress], None]
    ) -> None:
        self._encoder = encoder
        self._progress = progress
        self._cache = EncodingCache(
            index_folder / "encodings.sqlite",
            model=encoder.name,
            prompt=encoder.passage_prompt,
            max_tokens=settings.max_tokens,
            dimension=encoder.dimension,
        )
        self.encoded = 0
        self.seconds = 0.0

    def run(self, texts: Sequence[str], step: str) -> NDArray[np.float32]:
        """Vectors of all texts, shape (len(texts), dimension), in order."""
        vectors = self._cache.find(texts)
        # By length, so that a batch holds little padding.
        missing = sorted((text for text in dict.fromkeys(texts) if text not in vectors), key=len, reverse=True)
        known = len(texts) - len(missing)
        self._progress(Progress(step, known, len(texts)))
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            began = time.perf_counter()
            found = self._encoder.encode_passages(batch)
            self.seconds += time.perf_counter() - began
            self._cache.store(batch, found)
            vectors.update(zip(batch, found, strict=True))
            self.encoded += len(batch)
            self._progress(Progress(step, known + first + len(batch), len(texts)))
        return (
            np.stack([vectors[text] for text in texts]) if texts else np.empty((0, self._encoder.dimension), np.float32)
        )


def _write(
    index_folder: Path,
    generation_id: str,
    corpus: Corpus,
    clauses: Sequence[Sequence[Clause]],
    vectors: NDArray[np.float32],
    clause_vectors: NDArray[np.float32],
    fingerprint: str,
    encoder: Encoder,
    settings: IndexSettings,
    now: datetime,
) -> None:
    """Write a generation aside, verify it, and rename it into place."""
    final = generations_folder(index_folder) / generation_id
    aside = final.with_name(f".building-{generation_id}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    passages = _passages(corpus)
    storage.write_documents(aside / "documents.jsonl", corpus.documents)
    storage.write_passages(aside / "passages.jsonl", passages)
    storage.write_clauses(aside / "clauses.npy", clauses)
    np.save(aside / "clause_vectors.npy", clause_vectors.astype(np.float16), allow_pickle=False)
    VectorIndex.build(vectors).save(aside / "vectors.faiss")
    LexicalIndex.build([words(passage_string(d, p)) for d, p in _pairs(corpus)], settings).save(aside / "bm25")
    write_manifest(
        aside,
        {
            "id": generation_id,
            "created": now.isoformat(),
            "fingerprint": fingerprint,
            "settings": asdict(settings),
            "model": encoder.name,
            "dimension": encoder.dimension,
            "documents": len(corpus.documents),
            "passages": len(passages),
            "clauses": sum(len(group) for group in clauses),
            "left_out": [(entry.source, entry.reason) for entry in corpus.left_out],
            "files": hash_files(aside),
        },
    )
    _verify(load_folder(aside), vectors)
    storage.sync_tree(aside)
    shutil.rmtree(final, ignore_errors=True)  # only a damaged folder of the same content can stand there
    aside.rename(final)
    storage.sync_folder(final.parent)


def _verify(generation: Generation, vectors: NDArray[np.float32]) -> None:
    """Known vectors find their own passage in the reopened index; everything else load_folder has checked."""
    for row in {0, len(vectors) // 2, len(vectors) - 1}:
        scores = generation.vectors.scores(vectors[row])
        if scores[row] < scores.max() - 1e-5:
            raise DamagedGeneration(
                f"新索引校验失败：第 {row} 段找不到自己（{scores[row]:.4f} < {scores.max():.4f}）；旧索引未受影响，请重新建库。"
            )


def _find_same(index_folder: Path, fingerprint: str) -> str | None:
    """A complete, undamaged generation made of the same passages, model and settings."""
    for manifest in reversed(list_generations(index_folder)):
        if manifest.fingerprint == fingerprint:
            folder = generations_folder(index_folder) / manifest.id
            return manifest.id if hash_files(folder) == manifest.files else None
    return None


def _is_current(index_folder: Path, generation_id: str) -> bool:
    """Whether ``CURRENT`` names this generation; one with nonsense in it names none, and building again replaces it."""
    try:
        return current_id(index_folder) == generation_id
    except DamagedGeneration:
        return False


def _fingerprint(corpus: Corpus, encoder: Encoder, settings: IndexSettings) -> str:
    """Of everything that a generation's content depends on."""
    digest = hashlib.sha256(
        json.dumps([encoder.name, encoder.passage_prompt, asdict(settings)], sort_keys=True).encode()
    )
    digest.update(TERMS.read_bytes())
    for document in corpus.documents:
        digest.update(json.dumps(asdict(document), ensure_ascii=False, sort_keys=True).encode())
    for passage in _passages(corpus):
        digest.update(passage.id.encode())
    digest.update(json.dumps([asdict(entry) for entry in corpus.left_out], ensure_ascii=False).encode())
    return digest.hexdigest()


def _passages(corpus: Corpus) -> list[Passage]:
    return [passage for group in corpus.passages for passage in group]


def _pairs(corpus: Corpus) -> list[tuple[Document, Passage]]:
    return [
        (document, passage)
        for document, group in zip(corpus.documents, corpus.passages, strict=True)
        for passage in group
    ]


def _clause_strings(corpus: Corpus, clauses: Sequence[Sequence[Clause]]) -> list[str]:
    return [
        clause_string(d, p, clause) for (d, p), group in zip(_pairs(corpus), clauses, strict=True) for clause in group
    ]
