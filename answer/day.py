"""The day of an act, as a question tells it, and which text was the law then.

In: a question, or a date typed alone, and today's date; versions of an instrument. Out: an ActDay, or None, or what is wrong
with the date; the version that the act falls under as far as dates tell. Does not say which law applies (old_and_new.py).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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


def read_day(typed: str, today: date) -> ActDay | str:
    """A date typed alone, the last day that it can mean and today at most; a Chinese sentence where it is none, or to come.

    ``2024-05-03``, ``2024年5月``, ``2024.5``, ``20240503``, ``去年3月`` and ``昨天`` are read.
    """
    said = "".join(typed.split())
    text = _YEAR.sub(r"\1年", _PACKED.sub(r"\1-\2-\3", fold(said)).replace("/", "-"))
    if text in _DAYS_AGO:
        return ActDay(text, today - timedelta(days=_DAYS_AGO[text]))
    dated, ago = _DATE.fullmatch(text), _RELATIVE.fullmatch(text)
    if dated:
        year, month, day = int(dated["year"]), dated["month"], dated["day"]
    elif ago:
        year, month, day = today.year - _YEARS_AGO[ago["year"]], ago["month"], None
    else:
        return f"看不懂行为时间“{said[:_SHOWN]}”；{_FORMS}"
    first, last = _last_day(year, month or "1", day or "1"), _last_day(year, month, day)
    if first is None or last is None:
        return f"没有“{said[:_SHOWN]}”这一天；{_FORMS}"
    if first > today:
        return f"“{said[:_SHOWN]}”还没有到（今天是{today.isoformat()}）；行为时间不能晚于今天，请改正。"
    return ActDay(text, min(last, today))


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
_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2, "前日": 2, "大前天": 3}
_PACKED = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_YEAR = re.compile(r"^((?:19|20)\d{2})$")
_FORMS = "请写成 2024-05-03、2024年5月、2024.5、20240503、去年3月或昨天。"
_SHOWN = 20  # characters of what was typed
