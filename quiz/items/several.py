"""Multiple choice about words that a rule names in a row: 查封、扣押、冻结; 转让、出借、抵押; 公安机关、人民检察院、人民法院.

In: a statement. Out: drafts with the row left out, whose right options are its members and whose others are words of the same kind that the
article does not have. Rows that go on with 等 or 其他 are open and not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quiz.drafts import CHOICE, Draft
from quiz.evidence import Statement
from quiz.items.blanks import LONGEST_STEM
from quiz.pools import Pools, article_of
from quiz.records import ItemType
from quiz.wording import said_by
from quiz.worth import is_worth_asking, on_its_own

OPTIONS = 4
_KINDS = (
    # what is done with property
    ("查封", "扣押", "冻结", "划拨", "没收", "追缴", "收缴", "扣留", "拍卖", "销毁"),
    # what police do to find out
    ("盘问", "检查", "传唤", "询问", "讯问", "搜查", "辨认", "拘传"),
    ("检验", "鉴定", "勘验", "辨认", "评估"),
    ("查询", "查阅", "复制", "调取", "扣押"),
    ("陈述", "申辩", "听证", "申诉", "复议"),
    ("检举", "控告", "申诉", "复议"),
    # who has a part
    (
        *("公安机关", "人民检察院", "人民法院", "司法行政部门", "监察机关", "国家安全机关"),
        *("教育行政部门", "民政部门", "海关", "出入境边防检查机关"),
    ),
    ("家属", "所在单位", "学校", "居民委员会", "户籍所在地公安派出所"),
    ("姓名", "性别", "民族", "住址", "出生日期", "职业", "学历", "联系方式", "婚姻状况", "籍贯"),
)
_JOINT = r"(?:、|和|或者|或|以及|及)"
_ROWS = tuple(
    re.compile(
        rf"(?<![一-鿿]、)(?:(?:{'|'.join(kind)}){_JOINT}(?:其)?)+(?:{'|'.join(kind)})(?!、|等|或者|以及|和|及|其他|以外)"
    )
    for kind in _KINDS
)
_FORBIDDEN = re.compile(r"不得|禁止|严禁|不准")  # what is forbidden in this way may be forbidden in another
_WORD_GOES_ON = re.compile(r"[机部人负交出内所工的]")  # 公安机关交通管理部门 is another body


def several_drafts(statement: Statement, pools: Pools, random: Random) -> Iterator[Draft]:
    """One draft for each closed row of two words or more."""
    whole = None if statement.place.is_prose else on_its_own(statement)
    if whole is None or not is_worth_asking(whole):
        return
    text, here = whole.text, pools.article_text.get(article_of(whole.place), "")
    for kind, row in zip(_KINDS, _ROWS, strict=True):
        found = list(row.finditer(text))
        if len(found) != 1 or found[0].start() < whole.focus:
            continue
        draft = _draft(whole, found[0], kind, here, random)
        if draft is not None:
            yield draft


def _draft(whole: Statement, row: re.Match[str], kind: tuple[str, ...], here: str, random: Random) -> Draft | None:
    text = whole.text
    members = [(match.start() + row.start(), match.end() + row.start()) for match in _any(kind).finditer(row[0])]
    words = [text[start:end] for start, end in members]
    around = text[: row.start()] + text[row.end() :]
    if (
        any(word in around for word in words)
        or len(set(words)) < len(words)
        or _FORBIDDEN.search(re.split(r"[，。；]", text[: row.start()])[-1])
        or (len(words[-1]) > 2 and _WORD_GOES_ON.match(text, row.end()))
    ):
        return None
    chosen = sorted(random.sample(members, min(len(members), OPTIONS - 1)))
    wrong = [word for word in kind if word not in here]
    spans = [whole.locate(*span) for span in chosen]
    body = text[: row.start()] + CHOICE + text[row.end() :]
    if len(wrong) < OPTIONS - len(chosen) or None in spans or len(body) > LONGEST_STEM:
        return None
    return Draft(
        type=ItemType.LIST,
        place=whole.place,
        stem=said_by(whole.place, body),
        body=body,
        right=tuple(text[start:end] for start, end in chosen),
        wrong=tuple(wrong),
        spans=whole.spans,
        key_spans=tuple(span for span in spans if span is not None),
        paragraph=whole.paragraph,
        item=whole.item,
        most_wrong=OPTIONS - len(chosen),
    )


def _any(kind: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(kind))
