"""A corpus folder to a published generation.

In: the corpus folder, the index folder, an encoder. Out: a BuildReport; on success ``CURRENT`` names a generation that was
written aside and verified by a fresh process. A build that stops anywhere leaves the published generation as it was, and the next one
goes on from there: text that was encoded before is taken from the cache. A generation that would lose something is kept, but held until
somebody accepts it. One build at a time. Does not print; progress goes to a callback.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cache import CACHE, EncodingCache, WordCache
from index.carried import LastGood
from index.config import IndexSettings
from index.context import clause_string, passage_string
from index.encoder import Encoder
from index.errors import DamagedGeneration, GenerationError
from index.generation import hash_files, load_documents, read_manifest
from index.journal import Entry, Event, note
from index.known import KnownQuestions
from index.known_files import SHIPPED as KNOWN
from index.known_files import find_known
from index.lock import only_builder
from index.published import find_generation, generations_folder, is_current, list_generations
from index.read_before import ReadBefore
from index.records import Progress
from index.release import Release
from index.tidying import clear_leftovers
from index.trial import read_questions
from index.unchanged import LastBuild, digest_inputs, last_build, note_build
from index.verification import Verifier
from index.words import TERMS, digest_splitting, words
from index.writing import Content, Origin, write_generation
from ingest.clauses import split_clauses
from ingest.corpus import Corpus, LeftOut, read_corpus
from ingest.instruments import missing_texts
from ingest.records import Document, Passage

BATCH = 16  # texts that a process encodes between two commits of the cache and two steps of the progress bar


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    generation: str
    published: bool  # False: the same generation was current already, or it is held
    documents: int
    passages: int
    represented: int  # passages that are the same as others and kept once
    encoded: int  # strings the model really encoded; the others were cached
    left_out: tuple[LeftOut, ...]
    seconds: float
    encoding_seconds: float
    problems: tuple[str, ...] = ()  # what in the manifest could not be used
    missing: tuple[str, ...] = ()  # texts known to be in force that the base lacks
    held: tuple[str, ...] = ()  # what somebody must accept before this generation is put in use
    remarks: tuple[str, ...] = ()  # what else to know of this build


def build(
    corpus_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    *,
    now: datetime,
    settings: IndexSettings = IndexSettings(),  # noqa: B008 - frozen, so one default value is safe to share
    accept: bool = False,
    accept_loss: frozenset[str] = frozenset(),
    gold: Path | None = None,
    recognised_folder: Path | None = None,
    processes: int = 1,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> BuildReport:
    """Read, divide, encode, index, verify and publish; raise a KnowledgeBaseError and publish nothing if that fails.

    A generation that lacks a whole document or over 5 % of the passages of the one in use, that finds less of what the
    questions of ``gold`` ask for, or that somebody has taken out of use before, is held until a build with ``accept``.
    A file that cannot be read any more stays as the published generation has it, unless ``accept_loss`` names it; its loss
    holds nothing then. What text recognition reads is kept in ``recognised_folder``, where one is given. ``processes`` are those of the
    encoder: they share ``BATCH`` texts each between two commits, and at most these are encoded twice after a kill.
    """
    began = time.perf_counter()
    questions = read_questions(gold) if gold else None
    with only_builder(index_folder, "建库"):
        clear_leftovers(index_folder)
        made_with = (file.read_text(encoding="utf-8") for file in (TERMS, *KNOWN))
        inputs = digest_inputs(corpus_folder, encoder.name, encoder.passage_prompt, repr(settings), *made_with)
        if inputs and not accept_loss and (report := _unchanged(index_folder, inputs, now, began)):
            progress(Progress("完成", 1, 1))
            return report
        read_before = ReadBefore(index_folder)
        corpus = read_corpus(
            corpus_folder,
            lambda done, total: progress(Progress("读取文件", done, total)),
            last_good=LastGood(index_folder, accept_loss).find,
            read_before=read_before.find,
            recognised_folder=recognised_folder,
        )
        fingerprint = _fingerprint(corpus, encoder, settings)
        encoded, encoding_seconds = 0, 0.0
        generation_id = _find_same(index_folder, fingerprint)
        if generation_id is None:
            generation_id = f"{now:%Y%m%d}-{fingerprint[:8]}"
            origin = Origin(generation_id, now, fingerprint, settings, encoder.name, corpus.left_out)
            with Verifier() as verifier:  # gets ready while the texts are encoded
                work = _Encoding(index_folder, encoder, BATCH * processes, progress)
                splitting = _Splitting(index_folder)
                _write(index_folder, _encode(corpus, work, splitting), origin, verifier, progress)
            splitting.keep()
            encoded, encoding_seconds = work.encoded, work.seconds
        read_before.note(generation_id, corpus)
        release = Release(index_folder, generation_id, encoder, questions)
        outcome = release.put_in_use(corpus.documents, accept=accept, accepted=accept_loss, progress=progress)
        if inputs and not (corpus.left_out or corpus.problems or outcome.held):
            note_build(index_folder, LastBuild(inputs, generation_id, corpus.represented.total()))
    progress(Progress("完成", 1, 1))
    return BuildReport(
        generation=generation_id,
        published=outcome.published,
        documents=len(corpus.documents),
        passages=len(_passages(corpus)),
        represented=corpus.represented.total(),
        encoded=encoded,
        left_out=corpus.left_out,
        seconds=time.perf_counter() - began,
        encoding_seconds=encoding_seconds,
        problems=corpus.problems,
        missing=missing_texts(corpus.documents, now.date()),
        held=outcome.held,
        remarks=outcome.remarks,
    )


def _unchanged(index_folder: Path, inputs: str, now: datetime, began: float) -> BuildReport | None:
    """The report of a build with nothing changed, if what was made of the same inputs is whole and in use."""
    last = last_build(index_folder)
    if last is None or last.inputs != inputs:
        return None
    try:
        folder = find_generation(index_folder, last.generation)
        manifest = read_manifest(folder)
        if not is_current(index_folder, last.generation) or hash_files(folder) != manifest.files:
            return None
        documents = load_documents(folder)
    except GenerationError:
        return None
    return BuildReport(
        generation=last.generation,
        published=False,
        documents=manifest.documents,
        passages=manifest.passages,
        represented=last.represented,
        encoded=0,
        left_out=(),
        seconds=time.perf_counter() - began,
        encoding_seconds=0.0,
        missing=missing_texts(documents, now.date()),
    )


def _write(
    index_folder: Path, content: Content, origin: Origin, verifier: Verifier, progress: Callable[[Progress], None]
) -> None:
    progress(Progress("建立词索引并校验", 0, 1))
    try:
        write_generation(index_folder, content, origin, verifier)
    except DamagedGeneration as error:
        note(
            index_folder, Entry(origin.created.isoformat(timespec="seconds"), Event.REJECTED, origin.id, (str(error),))
        )
        raise
    progress(Progress("建立词索引并校验", 1, 1))


def _encode(corpus: Corpus, work: _Encoding, splitting: _Splitting) -> Content:
    pairs = tuple(_pairs(corpus))
    clauses = tuple(split_clauses(passage.text) for _, passage in pairs)
    known = find_known(KNOWN, pairs, clauses)
    return Content(
        documents=corpus.documents,
        links=corpus.links,
        passages=pairs,
        clauses=clauses,
        words=splitting.run([passage_string(document, passage) for document, passage in pairs]),
        vectors=work.run([passage_string(document, passage) for document, passage in pairs], "计算段落向量"),
        clause_vectors=work.run(
            [clause_string(d, p, clause) for (d, p), group in zip(pairs, clauses, strict=True) for clause in group],
            "计算语句向量",
        ),
        known=KnownQuestions.of(
            work.run([one.question for one in known], "计算已知问法向量", questions=True),
            np.array([one.row for one in known], dtype=np.int64),
        ),
    )


class _Splitting:
    """Cut into words what the cache lacks; it is kept once a generation holds the texts, with which it will be forgotten."""

    def __init__(self, index_folder: Path) -> None:
        self._cache = WordCache(index_folder / CACHE, digest_splitting())
        self._new: dict[str, list[str]] = {}

    def run(self, texts: Sequence[str]) -> list[list[str]]:
        """Words of each text, in order."""
        found = self._cache.find(texts)
        self._new = {text: words(text) for text in texts if text not in found}
        found.update(self._new)
        return [found[text] for text in texts]

    def keep(self) -> None:
        """Store what was cut. Where that fails, the next build cuts it again."""
        with suppress(GenerationError):
            self._cache.store(self._new)


class _Encoding:
    """Encode what the cache lacks, and count how much that was."""

    def __init__(self, index_folder: Path, encoder: Encoder, batch: int, progress: Callable[[Progress], None]) -> None:
        self._encoder = encoder
        self._batch = batch
        self._progress = progress
        self._caches = {
            questions: EncodingCache(
                index_folder / CACHE,
                model=encoder.name,
                prompt=encoder.question_prompt if questions else encoder.passage_prompt,
                max_tokens=encoder.max_tokens,
                dimension=encoder.dimension,
            )
            for questions in (False, True)
        }
        self.encoded = 0
        self.seconds = 0.0

    def run(self, texts: Sequence[str], step: str, *, questions: bool = False) -> NDArray[np.float32]:
        """Vectors of all texts, shape (len(texts), dimension), in order."""
        cache = self._caches[questions]
        encode = self._encoder.encode_questions if questions else self._encoder.encode_passages
        vectors = cache.find(texts)
        # By length, so that a batch holds little padding.
        missing = sorted((text for text in dict.fromkeys(texts) if text not in vectors), key=len, reverse=True)
        known = len(texts) - len(missing)
        self._progress(Progress(step, known, len(texts)))
        for first in range(0, len(missing), self._batch):
            batch = missing[first : first + self._batch]
            began = time.perf_counter()
            found = encode(batch)
            self.seconds += time.perf_counter() - began
            cache.store(batch, found)
            vectors.update(zip(batch, found, strict=True))
            self.encoded += len(batch)
            self._progress(Progress(step, known + first + len(batch), len(texts)))
        return (
            np.stack([vectors[text] for text in texts]) if texts else np.empty((0, self._encoder.dimension), np.float32)
        )


def _find_same(index_folder: Path, fingerprint: str) -> str | None:
    """A complete, undamaged generation made of the same passages, model and settings."""
    for manifest in reversed(list_generations(index_folder)):
        if manifest.fingerprint == fingerprint:
            folder = generations_folder(index_folder) / manifest.id
            if hash_files(folder) == manifest.files:
                return manifest.id
    return None


def _fingerprint(corpus: Corpus, encoder: Encoder, settings: IndexSettings) -> str:
    """Of everything that a generation's content depends on."""
    digest = hashlib.sha256(
        json.dumps([encoder.name, encoder.passage_prompt, asdict(settings)], sort_keys=True).encode()
    )
    for file in (TERMS, *KNOWN):
        digest.update(file.read_bytes())
    # Records as they show themselves, which names every field: as JSON they would take several times as long.
    for record in (*corpus.documents, *corpus.links, *corpus.left_out):
        digest.update(repr(record).encode())
    for passage in _passages(corpus):
        digest.update(repr((passage, split_clauses(passage.text))).encode())
    return digest.hexdigest()


def _passages(corpus: Corpus) -> list[Passage]:
    return [passage for group in corpus.passages for passage in group]


def _pairs(corpus: Corpus) -> list[tuple[Document, Passage]]:
    return [
        (document, passage)
        for document, group in zip(corpus.documents, corpus.passages, strict=True)
        for passage in group
    ]
