"""One item of every type, made of the invented rules of the watch posts, and the same with hostile text in every field."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from quiz.records import (
    Check,
    Difficulty,
    Edit,
    Item,
    ItemType,
    MultipleScoring,
    Option,
    Paper,
    PaperItem,
    Source,
)

QUOTE = "夜间巡逻每两小时进行一次，巡逻记录保存六十日。"
HOSTILE = (
    '=HYPERLINK("http://a.example","x")<script>alert(\'q\')</script>]]>&amp;&&058;{T} ~=%100%# \\n :: -> $CATEGORY: x\r\n\r\n'
    "// [html]\x00\x08\x1b\u202e\u200f\ud800\ufffe👮\u200d♀️{1:SHORTANSWER:=x} {{c1::x}}[sound:x.mp3] e\u0301\u2028'\"|;,\t"
)

SOURCE = Source(
    passage_id="p1",
    passage_sha256="0" * 64,
    document_id="d1",
    doc="法规/青槐市巡防站管理规定(2023-05-10).txt",
    title="青槐市巡防站管理规定",
    instrument="青槐市巡防站管理规定",
    version_date="2023-05-10",
    level="local",
    path=("第二章 值守和巡逻",),
    article="第三条",
    paragraph=2,
    item=None,
    spans=((20, 44),),
    quote=QUOTE,
    key_spans=((40, 43),),
    reference="《青槐市巡防站管理规定》（2023-05-10）第三条第二款",
    status_text="现行有效",
)


def option(letter: str, text: str, *, key: bool = False, match: str = "") -> Option:
    return Option(letter, text, key, f"{text}：{'依据原文' if key else '原文不是这样说的'}", match)


def item(
    type: ItemType,
    stem: str,
    key: Sequence[str],
    options: Sequence[Option] = (),
    *,
    accept: Sequence[str] = (),
    edit: Edit | None = None,
) -> Item:
    return Item(
        id=f"made-{type.value}",
        type=type,
        stem=stem,
        options=tuple(options),
        key=tuple(key),
        accept=tuple(accept),
        explanation=f"《青槐市巡防站管理规定》第三条第二款：“{QUOTE}”",
        sources=(SOURCE,),
        topic="第二章 值守和巡逻",
        difficulty=Difficulty.EASY,
        edit=edit,
        generator="made/1",
        seed=7,
        checks=(Check("wording", True, "合格"),),
        flags=("只有三个选项",),
    )


NUMBER = item(
    ItemType.NUMBER,
    "根据《青槐市巡防站管理规定》，巡逻记录保存（ ）。",
    "B",
    [option("A", "三十日"), option("B", "六十日", key=True), option("C", "九十日")],
)
AUTHORITY = item(
    ItemType.AUTHORITY,
    "对巡防员给予批评教育的是（ ）。",
    "D",
    [option("A", "派出所"), option("B", "县级公安机关"), option("C", "市公安局"), option("D", "巡防站", key=True)],
)
TRUE_FALSE = item(
    ItemType.TRUE_FALSE, "夜间巡逻每三小时进行一次。", ["错误"], edit=Edit("number", 5, "两小时", "三小时")
)
LIST = item(
    ItemType.LIST,
    "巡防员不得有的行为包括（ ）。",
    "ABD",
    [
        option("A", "饮酒后上岗", key=True),
        option("B", "擅自离开岗位", key=True),
        option("C", "使用配发的手电"),
        option("D", "泄露群众个人信息", key=True),
    ],
)
RECALL = item(ItemType.RECALL, "列举巡防员不得有的行为。", ["饮酒后上岗", "擅自离开岗位", "泄露群众个人信息"])
CHOICE = item(
    ItemType.CHOICE,
    "公安机关在街面设立的接待群众求助、开展巡逻防范的固定岗亭，称为（ ）。",
    "A",
    [option("A", "巡防站", key=True), option("B", "警务室"), option("C", "派出所"), option("D", "检查站")],
)
CLOZE = item(ItemType.CLOZE, "巡逻记录保存____。", ["六十日"], accept=["60日", "*日"])
MATCHING = item(
    ItemType.MATCHING,
    "将下列内容与条文对应起来。",
    "ABC",
    [
        option("A", "值守和夜间巡逻", key=True, match="第三条"),
        option("B", "不得有的行为", key=True, match="第四条"),
        option("C", "遗失物品的移交", key=True, match="第五条"),
    ],
)
SHORT = item(ItemType.SHORT, "简述巡逻记录的保存期限。", ["六十日"], accept=["60日"])

EVERY_TYPE = (NUMBER, LIST, TRUE_FALSE, CLOZE, MATCHING, RECALL, SHORT, AUTHORITY, CHOICE)
TWO_BLANKS = dataclasses.replace(
    CLOZE, id="made-two-blanks", stem="每____小时一次，保存____。", key=("两", "六十日"), accept=()
)


def paper(
    items: Sequence[Item] = EVERY_TYPE,
    scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING,
    *,
    title: str = "巡防站规定测验",
    variant: str = "A",
) -> Paper:
    """Two marks an item, three for multiple choice."""
    return Paper(
        id="paper-1",
        title=title,
        variant=variant,
        made_on="2026-03-02",
        generation="g1",
        seed=11,
        scoring=scoring,
        items=tuple(
            PaperItem(number, one, 3, 3.0 if one.type is ItemType.LIST else 2.0)
            for number, one in enumerate(items, start=1)
        ),
    )


WORDED = {ItemType.CLOZE, ItemType.RECALL, ItemType.SHORT}  # their keys are words


def hostile(one: Item) -> Item:
    """Hostile text around the words of every field but the letters of options and the key that names them."""

    def wrap(text: str) -> str:
        return f"{HOSTILE}{text}{HOSTILE}"

    source = one.sources[0]
    return dataclasses.replace(
        one,
        id=f"{HOSTILE}{one.id}",
        stem=wrap(one.stem),
        options=tuple(
            dataclasses.replace(
                each, text=wrap(each.text), why=wrap(each.why), match=wrap(each.match) if each.match else ""
            )
            for each in one.options
        ),
        key=tuple(wrap(word) for word in one.key) if one.type in WORDED else one.key,
        accept=tuple(wrap(word) for word in one.accept),
        explanation=wrap(one.explanation),
        sources=(
            dataclasses.replace(
                source,
                title=wrap(source.title),
                reference=wrap(source.reference),
                quote=wrap(source.quote),
                status_text=wrap(source.status_text),
                doc=wrap(source.doc),
            ),
        ),
        topic=wrap(one.topic),
        generator=HOSTILE,
        checks=(Check(HOSTILE, True, HOSTILE),),
        flags=(HOSTILE,),
    )


def hostile_paper(scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING) -> Paper:
    """Every type, hostile, on a paper whose own fields are hostile."""
    made = paper([hostile(one) for one in EVERY_TYPE], scoring, title=HOSTILE, variant=HOSTILE)
    return dataclasses.replace(made, id=HOSTILE, generation=HOSTILE, made_on=HOSTILE)
