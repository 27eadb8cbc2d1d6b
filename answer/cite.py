"""Drafts to statements and numbered citations.

In: drafts (ranges of passages) and a day. Out: statements whose text is joined from verbatim spans, and one citation per
passage with 款, 项, page, version, standing, and the other places of the same words. A citation is where the text came from; nothing is matched afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from answer.compose import Draft
from answer.records import Citation, OtherPlace, Span, Statement
from index.lookup import Lookup
from ingest.numerals import chinese_number
from ingest.records import LEVEL_TEXT, Document, Part, Passage
from ingest.standing import OUTDATED, stand
from library.caution import cautions

GAP = "……"  # stands between spans that do not touch


def cite(drafts: Sequence[Draft], lookup: Lookup, today: date) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number the drafts from 1; every statement rests on the citation of the same number."""
    statements, citations = [], []
    for n, draft in enumerate(drafts, start=1):
        citation = _citation(n, draft, lookup, today)
        citations.append(citation)
        statements.append(Statement(citation.quote, citation.spans, (n,)))
    return tuple(statements), tuple(citations)


def outdated(citations: Sequence[Citation]) -> list[str]:
    """What to know where the base has nothing newer than a text that is no longer in force."""
    old = dict.fromkeys(
        (each.title, each.version_date, each.status_text) for each in citations if each.status in OUTDATED
    )
    return [
        f"所引《{title}》（{version or '日期不明'}）：{text.split('，')[0]}，不能直接作为今天的依据。"
        for title, version, text in old
    ]


def _citation(n: int, draft: Draft, lookup: Lookup, today: date) -> Citation:
    passage, document = draft.hit.passage, draft.hit.document
    quote = GAP.join(passage.text[start:end] for start, end in draft.ranges)
    inside = _only(passage.paragraphs, draft)
    paragraph = inside if _has_several(passage.paragraphs) else None
    item = _only(passage.items, draft) if inside else None
    standing = stand(
        document, lookup.versions(document.instrument), today, replacing=lookup.replacing(document.instrument)
    )
    page = bisect_right(document.page_starts, passage.start + draft.ranges[0][0]) if document.page_starts else None
    return Citation(
        n=n,
        doc=document.source,
        title=document.title,
        path=passage.path,
        article=passage.article,
        paragraph=paragraph,
        item=item,
        page=page,
        quote=quote,
        spans=tuple(Span(passage.id, start, end) for start, end in draft.ranges),
        passage=passage.text,
        passage_id=passage.id,
        version_date=document.version_date,
        level=document.kind.value,
        level_text=LEVEL_TEXT[document.kind],
        status=standing.standing,
        status_text=standing.text + _corresponding(passage.article, document, standing.newer, lookup),
        cautions=cautions(document, passage, page),
        reference=_reference(document.title, document.version_date, passage, paragraph, item, page, quote)
        + (f"〔{standing.text.split('，')[0]}〕" if standing.standing in OUTDATED else ""),
        also_in=_also_in(passage, lookup),
        alike=tuple(_other_place(hit.document, hit.passage.path, hit.passage.article) for hit in draft.alike),
    )


def _also_in(passage: Passage, lookup: Lookup) -> tuple[OtherPlace, ...]:
    """Where else the words of a passage stand, each place once."""
    places = []
    for elsewhere in passage.also_in:
        document = lookup.document(elsewhere.document_id)
        path = next((s.path for s in document.sections if s.start <= elsewhere.start < s.end), ())
        places.append(_other_place(document, path, None))
    return tuple(dict.fromkeys(places))


def _other_place(document: Document, path: Sequence[str], article: str | None) -> OtherPlace:
    return OtherPlace(document.source, _named(document.title, document.version_date, article or "".join(path[-1:])))


def _corresponding(article: str | None, document: Document, newer: Document | None, lookup: Lookup) -> str:
    """Which article of the newer text in the base carries this one on, through all versions between."""
    if article is None or newer is None:
        return ""
    same, at = True, document.id
    while at != newer.id:
        link = lookup.successor(at, article)
        if link is None:
            return ""
        if link.new_article is None:
            return "，未见对应条文"
        same, at, article = same and link.similarity == 1, link.new_document_id, link.new_article
    return f"，对应{article}" + ("，文字相同" if same else "")


def _only(parts: Sequence[Part], draft: Draft) -> int | None:
    """The number of the one part that the quote touches; None if it touches several or none."""
    touched = [part for part in parts if any(start < part.end and part.start < end for start, end in draft.ranges)]
    return touched[0].number if len(touched) == 1 else None


def _has_several(paragraphs: Sequence[Part]) -> bool:
    """Whether the article has more than one paragraph: of a single one nobody says 第一款."""
    return any(paragraph.number > 1 for paragraph in paragraphs)


def _reference(
    title: str,
    version_date: str | None,
    passage: Passage,
    paragraph: int | None,
    item: int | None,
    page: int | None,
    quote: str,
) -> str:
    """``《人民警察法》（2012-10-26）第九条第二款：“…”``, for pasting into a document."""
    place = passage.article or _heading(passage, quote)
    place += f"第{chinese_number(paragraph)}款" if paragraph and passage.article else ""
    place += f"第（{chinese_number(item)}）项" if item and passage.article else ""
    paged = f"（第{page}页）" if page else ""
    return f"{_named(title, version_date, place)}{paged}：“{quote.replace(chr(10), '')}”"


def _heading(passage: Passage, quote: str) -> str:
    """The heading a passage stands under; only its number where the heading is the beginning of the quoted words themselves."""
    heading = "".join(passage.path[-1:])
    number = _NUMBER.match(heading)
    return number[1] if number and quote.startswith(heading[:_TELLING]) else heading


_NUMBER = re.compile(r"([一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2})[、.．]?")
_TELLING = 12  # characters


def _named(title: str, version_date: str | None, place: str) -> str:
    """``《人民警察法》（2012-10-26）第九条``."""
    dated = f"（{version_date}）" if version_date else ""
    return f"《{title}》{dated}{place}"
