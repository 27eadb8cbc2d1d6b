"""Multiple choice about an enumeration: which of the options the text names.

In: a listing and the members of other lists. Out: drafts with two or three right members and candidates for wrong ones, which
stand in lists of the same sort elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from quiz.distractors import LENGTHS, edited_member, members_like
from quiz.drafts import CHOICE, Draft
from quiz.evidence import POINTING, Listing, stands_alone
from quiz.pools import Pools
from quiz.records import ItemType
from quiz.wording import difference, said_by, tidy

SHORTEST_MEMBER, LONGEST_MEMBER = 2, 75
LONGEST_LEAD = 160
MOST_ROUNDS = 3
LONG_LIST = 4  # members from which a list makes two items
Span = tuple[int, int]
_FAMILIES = (  # nouns of lists whose members are alike enough to stand beside each other
    ("情形", "行为", "情况", "问题"),
    ("职责", "职权", "任务", "工作", "义务", "权利", "权力", "业务", "服务", "支持", "救助", "保护"),
    ("材料", "证件", "凭证", "证明", "文件", "资料", "证据", "文书"),
    ("内容", "事项", "方面"),
    ("措施", "方式", "方法", "程序", "规定", "要求", "制度", "纪律", "标准", "原则", "决定", "处分"),
    ("条件",),
    ("人员", "单位"),
    ("物品", "设备", "财产", "警械", "费用", "来源"),
    ("场所", "地点", "活动", "种类", "警衔"),
)
_NOUNS = tuple(noun for family in _FAMILIES for noun in family)
_ONE_OF = re.compile(r"(?:下列|以下)([^，。：:]{2,24}?)之一")
_HEAD = re.compile(rf"(?:下列|以下)[^，。：:]{{0,16}}?(?P<noun>{'|'.join(_NOUNS)})")
_OF_PARTIES = re.compile(r"联席会议|党委|党中央|党组")
_WHAT_IT_IS = re.compile(r"(?:包括|有|是|为|种类|如下)[：:]$")


def list_drafts(listing: Listing, pools: Pools, random: Random) -> Iterator[Draft]:
    """One draft, or two of a long list, with members drawn by lot."""
    asked = asks_for(listing)
    usable = [span for span in listing.members if is_askable(_text(listing, span))]
    if asked is None or len(usable) < 2:
        return
    noun, stem = asked
    random.shuffle(usable)
    rounds = min(max(len(usable) // 3, 1 + (len(usable) >= LONG_LIST)), MOST_ROUNDS)
    family = family_of(listing.lead_text) or noun
    used: set[str] = set()
    for number in range(rounds):
        chosen, wrong, edited = _chosen(listing, family, usable[number::rounds], usable, pools, random)
        wrong = tuple(words for words in wrong if words not in used)
        right = tuple(_text(listing, span) for span in chosen)
        if len(chosen) < 2 or len(wrong) < 4 - len(chosen):
            continue
        used.update(wrong[: 4 - len(chosen)])  # one change is asked about once
        yield Draft(
            type=ItemType.LIST,
            place=listing.place,
            stem=stem,
            body=listing.lead_text.rstrip("：:") + CHOICE,
            right=tuple(tidy(words) for words in right),
            wrong=tuple(tidy(words) for words in wrong),
            spans=(listing.lead, *sorted(chosen)),
            key_spans=tuple(chosen),
            paragraph=listing.paragraph,
            edited=tuple((tidy(words), tidy(before)) for words, before in edited),
            most_wrong=4 - len(chosen),
        )


def _chosen(
    listing: Listing,
    family: str,
    own: Sequence[Span],
    usable: Sequence[Span],
    pools: Pools,
    random: Random,
) -> tuple[list[Span], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Right members, wrong options for them, and which of these are edited members: what is left over serves as wrong after an edit."""
    count = random.choice((2, 3, 3))
    alike = _of_like_length(own)
    editable = {
        span: made for span in usable if (made := edited_member(_text(listing, span), listing, pools)) is not None
    }
    alike.sort(key=lambda span: span in editable)  # those that can be edited are left over if possible
    for number in (count, 5 - count):
        chosen = sorted(alike[:number])
        if len(chosen) < number:
            continue
        mean = sum(end - start for start, end in chosen) / number
        edited = _each_change_once(
            {
                made: _text(listing, span)
                for span, made in editable.items()
                if span not in chosen and LENGTHS[0] <= len(made) / mean <= LENGTHS[1]
            }
        )
        others = members_like(listing, family, [_text(listing, span) for span in chosen], pools)
        wrong = [*[*edited][: 4 - number], *others]
        if len(wrong) >= 4 - number:
            return chosen, tuple(wrong), tuple(edited.items())
    return [], (), ()


