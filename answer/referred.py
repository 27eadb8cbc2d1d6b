"""Articles that quoted words refer to: 依照本法第九十条的规定处罚 says nothing without 第九十条.

In: a draft and the lookup of the open generation. Out: drafts of the articles that its quoted words name, in order; of an
instrument's own articles those of the same version. Does not follow references of references, and names none that the base lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from answer.compose import Draft, Range, whole_passage
from index.lookup import ArticleRequest, Lookup, find_part
from index.records import Hit
from index.references import named_articles
from ingest.records import Document, Passage

MOST = 2  # articles; a rule that names more is a catalogue
LONGEST = 200  # characters of one article; of a longer one its first paragraph


def referred(draft: Draft, lookup: Lookup, hit: Callable[[int], Hit]) -> tuple[Draft, ...]:
    """The articles that the quoted words refer to; nothing if they name more than ``MOST``."""
    requests = [
        named.request
        for start, end in draft.ranges
        for named in named_articles(draft.hit.passage.text[start:end], draft.hit.document.instrument)
        if (named.request.instrument, named.request.article)
        != (draft.hit.document.instrument, draft.hit.passage.article)
    ]
    if len({(request.instrument, request.article) for request in requests}) > MOST:
        return ()
    found: dict[str, Draft] = {}
    for request in requests:
        for version in _version(request, draft.hit.document, lookup):
            for row in lookup.find(request, version)[:1]:
                target = hit(row)
                found.setdefault(target.passage.id, whole_passage(target, _part(target.passage, request)))
    return tuple(found.values())


def _version(request: ArticleRequest, document: Document, lookup: Lookup) -> Sequence[Document]:
    """The text that is meant: of the instrument itself the same version, of another its newest."""
    return (document,) if request.instrument == document.instrument else lookup.versions(request.instrument or "")[:1]


def _part(passage: Passage, request: ArticleRequest) -> Range | None:
    """The item or paragraph named; of a long article its first paragraph; None for the whole."""
    part = find_part(passage, request)
    if part is None and len(passage.text) > LONGEST:
        part = next(iter(passage.paragraphs), None)
    return (part.start, part.end) if part else None
