"""判断: a sentence as it stands, or with exactly one edit that makes it false.

In: a statement, the pools, and whether it should be false. Out: one draft. The edits: another number, 应当 for 可以, 不得 for 可以,
以上 for 以下, an agency of another level, 并处 for 或者; only where the result is still a sentence and says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from quiz.authorities import exclude_each_other, find_agencies
from quiz.distractors import Pools, agencies_like, numbers_like, phrases_like
from quiz.drafts import RIGHT, WRONG, Draft
from quiz.evidence import Statement
from quiz.items.authority import has_a_part
from quiz.items.number import is_askable
from quiz.phrases import find_phrases
from quiz.quantities import find_quantities
from quiz.records import Edit, ItemType
from quiz.wording import according, in_quote, tidy

LONGEST = 120  # characters of a statement that is judged

_MODALS = (  # before → after, with what must not stand around them
    (re.compile(r"(?<![不也均都对将把被向与同])应当(?!是|为|有|知道|具有|属于|及时|如何)"), "可以"),
    (
        re.compile(
            r"(?<![不只才也还均都])可以(?!根据|是|由|为|从轻|减轻|采用|通过|按照|在|继续|同时|证明|认定|视为|适当)"
        ),
        "应当",
    ),
    (re.compile(r"(?<!的)不得(?!已|超过|少于|低于|早于|超出|不|以任何|对抗|有|在|因|作为|将|以|重新)"), "可以"),
)
_OPPOSITES = (
    (re.compile(r"有权(?!威|限|益|利|机|力|的|处|管|关|作)(?!.*，并)"), "无权"),
    (re.compile(r"(?<![从不])从重(?=处罚|处分|追究)"), "从轻"),
    (re.compile(r"(?:(?<=[，。；])|^)(?:禁止|严禁)(?=[^。；]{4,}[。；]$)"), "允许"),
    (re.compile(r"必须(?!的)"), "可以"),
    (re.compile(r"(?<![的是])不予(?=处罚|行政处罚|受理|批准|公开|赔偿|签发|许可|登记|颁发|立案)"), "应当予以"),
    (re.compile(r"书面(?=通知|告知|报告|申请|形式|说明|答复)"), "口头"),
    (re.compile(r"不承担(?=[^。；，]{0,10}责任)"), "应当承担"),
    (re.compile(r"上一级(?=[^级]*$)"), "下一级"),
    (re.compile(r"免费(?!的)"), "有偿"),
    (re.compile(r"无偿"), "有偿"),
    (re.compile(r"(?<=[，。；者])不公开(?=[进举审])"), "公开"),
)
_DEMANDS = (
    (re.compile(r"(?<![还都也均])必须(?!有)(?=[^，。；的]{4,}[，。；])"), "可以"),
    (re.compile(r"(?<![绝决万也又都])不能(?=[^，。；的]{4,}[，。；])"), "可以"),
)
_TAILS = (  # what a thing is held to be for another, in prose
    (re.compile(r"(?<=的)(?:重要)?(?:基础|前提|保证|根本)(?=[，。；,;])"), "目的"),
    (re.compile(r"(?<=的)(?:生命线|源泉)(?=[，。；,;])"), "目标"),
    (re.compile(r"(?<=的)(?:核心|关键|重点|灵魂)(?=[，。；,;])"), "难点"),
    (re.compile(r"(?<=的)(?:目标|宗旨)(?=[，。；,;])"), "前提"),
    (re.compile(r"(?<![第十每一])[二两三](?=[个项种][一-鿿]{2})(?!.*一是)"), "四"),
    (re.compile(r"(?<![第十每一])[四五六七八](?=[个项种][一-鿿]{2})(?!.*一是)"), "三"),
    (re.compile(r"(?<=的)(?:重要内容|重要方面|有机组成部分|重要组成部分)(?=[，。；,;])"), "全部内容"),
    (re.compile(r"(?<=的)(?:重要|有效|根本|必由)(?:途径|手段|方法|之路)(?=[，。；,;])"), "唯一途径"),
    (re.compile(r"(?<=的)(?:首要|中心|重要|根本)任务(?=[，。；,;])"), "唯一任务"),
    (re.compile(r"(?<=的)(?:必然要求|内在要求|客观需要)(?=[，。；,;])"), "最终目的"),
    (re.compile(r"(?<=的)(?:基石|根基)(?=[，。；,;])"), "目的"),
)
_SHARES = (  # how much, how often, how closely, which way, in prose
    (re.compile(r"(?:绝|决)(?:不能|不可|不允许)(?=[一-鿿]{4})"), "可以"),
    (re.compile(r"离不开"), "可以离开"),
    (re.compile(r"必不可少|不可或缺|不可缺少|缺一不可"), "可有可无"),
    (re.compile(r"密不可分"), "没有直接联系"),
    (re.compile(r"(?<!不)有利于"), "不利于"),
    (re.compile(r"(?<=成为|要求)(?:每一?[名个位]|全体)(?=民警|干警)"), "部分"),
    (re.compile(r"永恒(?=的)"), "阶段性"),
    (re.compile(r"直接(?=维系|关系|影响|反映|决定|体现)"), "间接"),
    (re.compile(r"最大限度"), "一定限度"),
    (re.compile(r"(?<=向)上级(?=机关|部门)"), "下级"),
    (re.compile(r"(?<=[益趋来显])(?:淡化|减少|下降|降低|弱化|衰弱)"), "增强"),
    (re.compile(r"(?<=[益趋来显])(?:增多|增加|上升|突出|增大)"), "减少"),
    (re.compile(r"(?<=[益趋况形])(?:复杂)(?=[，。；,;的])"), "简单"),
    (re.compile(r"第一(?=手资料|责任人|位的|要务|线)"), "第二"),
    (re.compile(r"之首(?=[，。；,;])"), "之末"),
    (re.compile(r"首要(?=条件|前提|位置|职责|标准)"), "次要"),
    (re.compile(r"(?<=[，。；,;])(?:必须|应当|应该|要)始终"), "无须始终"),
    (re.compile(r"(?<=[一-鿿])(?<![不可能])(?:必须|应当|应该)(?=成为|引起|坚持|做到|具备|把|以|依靠|服从)"), "不必"),
)
_CONNECTIVES = (
    (re.compile(r"(?<![可以])并处(?=[^。；]{1,24}罚款)"), "或者处"),
    (re.compile(r"警告或者(?=[一二三四五六七八九十百千万0-9]+元以[上下])"), "警告，并处"),
)
_BOUNDS = {"以上": "以下", "以下": "以上"}


def true_draft(statement: Statement) -> Draft | None:
    """The sentence as it stands."""
    if len(statement.text) > LONGEST:
        return None
    return _draft(statement, statement.text, RIGHT, None, None, (), to_the_letter=_is_bounded(statement.text))


def false_drafts(statement: Statement, pools: Pools, random: Random) -> Iterator[Draft]:
    """The sentence with one edit, each edit of which it is capable, in an order drawn by lot."""
    if len(statement.text) > LONGEST:
        return
    edits = [edit for edit in _edits(statement, pools, random) if edit.start >= statement.focus]
    random.shuffle(edits)
    edits.sort(key=lambda edit: edit.kind == "modal" and random.random() < 0.7)  # the easiest to see through come last
    for edit in edits:
        end = edit.start + len(edit.before)
        located = statement.locate(edit.start, end)
        if located is None:
            continue
        said = statement.text[: edit.start] + edit.after + statement.text[end:]
        quoted = replace(edit, start=in_quote(statement.spans, located[0], statement.place.passage))
        yield _draft(statement, said, WRONG, quoted, edit.start, (located,), to_the_letter=_is_bounded(statement.text))


def _draft(
    statement: Statement,
    said: str,
    key: str,
    edit: Edit | None,
    edited_at: int | None,
    key_spans: tuple[tuple[int, int], ...],
    *,
    to_the_letter: bool,
) -> Draft:
    return Draft(
        type=ItemType.TRUE_FALSE,
        place=statement.place,
        stem=according(statement.place, to_the_letter=to_the_letter) + tidy(said),
        body=said,
        right=(key,),
        wrong=(),
        spans=statement.spans,
        key_spans=key_spans,
        paragraph=statement.paragraph,
        item=statement.item,
        edit=edit,
        edited_at=edited_at,
        ranges=statement.ranges,
    )


def _is_bounded(text: str) -> bool:
    """Whether a number is a limit: what keeps a stricter limit keeps it too, so only the wording can be judged."""
    return any(quantity.bound or quantity.limit for quantity in find_quantities(text))


def _edits(statement: Statement, pools: Pools, random: Random) -> Iterator[Edit]:
    text = statement.text
    if statement.place.is_prose:
        yield from _of_words("phrase", text, _TAILS)
        yield from _of_words("opposite", text, _SHARES)
        yield from _of_words("opposite", text, _DEMANDS)  # where 可以 and 应当 mostly guess
    else:
        yield from _of_words("modal", text, _MODALS)
        yield from _of_words("opposite", text, _OPPOSITES)
    if not statement.place.is_prose:
        yield from _of_words("connective", text, _CONNECTIVES)
    yield from _of_numbers(statement, pools, random)
    yield from _of_agencies(statement, pools)
    yield from _of_phrases(statement, pools, random)


def _of_words(kind: str, text: str, table: Sequence[tuple[re.Pattern[str], str]]) -> Iterator[Edit]:
    """Only of a sentence with one such word: with two it would be open which one is meant."""
    if kind == "modal" and sum(text.count(word) for word in ("应当", "可以", "不得", "必须", "禁止", "严禁")) > 1:
        return
    for pattern, after in table:
        found = list(pattern.finditer(text))
        if len(found) == 1:
            yield Edit(kind, found[0].start(), found[0][0], after)


def _of_numbers(statement: Statement, pools: Pools, random: Random) -> Iterator[Edit]:
    text = statement.text
    for quantity in find_quantities(text):
        if not is_askable(quantity, text):
            continue
        before = text[quantity.start : quantity.end]
        others = numbers_like(quantity, before, statement.place, pools)[:4]
        if others:
            yield Edit("number", quantity.start, before, random.choice(others))
        after = _BOUNDS.get(quantity.bound)
        if after and quantity.high is None and quantity.unit in {"日", "年", "元", "周岁", "人", "倍", "月", "小时"}:
            yield Edit("bound", quantity.end, quantity.bound, after)


def _of_phrases(statement: Statement, pools: Pools, random: Random) -> Iterator[Edit]:
    """A principle, a sanction, quoted words: another of its sort, which this text does not use."""
    text = statement.text
    for phrase in find_phrases(text):
        before = text[phrase.start : phrase.end]
        others = phrases_like(text, phrase, statement.place, pools)[:5]
        if others and text.count(before) == 1:
            yield Edit("phrase", phrase.start, before, random.choice(others))


def _of_agencies(statement: Statement, pools: Pools) -> Iterator[Edit]:
    """Another level of the same sort of agency."""
    if statement.place.is_prose:
        return
    text = statement.text
    for agency in find_agencies(text):
        if not agency.levels or not has_a_part(agency, text) or text[agency.end : agency.end + 1] in "、和或机及的（(":
            continue
        if text.count(agency.name[:3]) > 1:
            continue  # named twice: the other place would tell
        for other in agencies_like(agency, agency.name, statement.place, pools):
            found = find_agencies(other)
            if found and found[0].sort == agency.sort and exclude_each_other(found[0], agency) and other not in text:
                yield Edit("authority", agency.start, agency.name, other)
                break
