"""How fast files become passages, without encoding and without BM25.

In: a corpus folder, and how much text to make of it. Out: Reading figures: the folder read by warm children and by new
ones, and a large made text (the folder's own sentences in a random order given by a seed) with and without looking for
duplicates; the memory of the largest child. Linux and macOS. Does not index anything.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ingest.child import Request
from ingest.corpus import list_sources, read_corpus
from ingest.duplicates import collapse
from ingest.passages import sentences
from ingest.reading import Reading
from ingest.workers import Workers

SEED = 20261122
_FILE = 250_000  # bytes of a made file; the longest statutes have as many


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """What reading took."""

    files: int
    megabytes: float
    warm: float  # seconds, children started and used before
    cold: float  # seconds of read_corpus from nothing, with duplicates and links between versions
    made_megabytes: float
    made: float  # seconds for the made text, without duplicates
    duplicates: float  # seconds more for looking for them
    largest_child: int  # bytes of resident memory at its peak
    largest_file: int  # bytes


def measure(folder: Path, megabytes: float) -> ReadingFigures:
    """Read ``folder`` twice, then ``megabytes`` of text made of it; raise NoCorpus if there is nothing to read."""
    sources = list_sources(folder)
    requests = [Request(folder, source) for source in sources]
    with Workers() as workers:
        list(workers.read_all(requests))
        began = time.perf_counter()
        list(workers.read_all(requests))
        warm = time.perf_counter() - began
    began = time.perf_counter()
    corpus = read_corpus(folder)
    cold = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as made:
        written = _write_text(Path(made), [document.text for document in corpus.documents], megabytes)
        reading, duplicates = _read_made(Path(made))
    sizes = [(folder / source).stat().st_size for source in sources]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return ReadingFigures(
        files=len(sources),
        megabytes=sum(sizes) / 1e6,
        warm=warm,
        cold=cold,
        made_megabytes=written / 1e6,
        made=reading,
        duplicates=duplicates,
        largest_child=peak if sys.platform == "darwin" else peak * 1024,
        largest_file=max(sizes),
    )


def _write_text(folder: Path, texts: list[str], megabytes: float) -> int:
    """Essays of shuffled sentences; returns their bytes."""
    found = [text[start:end] for text in texts for start, end in sentences(text) if end - start > 10]
    chosen, written = random.Random(SEED), 0  # noqa: S311 - the same text every time, not a secret
    while written < megabytes * 1e6:
        lines, size = [f"第 {written} 号文章"], 0
        while size < _FILE and written + size < megabytes * 1e6:
            lines.append("".join(chosen.choices(found, k=3)))
            size += len(lines[-1].encode())
        (folder / f"{written}.txt").write_text("\n\n".join(lines), encoding="utf-8")
        written += size
    return written


def _read_made(folder: Path) -> tuple[float, float]:
    with Workers() as workers:
        began = time.perf_counter()
        outcomes = list(workers.read_all([Request(folder, source) for source in list_sources(folder)]))
        read = time.perf_counter() - began
    readings = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
    began = time.perf_counter()
    collapse(
        [document for reading in readings for document in reading.documents],
        [passages for reading in readings for passages in reading.passages],
    )
    return read, time.perf_counter() - began
