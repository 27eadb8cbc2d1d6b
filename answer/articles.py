"""Articles that a question names by number, quoted without any search.

In: what the question names, the lookup of the open generation, a day. Out: drafts of the articles, paragraphs or items asked
for, or the sentence that says which of them the base lacks. Does not search for what is nearest (assistant.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from answer.compose import MOST_STATEMENTS, Draft, whole_passage
from answer.day import ActDay, text_of_day
from answer.refuse import lacking_article, lacking_neighbour, lacking_part, lacking_version, unnamed_instrument
from index.lookup import ArticleRequest, Lookup, Named, find_part
from index.records import Hit
from ingest.records import Document
from ingest.standing import Standing, stand


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was looked up: drafts, or the reason why there are none."""

    drafts: tuple[Draft, ...]
    lacking: str | None = None


def quote_articles(
    named: Named, lookup: Lookup, hit: Callable[[int], Hit], today: date, act: ActDay | None = None
) -> Quoted | None:
    """Quote the articles named; None if none is named, or none that the base could mean, so that a search should follow.

    ``hit`` turns a row into a hit.
    """
    if not named.articles:
        return None
    if reason := lacking_version(named, lookup, today):
        return Quoted((), reason)
    if len(named.articles) > MOST_STATEMENTS:
        return Quoted((), f"一次最多查看 {MOST_STATEMENTS} 条，问题里有 {len(named.articles)} 条；请分次提问。")
    drafts: list[Draft] = []
    for request in named.articles:
        quoted = _quote(request, named, lookup, hit, today, act)
        if quoted is None or quoted.lacking:
            return quoted
        drafts.extend(quoted.drafts)
    return Quoted(tuple(drafts[:MOST_STATEMENTS]))


def choose_version(versions: Sequence[Document], named: Named, today: date, act: ActDay | None = None) -> Document:
    """The version a question means: of the named year, that of the day of an act, an old one if it says so, otherwise the
    newest that has begun."""
    if named.year:
        of_year = [document for document in versions if (document.version_date or "").startswith(named.year)]
        if of_year:
            return of_year[0]
    if act:
        return text_of_day(versions, act)
    begun = [d for d in versions if stand(d, tuple(versions), today).standing is not Standing.NOT_YET] or versions
    return begun[1] if named.wants_old and len(begun) > 1 else begun[0]


def _quote(
    request: ArticleRequest,
    named: Named,
    lookup: Lookup,
    hit: Callable[[int], Hit],
    today: date,
    act: ActDay | None,
) -> Quoted | None:
    if request.instrument is None:
        holders = lookup.holders(request.article, lambda versions: _meant(versions, named, today, act))
        if len(holders) != 1:
            return Quoted((), unnamed_instrument(request, holders))
        document = holders[0]
    elif versions := lookup.versions(request.instrument):
        document = choose_version(versions, named, today, act)
    else:
        return Quoted((), f"本库没有收录《{request.instrument}》，无法查看其{request.article}。")
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


def _meant(versions: Sequence[Document], named: Named, today: date, act: ActDay | None) -> Document | None:
    """Which version a number without a name can mean; none of an instrument that has no such version."""
    if named.year and not any((document.version_date or "").startswith(named.year) for document in versions):
        return None
    if named.wants_old and not named.year and len(versions) == 1:
        return None
    return choose_version(versions, named, today, act)


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
