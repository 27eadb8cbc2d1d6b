"""A report of runs as one HTML page that needs nothing else.

In: runs and the day. Out: HTML: figures with intervals, plots with the same numbers as tables, and every question that went
wrong beside the passage that should have been found. Measures nothing and writes no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import plots
from eval.curves import Band, Step, TypeShare, by_type, calibration, risk_coverage
from eval.metrics import Summary, is_right
from eval.questions import GoldEntry
from eval.report import LABELS, complaint, means_with_intervals
from eval.run import Asked, Run


@dataclass(frozen=True, slots=True)
class Wrong:
    """A question that went wrong."""

    id: str
    type: str
    question: str
    what: str
    expected: tuple[GoldEntry, ...]  # empty: it should have been refused
    rank: int | None  # of the first of these among the ten hits
    reply: str
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One run as the page shows it."""

    name: str
    summary: Summary
    figures: tuple[tuple[str, float, float, float, int], ...]  # label, mean, low, high, questions that have it
    bands: tuple[Band, ...]
    dots: tuple[plots.Dot, ...]
    steps: tuple[Step, ...]
    line: str
    types: tuple[TypeShare, ...]
    bars: tuple[plots.Bar, ...]
    wrong: tuple[Wrong, ...]


def to_html(runs: Sequence[Run], today: date) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html").render(
        parts=[_part(run) for run in runs], day=today.isoformat(), plots=plots
    )


def _part(run: Run) -> Part:
    bands, steps, types = calibration(run.asked), risk_coverage(run.asked), by_type(run.asked)
    folded = means_with_intervals([entry.scores for entry in run.asked])
    return Part(
        name=run.name,
        summary=run.summary,
        figures=tuple((LABELS[name], *folded[name]) for name in LABELS if name in folded),
        bands=bands,
        dots=plots.dots(bands),
        steps=steps,
        line=plots.line(steps),
        types=types,
        bars=plots.bars(types),
        wrong=tuple(_wrong(entry) for entry in run.asked if not is_right(entry.scores)),
    )


def _wrong(entry: Asked) -> Wrong:
    return Wrong(
        id=entry.gold.id,
        type=entry.gold.type,
        question=entry.gold.question,
        what=complaint(entry),
        expected=entry.gold.entries,
        rank=entry.scores.first_rank,
        reply=entry.answer.text,
        cited=tuple(f"[{c.n}] {c.doc} {c.article or ''.join(c.path[-1:])}" for c in entry.answer.citations),
    )
