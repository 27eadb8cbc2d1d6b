"""A base of any size, made of a small one: to measure how an index grows where no corpus of that size is at hand.

In: an open generation, a number of passages, a seed. Out: a generation in a folder, written by the code that writes every other one.
Its first passages are those of the small base; the others have text of real sentences in new order, and vectors that lie as near
to their nearest neighbour as real ones do. The same base, number and seed give the same passages. Encodes nothing.

A made vector is an older one turned by an angle, in a direction in which real vectors differ. The angles are those between real
vectors and their nearest neighbours; since a vector may get a nearer neighbour later, wide ones are drawn more often, as often as a
trial shows to be right. A made clause lies to its passage as real clauses lie to theirs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from index.config import IndexSettings
from index.context import passage_string
from index.generation import Generation
from index.verification import Verifier
from index.words import words
from index.writing import Content, Origin, write_generation
from ingest.clauses import Clause
from ingest.records import Document, Kind, Passage, Section

Matrix = NDArray[np.float32]

_DOCUMENT = 50  # passages of a made document; statutes have some 60
_MOST_CLAUSES = 8  # of a made passage
_BATCH = 5_000  # vectors made at once
_TRIAL = 12_000  # vectors of a trial
_BENDS = (1.0, 1.3, 1.7, 2.2, 3.0, 4.0, 6.0)  # how much more often wide angles may be drawn
_SAMPLE = 1_000  # made vectors whose nearest neighbour is looked for


@dataclass(frozen=True, slots=True)
class Enlarged:
    """A made generation, and how near its vectors lie to each other."""

    index_folder: Path
    id: str
    writing: float  # seconds on processors, of this process and its children, for what a build does behind encoding
    real_nearest: Matrix  # of each real passage the cosine to its nearest neighbour among the real ones
    made_nearest: Matrix  # of some made passages the same among all


def enlarge(
    generation: Generation, size: int, folder: Path, *, seed: int = 1, settings: IndexSettings | None = None
) -> Enlarged:
    """Write a generation of ``size`` passages below ``folder``; raise ValueError if the base has more, GenerationError as a build does."""
    real = len(generation.passages)
    if size < real:
        raise ValueError(f"这个索引已有 {real} 段，不能做成 {size} 段；请写一个更大的规模。")
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / "vectors.tmp", folder / "clause_vectors.tmp"
    try:
        texts = _Texts(generation, np.random.default_rng(seed))
        documents, passages, clauses, spoken = texts.make(size)
        counts = np.array([len(group) for group in clauses])
        space = _Space(generation, np.random.default_rng(seed))
        vectors = open_memmap(scratch[0], mode="w+", dtype=np.float32, shape=(size, space.dimension))
        clause_vectors = open_memmap(
            scratch[1], mode="w+", dtype=np.float16, shape=(int(counts.sum()), space.dimension)
        )
        space.fill(vectors, clause_vectors, counts)
        content = Content(documents, (), passages, clauses, spoken, vectors, clause_vectors, generation.known)
        digest = hashlib.sha256(f"{generation.manifest.fingerprint} {size} {seed}".encode()).hexdigest()
        made = Origin(
            f"made-{size}",
            datetime(2026, 1, 1, tzinfo=UTC),
            digest,
            settings or IndexSettings(),
            generation.manifest.model,
            (),
        )
        began = sum(os.times()[:4])
        with Verifier() as verifier:
            write_generation(folder, content, made, verifier)
        writing = sum(os.times()[:4]) - began
        sample = np.random.default_rng(seed).integers(real, size, _SAMPLE) if size > real else np.arange(real)
        return Enlarged(folder, made.id, writing, space.nearest, nearest_cosines(vectors, np.unique(sample)))
    finally:
        for path in scratch:
            path.unlink(missing_ok=True)


def nearest_cosines(vectors: Matrix, rows: NDArray[np.int64]) -> Matrix:
    """Of each of the rows the cosine to the nearest other row."""
    asked = np.asarray(vectors[rows], dtype=np.float32)
    best = np.full(len(rows), -1, dtype=np.float32)
    for first in range(0, len(vectors), 10 * _BATCH):
        cosines = asked @ np.asarray(vectors[first : first + 10 * _BATCH], dtype=np.float32).T
        own = (rows >= first) & (rows < first + cosines.shape[1])
        cosines[np.flatnonzero(own), rows[own] - first] = -1
        np.maximum(best, cosines.max(axis=1), out=best)
    return best.clip(-1, 1)


class _Texts:
    """Documents and passages: the real ones, then made ones of their clauses."""

    def __init__(self, generation: Generation, chance: np.random.Generator) -> None:
        self._generation = generation
        self._chance = chance
        self._pool = [
            passage.text[clause.start : clause.end]
            for passage, group in zip(generation.passages, generation.clauses, strict=True)
            for clause in group
        ]
        self._spoken = [words(text) for text in self._pool]  # each sentence is cut into words once

    def make(
        self, size: int
    ) -> tuple[tuple[Document, ...], tuple[tuple[Document, Passage], ...], list[tuple[Clause, ...]], list[list[str]]]:
        """Documents, passages with theirs, clauses and words, in row order."""
        generation = self._generation
        documents = list(generation.documents.values())
        passages = [(generation.documents[each.document_id], each) for each in generation.passages]
        clauses = list(generation.clauses)
        spoken = [words(passage_string(document, passage)) for document, passage in passages]
        counts = np.minimum(np.diff(generation.clause_rows), _MOST_CLAUSES)
        while len(passages) < size:
            few = self._chance.choice(counts, min(_DOCUMENT, size - len(passages)))
            chosen = self._chance.integers(0, len(self._pool), int(few.sum()))
            document, own, divided = self._document(len(documents), few.tolist(), chosen.tolist())
            documents.append(document)
            passages.extend((document, passage) for passage in own)
            clauses.extend(divided)
            named = words(document.instrument)
            taken = iter(chosen.tolist())
            spoken.extend([*named, *(w for _ in range(count) for w in self._spoken[next(taken)])] for count in few)
        return tuple(documents), tuple(passages), clauses, spoken

    def _document(
        self, number: int, counts: list[int], chosen: list[int]
    ) -> tuple[Document, list[Passage], list[tuple[Clause, ...]]]:
        name = f"扩充资料{number:06d}"
        sentences = iter([self._pool[at] for at in chosen])
        groups = [[next(sentences) for _ in range(count)] for count in counts]
        texts = ["\n".join(group) for group in groups]
        ends = list(accumulate(len(text) + 1 for text in texts))
        document = Document(
            id=f"made{number:08d}",
            title=name,
            kind=Kind.GUIDANCE,
            issuer=None,
            version_date=None,
            effective_from=None,
            instrument=name,
            source=f"扩充/{name}.txt",
            sha256="0" * 64,
            pages=None,
            page_starts=(),
            text="\n".join(texts) + "\n",
            sections=(Section((), 0, ends[-1]),),
        )
        passages = [
            Passage(f"{number:08d}{place:08d}", document.id, text, (), None, (), (), None, end - 1 - len(text), end - 1)
            for place, (text, end) in enumerate(zip(texts, ends, strict=True))
        ]
        return document, passages, [tuple(_one_after_another(group)) for group in groups]


def _one_after_another(sentences: list[str]) -> Iterator[Clause]:
    starts = accumulate((len(sentence) + 1 for sentence in sentences), initial=0)
    for start, after in pairwise(starts):
        yield Clause(start, after - 1)


class _Space:
    """Vectors: the real ones, then made ones that lie among them."""

    def __init__(self, generation: Generation, chance: np.random.Generator) -> None:
        self._real = generation.vectors.vectors()
        self._clauses = np.asarray(generation.clause_vectors, dtype=np.float32)
        owners = np.repeat(np.arange(len(self._real)), np.diff(generation.clause_rows))
        self._to_own = np.einsum("ij,ij->i", self._clauses, self._real[owners]).clip(-1, 1)
        self.nearest = nearest_cosines(self._real, np.arange(len(self._real)))
        self._chance = chance
        self._bend = self._fitting_bend()

    @property
    def dimension(self) -> int:
        return int(self._real.shape[1])

    def fill(self, vectors: Matrix, clause_vectors: NDArray[np.float16], counts: NDArray[np.int64]) -> None:
        """Write the vectors of all passages, and of their clauses, of which each passage has so many."""
        self._grow(vectors, self._bend, self._chance)
        clause_vectors[: len(self._clauses)] = self._clauses
        at = len(self._clauses)
        for first in range(len(self._real), len(vectors), _BATCH):
            own = vectors[first : first + _BATCH]
            repeated = np.repeat(own, counts[first : first + _BATCH], axis=0)
            cosines = self._chance.choice(self._to_own, len(repeated))
            clause_vectors[at : at + len(repeated)] = self._turned(repeated, cosines, self._clauses, self._chance)
            at += len(repeated)

    def _grow(self, vectors: Matrix, bend: float, chance: np.random.Generator) -> None:
        known = len(self._real)
        vectors[:known] = self._real
        ordered = np.sort(self.nearest)
        while known < len(vectors):
            # Never more at once than there are: what is made may have neighbours of its own.
            count = min(_BATCH, known, len(vectors) - known)
            parents = vectors[np.sort(chance.integers(0, known, count))]
            drawn = ordered[(chance.random(count) ** bend * len(ordered)).astype(np.int64)]
            vectors[known : known + count] = self._turned(parents, drawn, self._real, chance)
            known += count

    @staticmethod
    def _turned(vectors: Matrix, cosines: Matrix, real: Matrix, chance: np.random.Generator) -> Matrix:
        """Each vector turned until its cosine with what it was is the given one, towards where real vectors differ."""
        one, other = chance.integers(0, len(real), (2, len(vectors)))
        ways = real[one] - real[other] + chance.normal(0, 1e-4, vectors.shape).astype(np.float32)
        ways -= np.einsum("ij,ij->i", ways, vectors)[:, None] * vectors
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        turned = cosines[:, None] * vectors + np.sqrt(1 - cosines**2)[:, None] * ways
        return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True), dtype=np.float32)

    def _fitting_bend(self) -> float:
        """The bend with which a trial's neighbours lie as near as real ones, by the mean distance between the two distributions."""
        shares = np.linspace(0.02, 0.98, 49)
        wanted = np.quantile(self.nearest, shares)
        trial = np.empty((max(_TRIAL, 2 * len(self._real)), self.dimension), dtype=np.float32)
        misses = []
        for bend in _BENDS:
            chance = np.random.default_rng(0)
            self._grow(trial, bend, chance)
            rows = np.sort(chance.choice(np.arange(len(self._real), len(trial)), 400, replace=False))
            misses.append(float(np.abs(np.quantile(nearest_cosines(trial, rows), shares) - wanted).mean()))
        return _BENDS[int(np.argmin(misses))]
