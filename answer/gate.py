"""Whether the evidence supports an answer at all.

In: the evidence of the best hits and the question. Out: a probability that the base answers the question, and from it answer
or refuse with a confidence. What is looked at says how near the words come (nearest), how near a question that the passage is known to answer
comes (known), whether the figure asked for is near too
(figure_gap, asks_figure: a sentence on the right topic with the wrong figure in it is what misleads), and what makes a question far
from every sentence even where it is answered: many words, and everyday ones. Does not word the refusal (refuse.py). The weights
belong to the default model: cosines of another one have another scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from answer.evidence import Evidence
from answer.expectation import gives_reason
from answer.question import ParsedQuestion
from answer.records import Confidence

SHORT = 18  # characters; a shorter question is no less likely to have an answer
LOOKED_AT = 5  # passages; the one that answers is among them for nine questions in ten

# Fitted by `python -m eval calibrate` on 668 questions that get so far: 456 with an answer, 212 near misses or off topic. At the threshold 6 % of
# those with an answer are refused (cross-validated).
INTERCEPT = -28.45
WEIGHTS = {"nearest": 6.31, "figure_gap": -20.55, "asks_figure": -2.1, "everyday": 0.68, "known": 8.0, "length": 7.16}
# For a first passage without known questions; fitted likewise, before there were any, on 405 questions with an answer and 264 without.
UNASKED_INTERCEPT = -23.57
UNASKED_WEIGHTS = {"nearest": 10.69, "figure_gap": -29.49, "asks_figure": -1.17, "everyday": 0.77, "length": 6.21}
REFUSE_BELOW = 0.35
HIGH = 0.85
MEDIUM = 0.55


@dataclass(frozen=True, slots=True)
class Features:
    """What the gate looks at."""

    nearest: float  # cosine of the nearest clause of the first passage
    figure_gap: float  # cosine by which the nearest clause that holds the figure asked for is farther than the nearest; 0 if none is asked
    asks_figure: bool
    everyday: bool  # it has everyday words for which the texts have others
    # Cosine of the nearest question that the first passage is known to answer; None: nobody has asked about it.
    known: float | None
    length: float  # natural logarithm of the characters of the question, of ``SHORT`` at least


NOTHING = Features(0.0, 0.0, False, False, None, 0.0)  # of a search that found no passage


def read_features(question: ParsedQuestion, evidence: Sequence[Evidence]) -> Features:
    """Features of the first passages found."""
    if not evidence:
        return NOTHING
    looked_at = evidence[:LOOKED_AT]
    expects = question.expects
    return Features(
        nearest=max(clause.cosine for clause in evidence[0].clauses),
        figure_gap=_figure_gap(looked_at) if expects else 0.0,
        asks_figure=bool(expects),
        everyday=bool(question.also),
        known=evidence[0].hit.known,
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
    first = looked_at[0].hit.passage if looked_at else None
    if expects.reason and first and first.article and not gives_reason(first.text):
        return True  # a statute orders; why it does so stands elsewhere
    if expects.member and not any(expects.member.search(text) for text in list(texts.values())[:1]):
        return True
    return not all(any(said.search(text) for text in texts.values()) for said in expects.named_by_numbers)


def answerable(features: Features) -> float:
    """Probability, 0 to 1, that the passages answer the question (among as many questions with an answer as without)."""
    seen = asdict(features)
    intercept, weights = (UNASKED_INTERCEPT, UNASKED_WEIGHTS) if features.known is None else (INTERCEPT, WEIGHTS)
    return 1 / (1 + math.exp(-(intercept + sum(weight * seen[name] for name, weight in weights.items()))))


def confidence(probability: float) -> Confidence:
    """The probability in three words."""
    if probability >= HIGH:
        return Confidence.HIGH
    return Confidence.MEDIUM if probability >= MEDIUM else Confidence.LOW


def _figure_gap(looked_at: Sequence[Evidence]) -> float:
    """How much farther the nearest clause with the figure is than the nearest; as far as _NO_FIGURE if none holds it."""
    nearest = max(clause.cosine for entry in looked_at for clause in entry.clauses)
    holding = [clause.cosine for entry in looked_at for clause in entry.clauses if clause.has_figure]
    return min(nearest - max(holding, default=-1.0), _NO_FIGURE)


_NO_FIGURE = 0.12  # cosine; a clause that is so much farther is about something else
