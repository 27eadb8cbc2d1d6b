"""Example questions drawn from the documents that are loaded.

In: an open generation. Out: short questions, one per document, made of section headings and article numbers, so that a first
user sees what can be asked here. Does not ask them.
"""

from __future__ import annotations

import re

from index.generation import Generation
from ingest.records import Document

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、])\s*")
_ABOUT_THE_TEXT = re.compile(r"依据|附件|总则|附则|范围|说明|核对|纪律|原则|目的|前言|概述|结语")
_ASKS = re.compile(r"(怎么\S{0,3}|如何\S{0,4}|什么\S{0,3})$")
_SUFFIX = re.compile(r"(?:工作)?(?:指引|要点|手册|须知|规范)$")
_HEADING_LENGTH = range(3, 13)


def example_questions(generation: Generation, limit: int) -> tuple[str, ...]:
    """At most ``limit`` questions, spread over the documents in order of their paths."""
    documents = sorted(generation.documents.values(), key=lambda document: document.source)
    found = [question for document in documents if (question := _question(document)) is not None]
    step = max(1, len(found) // limit) if limit else 1
    return tuple(dict.fromkeys(found[::step]))[:limit]


def _question(document: Document) -> str | None:
    articles = [section.article for section in document.sections if section.article]
    if articles:
        return f"{document.instrument}{articles[len(articles) // 2]}"
    headings = [_NUMBERING.sub("", section.path[-1]) for section in document.sections if section.path]
    usable = [
        heading for heading in headings if len(heading) in _HEADING_LENGTH and not _ABOUT_THE_TEXT.search(heading)
    ]
    if not usable:
        return None
    heading = usable[len(usable) // 2]
    asked = f"{heading}？" if _ASKS.search(heading) else f"{heading}有哪些要求？"
    return f"{_SUFFIX.sub('', document.instrument)}：{asked}"
