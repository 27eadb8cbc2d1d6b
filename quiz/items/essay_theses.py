"""Questions on single claims of an essay: on what something depends, what it makes the measure of what, from what to what it is to change.

In: a sentence of prose. Out: drafts. Short answers (…的关键在于什么？ 把什么作为…的标准？), and blanks where the words are the author's
and nothing else fits (由“____”向“____”的转变, 坚持“____、____、____”的方针).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.drafts import BLANK, Draft
from quiz.likeness import pairs
from quiz.prose import Sentence, claimed_in, is_slipped, said_in
from quiz.records import ItemType
from quiz.wording import tidy

LONGEST_STEM = 150
READABLE, TAIL = 90, 18  # characters from which a sentence is broken off, and those that stay behind the last blank
FEWEST_AROUND = 24  # characters that tell what is meant
TOLD = 0.5  # share of the pairs of an answer that the question says
_N = r"[^，,。；;:：“”\"]"
_ROLES = r"(?:标准|内容|方法|方向|导向|前提|根本|基础|重点|目标|核心|落脚点|任务|保证|保障|关键|尺度|准则|主线|中心|骨干|出发点)"
_SHORT = (  # what is asked, how, and what answers it
    (
        re.compile(
            rf"(?P<asked>{_N}{{4,24}}?)[,，]?(?P<what>的?(?:最大特点|关键|核心|实质|根本|着力点|重点|目的|出路))[,，]?就?在于(?P<answer>[^。；;“”\"]{{6,60}})$"
        ),
        "{asked}{what}在于什么？",
    ),
    (
        re.compile(
            rf"(?:^|[，,])(?P<asked>{_N}{{4,18}}?)(?:的主要)?(?P<what>主要来源于|来源于|来自于?|取决于)(?P<answer>[^。；;“”\"，,]{{4,40}})$"
        ),
        "{asked}{what}什么？",
    ),
    (
        re.compile(
            rf"(?P<asked>{_N}{{4,18}}?)的(?P<what>着力点|重点|关键|核心|实质|根本)就是(?P<answer>[^。；;，,]{{4,40}})$"
        ),
        "{asked}的{what}是什么？",
    ),
    (
        re.compile(
            rf"(?:^|[，,])(?P<asked>要?(?:切实)?(?:做好|搞好|抓好|加强|提高){_N}{{4,20}})[,，]就?必须首先(?P<answer>{_N}{{6,30}})$"
        ),
        "{asked}，必须首先做什么？",
    ),
    (
        re.compile(
            rf"把(?P<answer>(?:[^，,。；;:：“”]|“[^”]*”){{2,40}}?)作为(?P<asked>(?:我们)?{_N}{{2,22}}的(?:{_N}{{0,6}}?){_ROLES}(?:和{_ROLES})?)(?=[，,。；;]|$)"
        ),
        "应当把什么作为{asked}？",
    ),
)
_BLANKS = (
    re.compile(
        r"由[“\"]?(?P<a>[一-鿿]{2,10}?)[”\"]?(?:角色)?向[“\"]?(?P<b>[一-鿿]{2,10}?)[”\"]?(?:的)?(?:角色)?的?(?:转变|转换|延伸|拓展)"
    ),
    re.compile(r"(?<=[，,])变(?P<a>[一-鿿]{2,8})为(?P<b>[一-鿿]{2,8})(?=[，,。；;]|$)"),
    re.compile(r"(?<=把)(?P<a>[一-鿿]{3,8})变成(?P<b>[一-鿿]{3,8})(?=[，,。；;]|$)"),
    re.compile(r"以(?P<a>[一-鿿]{2,8})为主[,，]以(?P<b>[一-鿿]{2,8})为辅"),
    re.compile(r"(?:实现|做到)(?P<a>[一-鿿]{2,6})[和与](?P<b>[一-鿿]{2,6}?)的?(?:有机|高度)统一"),
    re.compile(r"(?:按照|坚持|遵循|本着)(?P<a>[一-鿿]{4})[、,，](?P<b>[一-鿿]{4})的原则"),
    re.compile(r"(?:项|种|的)(?P<a>[一-鿿]{2})性、(?P<b>[一-鿿]{2})性、(?P<c>[一-鿿]{2})性(?:很|较|都|非常)强"),
)
_ALONE = re.compile(
    r"(?:要|努力|切实)*(?:实现|做到|达到|坚持|奉行|树立|贯彻)[“\"]?\|"
)  # nobody and nothing is named before
_QUOTED_ROW = re.compile(  # with what it is called by
    r"[“\"](?P<row>[一-鿿]{2,12}(?:[、,，][一-鿿]{2,12}){1,5})[”\"]"
    r"(?=的[一-鿿]{0,6}?(?:要求|原则|方针|目标|思想|理念|道德|关系|精神|机制|模式|格局|标准|路线|问题|使命|职责|任务|作风|本色|活动)|是[^。；;]{6,}的[一-鿿]{0,4}(?:原则|保证|标准|准则)|这个)"
    r"|(?<=实行)[“\"](?P<kinds>[一-鿿]{2,8}(?:[、,，][一-鿿]{2,8}){2,5})[”\"]$"
)


def thesis_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Every question that one sentence answers."""
    yield from _short(sentence)
    yield from _blanks(sentence)


