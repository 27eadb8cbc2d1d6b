"""An act of an earlier day: what newer texts say, and the rule on old and new law, 从旧兼从轻.

In: the day of the act and the drafts that quote the texts of that day. Out: for each quoted article what a newer text says
instead, the article of 行政处罚法 that decides between old and new, and remarks on what the dates leave open. The officer
chooses, not we. Does not search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answer.compose import Draft, whole_passage
from answer.day import ActDay
from answer.scope import BASE, Scope
from index.lookup import ArticleRequest, Lookup
from index.records import Hit
from ingest.records import Document
from ingest.standing import takes_effect

PUNISHMENT_LAW = "行政处罚法"


@dataclass(frozen=True, slots=True)
class OldAndNew:
    """What belongs to an answer about an act of an earlier day."""

    newer: tuple[Draft, ...]  # articles that carry the quoted ones on, where they read differently
    rule: tuple[Draft, ...]  # the article on old and new law; empty if the base lacks it
    remarks: tuple[str, ...]


def old_and_new(act: ActDay, quoted: Sequence[Draft], scope: Scope, hit: Callable[[int], Hit]) -> OldAndNew | None:
    """Complete the quoted texts of the day of an act; None if no instrument is quoted, because only law can be old or new."""
    articles = [draft for draft in quoted if draft.hit.passage.article]
    if not articles:
        return None
    lookup = scope.lookup
    rule = _rule(lookup, hit)
    remarks = [f"按行为时间“{act.said}”查找；适用旧规定还是新规定，由办案单位依法认定。"]
    for draft in articles:
        remarks += _doubts(draft.hit.document, act, BASE if scope.admitted is None else "当前筛选范围内")
    if not rule:
        remarks.append(f"本库没有收录《{PUNISHMENT_LAW}》关于新旧规定适用（从旧兼从轻）的条文，请另行核对。")
    newer = [whole_passage(hit(row)) for draft in articles for row in _newer(draft, scope)]
    shown = {draft.hit.passage.id for draft in (*quoted, *newer)}
    return OldAndNew(
        newer=tuple(newer),
        rule=tuple(whole_passage(found) for found in rule if found.passage.id not in shown),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _doubts(document: Document, act: ActDay, where: str) -> list[str]:
    """What the dates of a quoted text leave open; ``where`` is what could have been quoted."""
    dated = f"《{document.title}》（{document.version_date or '日期不明'}）"
    if (document.version_date or "") > act.last.isoformat():
        return [f"{where}没有“{act.said}”时的《{document.instrument}》文本；所引{dated}在行为之后。"]
    begins = takes_effect(document)
    if not begins:
        return [f"{dated}的施行日期不明，行为时是否已经施行请核对。"]
    if begins > act.last.isoformat():
        return [
            f"{where}没有“{act.said}”时施行的《{document.instrument}》文本；所引{dated}自{begins}起施行，在行为之后。"
        ]
    return []


def _newer(draft: Draft, scope: Scope) -> tuple[int, ...]:
    """Rows of the article that carries a quoted one on in the newest text begun by today; none if it reads the same."""
    lookup, article, at = scope.lookup, draft.hit.passage.article, draft.hit.document
    differs = False
    while article and (link := lookup.successor(at.id, article)) and link.new_article:
        following = lookup.document(link.new_document_id)
        if (takes_effect(following) or following.version_date or "") > scope.today.isoformat():
            break
        differs = differs or link.similarity < 1
        article, at = link.new_article, following
    return lookup.find(ArticleRequest(at.instrument, article, None, None), at) if differs and article else ()


def _rule(lookup: Lookup, hit: Callable[[int], Hit]) -> list[Hit]:
    """The article on old and new law, in the newest 行政处罚法 of the base."""
    return [
        found
        for document in lookup.versions(PUNISHMENT_LAW)[:1]
        for article in lookup.articles(document)
        for row in lookup.find(ArticleRequest(PUNISHMENT_LAW, article, None, None), document)
        if _OLD_AND_NEW.search((found := hit(row)).passage.text)
    ]


_OLD_AND_NEW = re.compile("违法行为发生时.{0,80}新的规定处罚较轻", re.DOTALL)
