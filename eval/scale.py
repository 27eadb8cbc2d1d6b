"""How an index grows: made bases of several sizes, built, opened and asked.

In: an open generation, an encoder, questions, sizes, a folder to work in. Out: for each size what it costs to build, to keep, to open
and to ask, and how much of what exact search finds is found. Does not print; the folders of made bases are removed again.
"""

from __future__ import annotations

import math
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.enlarge import enlarge
from eval.metrics import quantile
from eval.probe import FILTERED, WHOLE, Probed, Recalled, in_own_process, probe, recall
from index.context import clause_string, passage_string
from index.encoder import Encoder
from index.generation import Generation, load_folder
from index.inverted import InvertedIndex
from index.published import generations_folder

_ENCODED = 32  # passages, and as many clauses, whose encoding is timed


@dataclass(frozen=True, slots=True)
class Sized:
    """One size measured; seconds and bytes."""

    passages: int
    clauses: int
    exact: bool  # every row is compared
    writing: float  # everything a build does behind encoding, on a processor
    encoding: float  # what encoding would take here, from a sample
    size: int  # on disk
    probed: Probed
    recalled: Recalled
    real_nearest: NDArray[np.float32]
    made_nearest: NDArray[np.float32]

    @property
    def beyond_encoding(self) -> float:
        """Share of a build that is not encoding."""
        return self.writing / (self.writing + self.encoding)

    def milliseconds(self, name: str, share: float, *, cpu: bool = False) -> float:
        """A quantile of what questions take, by leg or whole."""
        return 1000 * quantile((self.probed.cpu if cpu else self.probed.wall)[name], share)


def measure(
    generation: Generation,
    encoder: Encoder,
    questions: Sequence[str],
    sizes: Sequence[int],
    folder: Path,
    *,
    keep: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Sized, ...]:
    """Make, open and ask a base of each size, one after the other; raise ValueError over a size below that of the base."""
    vectors = encoder.encode_questions(questions)
    measured = []
    for size in sizes:
        place = folder / f"made-{size}"
        try:
            progress(f"{size} 段：生成和写入")
            made = enlarge(generation, size, place)
            home = generations_folder(place) / made.id
            progress(f"{size} 段：打开和提问")
            probed = in_own_process(probe, home, questions, vectors)
            progress(f"{size} 段：与逐条比较对照")
            recalled = in_own_process(recall, home, questions, vectors)
            opened = load_folder(home, in_full=False)
            measured.append(
                Sized(
                    passages=size,
                    clauses=opened.manifest.clauses,
                    exact=not isinstance(opened.vectors, InvertedIndex),
                    writing=made.writing,
                    encoding=_encoding(opened, encoder),
                    size=sum(path.stat().st_size for path in home.rglob("*") if path.is_file()),
                    probed=probed,
                    recalled=recalled,
                    real_nearest=made.real_nearest,
                    made_nearest=made.made_nearest,
                )
            )
        finally:
            if not keep:
                shutil.rmtree(place, ignore_errors=True)
    return tuple(measured)


def growth(measured: Sequence[Sized], cost: Callable[[Sized], float]) -> list[float]:
    """A cost per n log n, that of the first size being 1: above 1 it grows faster than n log n."""
    costs = [cost(each) / (each.passages * math.log(each.passages)) for each in measured]
    return [each / costs[0] for each in costs]


def asking(sized: Sized) -> float:
    """What a question costs on a processor, median, in milliseconds."""
    return sized.milliseconds(WHOLE, 0.5, cpu=True)


def scale_table(measured: Sequence[Sized]) -> str:
    """The figures, one column a size, for a terminal."""
    rows: list[tuple[str, Callable[[Sized], str]]] = [
        ("段 / 语句", lambda s: f"{s.passages:,} / {s.clauses:,}"),
        ("比较方式", lambda s: "逐条" if s.exact else "先找候选"),
        ("写入与校验，CPU 秒", lambda s: f"{s.writing:.0f}"),
        ("编码（按抽样推算），小时", lambda s: f"{s.encoding / 3600:.2f}"),
        ("编码以外的份额", lambda s: f"{s.beyond_encoding:.1%}"),
        ("磁盘，MB", lambda s: f"{s.size / 2**20:,.0f}"),
        ("打开，秒", lambda s: f"{s.probed.opening:.2f}"),
        (
            "常驻内存，打开后 / 提问后，MB",
            lambda s: f"{s.probed.resident_open / 2**20:,.0f} / {s.probed.resident / 2**20:,.0f}",
        ),
        *((f"{label}，毫秒 p50 / p95", _times(name)) for name, label in LABELS.items()),
        ("其中 CPU，毫秒 p50 / p95", _times(WHOLE, cpu=True)),
        ("前十与逐条比较相同：合并后", lambda s: f"{s.recalled.whole:.3f}"),
        *((f"　　{LABELS[name]}", _found(name)) for name in ("passages", "clauses", "words")),
    ]
    lines = ["\t".join((label, *(tell(each) for each in measured))) for label, tell in rows]
    for label, cost in (
        ("写入 ÷ n log n（第一列为 1）", lambda s: s.writing),
        ("提问 ÷ n log n（第一列为 1）", asking),
    ):
        lines.append("\t".join((label, *(f"{each:.2f}" for each in growth(measured, cost)))))
    return "\n".join(lines)


LABELS = {
    "passages": "整段",
    "clauses": "语句",
    "words": "词",
    WHOLE: "一问，全部",
    FILTERED: "一问，只查十分之一的资料",
}


def _times(name: str, *, cpu: bool = False) -> Callable[[Sized], str]:
    return lambda s: f"{s.milliseconds(name, 0.5, cpu=cpu):.1f} / {s.milliseconds(name, 0.95, cpu=cpu):.1f}"


def _found(name: str) -> Callable[[Sized], str]:
    return lambda s: f"{s.recalled.legs[name]:.3f}"


def _encoding(generation: Generation, encoder: Encoder) -> float:
    """Seconds that encoding all passages and clauses would take with every core at work, from some of them."""
    rows = np.linspace(0, len(generation.passages) - 1, _ENCODED).astype(int).tolist()
    pairs = [(generation.documents[(passage := generation.passages[row]).document_id], passage) for row in rows]
    texts = [passage_string(document, passage) for document, passage in pairs]
    parts = [clause_string(*pair, generation.clauses[row][0]) for pair, row in zip(pairs, rows, strict=True)]
    encoder.encode_passages(texts[:1])  # the model is loaded
    seconds = []
    for few in (texts, parts):
        began = time.process_time()
        encoder.encode_passages(few)
        seconds.append((time.process_time() - began) / len(few))
    total = seconds[0] * generation.manifest.passages + seconds[1] * generation.manifest.clauses
    return total / (os.cpu_count() or 1)
