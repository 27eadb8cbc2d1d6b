"""列举 of rows that fill one place of an essay's sentence, or whose members are alike in their first or last character.

In: a sentence of prose. Out: drafts: 加强对……的管理, 对……要开展检查, 按照……的要求; 进农村、进社区、进企业; 早抓、真抓、主动抓;
“广”（…）、“快”（…）. Rows that are counted or named by a noun are asked for in essay_rows.py, names in quotation marks in essay_quoted.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.numerals import chinese_number
from quiz.drafts import Draft
from quiz.prose import Sentence, is_said_otherwise, is_slipped, members_of, said_in, said_under
from quiz.records import ItemType
from quiz.wording import GAP, tidy

FEWEST = 3
FEWEST_OWN = 2  # characters of a member beside those that all have: 想全局, 议全局 is a flourish
LONGEST_STEM, LONGEST_BEFORE = 150, 60
MUCH = 40  # characters up to the end of a row that say of what it is
FEWEST_AROUND = 12  # characters that tell of what a row is; of less the heading is named
_M = r"[^，,。；;:：、“”\"的]{2,16}"  # a member
_Q = rf"(?:{_M}|[“\"][^”\"]{{2,10}}[”\"])"  # or one in quotation marks
_R = rf"(?P<row>{_Q}(?:[、,，]{_Q})+(?:(?:、|和|以及){_Q}))"
_LONG = r"(?P<row>[^，,。；;:：、“”\"]{3,16}(?:[、,，][^，,。；;:：、“”\"]{3,16}){2,})"
_PLACES = (  # with the words that say what is done with the row
    re.compile(rf"(?:加强|强化)对{_R}的(?:管理|监督|教育|领导|保护|检查)"),
    re.compile(rf"在{_LONG}(?:上|方面)下功夫"),
    re.compile(rf"[将把]{_R}纳入[^，,。；;]{{4,}}"),
    re.compile(rf"(?:^|(?<=[，,。；;]))对{_R}[,，](?:要|应当?|必须)[^，,。；;]{{4,}}"),
    re.compile(rf"[将把]{_LONG}的(?:民警|干部|人才|人员|同志|党员)[^，,。；;]{{4,}}"),
    re.compile(
        rf"(?:按照|遵循){_LONG}的(?:要求|原则)(?=[,，][^，,。；;:：]{{6,}}[,，。；;]|[,，][^，,。；;:：]{{6,}}$)"
    ),
    re.compile(rf"(?:^|(?<=[，,。；;]))对{_LONG}[,，]?都?(?:有着|具有|有)[^，,。；;]{{0,8}}意义"),
    re.compile(rf"(?:营造|坚持|形成){_R}的(?:[^，,。；;]{{0,6}})(?:氛围|思路|格局|局面)"),
    re.compile(
        r"(?:直接)?关系(?:到|着)?(?P<whole>[^，,。；;:：、“”\"]{4,20}(?:[,，]关系(?:到|着)?[^，,。；;:：、“”\"]{4,20}){2,})$"
    ),
    re.compile(rf"定位[在于]{_LONG}上"),
    re.compile(r"(?P<row>与[一-鿿]{4,12}相(?!结合)[一-鿿]{2}(?:、(?:一个)?与[一-鿿]{4,12}相[一-鿿]{2}){2})的"),
)
_JOINT = re.compile(r"[、,，](?:以及|和|一个)?|(?:以及|和)(?![谐睦平解])(?=[^、,，]+$)")
_WHOLE = re.compile(r"[,，]关系(?:到|着)?")
_OPEN = re.compile(r"等[^、,，]{0,4}$|其他|其它|^[这其此该]|[一二三四五]是|而|[（(]|^(?:要|还要|从而|使|以|对)")
_FIRST = re.compile(  # members with the same first character
    r"(?P<row>(?P<same>[一-鿿])(?:(?!的)[一-鿿]){1,8}(?:[、,，](?P=same)(?:(?!的)[一-鿿]){1,8}){2,})(?=[，,。；;](?!(?P=same))|$)"
    r"|(?<=的)(?P<pairs>(?P<pair>[一-鿿])[一-鿿](?:、(?P=pair)[一-鿿]){2,})(?=原则|要求|方针)"
)
_LAST = re.compile(  # short members with the same last one
    r"(?P<row>[一-鿿]{2}(?P<same>[一-鿿])(?:、[一-鿿]{2}(?P=same)){2,})(?=[，,。；;的]|$)"
    r"|(?P<acts>[一-鿿]{2}(?P<act>[一-鿿]{2})(?:[、,，][一-鿿]{2}(?P=act))+(?:[、,，]|和|以及)[一-鿿]{2}(?P=act))(?=[，,。；;]|$)"
    r"|(?<=的)(?P<pairs>[一-鿿](?P<pair>[一-鿿])(?:、[一-鿿](?P=pair)){2,})(?=活动|工作|原则)"
    r"|(?<=[要应须])(?P<ways>[一-鿿]{1,3}(?P<way>[一-鿿])(?:、[一-鿿]{1,3}(?P=way)){2,})(?=[，,。；;]|$)"
)
_KINDS = re.compile(  # kinds of one thing: 立案标准、证据标准以及裁量标准
    r"(?:(?<=的)|(?<=完善)|(?<=健全)|(?<=建立)|(?<=加强)|(?<=推进)|(?<=具有)|(?<=注重))"
    r"(?P<row>[一-鿿]{2,10}?(?P<same>[一-鿿]{2})(?:[、,，](?:(?!和)[一-鿿]){2,10}?(?P=same))*(?:、|和|以及)[一-鿿]{2,12}?(?P=same))(?=[，,。；;]|$|的)"
)
_NO_COMMON = re.compile(r"^[的了是有不最和与这其一为上中下能新去观]$")
_EXPLAINED = re.compile(
    r"(?P<row>[“\"][一-鿿]{1,4}[”\"][(（][^()（）]{4,20}[)）](?:、?[“\"][一-鿿]{1,4}[”\"][(（][^()（）]{4,20}[)）]){2,})"
)


def series_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Every row that fills a place of the sentence, or is alike."""
    text = sentence.text
    for form in _PLACES:
        for match in form.finditer(text):
            is_whole = "whole" in match.groupdict()
            name, joints = ("whole", _WHOLE) if is_whole else ("row", _JOINT)
            yield from _filling(sentence, members_of(match[name], match.start(name), joints), match.end())
    rows: set[tuple[int, int]] = set()
    for form in (_FIRST, _LAST, _KINDS):
        for match in form.finditer(text):
            name, same = next(pair for pair in _NAMES if pair[0] in match.groupdict() and match[pair[0]])
            members = members_of(match[name], match.start(name), _JOINT)
            if members[-1] not in rows:
                yield from _alike(sentence, members, match[same], is_first=form is _FIRST)
            rows.add(members[-1])
    for match in _EXPLAINED.finditer(text):
        at = match.start("row")
        parts = re.finditer(r"[“\"][^”\"]+[”\"][(（][^()（）]+[)）]", match["row"])
        yield from _filling(
            sentence,
            [(at + part.start(), at + part.end()) for part in parts],
            match.end(),
            "（各用引号中的字概括，并作说明）",
        )


