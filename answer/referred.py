"""Articles that quoted words refer to: 依照本法第九十条的规定处罚 says nothing without 第九十条.

In: a draft, what the texts of the base refer to, the lookup of the open generation. Out: drafts of the articles that its quoted words
name, in order; of an instrument's own articles those of the same version. Does not follow references of references, and names none
that the base lacks.
"""

from __future__ import annotations

from collections.abc import Callable

from answer.compose import Draft, Range, whole_passage
from index.lookup import ArticleRequest, Lookup, find_part
from index.records import Hit
from ingest.records import Passage
from library.records import Reference
from library.references import ReferenceIndex

MOST = 2  # articles; a rule that names more is a catalogue
LONGEST = 200  # characters of one article; of a longer one its first paragraph


def referred(draft: Draft, index: ReferenceIndex, lookup: Lookup, hit: Callable[[int], Hit]) -> tuple[Draft, ...]:
    """The articles that the quoted words refer to; nothing if they name more than ``MOST``."""
    references = _in_quote(draft, index)
    if len({(each.target.document_id, each.target.label) if each.target else each.name for each in references}) > MOST:
        return ()
    found: dict[str, Draft] = {}
    for reference in references:
        if reference.target is None:
            continue
        request = ArticleRequest(None, reference.target.label, reference.paragraph, reference.item)
        for row in lookup.find(request, lookup.document(reference.target.document_id))[:1]:
            target = hit(row)
            found.setdefault(target.passage.id, whole_passage(target, _part(target.passage, request)))
    return tuple(found.values())


def _in_quote(draft: Draft, index: ReferenceIndex) -> list[Reference]:
    """References inside the quoted ranges, but those of an article to itself."""
    passage = draft.hit.passage
    ranges = [(passage.start + start, passage.start + end) for start, end in draft.ranges]
    own = (passage.document_id, passage.article)
    return [
        each
        for each in index.of(passage.document_id)
        if any(start <= each.start and each.end <= end for start, end in ranges)
        and not (each.target and (each.target.document_id, each.target.label) == own)
    ]


def _part(passage: Passage, request: ArticleRequest) -> Range | None:
    """The item or paragraph named; of a long article its first paragraph; None for the whole."""
    part = find_part(passage, request)
    if part is None and len(passage.text) > LONGEST:
        part = next(iter(passage.paragraphs), None)
    return (part.start, part.end) if part else None
