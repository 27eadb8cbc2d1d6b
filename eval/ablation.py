"""What each part of the search is worth: the same questions with one part off at a time.

In: gold questions, an open generation, an encoder, a day. Out: an Ablated for the whole search and for it without each part.
Looked-up articles do not depend on any of it. Changes nothing in the search.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from answer.assistant import Assistant
from eval.bootstrap import interval
from eval.metrics import Scores, Summary, score, summarise
from eval.questions import GoldQuestion
from index.encoder import Encoder
from index.generation import Generation
from index.search import Recipe

RECIPES = (
    ("全部", Recipe()),
    ("不用整段向量", Recipe(dense=False)),
    ("不用单句向量", Recipe(clause=False)),
    ("不用词语检索", Recipe(lexical=False)),
    ("不用标准分，按名次", Recipe(standard_scores=False)),
    ("不扣残损段落的分", Recipe(flaw_cost=0.0)),
    ("不照顾点名的规定", Recipe(preference=0.0)),
    ("不用日常用语和错字的对应词", Recipe(also=0.0)),
    ("不用已知问法", Recipe(known=False)),
)


@dataclass(frozen=True, slots=True)
class Ablated:
    """The search without one part."""

    name: str
    summary: Summary
    differs: int  # questions whose first gold rank or citation is another than with everything on
    low: float  # 95 % interval of the difference in MRR@10 to everything on, paired by question
    high: float


def ablate(
    questions: Sequence[GoldQuestion],
    generation: Generation,
    encoder: Encoder,
    *,
    today: date,
    progress: Callable[[int], None] = lambda step: None,
) -> tuple[Ablated, ...]:
    """Ask every question with an answer once for each of RECIPES, the whole search first."""
    answerable = [question for question in questions if question.answerable]
    whole: list[Scores] = []
    results = []
    for name, recipe in RECIPES:
        assistant = Assistant(generation, encoder, recipe)
        scores = []
        for question in answerable:
            scores.append(score(question, assistant.ask(question.question, today=today)))
            progress(1)
        whole = whole or scores
        pairs = list(zip(scores, whole, strict=True))
        low, high = interval([(one.mrr_at_10 or 0.0) - (other.mrr_at_10 or 0.0) for one, other in pairs])
        differs = sum((one.first_rank, one.cites_gold) != (other.first_rank, other.cites_gold) for one, other in pairs)
        results.append(Ablated(name, summarise(scores), differs, low, high))
    return tuple(results)
