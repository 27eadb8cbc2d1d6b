"""What to ask instead of a question that was refused.

In: why it was refused, what it names, and the passages nearest to it. Out: a few questions that the base can answer: the same
number in texts that it has, the instrument of the nearest name, the last article, or what the nearest passages are about.
Asks nothing; asking.py makes sure that a question leads where it should.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from answer.asking import Asking, headings
from answer.records import Refusal
from index.lookup import ArticleRequest, Lookup, Named
from index.records import Hit
from ingest.records import Document

MOST = 3
TRIES = 2  # reworded tries where nothing is named
ALIKE = 0.5  # share of the characters of two names that match in order; below it nobody meant the other one


def offers(kind: Refusal, named: Named, hits: Sequence[Hit], asking: Asking) -> tuple[str, ...]:
    """Up to three questions; two where only what is nearest can be offered."""
    lookup = asking.scope.lookup
    found: dict[str, None] = {}
    for request in named.articles:
        for document, article in _instead(kind, request, named, asking):
            question = asking.article(document, article) if article in lookup.articles(document) else None
            if question:
                found.setdefault(question)
    if not found:
        nearby = (hit for hit in hits if not named.instruments or hit.document.instrument in _related(named, lookup))
        found.update(dict.fromkeys(_tries(nearby, asking)))
    return tuple(found)[:MOST]


def _instead(kind: Refusal, request: ArticleRequest, named: Named, asking: Asking) -> Iterator[tuple[Document, str]]:
    """Articles that may be meant instead of a requested one, likeliest first."""
    lookup = asking.scope.lookup
    versions = lookup.versions(request.instrument) if request.instrument else ()
    if kind is Refusal.LACKS_INSTRUMENT and request.instrument:
        for name in _nearest_names(request.instrument, lookup):
            yield from ((document, request.article) for document in lookup.versions(name)[:1])
    elif not request.instrument:
        for document in lookup.holders(request.article):
            if asking.scope.admits(document):
                yield document, request.article
    elif kind is Refusal.LACKS_ARTICLE:
        meant = asking.scope.choose(versions, named, None) if versions else None
        ordered = sorted(versions, key=lambda document: document is not meant)
        yield from ((document, request.article) for document in ordered)
        if meant and (last := lookup.last_article(meant)):
            yield meant, last
    elif kind is Refusal.LACKS_VERSION:
        yield from ((document, request.article) for document in versions)
    elif versions:
        yield asking.scope.choose(versions, named, None), request.article


def _nearest_names(asked: str, lookup: Lookup) -> list[str]:
    """Instruments of the base whose names come nearest to one that it lacks."""
    names = dict.fromkeys(document.instrument for document in lookup.documents if lookup.articles(document))
    alike = {name: SequenceMatcher(None, asked, name, autojunk=False).ratio() for name in names}
    return sorted((name for name in names if alike[name] >= ALIKE), key=lambda name: -alike[name])


def _related(named: Named, lookup: Lookup) -> set[str]:
    """Instruments that are named, or nearly so."""
    return {near for name in named.instruments for near in (name, *_nearest_names(name, lookup))}


def _tries(hits: Iterator[Hit], asking: Asking) -> Iterator[str]:
    """Questions about the nearest passages."""
    count = 0
    for hit in hits:
        if count < TRIES and (question := _about(hit, asking)):
            count += 1
            yield question


def _about(hit: Hit, asking: Asking) -> str | None:
    passage, document = hit.passage, hit.document
    if passage.article:
        return asking.article(document, passage.article)
    return next(
        (
            question
            for section, heading in headings(document)
            if passage.start <= section.start < passage.end and (question := asking.heading(document, heading))
        ),
        None,
    )
