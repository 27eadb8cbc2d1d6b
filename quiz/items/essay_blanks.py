"""Blanks in sentences of an essay, where the words are the author's and nothing else fits: 由“____”向“____”的转变, 坚持“____、____、____”的方针.

In: a sentence of prose. Out: drafts of several blanks each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.drafts import BLANK, Draft
from quiz.likeness import pairs
from quiz.outline import part_of
from quiz.prose import Sentence, is_slipped, said_in, said_under
from quiz.records import ItemType

LONGEST_STEM = 150
READABLE, TAIL = 90, 18  # characters from which a sentence is broken off, and those that stay behind the last blank
FEWEST_AROUND = 18  # characters that tell what is meant; of less the heading is named
TOLD = 0.5  # share of the pairs of an answer that the question says
_BLANKS = (
    re.compile(
        r"由[“\"]?(?P<a>[一-鿿]{2,10}?)[”\"]?(?:角色)?向[“\"]?(?P<b>[一-鿿]{2,10}?)[”\"]?(?:的)?(?:角色)?的?(?:转变|转换|延伸|拓展)"
    ),
    re.compile(r"(?<=[，,])变(?P<a>[一-鿿]{2,8})为(?P<b>[一-鿿]{2,8})(?=[，,。；;]|$)"),
    re.compile(r"以(?P<a>[一-鿿]{2,8})为主[,，]以(?P<b>[一-鿿]{2,8})为辅"),
    re.compile(r"(?:实现|做到)(?P<a>[一-鿿]{2,6})[和与](?P<b>[一-鿿]{2,6}?)的?(?:有机|高度)统一"),
    re.compile(r"(?:按照|坚持|遵循|本着)(?P<a>[一-鿿]{4})[、,，](?P<b>[一-鿿]{4})的原则"),
    re.compile(r"(?:项|种|的)(?P<a>[一-鿿]{2})性、(?P<b>[一-鿿]{2})性、(?P<c>[一-鿿]{2})性(?:很|较|都|非常)强"),
    re.compile(  # 正确处理“…”和“…”的关系
        r"[“\"](?P<a>[一-鿿]{2,10})[”\"][、和与][“\"](?P<b>[一-鿿]{2,10})[”\"](?=之间|的(?:关系|原则|结合点|统一|要求|理念|思想))"
    ),
    re.compile(  # 心里没有群众就是忘本，对群众的疾苦漠不关心就是变质
        r"[^，,。；;:：]{6,24}就是(?P<a>[一-鿿]{2,4})[,，][^，,。；;:：]{6,24}就是(?P<b>[一-鿿]{2,4})$"
    ),
)
_ALONE = re.compile(
    r"(?:要|努力|切实)*(?:实现|做到|达到|坚持|奉行|树立|贯彻|打牢|夯实)[“\"]?\|"
)  # nobody and nothing is named before
_QUOTED_ROW = re.compile(  # with what it is called by
    r"[“\"](?P<row>[一-鿿]{2,12}(?:[、,，][一-鿿]{2,12}){1,5})[”\"]"
    r"(?=(?:的[一-鿿]{0,6}?|[一-鿿]{0,2})(?:要求|原则|方针|目标|思想|理念|道德|关系|精神|机制|模式|格局|标准|路线|问题|使命|职责|任务|作风|本色|活动)|是[^。；;]{6,}的[一-鿿]{0,4}(?:原则|保证|标准|准则)|这个)"
    r"|(?<=实行)[“\"](?P<kinds>[一-鿿]{2,8}(?:[、,，][一-鿿]{2,8}){2,5})[”\"]$"
)


def blank_drafts(sentence: Sentence) -> Iterator[Draft]:
    """A draft for the words that are left out together."""
    text = sentence.text
    for spans in _places(text):
        keys = [text[start:end] for start, end in spans]
        begin, end = _begin(text, spans[0][0]), _readable(text, spans[-1][1])
        body, at = "", begin
        for first, last in spans:
            body += text[at:first] + BLANK
            at = last
        body += text[at:end]
        if is_slipped(body) or len(body) > LONGEST_STEM or len(set(keys)) < len(keys):
            continue
        around = body.replace(BLANK, "|")
        is_short = len(around) < FEWEST_AROUND and "实行" not in around
        if _ALONE.match(around) or (is_short and not part_of(sentence.place)):
            continue
        told = pairs(around) | pairs(sentence.place.document.title)
        if any(len(pairs(key) & told) > TOLD * len(pairs(key)) for key in keys):
            continue
        yield Draft(
            type=ItemType.CLOZE,
            place=sentence.place,
            stem=(said_under if is_short else said_in)(sentence, re.sub(f"(?<={BLANK}),(?={BLANK})", "，", body)),
            body=body + "。",
            right=tuple(keys),
            wrong=(),
            spans=((sentence.first + begin, sentence.first + end),),
            key_spans=tuple((sentence.first + first, sentence.first + last) for first, last in spans),
            paragraph=None,
        )


def _places(text: str) -> Iterator[list[tuple[int, int]]]:
    """The words that are left out together."""
    for pattern in _BLANKS:
        for match in pattern.finditer(text):
            yield [match.span(name) for name in match.groupdict() if match[name]]
    for match in _QUOTED_ROW.finditer(text):
        if text[match.start()] == '"' and text[: match.start()].count('"') % 2:
            continue  # between two quotations
        start, row = match.start() + 1, match["row"] or match["kinds"]
        yield [(start + part.start(), start + part.end()) for part in re.finditer("[一-鿿]+", row)]


def _begin(text: str, before: int) -> int:
    """Where a long sentence is taken up: behind the last semicolon before the first blank."""
    if len(text) <= LONGEST_STEM:
        return 0
    begin = max(text.rfind(mark, 0, before) for mark in ";；") + 1
    joining = _JOINING.match(text, begin)
    return joining.end() if joining is not None else begin


_JOINING = re.compile("同时(?:又|也|还)?|另外|此外")


def _readable(text: str, behind: int) -> int:
    """Where a long sentence is broken off: at the end of a clause, some way behind the last blank."""
    is_pair = _PAIR.match(text, behind) is not None  # what follows speaks of both again
    stop = re.compile(r"[,，;；]").search(text, behind + (0 if is_pair else TAIL))
    return stop.start() if stop is not None and (is_pair or len(text) > READABLE) else len(text)


_PAIR = re.compile(r"[”\"]的关系")
