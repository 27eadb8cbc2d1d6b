"""Reasons to refuse before or instead of searching, and how a refusal is worded.

In: what a question names, and the lookup of the open generation. Out: a Reason: its kind and a Chinese sentence saying what the
base lacks; or None. A refusal names what is missing and what is nearest; it never guesses. Does not judge evidence (gate.py) and
does not say what could be asked instead (offers.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from answer.expectation import Expectation
from answer.question import LONGEST
from answer.records import Refusal
from answer.scope import BASE
from index.lookup import ArticleRequest, Lookup, Named
from index.records import Hit
from index.words import simplified, words
from ingest.instruments import known_instruments
from ingest.numerals import chinese_number
from ingest.records import Document


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a question is refused."""

    kind: Refusal
    text: str
    scoped: bool = False  # it speaks of what the filters leave, and without them there may be more


def not_found(where: str = BASE) -> Reason:
    """Nothing that was searched supports an answer; ``where`` is 本库 or what the filters leave of it."""
    inside = f"{BASE}中" if where == BASE else where
    return Reason(Refusal.NOT_FOUND, f"{inside}没有找到能够回答这个问题的依据。", where != BASE)


def unusable(question: str) -> Reason | None:
    """A question without words, or one as long as a document."""
    if len(question) > LONGEST:
        text = f"问题最多 {LONGEST} 字，现有 {len(question)} 字；请删减后再提问，{_LIKE_THIS}"
    elif not words(question):
        text = f"没有读到问题；请用文字输入要问的事，{_LIKE_THIS}"
    else:
        return None
    return Reason(Refusal.UNUSABLE, text)


def too_many(count: int, most: int) -> Reason:
    """More articles in one question than one answer shows."""
    return Reason(Refusal.UNUSABLE, f"一次最多查看 {most} 条，问题里有 {count} 条；请分次提问。")


def lacking_version(named: Named, lookup: Lookup, today: date) -> Reason | None:
    """The newest text, or the version of a year, that is asked for and not in the base."""
    text = _lacking_version(named, lookup, today)
    return Reason(Refusal.LACKS_VERSION, text) if text else None


def lacking_instrument(named: Named, expects: Expectation, lookup: Lookup, hits: Sequence[Hit]) -> Reason | None:
    """An instrument that is asked about, that the base lacks and of which the best passage says nothing that could answer."""
    if not named.instruments or any(lookup.has(name) for name in named.instruments):
        return None
    name = named.instruments[0]
    if any(name in (said := _without_pointing(name, hit)) and expects.is_met(said) for hit in hits[:1]):
        return None
    return Reason(Refusal.LACKS_INSTRUMENT, f"本库没有收录《{name}》，无法据此回答。")


def lacking_named(instrument: str, article: str) -> Reason:
    """An article of an instrument that the base lacks."""
    return Reason(Refusal.LACKS_INSTRUMENT, f"本库没有收录《{instrument}》，无法查看其{article}。")


def lacking_article(request: ArticleRequest, document: Document, last_article: str | None) -> Reason:
    """A number that the instrument does not have."""
    until = f"，该文本最后一条是{last_article}" if last_article else ""
    return _lacks(document, f"没有{request.article}{until}；请核对条文序号。")


def lacking_neighbour(request: ArticleRequest, document: Document) -> Reason:
    """An article before the first or after the last one of a text."""
    side = "后面" if request.further > 0 else "前面"
    return _lacks(document, f"{request.article}{side}没有这样一条；请核对条文序号。")


def lacking_part(request: ArticleRequest, document: Document) -> Reason:
    """A paragraph or item that the article does not have."""
    paragraph = f"第{chinese_number(request.paragraph)}款" if request.paragraph else ""
    item = f"第（{chinese_number(request.item)}）项" if request.item else ""
    return _lacks(document, f"{request.article}没有{paragraph}{item}；请核对款项序号。")


def unnamed_instrument(request: ArticleRequest, holders: Sequence[Document], where: str = BASE) -> Reason:
    """A number without an instrument, when none or several have it."""
    if not holders:
        files = f"{BASE}收录的文件" if where == BASE else f"{where}的文件"
        text = f"{files}都没有{request.article}；请核对条文序号，并写明是哪一部规定。"
        return Reason(Refusal.LACKS_ARTICLE, text, where != BASE)
    names = "、".join(f"《{document.instrument}》" for document in holders[:_NAMED])
    more = f"等{len(holders)}部" if len(holders) > _NAMED else ""
    inside = f"{BASE}中" if where == BASE else where
    return Reason(Refusal.WHICH_INSTRUMENT, f"请说明是哪一部规定的{request.article}：{inside}{names}{more}都有这一条。")


def widened(reason: Reason, where: str, *, answers: bool) -> Reason:
    """A refusal under filters, and whether anything would answer without them."""
    if answers:
        return Reason(Refusal.FILTERED_OUT, f"{not_found(where).text}放宽筛选后有依据。")
    return replace(reason, text=f"{reason.text}放宽筛选后也没有找到。") if reason.scoped else reason


def _lacks(document: Document, what: str) -> Reason:
    return Reason(Refusal.LACKS_ARTICLE, f"《{document.title}》（{document.version_date or '日期不明'}）{what}")


def _lacking_version(named: Named, lookup: Lookup, today: date) -> str | None:
    for name in named.instruments:
        versions = lookup.versions(name)
        if not versions:
            continue
        held = "、".join(document.version_date or "日期不明" for document in versions)
        if reason := _newest_is_missing(name, held, versions, named, today):
            return reason
        if named.wants_old and len(versions) == 1 and not named.year and not _is_replaced(versions[0]):
            return f"本库没有收录《{name}》的旧文本，现有版本：{held}。"
        if named.year and not any((document.version_date or "").startswith(named.year) for document in versions):
            return f"本库没有收录《{name}》{named.year}年的文本，现有版本：{held}。"
    return None


def _is_replaced(document: Document) -> bool:
    """Whether the table knows a newer text, so that this one is the old one."""
    known = known_instruments().get(document.instrument)
    return known is not None and (document.version_date or "") < (known.newest_version or "")


def _newest_is_missing(name: str, held: str, versions: Sequence[Document], named: Named, today: date) -> str | None:
    known = known_instruments().get(name)
    if known is None or known.newest_version is None or known.in_force_from is None:
        return None
    newest = known.newest_version
    if any((document.version_date or "") >= newest for document in versions) or today.isoformat() < known.in_force_from:
        return None
    if named.year != newest[:4] and (not named.wants_new or named.wants_old):
        return None
    return (
        f"本库没有收录《{name}》{newest[:4]}年的新文本（{known.in_force_from}起施行），只有{held}的旧文本，不能据此回答现行规定；"
        "请查阅现行正式文本。"
    )


_NAMED = 4
_LIKE_THIS = "例如“继续盘问最长多久”或“治安管理处罚法第四十三条”。"


def _without_pointing(name: str, hit: Hit) -> str:
    """The words of a passage but for those that leave a matter to the instrument: 依照《…》的规定执行 tells nothing of it."""
    said = simplified(hit.passage.text)
    return re.sub(
        rf"(?:依照|按照|适用)《?(?:中华人民共和国)?{re.escape(name)}》?(?:的(?:有关)?规定)?(?:执行|办理)", "", said
    )
