"""Whether a sentence with one edit gives itself away, or still holds.

In: a sentence and an edit of it. Out: yes or no. It gives itself away where its other words say what the edit denies (省级机关 … 主管全国,
满9分 beside 未满12分, 因犯罪受过行政处罚); it still holds where the edit narrows a condition (未满十二周岁 is 未满十六周岁 too). Makes no
edits (items/true_false.py, distractors.py) and does not look into other texts (checks.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.numerals import NUMERAL, parse_number
from quiz.quantities import Quantity, find_quantities
from quiz.records import Edit

ADULT = 18  # years


def is_poor_edit(text: str, edit: Edit) -> bool:
    """Whether the sentence ``text`` with this edit is seen to be false without the rule, or is true; ``edit.start`` counts in ``text``."""
    end = edit.start + len(edit.before)
    before, after = text[: edit.start], text[end:]
    rest = before + "＿" + after
    clause = re.split(r"[，。；：]", before)[-1] + edit.after + re.split(r"[，。；：]", after)[0]
    if _is_circular(text, before + edit.after + after) or (_HARSHER.search(edit.after) and _MILD.search(rest)):
        return True
    if edit.after in _PAPERS and not re.search("[，。；]", before):
        return True  # whom the rule is about: that it does not hold of the other paper is not said
    if edit.kind in ("modal", "opposite") and (_is_condition(after) or "除外" in clause or "是否" in clause):
        return True
    if edit.kind == "modal" and _HAS_A_TERM.match(after):
        return True  # 可以在三日内 is half true
    if edit.kind == "modal" and (re.search(r"除[^，。；]*$", before) or before.endswith(("外，还", "外，"))):
        return True  # 除可以…外，还应当…
    if edit.kind == "modal" and re.search(r"告知[^，。；]*$|最[长多高短少低]$", before):
        return True  # somebody is told what he may do, not what he must; 最长可以
    if edit.after == "可以" and re.match(r"将?[^，。；]*(?:备查|留存|保存)", after):
        return True  # nobody keeps for inspection what he need not keep
    if edit.after == "可以" and re.match(r"经过?", after):
        return True  # nobody writes 可以经…批准
    if (
        edit.after.startswith("本级")
        and (body := _BODY.match(edit.after.removeprefix("本级") + after))
        and body[0] in before
    ):
        return True  # nobody reports to himself
    if edit.kind == "authority":
        return _LEVELS.search(rest) is not None or (
            (_OF_A_PLACE.search(before) or OF_HERE.search(rest)) is not None
            and _OF_THE_NATION.match(edit.after) is not None
        )
    if edit.kind == "number":
        if edit.before.endswith("分") and "满分" in rest:
            return True  # how much is full is known
        return _is_said_again(text, edit) or _is_narrowed(text, edit) or _is_poor_number_at(text, edit)
    if edit.after == "在三日内" and _is_condition(after):
        return True  # 当场收缴 is there a case, not a term
    if edit.after in _OBJECTS and re.search(r"不得|不予|禁止|无权", rest) is not None:
        return True  # what is forbidden with one paper may be forbidden with the other
    denied = _DENIED.get(edit.after)
    if denied is not None and denied.search(rest):
        return True
    return "备案" in edit.after and re.search(r"(?:是否|凭|经)[^，。；]*$", before) is not None


def is_poor_number(text: str, own: Quantity, wrong: str) -> bool:
    """Whether ``wrong`` in the place of ``own`` is seen to be wrong by the other words of ``text``: an age that makes a minor a grown-up,
    one person who makes up a group, nothing below one, a second step that does not begin where the first one ends."""
    (new,) = find_quantities(wrong)[:1] or (None,)
    if new is None:
        return False
    if own.unit == "周岁" and new.low >= ADULT and re.search("未成年|儿童|少年", text) is not None:
        return True
    if _covers(text, own, new):
        return True  # what holds below sixteen holds below fourteen, too
    if new.low == 1 and (own.limit in _BELOW or (own.unit == "人" and own.bound == "以上")):
        return True
    if new.low == 1 and own.bound == "以下" and own.high is None:
        return True  # at most one day of detention is no step
    if _is_past_its_part(text, own, new) or _is_past_its_total(text, own, new):
        return True
    if (begun := _BEGUN.search(text[: own.start])) is not None and new.low <= (parse_number(begun[1]) or 0):
        return True  # from one to one
    return own.high is not None and any(
        new.low != own.low if is_next else new.low < reached <= own.low for reached, is_next in _steps_before(text, own)
    )


def says_of_whom(text: str, own: Quantity) -> bool:
    """Whether a number is a limit of those for whom the rule holds (未满十六周岁的, 死亡三人以上的): another number would hold for some of them."""
    return any(_covers(text, own, replace(own, low=own.low * factor)) for factor in (0.5, 2))


def _is_past_its_part(text: str, own: Quantity, new: Quantity) -> bool:
    """Whether a whole would be less than the part of it that the sentence names (其中…不得少于五天), or a part more than the whole."""
    at = text.find("其中")
    if at < 0:
        return False
    others = [other for other in find_quantities(text) if other.unit == own.unit and other.start != own.start]
    if own.start < at:
        return any(other.start > at and new.low <= other.low < own.low for other in others)
    return any(other.start < at and new.low >= other.low > own.low for other in others)


def _is_past_its_total(text: str, own: Quantity, new: Quantity) -> bool:
    """Whether two persons, each at the rate, would pass the total that the sentence names (每…一人五千元，总额不超过五万元)."""
    at = text.find("总额")
    if at < 0 or "每" not in text[:at]:
        return False
    others = [other for other in find_quantities(text) if other.unit == own.unit and other.start != own.start]
    if own.start < at:
        return any(other.start > at and 2 * new.low > other.low for other in others)
    return any(other.start < at and new.low < 2 * other.low for other in others)


def _is_circular(text: str, said: str) -> bool:
    """Whether the edit makes a term run from the very act that it is set for: 自送达之日起…送达."""
    return _CIRCLE.search(said) is not None and _CIRCLE.search(text) is None


def _steps_before(text: str, own: Quantity) -> Iterator[tuple[float, bool]]:
    """Where earlier ranges of the unit end, and whether ``own`` begins there (at that age or the year after)."""
    for other in find_quantities(text):
        if other.start < own.start and other.unit == own.unit:
            reached = other.high or other.low
            yield reached, own.low - reached in ((0, 1) if own.unit == "周岁" else (0,))


def _is_poor_number_at(text: str, edit: Edit) -> bool:
    own = next((quantity for quantity in find_quantities(text) if quantity.start == edit.start), None)
    return own is not None and is_poor_number(text, own, edit.after)


def _is_condition(after: str) -> bool:
    """Whether the clause goes on to 的 and a comma, so that the rule is said behind it."""
    return re.match(r"[^，。；：]*(?:的|时|后)，", after) is not None


def _is_said_again(text: str, edit: Edit) -> bool:
    """Whether the same number stands in the sentence a second time."""
    found = find_quantities(text)
    own = next((quantity for quantity in found if quantity.start == edit.start), None)
    if own is None:
        return text.count(edit.before) > 1
    ends = {own.low, own.high} - {None}
    return any(
        quantity.start != own.start and quantity.unit == own.unit and ends & {quantity.low, quantity.high}
        for quantity in found
    )


def _is_narrowed(text: str, edit: Edit) -> bool:
    """Whether a condition with a limit is met by fewer after the edit: for these the rule holds as before."""
    own = next((quantity for quantity in find_quantities(text) if quantity.start == edit.start), None)
    (new,) = find_quantities(edit.after)[:1] or (None,)
    return own is not None and new is not None and _covers(text, own, new)


def _covers(text: str, own: Quantity, new: Quantity) -> bool:
    """Whether all who meet the limit with ``new`` meet it with ``own``: whom the rule holds for, not what it orders."""
    if own.high is not None or text[: own.start - len(own.limit)].endswith(("应当", "必须", "须")):
        return False
    behind = text[own.end + len(own.bound) :]
    if not (own.limit in _OF_AGE or re.match(r"[^，。；：]{0,30}的(?:，|$|[一-鿿])", behind)):
        return False
    clause = re.split(r"[，。；：]", text[: own.start])[-1]
    if own.bound in _TERMS and re.search(r"未|不(?!得)", clause):
        return new.low > own.low  # not done in three days, then not in two either
    if own.limit in {"未满", "不满", "少于"} or own.bound in {"以下", "以内", "之内"}:
        return new.low < own.low
    if own.limit in {"满", "年满", "已满", "超过"} or own.bound == "以上":
        return new.low > own.low
    return False


_BEGUN = re.compile(rf"([{NUMERAL}0-9]+)至$")
_CIRCLE = re.compile(r"自[^，。；]*?(送达|作出|受理|通知|公布|收到|签发|提出)[^，。；]*之日起[^。；]{0,24}\1")
_HARSHER = re.compile("从重|加重|加倍")
_MILD = re.compile(r"未成年|不满十[一-鿿]周岁|怀孕|孕妇|残疾|精神病|盲人|聋|哑|主动|立功|自首|投案|初次|轻微")
_PAPERS = {"停留证件", "居留证件", "道路交通事故认定书", "道路交通事故证明"}
OF_HERE = re.compile("当地|本地|本行政区域|本辖区")  # words of a rule that nobody makes for the nation
_BODY = re.compile(r"[^，。；、]{3,16}?(?:机构|机关|部门)")
_OBJECTS = {"停留证件", "居留证件", "行驶证", "驾驶证", "居民身份证", "居民户口簿", "长期居留"}
_HAS_A_TERM = re.compile(r"[^，。；：]{0,24}(?:日|小时|月)(?:以|之)?内")
_TERMS = {"内", "以内", "之内", "前", "以前", "之前"}
_BELOW = {"未满", "不满", "少于", "不得少于", "不少于", "至少", "不得低于", "不低于"}
_OF_AGE = {"未满", "不满", "年满", "已满", "满"}
_LEVELS = re.compile(
    r"公安部(?!门)|外交部|全国|全省|各省|各级|各地|地方|省、|省级|设区的市|县级|国务院|中央|(?:本|管辖|行政)区域|上级|下级|本级|同级"
)
_OF_A_PLACE = re.compile(r"(?:地|地的|本|当地|所在)$")
_OF_THE_NATION = re.compile(r"国务院|公安部$|最高|中央")
_DENIED = {  # what comes in by the edit → what the rest must not say
    after: re.compile(pattern)
    for after, pattern in (
        ("停业整顿", r"人员"),
        ("没收", r"退还|返还|发还|归还|领取|领回|补办|补齐|提供|解除|恢复|通知当事人|期限|期满"),
        ("扣押", r"上缴|国库|销毁"),
        ("追缴", r"国库"),
        ("吊销", r"期限|个月|[0-9一二三四五六]月|恢复|发还|期满|申请注销"),
        ("暂扣", r"终身|重新(?:申请|取得|申领)|不得再|公告|[一二三四五两0-9]+年内不得"),
        ("备案", r"批准|审批|审核|审查|许可|同意|准予|决定"),
        ("公安机关备案", r"批准|审批|审查|许可|同意|准予"),
        ("批准", r"备案|备查"),
        ("口头", r"签名|签字|盖章|送达|载明|写明|文书|附卷|一式"),
        ("行政处罚", r"犯罪|刑"),
        ("行政裁决", r"复议"),
        ("在三日内", r"当场|立即"),
        (
            "应当在二十四小时内",
            r"立即|随即|尽快|停止|现场|恶劣|灾害|堵塞|侵害|欺凌|伤亡|病危|抢救|严重|紧急|危险|求助|启动|走失|疏散",
        ),
        ("不公开", r"公告|公布|公示|旁听"),
        ("公开", r"保密|秘密|隐私"),
        ("行驶证", r"驾驶许可|考试|学习|^驾驶机动车"),
        ("停留证件", r"居留的外国人"),
        ("社区戒毒", r"强制隔离"),
        ("单独", r"共同|一起"),
        ("复印件", r"核对无误|退还"),
        ("减轻或者不予", r"不予|减轻"),
        ("可以", r"除外|严禁|否则|逾期"),
        ("双方当事人", r"他方|另一方|对方"),
        ("一方当事人", r"共同|各方"),
        ("事后", r"前，|之前"),
        ("过失", r"预谋|串通|为了"),
        ("应当", r"也可以|或者可以|自愿|情节严重"),
    )
}
