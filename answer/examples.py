"""Example questions drawn from the documents that are loaded.

In: an open generation. Out: short questions, one per document, made of section headings and article numbers, so that a first
user sees what can be asked here. Does not ask them.
"""

from __future__ import annotations

from answer.asking import article_question, heading_question, headings
from index.generation import Generation
from ingest.records import Document


def example_questions(generation: Generation, limit: int) -> tuple[str, ...]:
    """At most ``limit`` questions, spread over the documents in order of their paths."""
    documents = sorted(generation.documents.values(), key=lambda document: document.source)
    documents = documents[:: -(-len(documents) // _LOOKED_AT) or 1]  # every text is read from the disk
    found = [question for document in documents if (question := _question(document)) is not None]
    step = max(1, len(found) // limit) if limit else 1
    return tuple(dict.fromkeys(found[::step]))[:limit]


_LOOKED_AT = 200  # documents, spread over the base


def _question(document: Document) -> str | None:
    articles = [section.article for section in document.sections if section.article]
    if articles:
        return article_question(document.instrument, articles[len(articles) // 2])
    usable = [heading for _, heading in headings(document)]
    return heading_question(document, usable[len(usable) // 2]) if usable else None
