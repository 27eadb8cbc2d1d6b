"""Answers as the stable JSON that scripts and evaluations read.

In: an Answer. Out: the object written by ``ask --json`` and ``batch``. The only place where an answer becomes a dict.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from answer.records import Answer, Citation, Turn

HITS = 10


def to_json(answer: Answer, *, id: str | None = None) -> dict[str, Any]:
    """One answer; ``id`` is the caller's own."""
    return {
        "id": id,
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.text,
        "statements": [
            {
                "text": statement.text,
                "spans": [asdict(span) for span in statement.spans],
                "citations": list(statement.citations),
            }
            for statement in answer.statements
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "hits": [
            {
                "rank": rank,
                "doc": hit.document.source,
                "passage_id": hit.passage.id,
                "text": hit.passage.text,
                "path": list(hit.passage.path),
                "article": hit.passage.article,
                "score": round(hit.score, 6),
            }
            for rank, hit in enumerate(answer.hits[:HITS], start=1)
        ],
        "remarks": list(answer.remarks),
        **({"refusal": answer.refusal.value} if answer.refusal else {}),
        "confidence": answer.confidence.value,
        "generation": answer.generation,
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }


def turns_from_json(raw: object) -> tuple[Turn, ...]:
    """The ``history`` of a batch question; raise ValueError if it is not a list of question and answer."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(
        isinstance(turn, dict) and isinstance(turn.get("question"), str) for turn in raw
    ):
        raise ValueError('history 应为 [{"question": …, "answer": …}] 的列表')
    return tuple(Turn(turn["question"], str(turn.get("answer") or "")) for turn in raw)


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "doc": citation.doc,
        "title": citation.title,
        "path": list(citation.path),
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "page": citation.page,
        "quote": citation.quote,
        "passage": citation.passage,
        "passage_id": citation.passage_id,
        "version_date": citation.version_date,
        "level": citation.level,
        "status": citation.status.value,
        "also_in": list(dict.fromkeys(place.doc for place in citation.also_in + citation.alike)),
    }
