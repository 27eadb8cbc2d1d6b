"""填空: one phrase of a sentence that a learner of the rule must know by its words.

In: a statement. Out: drafts that leave out a principle, a document to be shown, a sanction, a number, an agency, or quoted words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.authorities import find_agencies
from quiz.drafts import BLANK, Draft
from quiz.evidence import Statement
from quiz.items.blanks import blank_draft
from quiz.items.number import is_askable
from quiz.quantities import find_quantities, spellings
from quiz.records import ItemType

LONGEST_KEY = 16
FEWEST_AROUND = 14  # characters of the sentence that stay

_PHRASES = (
    r"(?:坚持|遵循|实行|贯彻|按照|根据|奉行|践行|发扬|弘扬|树立)(?P<key>[^，。；：,;:“”]{3,16}?)(?:的)?(?:原则|方针|宗旨|精神|要求|理念|思想|制度|作风)",
    r"以(?P<key>[^，。；：,;:“”]{3,14}?)为(?:原则|宗旨|方针|准则|指导|重点|核心|根本|主线|基础|目标)(?=[，。；,;])",
    r"“(?P<key>[一-鿿，、,]{4,16})”",
    r"(?:出示|佩带|佩戴|携带|持有|取得|领取|颁发|核发|填写|制作|出具|开具|签发|申领|交验|发给)(?P<key>(?:本人的?|有关)?[一-鿿《》]{1,12}(?:证|证件|证书|书|单|笔录|凭证|执照|许可证|清单|收据|票据|证明|标志|报告)(?:》)?)(?=[，。；并])",
    r"(?:处以|给予|处|责令|依法给予|予以)(?P<key>警告|训诫|通报批评|行政拘留|治安管理处罚|限期改正|停产停业|停产停业整顿|停业整顿|处分|行政处分|表彰和奖励|表彰、奖励|收缴|没收|扣押|取缔|公告|保密|登记)(?=[，。；])",
    r"(?:是|作为)(?P<key>[^，。；：,;:“”]{3,14}?)的(?:根本|生命线|基础|关键|前提|保证|核心|灵魂|基石|源泉)(?=[，。；,;])",
)
_COMPILED = tuple(re.compile(phrase) for phrase in _PHRASES)
_POOR_KEY = re.compile(r"^(?:有关|相关|本|该|其|国家|以|上述|法定)|规定$|[的了着]$|^[一二三四五六七八九十]+[个项]|如下|下列")


def cloze_drafts(statement: Statement) -> Iterator[Draft]:
    """One draft for each phrase that can be left out."""
    for start, end in sorted(set(_phrases(statement))):
        key = statement.text[start:end]
        if start < statement.focus or len(statement.text) - len(key) < FEWEST_AROUND or _POOR_KEY.search(key):
            continue
        draft = blank_draft(ItemType.CLOZE, statement, start, end, BLANK, accept=_accepted(key))
        if draft is not None:
            yield draft


def _phrases(statement: Statement) -> Iterator[tuple[int, int]]:
    text = statement.text
    for pattern in _COMPILED:
        yield from (match.span("key") for match in pattern.finditer(text) if len(match["key"]) <= LONGEST_KEY)
    if statement.place.is_prose:
        return
    quantities = find_quantities(text)
    if len(quantities) == 1 and is_askable(quantities[0], text):
        yield quantities[0].start, quantities[0].end
    for agency in find_agencies(text):
        if agency.levels and re.search(r"(?:由|经|报|报请|向)$", text[: agency.start]) and text[agency.end : agency.end + 1] not in "、和或":
            yield agency.start, agency.end


def _accepted(key: str) -> tuple[str, ...]:
    return spellings(key) if find_quantities(key) else ()
