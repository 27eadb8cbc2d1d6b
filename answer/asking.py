"""Questions worded from places in the base, which the base itself can answer.

In: a document and one of its articles or headings. Out: a short question that leads back to that place, or None where no
wording does. A question about an article is read again as any question is, so that what it would quote is known; one about a
heading is made of words that its passage has and must name nothing else. Asks nothing and chooses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answer.day import read_act_day
from answer.expectation import read_expectation
from answer.refuse import lacking_version
from answer.scope import Scope
from index.lookup import ArticleRequest, Named
from ingest.records import Document, Kind, Section

LONGEST = 48  # characters of a question on a button


@dataclass(frozen=True, slots=True)
class Asking:
    """Wordings for what can be asked within a scope."""

    scope: Scope

    def article(self, document: Document, article: str, asked: str = "") -> str | None:
        """``《犬只管理办法》第四条``, or ``2015年版《…》第四条`` where the plain name means another version."""
        plain = f"{article_question(document.instrument, article)}{asked}"
        dated = f"{(document.version_date or '')[:4]}年版{plain}"
        wordings = (plain, dated) if document.version_date else (plain,)
        return next((text for text in wordings if self._quotes(text, document, article)), None)

    def heading(self, document: Document, heading: str) -> str | None:
        """``《走失老人查找工作指引》：查找步骤有哪些要求？``"""
        text = heading_question(document, heading)
        named = self.scope.lookup.read(text)
        unclear = named.articles or named.year or named.wants_old or named.wants_new
        foreign = any(name != document.instrument for name in named.instruments)
        if unclear or foreign or len(text) > LONGEST or read_act_day(text, self.scope.today):
            return None
        if read_expectation(text):  # 时限 in a title asks for a figure that the section need not hold
            return None
        return text if self.scope.is_meant(document, named, self.scope.filters.act) else None

    def _quotes(self, text: str, document: Document, article: str) -> bool:
        """Whether the question, read as it will be, quotes that article of that version whole."""
        scope = self.scope
        named = scope.lookup.read(text)
        request = ArticleRequest(document.instrument, article, None, None)
        if named.articles != (request,) or len(text) > LONGEST or lacking_version(named, scope.lookup, scope.today):
            return False
        return self._means(named, document) and bool(scope.lookup.find(request, document))

    def _means(self, named: Named, document: Document) -> bool:
        versions = self.scope.lookup.versions(document.instrument)
        act = None if named.year else self.scope.filters.act
        return bool(versions) and self.scope.choose(versions, named, act).id == document.id


def article_question(instrument: str, article: str) -> str:
    """``《犬只管理办法》第四条``."""
    return f"《{instrument}》{article}"


def heading_question(document: Document, heading: str) -> str:
    """A heading put as a question, in the words that a text of its kind answers."""
    if _ASKS.search(heading):
        asked = f"{heading}？"
    elif _LISTED.search(heading):
        asked = f"{heading}有哪些？"
    else:
        asked = f"{heading}{'怎么说' if document.kind is Kind.ESSAY else '有哪些要求'}？"
    return f"{_SUFFIX.sub('', document.instrument)}：{asked}"


def headings(document: Document) -> Iterator[tuple[Section, str]]:
    """Sections with a heading that says what they are about, without its number."""
    for section in document.sections:
        heading = _NUMBERING.sub("", section.path[-1]) if section.path and not section.article else ""
        if len(heading) in _HEADING_LENGTH and not _ABOUT_THE_TEXT.search(heading):
            yield section, heading


_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、)])\s*")
_ABOUT_THE_TEXT = re.compile(r"依据|附件|总则|附则|范围|说明|核对|纪律|原则|目的|前言|概述|结语")
_ASKS = re.compile(r"怎么|如何|什么|谁|哪|多少|能不能|是不是")
_LISTED = re.compile(r"(?:错误|情形|内容|步骤|清单|要点|措施|职责|边界|类型|方法|要求|表)$")
_SUFFIX = re.compile(r"(?:工作)?(?:指引|要点|手册|须知|规范)$")
_HEADING_LENGTH = range(3, 13)
