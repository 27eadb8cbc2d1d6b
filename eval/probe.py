"""What a generation costs whoever opens and asks it, measured in a process of its own.

In: the folder of a generation, questions with their vectors. Out: Probed: seconds to open, resident memory, milliseconds of every
question by leg and whole; or, from another process, Recalled: how many of the exact best are found. No model is loaded: encoding a
question is not part of what is measured. Linux, for resident memory.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engine import CLAUSE, DENSE, LEGS, LEXICAL, Query
from index.engines import open_engine
from index.exact import ExactComparison
from index.generation import Generation, load_folder
from index.inverted import InvertedIndex
from index.lookup import Lookup
from index.search import Search
from index.vectors import VectorIndex
from index.words import words
from library.shelf import Shelf

Vectors = NDArray[np.float32]
Result = TypeVar("Result")

WHOLE, FILTERED = "whole", "filtered"  # of find; with a filter that admits every tenth document
LEG_NAMES = {DENSE: "passages", CLAUSE: "clauses", LEXICAL: "words"}
_TOP = 10


@dataclass(frozen=True, slots=True)
class Probed:
    """One generation opened and asked."""

    opening: float  # seconds until it can be asked and articles can be looked up, imports aside
    resident_open: int  # bytes
    resident: int  # bytes after all questions
    wall: Mapping[str, tuple[float, ...]]  # seconds of each question, by leg and whole
    cpu: Mapping[str, tuple[float, ...]]  # of them on a processor: what they would take on an idle machine


@dataclass(frozen=True, slots=True)
class Recalled:
    """Shares of the ten best that are found, equal ones counted as found, means over the questions."""

    whole: float
    legs: Mapping[str, float]


def in_own_process(work: Callable[..., Result], *arguments: object) -> Result:
    """Run a function of this module where nothing was loaded before."""
    # Not a Pool, which would start a child that cannot start again and again.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def probe(folder: Path, questions: Sequence[str], vectors: Vectors) -> Probed:
    """Open, ask every question twice, and keep what the second time took."""
    words("热身")  # the dictionary of the word segmenter is not the index's
    began = time.perf_counter()
    generation = load_folder(folder)
    encoder = _Remembered(generation.manifest.model, questions, vectors)
    search = Search(generation, encoder)
    lookup = Lookup(generation)
    Shelf(generation, lookup)
    opening = time.perf_counter() - began
    resident_open = _resident()
    few = frozenset(id_ for at, id_ in enumerate(generation.documents) if at % 10 == 0)
    engine = open_engine(generation)
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    for measured in (False, True):
        for question, vector in zip(questions, vectors, strict=True):
            compared = engine.compare(Query(vector, dict.fromkeys(words(question), 1.0)))
            steps: dict[str, Callable[[], object]] = {
                **{LEG_NAMES[leg]: partial(compared.best, leg, 100) for leg in (DENSE, LEXICAL, CLAUSE)},
                WHOLE: partial(search.find, question, limit=_TOP),
                FILTERED: partial(search.find, question, limit=_TOP, among=few),
            }
            for name, step in steps.items():
                on_wall, on_cpu = time.perf_counter(), time.process_time()
                step()
                if measured:
                    wall.setdefault(name, []).append(time.perf_counter() - on_wall)
                    cpu.setdefault(name, []).append(time.process_time() - on_cpu)
    return Probed(
        opening,
        resident_open,
        _resident(),
        {name: tuple(times) for name, times in wall.items()},
        {name: tuple(times) for name, times in cpu.items()},
    )


def recall(folder: Path, questions: Sequence[str], vectors: Vectors) -> Recalled:
    """Compare what is found with what comparing every row finds; 1 for a generation that does compare every row."""
    generation = load_folder(folder)
    if isinstance(generation.vectors, VectorIndex):
        return Recalled(1.0, dict.fromkeys(LEG_NAMES.values(), 1.0))
    encoder = _Remembered(generation.manifest.model, questions, vectors)
    engine, search = open_engine(generation), Search(generation, encoder)
    whole, legs = [], {name: list[float]() for name in LEG_NAMES.values()}
    for asked, compared in zip(
        questions, _compare_all(generation, generation.vectors, questions, vectors), strict=True
    ):
        exact = Search(generation, encoder, engine=_Known(len(generation.passages), compared))
        scores = {hit.passage.id: hit.score for hit in exact.find(asked, limit=1000)}
        tenth = sorted(scores.values(), reverse=True)[:_TOP][-1]
        found = [scores.get(hit.passage.id, -np.inf) for hit in search.find(asked, limit=_TOP)]
        whole.append(sum(score >= tenth - _EQUAL for score in found) / min(_TOP, len(scores)))
        approximate = engine.compare(Query(encoder.encode_questions([asked])[0], dict.fromkeys(words(asked), 1.0)))
        for leg in LEGS:
            best = compared.best(leg, _TOP).scores
            rows = approximate.best(leg, _TOP).rows
            if len(best):
                legs[LEG_NAMES[leg]].append(float((compared.scores(leg, rows) >= best[-1] - _EQUAL).sum()) / len(best))
    # A leg that finds nothing exactly misses nothing.
    return Recalled(float(np.mean(whole)), {name: float(np.mean(shares or [1.0])) for name, shares in legs.items()})


_EQUAL = 1e-5
_AT_ONCE = 16  # questions; each has a score of every clause
_PORTION = 50_000


def _compare_all(
    generation: Generation, index: InvertedIndex, questions: Sequence[str], vectors: Vectors
) -> Iterator[ExactComparison]:
    """Every question with every row, several at once because reading the rows is what takes long."""
    for first in range(0, len(questions), _AT_ONCE):
        few = vectors[first : first + _AT_ONCE]
        dense, clauses = _products(index.half, few), _products(generation.clause_vectors, few)
        for at, asked in enumerate(questions[first : first + _AT_ONCE]):
            yield _compared(generation, dense[at], clauses[at], asked)


def _compared(generation: Generation, dense: Vectors, clauses: Vectors, asked: str) -> ExactComparison:
    weights = dict.fromkeys(words(asked), 1.0)
    return ExactComparison(
        dense=lambda: dense,
        clauses=lambda: clauses,
        words=lambda: generation.lexical.weighted_scores(weights),
        clause_rows=generation.clause_rows,
        allowed=None,
    )


def _products(half: NDArray[np.float16], vectors: Vectors) -> Vectors:
    """Cosines of all rows with several vectors, shape (vectors, rows)."""
    found = np.empty((len(vectors), len(half)), dtype=np.float32)
    for first in range(0, len(half), _PORTION):
        found[:, first : first + _PORTION] = vectors @ np.asarray(half[first : first + _PORTION], dtype=np.float32).T
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """An engine for the one question that was compared already."""

    rows: int
    compared: ExactComparison

    def compare(self, query: Query) -> ExactComparison:
        return self.compared


class _Remembered:
    """An encoder for questions that were encoded before."""

    question_prompt = passage_prompt = ""
    max_tokens = 512

    def __init__(self, name: str, questions: Sequence[str], vectors: Vectors) -> None:
        self.name = name
        self.dimension = int(vectors.shape[1])
        self._vectors = dict(zip(questions, vectors, strict=True))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError("only questions were encoded")


def _resident() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
