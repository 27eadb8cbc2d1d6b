"""Articles that a question names by number, quoted without any search.

In: what the question names, the scope of the question, the day of an act. Out: drafts of the articles, paragraphs or items asked
for, or the reason that says which of them the base lacks. Does not search for what is nearest (assistant.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from answer.compose import MOST_STATEMENTS, Draft, whole_passage
from answer.day import ActDay
from answer.refuse import (
    Reason,
    lacking_article,
    lacking_named,
    lacking_neighbour,
    lacking_part,
    lacking_version,
    too_many,
    unnamed_instrument,
)
from answer.scope import Scope
from index.lookup import ArticleRequest, Named, find_part
from index.records import Hit
from ingest.records import Document


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was looked up: drafts, or the reason why there are none."""

    drafts: tuple[Draft, ...]
    lacking: Reason | None = None


def quote_articles(named: Named, scope: Scope, hit: Callable[[int], Hit], act: ActDay | None = None) -> Quoted | None:
    """Quote the articles named; None if none is named, or none that the base could mean, so that a search should follow.

    ``hit`` turns a row into a hit.
    """
    if not named.articles:
        return None
    if reason := lacking_version(named, scope.lookup, scope.today):
        return Quoted((), reason)
    if len(named.articles) > MOST_STATEMENTS:
        return Quoted((), too_many(len(named.articles), MOST_STATEMENTS))
    drafts: list[Draft] = []
    for request in named.articles:
        quoted = _quote(request, named, scope, hit, act)
        if quoted is None or quoted.lacking:
            return quoted
        drafts.extend(quoted.drafts)
    return Quoted(tuple(drafts[:MOST_STATEMENTS]))


def _quote(
    request: ArticleRequest,
    named: Named,
    scope: Scope,
    hit: Callable[[int], Hit],
    act: ActDay | None,
) -> Quoted | None:
    lookup = scope.lookup
    if request.instrument is None:
        holders = lookup.holders(request.article, lambda versions: _meant(versions, named, scope, act))
        if len(holders) != 1:
            return Quoted((), unnamed_instrument(request, holders, scope.where))
        document = holders[0]
    elif versions := lookup.versions(request.instrument):
        document = scope.choose(versions, named, act)
    else:
        return Quoted((), lacking_named(request.instrument, request.article))
    if request.further:
        neighbour = _neighbour(request, lookup.articles(document))
        if neighbour is None:
            return Quoted((), lacking_neighbour(request, document))
        request = neighbour
    rows = lookup.find(request, document)
    if not rows:
        last = lookup.last_article(document)
        return Quoted((), lacking_article(request, document, last)) if last else None
    drafts = _drafts([hit(row) for row in rows], request)
    return Quoted(drafts, None if drafts else lacking_part(request, document))


def _meant(versions: Sequence[Document], named: Named, scope: Scope, act: ActDay | None) -> Document | None:
    """Which version a number without a name can mean; none of an instrument that has no such version in scope."""
    if named.year and not any((document.version_date or "").startswith(named.year) for document in versions):
        return None
    if named.wants_old and not named.year and len(versions) == 1:
        return None
    chosen = scope.choose(versions, named, act)
    return chosen if scope.admits(chosen) else None


def _neighbour(request: ArticleRequest, articles: Sequence[str]) -> ArticleRequest | None:
    """The article that stands so many places further on in the document; None beyond its ends."""
    at = articles.index(request.article) + request.further if request.article in articles else -1
    return replace(request, article=articles[at], further=0) if 0 <= at < len(articles) else None


def _drafts(hits: Sequence[Hit], request: ArticleRequest) -> tuple[Draft, ...]:
    """The whole article, or the paragraph or item asked for; nothing if it has no such paragraph or item."""
    if request.paragraph is None and request.item is None:
        return tuple(whole_passage(hit) for hit in hits)
    for hit in hits:
        if part := find_part(hit.passage, request):
            return (whole_passage(hit, (part.start, part.end)),)
    return ()
