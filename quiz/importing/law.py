"""Whether the law moved on under an item that names an article.

In: an item and a matcher over a base. Out: faults: a number that the text does not have, an article whose words changed between
versions, a number that says something else now. Does not change the item and does not say what the key should be.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.lookup import ArticleRequest
from ingest.records import ArticleLink, Document
from quiz.importing.matching import HELD, NAMED_HELD, Matcher, claim
from quiz.lint import Fault
from quiz.records import Item
from quiz.staleness import ALIKE


def law_faults(item: Item, matcher: Matcher) -> tuple[Fault, ...]:
    """Every article that the item names and that is not, or no longer, what it was; none where all is as it was."""
    faults = []
    for request, document in matcher.requests(item):
        name = f"《{document.instrument}》{request.article}"
        for text in _moved(item, request, document, matcher, name):
            faults.append(Fault("law", text))
    return tuple(dict.fromkeys(faults))


def _moved(item: Item, request: ArticleRequest, document: Document, matcher: Matcher, name: str) -> Iterator[str]:
    said = claim(item)
    version = f"{document.version_date}版" if document.version_date else "本库文本"
    rows = matcher.lookup.find(request, document)
    links = list(_links_of_older(request.article, document, matcher))
    held = max((matcher.held(matcher.generation.passages[row], said) for row in rows), default=0.0)
    elsewhere = matcher.best(said, document.instrument)
    stands_at = elsewhere.passage.article if elsewhere and elsewhere.held >= HELD else None
    if not rows:
        last = matcher.lookup.last_article(document)
        yield f"{name}在{version}里没有（最后一条是{last}）{_now(stands_at)}；请核对条号。"
    elif stands_at and stands_at != request.article and held < NAMED_HELD:
        yield f"{name}在{version}里说的是别的内容{_now(stands_at)}；请改正条号。"
    elif held < HELD and (link := next((link for link in links if link.new_article != request.article), None)):
        yield f"{name}是旧条号：{_older(link, matcher)}的这一条在{version}里{_became(link)}；请核对条号。"
    elif link := next((link for link in links if link.similarity < ALIKE), None):
        yield f"{name}的文字在{version}里有改动（与{_older(link, matcher)}相比）；请核对答案。"
    newer = [each for each in matcher.lookup.versions(document.instrument) if _is_newer(each, document)]
    link_on = matcher.lookup.successor(document.id, request.article) if newer else None
    if link_on and (link_on.new_article != request.article or link_on.similarity < ALIKE):
        yield f"{name}引的是{version}，本库另有{newer[0].version_date}版，这一条在那里{_became(link_on)}；请核对。"


def _links_of_older(article: str, document: Document, matcher: Matcher) -> Iterator[ArticleLink]:
    """What became of the article of this number of the version before."""
    for older in matcher.lookup.versions(document.instrument):
        link = matcher.lookup.successor(older.id, article)
        if link and link.new_document_id == document.id:
            yield link


def _is_newer(one: Document, other: Document) -> bool:
    return bool(one.version_date and other.version_date and one.version_date > other.version_date)


def _older(link: ArticleLink, matcher: Matcher) -> str:
    return f"{matcher.lookup.document(link.old_document_id).version_date}版"


def _became(link: ArticleLink) -> str:
    if link.new_article is None:
        return "已没有相应的条文"
    changed = "，文字有改动" if link.similarity < ALIKE else ""
    same = link.new_article == link.old_article
    return f"{'仍是' if same else '改为'}{link.new_article}{changed}"


def _now(article: str | None) -> str:
    return f"，相近的内容在{article}" if article else ""
