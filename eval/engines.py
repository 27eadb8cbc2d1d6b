"""The same questions answered with two engines: whether it matters where rows are compared, and what it costs.

In: gold questions, a generation and its engine in Milvus, an encoder, a day. Out: an Agreement: how often the best five passages and
the whole answer are the same as with exact search on this machine, and both latencies, encoding aside. Scores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from answer.assistant import Assistant
from answer.records import Answer
from eval.metrics import quantile
from eval.questions import GoldQuestion
from index.encoder import Encoder, Vectors
from index.engine import Engine
from index.generation import Generation

TOP = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two engines made of the same questions; latencies in milliseconds, without encoding."""

    questions: int
    same_top: int  # the same best five passages in the same order
    same_set: int  # the same five in whatever order
    same_answer: int  # status, statements and citations
    differing: tuple[str, ...]  # ids of questions with another order
    here_p50: float
    here_p95: float
    there_p50: float
    there_p95: float


def agreement(
    questions: Sequence[GoldQuestion],
    generation: Generation,
    engine: Engine,
    encoder: Encoder,
    *,
    today: date,
    progress: Callable[[int], None] = lambda step: None,
) -> Agreement:
    """Ask every question of both, in turn."""
    encoder = _EncodingOnce(encoder)
    here, there = Assistant(generation, encoder), Assistant(generation, encoder, engine=engine)
    here.warm()
    there.warm()
    pairs: list[tuple[Answer, Answer]] = []
    for question in questions:
        here.ask(question.question, today=today)  # encodes it, and touches what both need
        pairs.append((here.ask(question.question, today=today), there.ask(question.question, today=today)))
        progress(1)
    times = [sorted(pair[side].elapsed_ms for pair in pairs) for side in (0, 1)]
    return Agreement(
        questions=len(pairs),
        same_top=sum(_top(one) == _top(other) for one, other in pairs),
        same_set=sum(set(_top(one)) == set(_top(other)) for one, other in pairs),
        same_answer=sum(_said(one) == _said(other) for one, other in pairs),
        differing=tuple(
            question.id for question, (one, other) in zip(questions, pairs, strict=True) if _top(one) != _top(other)
        ),
        here_p50=quantile(times[0], 0.5),
        here_p95=quantile(times[0], 0.95),
        there_p50=quantile(times[1], 0.5),
        there_p95=quantile(times[1], 0.95),
    )


def _top(answer: Answer) -> list[str]:
    return [hit.passage.id for hit in answer.hits[:TOP]]


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.status, answer.text, answer.statements, answer.citations


class _EncodingOnce:
    """An encoder that remembers questions: both engines get the same vector, and neither pays for it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, ...], Vectors] = {}
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.max_tokens = encoder.max_tokens
        self.question_prompt = encoder.question_prompt
        self.passage_prompt = encoder.passage_prompt

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Encode what people ask, once."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._encoder.encode_questions(texts)
        return self._known[key]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode what is searched."""
        return self._encoder.encode_passages(texts)
