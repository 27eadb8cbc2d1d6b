"""Whether the evidence supports an answer at all.

In: the evidence of the best hits and the question. Out: a probability that the base answers the question, and from it answer
or refuse with a confidence. What is looked at says how near the words come (nearest, first), whether the figure asked for is
near too (figure_gap, asks_figure: a sentence on the right topic with the wrong figure in it is what misleads), and how long the
question is, since a long one is near to nothing even where it is answered. Does not word the refusal (refuse.py). The weights belong to the default model:
cosines of another one have another scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from answer.evidence import Evidence
from answer.question import ParsedQuestion
from answer.records import Confidence

SHORT = 18  # characters; a shorter question is no less likely to have an answer
LOOKED_AT = 5  # passages; the one that answers is among them for nine questions in ten

# Fitted by `python -m eval calibrate` on 302 questions: 202 with an answer, 60 near misses, 40 off topic. A fit on 94 near misses
# more (gold/near_misses.jsonl) refused no more of the others and weighed short questions down, so these weights stay. The threshold
# leaves 7 of 210 questions with an answer refused.
INTERCEPT = -19.37
WEIGHTS = {"nearest": 6.92, "figure_gap": -51.66, "asks_figure": -1.43, "first": 10.44, "length": 3.96}
REFUSE_BELOW = 0.35
HIGH = 0.85
MEDIUM = 0.55


@dataclass(frozen=True, slots=True)
class Features:
    """What the gate looks at."""

    nearest: float  # mean cosine of the two nearest clauses of a passage, the largest of the first five passages
    figure_gap: float  # cosine by which the nearest clause that holds the figure asked for is farther than the nearest; 0 if none is asked
    asks_figure: bool
    first: float  # cosine of the first passage as a whole
    length: float  # natural logarithm of the characters of the question, of ``SHORT`` at least


NOTHING = Features(0.0, 0.0, False, 0.0, 0.0)  # of a search that found no passage


def read_features(question: ParsedQuestion, evidence: Sequence[Evidence]) -> Features:
    """Features of the first passages found."""
    if not evidence:
        return NOTHING
    looked_at = evidence[:LOOKED_AT]
    nearest = max(_mean_of_two([clause.cosine for clause in entry.clauses]) for entry in looked_at)
    return Features(
        nearest=nearest,
        figure_gap=_figure_gap(looked_at) if question.expects else 0.0,
        asks_figure=bool(question.expects),
        first=evidence[0].hit.dense.score,
        length=math.log(max(len(question.text), SHORT)),
    )


def lacks_what_is_asked(question: ParsedQuestion, evidence: Sequence[Evidence]) -> bool:
    """Whether none of the first passages holds the kind of thing that is asked for at all, so that nothing near can answer."""
    looked_at, expects = evidence[:LOOKED_AT], question.expects
    if expects and not any(clause.has_figure for entry in looked_at for clause in entry.clauses):
        return True
    texts: dict[str, str] = {}  # by document, the nearest first
    for entry in looked_at:
        passage = entry.hit.passage
        texts[passage.document_id] = texts.get(passage.document_id, "") + passage.text
    if expects.member and not any(expects.member.search(text) for text in list(texts.values())[:1]):
        return True
    return not all(any(said.search(text) for text in texts.values()) for said in expects.named_by_numbers)


def answerable(features: Features) -> float:
    """Probability, 0 to 1, that the passages answer the question (among as many questions with an answer as without)."""
    seen = asdict(features)
    return 1 / (1 + math.exp(-(INTERCEPT + sum(weight * seen[name] for name, weight in WEIGHTS.items()))))


def confidence(probability: float) -> Confidence:
    """The probability in three words."""
    if probability >= HIGH:
        return Confidence.HIGH
    return Confidence.MEDIUM if probability >= MEDIUM else Confidence.LOW


def _mean_of_two(cosines: Sequence[float]) -> float:
    best = sorted(cosines)[-2:]
    return sum(best) / len(best)


def _figure_gap(looked_at: Sequence[Evidence]) -> float:
    """How much farther the nearest clause with the figure is than the nearest; as far as _NO_FIGURE if none holds it."""
    nearest = max(clause.cosine for entry in looked_at for clause in entry.clauses)
    holding = [clause.cosine for entry in looked_at for clause in entry.clauses if clause.has_figure]
    return min(nearest - max(holding, default=-1.0), _NO_FIGURE)


_NO_FIGURE = 0.12  # cosine; a clause that is so much farther is about something else