def _each_change_once(edited: dict[str, str]) -> dict[str, str]:
    """Without members that are changed into the words that another one is changed into: two of a kind betray each other."""
    first: dict[str, str] = {}
    for made, before in edited.items():
        first.setdefault(difference(before, made)[1], made)
    return {made: edited[made] for made in first.values()}


def _of_like_length(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most that are neither half nor twice as long as one of them: among such no length tells which are right."""
    groups = (
        [(start, end) for start, end in spans if length / 2 <= end - start <= length * 2]
        for length in (end - start for start, end in spans)
    )
    return max(groups, key=len)  # the first of the longest


def asks_for(listing: Listing) -> tuple[str, str] | None:
    """The noun of what is listed and the stem that asks for it; None where the lead says nothing alone.

    ``有下列情形之一的，不予许可：`` → ``根据《…》规定，有哪些情形之一的，不予许可？条文明确列举的有（ ）。``
    """
    lead = listing.lead_text
    noun = noun_of(lead)
    if noun is None or not is_lead(lead):
        return None
    if noun == "条件" and re.search("申请|从事|企业|单位", lead) and "公安" not in listing.place.passage.text:
        return None  # what another authority licenses
    if _OF_PARTIES.search(lead):
        return None
    said = tidy(lead).rstrip("：:")
    if len(re.findall(r"下列|以下(?![，。罚拘的])", said)) > 1:
        return None
    named = "原文列举的" if listing.place.is_prose else "条文明确列举的"
    return noun, f"{said_by(listing.place, which(said))}？{named}有{CHOICE}。"


def which(lead: str) -> str:
    """``应当履行下列职责`` → ``应当履行哪些职责``; ``行政处罚的种类`` → ``行政处罚的种类有哪些``."""
    if BELOW.search(lead):
        return BELOW.sub("哪些", lead, count=1)
    return f"{re.sub(r'(?:包括|有|是|为|如下)$', '', lead)}有哪些"


BELOW = re.compile(r"(?:下列|以下)(?:几|[一二三四五六七八九十]+)?[个项种]?(?:或者[多几数][个项种])?")


def noun_of(lead: str) -> str | None:
    """What is listed: 情形, 行为, 条件, …; None where no usual noun says it."""
    if one_of := _ONE_OF.search(lead):
        return next((noun for noun in _NOUNS if one_of[1].endswith(noun)), None)
    if match := _HEAD.search(lead.rstrip("：:")):
        return match["noun"]
    if _WHAT_IT_IS.search(lead):
        return next(
            (noun for noun in _NOUNS if lead.rstrip("：:").removesuffix("包括").removesuffix("如下").endswith(noun)),
            None,
        )
    return None


def family_of(lead: str) -> str | None:
    """The first noun of the family of what is listed; None where no usual noun says it."""
    noun = noun_of(lead)
    return next((family[0] for family in _FAMILIES if noun in family), None)


def is_lead(lead: str) -> bool:
    """Whether a lead can be understood alone, its own 下列 apart."""
    pointing = re.sub(r"下列|以下|如下", "", lead)
    if POINTING.search(pointing) or len(lead) > LONGEST_LEAD or len(lead) < 8:
        return False
    begins = re.sub(r"^(?:对|在|具有|有|符合|属于|需要|不得)?(?:下列|以下)", "公安机关", lead)
    return stands_alone(re.sub(r"下列|以下|如下", "", begins))


def is_askable(member: str) -> bool:
    return (
        SHORTEST_MEMBER <= len(member) <= LONGEST_MEMBER
        and POINTING.search(member) is None
        and re.search(
            r"[。；：:]|其他$|[有以]其他(?!关系)|的其他(?:行为|情形|活动|情况)|本法|本条例|本规定|本办法", member
        )
        is None
        and not member.startswith(("其他", "前", "该", "其", "上述"))
    )


def _text(listing: Listing, span: tuple[int, int]) -> str:
    return listing.place.passage.text[slice(*span)]
