"""Ask gold questions and score the replies.

In: gold questions, an assistant, a day. Out: a Run with the scores of each question and their summary. Does not print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from answer.assistant import Assistant
from answer.gate import answerable
from answer.records import Answer
from eval.metrics import Scores, Summary, score, summarise
from eval.questions import GoldQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """A gold question with its reply and its figures."""

    gold: GoldQuestion
    answer: Answer
    scores: Scores
    probability: float | None = None  # that the base answers it, as the gate sees it; None if it was looked up


@dataclass(frozen=True, slots=True)
class Run:
    """All questions of one gold file asked once."""

    name: str
    asked: tuple[Asked, ...]
    summary: Summary


def run(
    name: str,
    questions: Sequence[GoldQuestion],
    assistant: Assistant,
    *,
    today: date,
    progress: Callable[[int], None] = lambda step: None,
) -> Run:
    """Ask every question once, after warming the model, so that latency is that of a serving process."""
    assistant.warm()
    asked = []
    for gold in questions:
        answer = assistant.ask(gold.question, today=today)
        seen = assistant.gate_features(gold.question, today=today) if answer.hits else None
        asked.append(Asked(gold, answer, score(gold, answer), None if seen is None else answerable(seen)))
        progress(1)
    return Run(name, tuple(asked), summarise([entry.scores for entry in asked]))
