"""The day of an act, as a question tells it, and which text was the law then.

In: a question and today's date; versions of an instrument. Out: an ActDay, or None; the version that the act falls under as far
as dates tell. Does not say which law applies (old_and_new.py).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.words import fold
from ingest.records import Document
from ingest.standing import takes_effect


@dataclass(frozen=True, slots=True)
class ActDay:
    """When the act that a question tells of was done."""

    said: str  # as the question has it, numerals folded: 2018年5月
    last: date  # the last day that it can mean


def read_act_day(question: str, today: date) -> ActDay | None:
    """The day of the act, if the question tells one before today: ``2018年5月打的架`` → 2018-05-31, ``前年`` → its last day.

    A year that names a version (1994年那版), and a span (自2020年起施行), tell of no act.
    """
    folded = fold(question)
    for match in _DATE.finditer(folded):
        if _OF_A_TEXT.match(folded, match.end()) or not (match["month"] or _ACT.search(folded)):
            continue
        last = _last_day(int(match["year"]), match["month"], match["day"])
        if last is not None and last < today:
            return ActDay(match[0], last)
    if (ago := _RELATIVE.search(folded)) and _ACT.search(folded):
        last = _last_day(today.year - _YEARS_AGO[ago["year"]], ago["month"], None)
        return ActDay(ago[0], last) if last is not None and last < today else None
    return None


def without_day(question: str) -> str:
    """The question without when the act was done and found out, which no text says: ``2018年5月打的架，现在才查到`` → ``打的架，``."""
    return _FOUND_OUT.sub("", _RELATIVE.sub("", _DATE.sub("", fold(question)))).strip("，,。 ") or question


def text_of_day(versions: Sequence[Document], act: ActDay) -> Document:
    """Of versions, newest first, the one that the act falls under as far as the dates tell; the oldest if all came later."""
    begun = (d for d in versions if (takes_effect(d) or d.version_date or "") <= act.last.isoformat())
    return next(begun, versions[-1])


def _last_day(year: int, month: str | None, day: str | None) -> date | None:
    try:
        in_month = int(month or 12)
        return date(year, in_month, int(day) if day else monthrange(year, in_month)[1])
    except ValueError:
        return None


_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})[年.-](?:(?P<month>\d{1,2})(?:[月.-](?:(?P<day>\d{1,2})[日号]?)?)?)?")
_OF_A_TEXT = re.compile(
    r"\s*[日号月]?的?(?:那?版|[修制]订|修正|公布|发布|通过|施行|起|以[来后]|文本|[《新旧老]|[一-鿿]{2,16}(?:法|条例|规定|办法)(?!处|来))"
)
_ACT = re.compile(
    r"发生|干的|[打偷赌嫖吸卖砸抢骗做犯住喝骂伤]的|行为|案发|当时|那时|那会|作案|违法|的事|的案|查获|查到|被?发现|现在才|才[抓查来报]|怎么处?[罚理]|能罚|还罚"
)
_FOUND_OUT = re.compile(
    r"(?:到?现在|今天|最近|刚刚?)才?(?:被?[抓查发][到获现住]|来?报[案警]?)|才被?(?:[抓查发][到获现住]|来?报[案警])"
)
_RELATIVE = re.compile(r"(?P<year>大前年|前年|去年|今年)(?:(?P<month>\d{1,2})月)?")
_YEARS_AGO = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