def _short(sentence: Sentence) -> Iterator[Draft]:
    text = sentence.text
    for pattern, question in _SHORT:
        for match in pattern.finditer(text):
            answer, asked = match["answer"], match["asked"]
            said = question.format(**{key: value for key, value in match.groupdict().items() if key != "answer"})
            if is_slipped(answer + asked) or re.search(r"[这其此该他它]", asked[:4]) or re.match("在|对|从|向", asked):
                continue
            told = pairs(asked) | pairs(sentence.place.document.title)
            if len(pairs(answer) & told) > TOLD * len(pairs(answer)):
                continue
            span = (sentence.first + match.start("answer"), sentence.first + match.end("answer"))
            yield Draft(
                type=ItemType.SHORT,
                place=sentence.place,
                stem=claimed_in(sentence, said),
                body=said,
                right=(tidy(answer),),
                wrong=(),
                spans=((sentence.first, sentence.end),),
                key_spans=(span,),
                paragraph=None,
            )


def _blanks(sentence: Sentence) -> Iterator[Draft]:
    text = sentence.text
    for spans in _places(text):
        keys = [text[start:end] for start, end in spans]
        end = _readable(text, spans[-1][1])
        body, at = "", 0
        for first, last in spans:
            body += text[at:first] + BLANK
            at = last
        body += text[at:end]
        if is_slipped(body) or len(body) > LONGEST_STEM or len(set(keys)) < len(keys):
            continue
        around = body.replace(BLANK, "|")
        if len(around) < FEWEST_AROUND and "实行" not in around:
            continue
        if _ALONE.match(around):
            continue
        told = pairs(around) | pairs(sentence.place.document.title)
        if any(len(pairs(key) & told) > TOLD * len(pairs(key)) for key in keys):
            continue
        yield Draft(
            type=ItemType.CLOZE,
            place=sentence.place,
            stem=said_in(sentence, re.sub(f"(?<={BLANK}),(?={BLANK})", "，", body)),
            body=body + "。",
            right=tuple(keys),
            wrong=(),
            spans=((sentence.first, sentence.first + end),),
            key_spans=tuple((sentence.first + first, sentence.first + last) for first, last in spans),
            paragraph=None,
        )


def _places(text: str) -> Iterator[list[tuple[int, int]]]:
    """The words that are left out together."""
    for pattern in _BLANKS:
        for match in pattern.finditer(text):
            yield [match.span(name) for name in match.groupdict()]
    for match in _QUOTED_ROW.finditer(text):
        if text[match.start()] == '"' and text[: match.start()].count('"') % 2:
            continue  # between two quotations
        start, row = match.start() + 1, match["row"] or match["kinds"]
        yield [(start + part.start(), start + part.end()) for part in re.finditer("[一-鿿]+", row)]


def _readable(text: str, behind: int) -> int:
    """Where a long sentence is broken off: at the end of a clause, some way behind the last blank."""
    stop = re.compile(r"[,，;；]").search(text, behind + TAIL)
    return stop.start() if stop is not None and len(text) > READABLE else len(text)
