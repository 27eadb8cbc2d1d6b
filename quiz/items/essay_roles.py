"""Questions on what an essay says that something is: …是…的生命线; …是…的基石，是…的门面，是…的桥梁和纽带.

In: a sentence of prose. Out: drafts. Of one or two roles it is asked what has them (简答), of three or more which they are (列举).
Only roles that one thing has (核心, 前提, 根本保证), or several that are said together; no 之一 alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numerals import chinese_number
from quiz.drafts import Draft
from quiz.prose import Sentence, claimed_in, is_balanced, is_slipped, is_told, said_in
from quiz.records import ItemType
from quiz.wording import tidy

FEWEST_TO_RECALL = 3
SHORTEST_SUBJECT, LONGEST_SUBJECT, LONGEST_KNOWN = 3, 48, 16
SHORTEST_ROLE, LONGEST_ROLES = 8, 90  # characters
_ROLE = (
    r"(?:核心|关键|基础|前提|条件|生命线|标准|途径|标志|源泉|社会资源|出发点|落脚点|归宿|准则|必修课|重中之重|责任人|优势|基石|灵魂|法宝|主题|"
    r"优良传统|光荣传统|基本路线|根本路线|根本目标|根本目的|根本区别|根本要求|本质要求|必然要求|根本保证|重要保证|保证|保障|根基|纽带|桥梁|门面|阵地|举措|力量|社会关系|内容|载体|首要环节|首要任务|之首)"
)
_IS = re.compile(
    rf"(?:不仅|既|又|也|更|还|已|已经|就|应当|应该|这)*(?:是|(?:逐步)?成为)(?P<role>[^，,。；;:：“”\"]{{2,40}}?{_ROLE})(?P<open>之一)?(?=[,，；;]|$)"
)
_SUBJECT = re.compile(
    r"(?P<subject>.{2,48}?)[,，]?(?=(?:不仅|既|又|也|更|还|已经?|就|逐步|应当|应该|这)*(?:是|成为)(?!否|指|要|由|对|以|在|把|从))"
)
_NO_SUBJECT = re.compile(
    r"^(?:这|那|也|还|又|都|其|该|它|他|之所以|只有|如果|由于|随着|我们|虽然|尽管|当前|在|对|从|一[是方些]|关键|更|不|当|认为|就是|可以说|并|而|坚持把)|[的了是]$|[这它][,，]?$|认为|之所以"
)
_OF_SEVERAL = re.compile("(?:内容|社会关系|力量|载体)$")  # which other things are as well
_LEAD = re.compile(r"(?:所以|因此|因而|自[^,，]{2,16}以来[,，]|长期以来[,，])+")
_BESIDE = re.compile(r"(?:^|[,，；;])[^,，；;]*是[^,，；;]*[,，；;]$")  # a statement of the same form


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of its subject: places in the sentence."""

    subject: tuple[int, int]
    roles: tuple[tuple[int, int], ...]
    is_open: tuple[bool, ...]  # 之一
    end: int


def role_drafts(sentence: Sentence) -> Iterator[Draft]:
    """A draft for each thing of which the sentence says what it is."""
    text, at = sentence.text, 0
    for start in (0, *(mark.end() for mark in re.finditer("[,，；;]", text))):
        said = _said(text, start) if start >= at else None
        if said is None or is_slipped(text[start : said.end]):
            continue
        at = said.end
        if len(said.roles) >= FEWEST_TO_RECALL:
            yield from _recalled(sentence, said)
        elif not any(said.is_open) and not _OF_SEVERAL.search(text[: said.end]):
            yield from _asked(sentence, said)


def _said(text: str, start: int) -> Said | None:
    """The subject with the roles that follow it one after another; None for another form."""
    found = _SUBJECT.match(text, start)
    subject = found["subject"] if found is not None else ""
    if found is None or _NO_SUBJECT.search(subject) or re.search("[。；;:：？是]", subject):
        return None
    is_cut = re.search("[,，]", subject + text[found.end("subject") : found.end()]) or not _BESIDE.search(text[:start])
    if start and is_cut and not subject.startswith("所以"):
        return None  # what belongs to the clause before
    first = start + (lead.end() if (lead := _LEAD.match(subject)) is not None else 0)
    if _NO_SUBJECT.search(text[first : found.end("subject")]):
        return None
    roles, is_open, at = [], [], found.end()
    while (match := _IS.match(text, at)) is not None:
        roles.append((match.start("role"), match.end()))
        is_open.append(match["open"] is not None)
        at = match.end() + 1
    return Said((first, found.end("subject")), tuple(roles), tuple(is_open), at - 1) if roles else None


def _asked(sentence: Sentence, said: Said) -> Iterator[Draft]:
    text, (start, end) = sentence.text, said.subject
    answer, rest = text[start:end], text[end : said.end].lstrip(",，")
    if len(said.roles) == 1:
        if rest.startswith(("既", "不仅")):
            return  # the other role is of another form
        rest = rest.lstrip("又也更还这")
    who = "谁" if rest.endswith("人") else "什么"
    if not SHORTEST_SUBJECT <= len(answer) <= LONGEST_SUBJECT or not SHORTEST_ROLE <= len(rest) <= LONGEST_ROLES:
        return
    title = sentence.place.document.title
    is_named = any(text[slice(*role)].endswith(answer[-2:]) for role in said.roles)  # 什么是根本路线: 群众路线
    if is_named or answer[-4:] in title or is_told(answer, rest, title) or not is_balanced(answer):
        return
    yield Draft(
        type=ItemType.SHORT,
        place=sentence.place,
        stem=claimed_in(sentence, f"{who}{rest}？"),
        body=who + rest,
        right=(tidy(answer),),
        wrong=(),
        spans=((sentence.first, sentence.first + said.end),),
        key_spans=((sentence.first + start, sentence.first + end),),
        paragraph=None,
    )


def _recalled(sentence: Sentence, said: Said) -> Iterator[Draft]:
    text = sentence.text
    subject, roles = text[slice(*said.subject)], [text[start:end] for start, end in said.roles]
    if len(subject) > LONGEST_KNOWN or len(set(roles)) < len(roles) or any(said.is_open[1:]):
        return
    count = chinese_number(len(roles))
    dots = "，是".join(["……"] * len(roles))
    yield Draft(
        type=ItemType.RECALL,
        place=sentence.place,
        stem=f"{said_in(sentence, f'{subject}是{dots}').rstrip('。')}。省略号处的{count}项内容分别是什么？请逐一列举。",
        body=text[: said.end],
        right=tuple(map(tidy, roles)),
        wrong=(),
        spans=((sentence.first, sentence.first + said.end),),
        key_spans=tuple((sentence.first + start, sentence.first + end) for start, end in said.roles),
        paragraph=None,
    )