_NAMES = (("row", "same"), ("acts", "act"), ("pairs", "pair"), ("ways", "way"))


def _filling(sentence: Sentence, members: Sequence[tuple[int, int]], behind: int, besides: str = "") -> Iterator[Draft]:
    """``……加强对……的管理。省略号处并列的三项内容分别是什么？``."""
    asked = f"省略号处并列的{chinese_number(len(members))}项内容{besides}分别是什么？请逐一列举。"
    yield from _draft(sentence, members, behind, asked, is_told=besides != "")


def _alike(sentence: Sentence, members: Sequence[tuple[int, int]], same: str, *, is_first: bool) -> Iterator[Draft]:
    """``……要做到三个“进”。这三个“进”分别是什么？``."""
    words = [sentence.text[start:end] for start, end in members]
    sizes = [len(word) for word in words]
    if _NO_COMMON.search(same) or not all(word.startswith(same) if is_first else word.endswith(same) for word in words):
        return
    shared = frozenset.intersection(*map(frozenset, words))
    if (is_first and max(sizes) - min(sizes) > 1) or (len(shared) > 1 and min(sizes) < len(shared) + FEWEST_OWN):
        return
    if is_first and len({word[:2] for word in words}) == 1:
        return  # asked for by the word
    count = chinese_number(len(members))
    asked = f"省略号处并列的{count}项内容（都含“{same}”）分别是什么？请逐一列举。"
    behind = members[-1][1]
    if same in re.split("[,，。；;]", sentence.text[behind:].lstrip(",，、"))[0] and not is_first:
        return  # the next one belongs to them
    yield from _draft(sentence, members, behind, asked)


def _draft(
    sentence: Sentence, members: Sequence[tuple[int, int]], behind: int, asked: str, *, is_told: bool = False
) -> Iterator[Draft]:
    text = sentence.text
    words = [text[start:end] for start, end in members]
    if len(words) < FEWEST or len(set(words)) < len(words) or any(_OPEN.search(word) for word in words if not is_told):
        return
    begin = _clause_start(text, members[0][0])
    if begin and _OF_SOME.search(text[:begin]):
        return  # of whom it is said is cut off
    end = _clause_end(text, begin, behind)
    said = _JOINING.sub("", text[begin : members[0][0]]) + GAP + text[members[-1][1] : end]
    if is_said_otherwise(sentence, text[begin : members[0][0]], text[members[-1][1] : end]):
        return
    if is_slipped("".join(words) + said) or any(word in said for word in words) or "等" in text[members[-1][1] :][:2]:
        return
    is_short = len(said) < FEWEST_AROUND
    stem = f"{(said_under if is_short else said_in)(sentence, said).rstrip('。')}。{asked}"
    if len(stem) > LONGEST_STEM or len(said) < len(GAP) + 4:
        return
    yield Draft(
        type=ItemType.RECALL,
        place=sentence.place,
        stem=stem,
        body=text[:end],
        right=tuple(map(tidy, words)),
        wrong=(),
        spans=((sentence.first + begin, sentence.first + end),),
        key_spans=tuple((sentence.first + start, sentence.first + last) for start, last in members),
        paragraph=None,
    )


def _clause_start(text: str, at: int) -> int:
    """The beginning of the sentence where it is near, else of the clause of the row."""
    if at < LONGEST_BEFORE:
        return 0
    starts = [0, *(match.end() for match in re.finditer(r"[,，;；]", text[:at]))]
    return next((start for start in reversed(starts) if at - start >= FEWEST_AROUND), 0)


_OF_SOME = re.compile("有些|有的|少数|个别|部分|一些")
_JOINING = re.compile("^(?:从而|并且?|同时|也|还)+")


def _clause_end(text: str, begin: int, at: int) -> int:
    """The end of the clause behind a row; of the next one where the row ends its own and little stands before it."""
    stops = [match for match in re.finditer(r"[,，;；]|$", text) if match.start() >= at]
    first = stops[0]
    if first.start() == at and at - begin < MUCH and first[0] in (",", "，") and not _NEW.match(text, at + 1):
        return stops[1].start()
    return first.start()


_NEW = re.compile("如果|而|但|不|在")
