"""Phrases of a sentence that a learner of a text must know by its words.

In: a sentence. Out: places of principles, documents to be shown, sanctions, aims and quoted words, each with its sort, so that one can
be left out (填空) or put in the place of another of its sort (判断).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 16


@dataclass(frozen=True, slots=True)
class Phrase:
    """``text[start:end]``; phrases of one sort can stand in each other's place."""

    start: int
    end: int
    sort: str


def find_phrases(text: str, *, with_members: bool = False) -> tuple[Phrase, ...]:
    """The phrases of a sentence in order, each place once; ``with_members`` those between two 、 as well."""
    found = {(phrase.start, phrase.end): phrase for phrase in _all(text)}
    if with_members:
        members = (match.span() for match in _BETWEEN.finditer(text))
        found |= {(start, end): Phrase(start, end, f"member{end - start}") for start, end in members}
    return tuple(found[place] for place in sorted(found))


_PATTERNS = (
    (
        "principle",
        r"(?:坚持|遵循|实行|贯彻|按照|奉行|践行|发扬|弘扬|树立)(?P<key>[^，。；：,;:“”\"的]{3,16}?)(?:的)?(?:原则|方针|宗旨|理念)",
    ),
    (
        "spirit",
        r"(?:坚持|遵循|贯彻|奉行|践行|发扬|弘扬|树立|实行)(?P<key>[^，。；：,;:“”\"的]{3,12}?)(?:的)?(?:精神|思想|作风|制度|观念|意识)(?=[，。；,;])",
    ),
    (
        "aim",
        r"以(?P<key>[^，。；：,;:“”\"]{3,14}?)为(?:原则|宗旨|方针|准则|指导|重点|核心|根本|主线|基础|目标|出发点)(?=[，。；,;和])",
    ),
    ("quoted", r"[“\"](?P<key>[一-鿿，、,]{4,16})[”\"]"),
    (
        "role",
        r"(?:是|作为)(?P<key>[^，。；：,;:“”\"]{3,14}?)的(?:根本|生命线|基础|关键|前提|保证|核心|灵魂|基石|源泉|使命|职责|任务|目标|途径|桥梁|纽带|优良传统|重要内容|宗旨)(?=[，。；,;])",
    ),
    (
        "paper",
        r"(?:出示|佩带|佩戴|携带|持有|取得|领取|颁发|核发|填写|制作|出具|开具|签发|申领|交验|发给)(?P<key>(?:本人的?|有关)?[一-鿿《》]{1,12}"
        r"(?:证|证件|证书|书|单|笔录|凭证|执照|许可证|清单|收据|票据|证明|标志|报告)(?:》)?)(?=[，。；并])",
    ),
    (
        "sanction",
        r"(?:处以|给予|处|依法给予|予以)(?P<key>警告|训诫|通报批评|行政拘留|治安管理处罚)(?=[，。；])",
    ),
    ("discipline", r"给予(?P<key>处分|行政处分)(?=[，。；])"),
    ("order", r"责令(?P<key>限期改正|停产停业|停产停业整顿|停业整顿)(?=[，。；])"),
    ("seizure", r"予以(?P<key>收缴|没收|扣押|取缔)(?=[，。；])"),
    (
        "ability",
        r"(?:提高|增强|强化|树立|加强|提升|培养)(?P<key>[^，。；、：,;:“”\"的和]{3,12}?)(?:的)?(?:能力|意识|观念|水平|素质|本领|作风)(?=[，。；,;])",
    ),
)
_BETWEEN = re.compile(r"(?<=、)(?:(?!的)[一-鿿]){4,8}(?=、)")  # shorter ones are of a kind that many words fit
_COMPILED = tuple((sort, re.compile(pattern)) for sort, pattern in _PATTERNS)
_POOR = re.compile(
    r"^(?:的|相应|落实|贯彻|有关|相关|本|该|其|国家|以|上述|法定)|规定$|[的了着新]$|强有力$|^[一-鿿]{0,4}开展好|^[一二三四五六七八九十]+[个项]|如下|下列"
)


def _all(text: str) -> Iterator[Phrase]:
    for sort, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if len(match["key"]) <= LONGEST and not _POOR.search(match["key"]):
                yield Phrase(*match.span("key"), sort)
