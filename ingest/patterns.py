"""The shapes of Chinese headings, articles, items and dates: all patterns in one place.

In: one line. Out: what it opens, if anything.
Does not keep state: whether a line that looks like an article is one is decided in structure.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.numerals import NUMERAL, parse_number


@dataclass(frozen=True, slots=True)
class Opening:
    """What the beginning of a line opens."""

    rank: int  # 1 编, 2 章, 3 节, 4 条, 5 一、, 6 （一）, 7 1.; an annex ranks as 编
    label: str  # 第三章, 第四十三条之一, 附件1, 一、, （一）
    number: int | None
    insertion: int  # 1 for 之一, 0 without
    spaced: bool  # white space or a bracket follows the label, or nothing


PART, CHAPTER, DIVISION, ARTICLE, FIRST, SECOND, THIRD = 1, 2, 3, 4, 5, 6, 7

DATE = re.compile(
    r"([0-9０-９]{4}|[〇○零０0一二三四五六七八九]{4})\s*年\s*"
    r"([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
# (2012-10-26), _20121026, 2012.10.26 or （2012年10月26日修订） in a name; digits inside a longer word of letters are none.
FILE_DATE = re.compile(
    r"(?:[(（][^(（)）]*?|[\s_—-]*)(?<![0-9A-Za-z])"
    r"(?=[12]\d{7}(?![0-9A-Za-z])"
    r"|[12]\d{3}\s*[-._/年]\s*(?:0?[1-9]|1[0-2])\s*[-._/月]\s*(?:0?[1-9]|[12]\d|3[01])\s*日?(?![0-9A-Za-z]))"
    r"([12]\d{3})\s*[-._/年]?\s*(\d{1,2})\s*[-._/月]?\s*(\d{1,2})\s*日?(?:[^(（)）]*[)）])?"
)
ARTICLE_LABEL = re.compile(rf"第\s*([{NUMERAL}]+)\s*条(?:\s*之\s*([{NUMERAL}]+))?")

# What follows a label that is only referred to: 第四十三条规定的, 第四十三条、第四十四条, 第四十三条第二款, 第三章所称
_REFERENCE = rf"规定|的规定|所列|所称|所指|(?:、|和|或者|或|及|以及|与|至)第|第[{NUMERAL}]+[款项]"
_LAW_UNIT = re.compile(rf"^第\s*([{NUMERAL}]+)\s*(编|分编|章|节|条)(?:\s*之\s*([{NUMERAL}]+))?+(?!{_REFERENCE})")
_ANNEX = re.compile(rf"^附\s*(?:件|录|表)\s*([{NUMERAL}]*)\s*(?=[:：\s.、．（(]|$)")
_FIRST = re.compile(r"^([一二三四五六七八九十]{1,3})\s*[、．.](?!\d)")
_SECOND = re.compile(r"^[（(]\s*([一二三四五六七八九十]{1,3})\s*[)）]")
_THIRD = re.compile(r"^(?:([0-9０-９]{1,2})\s*[.．、](?![0-9])|[（(]([0-9０-９]{1,2})[)）])")
_ITEM = re.compile(
    r"^(?:[（(]\s*(?P<bracketed>[一二三四五六七八九十]{1,3})\s*[)）]|(?P<plain>[一二三四五六七八九十]{1,3})、"
    r"|(?P<dotted>[0-9０-９]{1,2})[.．、](?![0-9])|[（(](?P<digit>[0-9０-９]{1,2})[)）]|(?P<circled>[①-⑳]))"
)
_RANKS = {"编": PART, "分编": PART, "章": CHAPTER, "节": DIVISION, "条": ARTICLE}


def opening(line: str) -> Opening | None:
    """Say what a line opens: ``第四十三条之一 …`` → article 43, insertion 1; None for running text."""
    if match := _LAW_UNIT.match(line):
        insertion = parse_number(match[3]) if match[3] else 0
        label = re.sub(r"\s", "", match[0])
        return Opening(_RANKS[match[2]], label, parse_number(match[1]), insertion or 0, _is_spaced(line, match.end()))
    if match := _ANNEX.match(line):
        return Opening(PART, re.sub(r"\s", "", match[0]), parse_number(match[1]) if match[1] else None, 0, True)
    for rank, pattern in ((FIRST, _FIRST), (SECOND, _SECOND), (THIRD, _THIRD)):
        if match := pattern.match(line):
            return Opening(
                rank, match[0].strip(), parse_number(match[1] or match[2] if rank == THIRD else match[1]), 0, True
            )
    return None


def label_end(line: str) -> int:
    """Where the numbering at the beginning of a line ends: 3 in ``一、 接警``; 0 in running text."""
    for pattern in (_LAW_UNIT, _ANNEX, _FIRST, _SECOND, _THIRD, _ITEM):
        if match := pattern.match(line):
            return match.end()
    return 0


def is_item(line: str) -> bool:
    """Whether a line inside an article is an item (项): ``（一）…``, ``一、…``, ``1. …``."""
    return _ITEM.match(line) is not None


def item_number(line: str) -> tuple[str, int] | None:
    """The sort of numbering and the number of an item: ``（三）伪造证件的；`` → ``("bracketed", 3)``; None for other lines."""
    match = _ITEM.match(line)
    if match is None or match.lastgroup is None:
        return None
    return match.lastgroup, parse_number(match[match.lastgroup]) or 0


def starts_unit(line: str) -> bool:
    """Whether a line begins something of its own, so that it cannot continue the line before."""
    found = opening(line)
    return (found is not None and (found.rank != ARTICLE or found.spaced)) or is_item(line)


def is_annex(found: Opening) -> bool:
    return found.label.startswith("附")


def iso_date(year: str, month: str, day: str) -> str | None:
    """``2012``, ``１０``, ``26`` or ``二○一二``, ``十``, ``二十六`` → ``2012-10-26``; None for a date that no calendar has."""
    numbers = [parse_number(part) for part in (_plain_zeros(year), month, day)]
    if any(number is None for number in numbers):
        return None
    try:
        found = date(*(number or 0 for number in numbers))
    except ValueError:
        return None
    return found.isoformat() if 1900 <= found.year <= 2200 else None


def _plain_zeros(year: str) -> str:
    """A year in Chinese digits is written with four different circles for nought."""
    return re.sub("[○０0]", "〇", year) if re.search("[一二三四五六七八九]", year) else year


def _is_spaced(line: str, end: int) -> bool:
    return end >= len(line) or line[end] in " 　【（(["
