"""How well each clause of the found passages supports an answer.

In: a parsed question and hits. Out: Evidence per hit: its clauses, each with a score. Does not choose what is quoted (compose.py) and does not decide whether to answer (gate.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answer.expectation import Expectation
from answer.question import ParsedQuestion
from index.lexical import LexicalIndex
from index.records import Hit
from index.words import words
from ingest.clauses import Clause

COSINE_SCALE = 1.5  # a difference of 0.67 in cosine, from hardly related to nearly the same words, counts as much as covering all words
FIGURE = 0.25  # what holding the kind of figure that is asked for counts


@dataclass(frozen=True, slots=True)
class ClauseEvidence:
    """A clause with its support for the question; scores compare within one question."""

    clause: Clause
    cosine: float
    coverage: float  # share of the question's words by rarity that stand in the clause or its lead, 0 to 1
    has_figure: bool  # it holds the kind of figure that is asked for; True if none is
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit with its clauses judged."""

    hit: Hit
    clauses: tuple[ClauseEvidence, ...]  # in reading order

    @property
    def best(self) -> ClauseEvidence:
        return max(self.clauses, key=lambda entry: entry.score)


def judge(question: ParsedQuestion, hits: Sequence[Hit], lexical: LexicalIndex) -> tuple[Evidence, ...]:
    """Evidence of each hit, in the order of the hits."""
    rarity = word_rarity(question.lexical, lexical)
    return tuple(_judge_hit(hit, rarity, question.expects) for hit in hits)


def word_rarity(text: str, lexical: LexicalIndex) -> dict[str, float]:
    """Inverse document frequency of each distinct word of a question."""
    return {word: lexical.idf(word) for word in dict.fromkeys(words(text))}


def covered(rarity: Mapping[str, float], text: str) -> float:
    """Share of the question's words, weighed by rarity, that stand in a text."""
    total = sum(rarity.values())
    if total == 0:
        return 0.0
    present = set(words(text))
    return sum(weight for word, weight in rarity.items() if word in present) / total


def _judge_hit(hit: Hit, rarity: Mapping[str, float], expects: Expectation) -> Evidence:
    text = hit.passage.text
    judged = []
    for scored in hit.clauses:
        clause = scored.clause
        lead = text[clause.lead[0] : clause.lead[1]] if clause.lead else ""
        said = lead + text[clause.start : clause.end]
        coverage = covered(rarity, said)
        has_figure = expects.is_met(said)
        score = COSINE_SCALE * scored.cosine + coverage + FIGURE * has_figure
        judged.append(ClauseEvidence(clause, scored.cosine, coverage, has_figure, score))
    return Evidence(hit, tuple(judged))
