"""Items made by hand, for tests that need an item and not a base."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from quiz.records import Check, Difficulty, Edit, Item, ItemType, Option, Source

TEXT = "第五条 群众遗失的物品送到巡防站的，应当登记，三日内移交派出所。"


def source(
    text: str = TEXT,
    key: str = "三日",
    *,
    passage_id: str = "p5",
    document_id: str = "d1",
    instrument: str = "青槐市巡防站管理规定",
    article: str | None = "第五条",
) -> Source:
    """The whole text as the quote, and where the key stands in it."""
    at = text.index(key) if key else 0
    return Source(
        passage_id=passage_id,
        passage_sha256=sha256(text.encode()).hexdigest(),
        document_id=document_id,
        doc=f"法规/{instrument}(2023-05-10).txt",
        title=instrument,
        instrument=instrument,
        version_date="2023-05-10",
        level="local_rule",
        path=("第二章 值守和巡逻", article or "一、接报"),
        article=article,
        paragraph=None,
        item=None,
        spans=((0, len(text)),),
        quote=text,
        key_spans=((at, at + len(key)),) if key else (),
        reference=f"《{instrument}》（2023-05-10）{article or ''}",
        status_text="是否现行请核对",
    )


def single(id_: str = "i1", *, right: str = "A", **changes: object) -> Item:
    """单项选择 with the options 三日, 五日, 七日, 十日."""
    texts = ("三日", "五日", "七日", "十日")
    made = Item(
        id=id_,
        type=ItemType.NUMBER,
        stem="群众遗失的物品送到巡防站的，应当在登记后（ ）内移交派出所。",
        options=tuple(
            Option(letter, text, letter == right, f"原文为三日，{text}")
            for letter, text in zip("ABCD", texts, strict=True)
        ),
        key=(right,),
        accept=(),
        explanation="《青槐市巡防站管理规定》（2023-05-10）第五条：三日内移交派出所。",
        sources=(source(),),
        topic="第二章 值守和巡逻",
        difficulty=Difficulty.EASY,
        edit=None,
        generator="test 1",
        seed=7,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def multiple(id_: str = "m1", **changes: object) -> Item:
    """多项选择 with the key A, B, C of four options."""
    texts = ("饮酒后上岗", "擅自离开岗位", "泄露群众个人信息", "使用配发的手电")
    options = tuple(Option(letter, text, letter != "D", "") for letter, text in zip("ABCD", texts, strict=True))
    made = single(
        id_,
        type=ItemType.LIST,
        stem="巡防员不得有的行为包括（ ）。",
        options=options,
        key=("A", "B", "C"),
        explanation="见第四条所列三项。",
        sources=(source("第四条 巡防员不得有下列行为：饮酒后上岗。", "饮酒", passage_id="p4", article="第四条"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def true_false(id_: str = "t1", **changes: object) -> Item:
    """判断, false by one edit."""
    made = single(
        id_,
        type=ItemType.TRUE_FALSE,
        stem="巡逻记录保存三十日。",
        options=(),
        key=("错误",),
        edit=Edit("number", 8, "六十日", "三十日"),
        explanation="原文为六十日。",
        checks=(Check("answerable", True, "第 1 位"),),
        flags=("只改一处",),
        sources=(source("第三条 巡逻记录保存六十日。", "六十日", passage_id="p3", article="第三条"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def cloze(id_: str = "c1", **changes: object) -> Item:
    """填空 with two blanks."""
    made = single(
        id_,
        type=ItemType.CLOZE,
        stem="巡防站实行____小时值守，每班至少配备____巡防员。",
        options=(),
        key=("二十四", "二名"),
        accept=("24", "2名", "两名"),
        explanation="见第三条。",
        sources=(source("第三条 巡防站实行二十四小时值守。", "二十四", passage_id="p3b", article="第三条"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
