"""Figures for one question, and their fold over many.

In: a gold question and the reply to it. Out: Scores for that question; means over a list of them. A question without any
hit or citation scores zero, it is never left out. Pure functions; does not ask anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answer.records import Answer, AnswerStatus, Citation
from eval.gain import ndcg_at_10
from eval.questions import GoldEntry, GoldQuestion, normal, supports
from index.records import Hit

MEANS = (  # figures of questions that have an answer
    *("hit_at_1", "hit_at_5", "hit_at_10", "mrr_at_10", "ndcg_at_10", "recall_at_10"),
    *("cites_gold", "cited_parts", "citation_precision", "key_points"),
)


@dataclass(frozen=True, slots=True)
class Scores:
    """What one reply was worth. Figures of retrieval and citation are None for a question that has no answer."""

    id: str
    type: str
    answerable: bool
    refused: bool
    first_rank: int | None  # of a gold passage among the hits, from 1; None if it is not there
    hit_at_1: float | None
    hit_at_5: float | None
    hit_at_10: float | None
    mrr_at_10: float | None
    ndcg_at_10: float | None  # graded by parts: eval/gain.py
    recall_at_10: float | None  # share of needed parts among the hits
    cites_gold: float | None  # 1 if a citation is a gold passage
    cited_parts: float | None  # share of needed parts that are cited
    citation_precision: float | None  # share of citations that are gold passages
    key_points: float | None  # share of key points found in the answer; None if the question has none
    length: int  # characters of the statements
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over questions; latency in milliseconds."""

    questions: int
    answerable: int
    hit_at_1: float
    hit_at_5: float
    hit_at_10: float
    mrr_at_10: float
    ndcg_at_10: float
    recall_at_10: float
    cites_gold: float
    cited_parts: float
    citation_precision: float
    key_points: float
    refused_rightly: int  # of questions without an answer
    refused_wrongly: int  # of questions with one
    length_p50: float  # of answers given
    length_over_300: float
    elapsed_p50: float
    elapsed_p95: float


def score(gold: GoldQuestion, answer: Answer) -> Scores:
    """Judge one reply."""
    refused = answer.status is not AnswerStatus.ANSWERED
    length = sum(len(statement.text) for statement in answer.statements)
    if not gold.answerable:
        nothing = (None,) * 11
        return Scores(gold.id, gold.type, False, refused, *nothing, length=length, elapsed_ms=answer.elapsed_ms)
    groups = gold.groups()
    supported = [_supported(hit, groups) for hit in answer.hits[:10]]
    first = next((rank for rank, held in enumerate(supported, start=1) if held), None)
    said = normal("".join(statement.text for statement in answer.statements))
    return Scores(
        id=gold.id,
        type=gold.type,
        answerable=True,
        refused=refused,
        first_rank=first,
        hit_at_1=_within(first, 1),
        hit_at_5=_within(first, 5),
        hit_at_10=_within(first, 10),
        mrr_at_10=1 / first if first else 0.0,
        ndcg_at_10=ndcg_at_10(supported, len(groups)),
        recall_at_10=_mean([any(part in held for held in supported) for part in range(len(groups))]),
        cites_gold=float(any(_cites(c, entry) for c in answer.citations for group in groups for entry in group)),
        cited_parts=_mean([any(_cites(c, entry) for c in answer.citations for entry in group) for group in groups]),
        citation_precision=_mean(
            [any(_cites(citation, entry) for group in groups for entry in group) for citation in answer.citations]
        ),
        key_points=_mean([normal(point) in said for point in gold.key_points]) if gold.key_points else None,
        length=length,
        elapsed_ms=answer.elapsed_ms,
    )


def summarise(scores: Sequence[Scores]) -> Summary:
    """Fold the figures of each question into means."""
    answerable = [entry for entry in scores if entry.answerable]
    lengths = [entry.length for entry in scores if not entry.refused]
    times = [entry.elapsed_ms for entry in scores]

    def mean(name: str) -> float:
        return _mean([figure for entry in answerable if (figure := getattr(entry, name)) is not None])

    return Summary(
        questions=len(scores),
        answerable=len(answerable),
        **{name: mean(name) for name in MEANS},
        refused_rightly=sum(1 for entry in scores if entry.refused and not entry.answerable),
        refused_wrongly=sum(1 for entry in scores if entry.refused and entry.answerable),
        length_p50=quantile(lengths, 0.5),
        length_over_300=_mean([length > 300 for length in lengths]),
        elapsed_p50=quantile(times, 0.5),
        elapsed_p95=quantile(times, 0.95),
    )


def is_right(scores: Scores) -> bool:
    """Whether the reply was what it should be: a refusal where there is no answer, otherwise an answer that cites gold."""
    return not scores.refused and bool(scores.cites_gold) if scores.answerable else scores.refused


def figures(scores: Scores) -> dict[str, float]:
    """Every figure of one question that is better the larger it is, by name; those it does not have are left out."""
    if not scores.answerable:
        return {"refused_rightly": float(scores.refused)}
    named = {name: getattr(scores, name) for name in MEANS}
    return {name: figure for name, figure in named.items() if figure is not None} | {
        "answered_rightly": float(not scores.refused)
    }


def fold(scores: Sequence[Scores]) -> dict[str, list[float]]:
    """Each figure of all the questions that have it, by name."""
    folded: dict[str, list[float]] = {}
    for entry in scores:
        for name, figure in figures(entry).items():
            folded.setdefault(name, []).append(figure)
    return folded


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed; 0 for no values."""
    ordered = sorted(values)
    return (
        float(ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000 * len(ordered)) // 1000) - 1))])
        if ordered
        else 0.0
    )


def _supported(hit: Hit, groups: Sequence[Sequence[GoldEntry]]) -> frozenset[int]:
    """Numbers of the needed parts that a hit supports."""
    found = (hit.document.source, hit.passage.article, hit.passage.text)
    return frozenset(part for part, group in enumerate(groups) if any(supports(entry, *found) for entry in group))


def _cites(citation: Citation, entry: GoldEntry) -> bool:
    """Whether a citation is a gold passage, or represents the same passage of the gold document."""
    docs = (citation.doc, *(place.doc for place in citation.also_in))
    return any(supports(entry, doc, citation.article, citation.passage) for doc in docs)


def _within(rank: int | None, limit: int) -> float:
    return float(rank is not None and rank <= limit)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
