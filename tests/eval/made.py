"""Gold questions and answers made by hand, so that every figure can be worked out by eye."""

from __future__ import annotations

from collections.abc import Sequence

from answer.records import Answer, AnswerStatus, Citation, Confidence, Span, Statement
from eval.metrics import score, summarise
from eval.questions import GoldEntry, GoldQuestion
from eval.run import Asked, Run
from ingest.standing import Standing
from tests.invented import document, hit

TEXTS = ("第一条 养犬应当办证。", "第二条 犬证二年有效。", "第三条 犬只不得伤人。")  # of 甲办法, 乙办法 and 丙办法
SOURCES = ("甲办法(2021-09-01).txt", "乙办法(2021-09-01).txt", "丙办法(2021-09-01).txt")


def entry(of: int, *, part: int | None = None, replaces: int | None = None) -> GoldEntry:
    """A place in one of the three documents, found by its words."""
    return GoldEntry(SOURCES[of], TEXTS[of].split()[1], None, part, replaces)


def gold(
    *entries: GoldEntry, id_: str = "g1", needs_all: bool = False, points: Sequence[str] = (), type_: str = "fact"
) -> GoldQuestion:
    """A gold question; without entries it has no answer."""
    return GoldQuestion(id_, "问？", type_, bool(entries), entries, needs_all, tuple(points))


def answer(
    found: Sequence[int] = (), cited: Sequence[int] = (), *, refused: bool = False, elapsed_ms: float = 10.0
) -> Answer:
    """An answer that found and cited the given documents, in this order, quoting each one whole."""
    hits = [hit(document(text, title=f"{name}办法")) for text, name in zip(TEXTS, "甲乙丙", strict=True)]
    citations = [_citation(n, hits[of].passage.text, SOURCES[of]) for n, of in enumerate(cited, start=1)]
    return Answer(
        question="问？",
        status=AnswerStatus.REFUSED if refused else AnswerStatus.ANSWERED,
        text="",
        statements=tuple(Statement(citation.quote, citation.spans, (citation.n,)) for citation in citations),
        citations=tuple(citations),
        hits=tuple(hits[of] for of in found),
        confidence=Confidence.LOW,
        generation="20260301-test",
        elapsed_ms=elapsed_ms,
    )


def _citation(n: int, text: str, source: str) -> Citation:
    label, quote = text.split()
    return Citation(
        n=n,
        doc=source,
        title=source,
        path=(label,),
        article=label,
        paragraph=None,
        item=None,
        page=None,
        quote=quote,
        spans=(Span("p", len(label) + 1, len(text)),),
        passage=text,
        passage_id="p",
        version_date=None,
        level="unknown",
        level_text="",
        status=Standing.UNKNOWN,
        status_text="",
        cautions=(),
        reference="",
        also_in=(),
    )


def asked(question: GoldQuestion, reply: Answer, probability: float | None = None) -> Asked:
    """A question with its reply, judged."""
    return Asked(question, reply, score(question, reply), probability)


def run_of(*entries: Asked) -> Run:
    """A run of these questions."""
    return Run("gold.jsonl", entries, summarise([each.scores for each in entries]))
