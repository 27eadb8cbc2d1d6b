"""More questions without an answer: those of one document, asked of the base without it.

In: gold questions, an open generation, an encoder, a day. Out: a LeftOut per document that questions depend on alone, with
the questions that were answered all the same. The generation without a document is made in memory, with its own BM25
statistics and look-up, as if the document had never been there; nothing on disk changes.

Other versions of the same instrument go too: they would answer much the same. A question is left alone where its words stand in
what remains, or are kept once for several places: there it still has an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from answer.assistant import Assistant
from answer.records import AnswerStatus
from eval.questions import GoldQuestion, normal, supports
from index.columns import columns_of
from index.config import IndexSettings
from index.context import passage_string
from index.encoder import Encoder
from index.generation import Generation
from index.lexical import LexicalIndex
from index.vectors import VectorIndex
from index.words import words
from ingest.records import Passage


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One document left out."""

    source: str
    asked: tuple[GoldQuestion, ...]
    refused: tuple[bool, ...]  # in the same order


@dataclass(frozen=True, slots=True)
class Absence:
    """A document with the questions that have no answer without it."""

    source: str
    document_ids: frozenset[str]
    questions: tuple[GoldQuestion, ...]


def plan(questions: Sequence[GoldQuestion], generation: Generation) -> tuple[Absence, ...]:
    """Documents, by source, that at least one question depends on alone."""
    texts = {id_: normal(document.text) for id_, document in generation.documents.items()}
    absences = []
    for source in sorted({document.source for document in generation.documents.values()}):
        own = {document.instrument for document in generation.documents.values() if document.source == source}
        gone = frozenset(
            document.id
            for document in generation.documents.values()
            if document.source == source or document.instrument in own
        )
        depending = [question for question in questions if _lies_in(question, source)]
        lost = [question for question in depending if not _stands_elsewhere(question, gone, generation, texts)]
        if lost:
            absences.append(Absence(source, gone, tuple(lost)))
    return tuple(absences)


def leave_out(
    absences: Sequence[Absence],
    generation: Generation,
    encoder: Encoder,
    *,
    today: date,
    progress: Callable[[int], None] = lambda step: None,
) -> tuple[LeftOut, ...]:
    """Ask the questions of each absence of a base without the document; raise ValueError if nothing would remain."""
    spoken = [words(passage_string(generation.documents[p.document_id], p)) for p in generation.passages]
    results = []
    for absence in absences:
        assistant = Assistant(without(generation, absence.document_ids, spoken), encoder)
        refused = []
        for question in absence.questions:
            refused.append(assistant.ask(question.question, today=today).status is not AnswerStatus.ANSWERED)
            progress(1)
        results.append(LeftOut(absence.source, absence.questions, tuple(refused)))
    return tuple(results)


def without(generation: Generation, gone: frozenset[str], spoken: Sequence[list[str]]) -> Generation:
    """The generation without these documents; ``spoken`` are the search words of all its passages."""
    rows = [row for row, passage in enumerate(generation.passages) if passage.document_id not in gone]
    if not rows:
        raise ValueError("去掉一份资料后索引里什么也没有了；留出评测至少需要两份不同的资料。")
    starts = generation.clause_rows
    clause_rows = np.concatenate([np.arange(starts[row], starts[row + 1]) for row in rows])
    counts = [int(starts[row + 1] - starts[row]) for row in rows]
    documents = {id_: document for id_, document in generation.documents.items() if id_ not in gone}
    passages = tuple(_kept(generation, row, gone) for row in rows)
    return replace(
        generation,
        documents=documents,
        passages=passages,
        columns=columns_of(passages, documents),
        clauses=tuple(generation.clauses[row] for row in rows),
        clause_rows=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        vectors=VectorIndex.build(generation.vectors.vectors()[rows]),
        clause_vectors=generation.clause_vectors[clause_rows],
        known=generation.known.among(np.array(rows)),
        lexical=LexicalIndex.build([spoken[row] for row in rows], IndexSettings()),
        links=tuple(link for link in generation.links if not {link.old_document_id, link.new_document_id} & gone),
    )


def _kept(generation: Generation, row: int, gone: frozenset[str]) -> Passage:
    """A passage without the places of its words that are gone."""
    passage = generation.passages[row]
    return replace(passage, also_in=tuple(place for place in passage.also_in if place.document_id not in gone))


def _lies_in(question: GoldQuestion, source: str) -> bool:
    """Whether it has an answer, and all of it in that file."""
    return question.answerable and bool(question.entries) and all(source.endswith(e.doc) for e in question.entries)


def _stands_elsewhere(
    question: GoldQuestion, gone: frozenset[str], generation: Generation, texts: Mapping[str, str]
) -> bool:
    """Whether words of its gold stand in a document that remains, or in a passage that represents one that does."""
    quotes = [normal(entry.quote) for entry in question.entries]
    if any(quote in text for id_, text in texts.items() if id_ not in gone for quote in quotes):
        return True
    return any(
        supports(entry, generation.documents[passage.document_id].source, passage.article, passage.text)
        for passage in generation.passages
        if passage.document_id in gone and any(place.document_id not in gone for place in passage.also_in)
        for entry in question.entries
    )
