"""A run against an earlier one: which questions got better or worse, and by how much each figure moved.

In: what ``python -m eval run --json`` printed earlier, and a Run. Out: a Comparison. Only questions that both asked in the same
words are compared; the others are named. Does not print (report.py words it).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from eval.bootstrap import interval
from eval.metrics import Scores, figures
from eval.run import Run


@dataclass(frozen=True, slots=True)
class Move:
    """A figure of one question, before and now."""

    figure: str
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Change:
    """A question of which a figure moved."""

    id: str
    question: str
    better: tuple[Move, ...]
    worse: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure's mean over the questions that have it both times."""

    figure: str
    questions: int
    before: float
    now: float
    low: float  # 95 % interval of the difference, paired by question
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]  # in the order of the run
    only_before: tuple[str, ...]  # ids; asked in other words counts as another question
    only_now: tuple[str, ...]


def read_earlier(path: Path) -> dict[str, dict[str, Any]]:
    """Questions by id of every run in the file, by the run's name; raise ValueError for a file that is no such report."""
    try:
        runs = json.loads(path.read_text(encoding="utf-8-sig"))
        earlier = {str(run["name"]): {str(each["id"]): each for each in run["questions"]} for run in runs}
        for each in (question for questions in earlier.values() for question in questions.values()):
            _scores(each)
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ValueError(
            f"{path} 不是 python -m eval run --json 的输出（{exc!r}）；请先把那个命令的输出存成文件。"
        ) from exc
    return earlier


def compare(earlier: Mapping[str, Any], run: Run) -> Comparison:
    """Compare a run with the earlier questions of the same gold file."""
    now = {entry.gold.id: entry for entry in run.asked}
    both = [id_ for id_, entry in now.items() if id_ in earlier and earlier[id_]["question"] == entry.gold.question]
    pairs = {id_: _moves(figures(_scores(earlier[id_])), figures(now[id_].scores)) for id_ in both}
    changes = [
        Change(
            id_,
            now[id_].gold.question,
            better=tuple(move for move in moves if move.now > move.before),
            worse=tuple(move for move in moves if move.now < move.before),
        )
        for id_, moves in pairs.items()
    ]
    names = dict.fromkeys(move.figure for moves in pairs.values() for move in moves)
    return Comparison(
        differences=tuple(
            _difference(name, [move for moves in pairs.values() for move in moves if move.figure == name])
            for name in names
        ),
        changes=tuple(change for change in changes if change.better or change.worse),
        only_before=tuple(id_ for id_ in earlier if id_ not in pairs),
        only_now=tuple(id_ for id_ in now if id_ not in pairs),
    )


def _moves(before: Mapping[str, float], now: Mapping[str, float]) -> list[Move]:
    """Figures that both have: an older report may lack one."""
    return [Move(name, before[name], figure) for name, figure in now.items() if name in before]


def _difference(name: str, moves: Sequence[Move]) -> Difference:
    low, high = interval([move.now - move.before for move in moves])
    count = len(moves)
    return Difference(
        name, count, sum(move.before for move in moves) / count, sum(move.now for move in moves) / count, low, high
    )


def _scores(question: Mapping[str, Any]) -> Scores:
    names = [field.name for field in fields(Scores)]
    held: dict[str, Any] = {name: question.get(name) if name in _LATER else question[name] for name in names}
    return Scores(**held)


_LATER = {"ndcg_at_10"}  # figures that reports of earlier versions lack
