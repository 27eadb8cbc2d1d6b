"""Multiple choice and recall about the points of a text that is no instrument.

In: groups of points and the points of other groups. Out: drafts that ask which points a text makes under a heading, or for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quiz.distractors import Pools, points_like
from quiz.drafts import CHOICE, Draft, Part
from quiz.evidence import Place, Statement, is_narration, stands_alone
from quiz.outline import Member, Points, heading_words
from quiz.records import ItemType
from quiz.wording import according, named, tidy

MOST = 7  # points to be recalled
SHORTEST, LONGEST = 14, 130  # characters of a sentence under a heading


def point_drafts(points: Points, pools: Pools, random: Random) -> Iterator[Draft]:
    """Multiple choice of two or three of the points, and where there are few enough, all of them from memory."""
    lead = _lead(points)
    count = random.choice((2, 3))
    chosen = sorted(random.sample(range(len(points.members)), min(count, len(points.members))))
    members = [points.members[at] for at in chosen]
    right = tuple(points.texts[at] for at in chosen)
    if wrong := points_like(points, right, pools):
        yield _draft(ItemType.LIST, points, members, right, f"{lead}包括{CHOICE}。", wrong, 4 - len(members))
    if len(points.members) <= MOST:
        yield _draft(ItemType.RECALL, points, points.members, points.texts, f"{lead}有哪些？请逐一列举。", (), 0)


_DEMAND = re.compile(r"要|必须|应|是|不能|需要")


def heading_draft(place: Place, heading: str) -> Draft | None:
    """What a text says first under a heading; None where that is a narration, too short or too long."""
    text, words = place.passage.text, heading_words(heading)
    found = re.match(rf"{re.escape(heading)}[。:：\s]+(?P<first>[^。\n]{{{SHORTEST},{LONGEST}}}。)", text)
    if found is None or not words or is_narration(found["first"]) or not stands_alone(found["first"]):
        return None
    if not _DEMAND.search(found["first"]) or re.match(r"[0-9①-⑳一二三四五]{1,2}[、.．是]?", found["first"]):
        return None
    return Draft(
        type=ItemType.SHORT,
        place=place,
        stem=f"{named(place.document)}在“{_single(tidy(words))}”部分首先提出了什么看法或者要求？",
        body=words,
        right=(tidy(found["first"]),),
        wrong=(),
        spans=(found.span("first"),),
        key_spans=(found.span("first"),),
        paragraph=None,
    )


def _lead(points: Points) -> str:
    """``《…》一文在“影响警民关系的主要表现”部分提出的要点``."""
    name = named(points.place.document)
    lead = tidy(points.lead)
    if not lead:
        return f"{name}各部分标题所列的要点"
    if points.is_heading:
        return f"{name}在“{_single(lead)}”部分提出的要点"
    return f"{name}提出：“{_single(lead)}”。文中接着列举的要点"


def _single(words: str) -> str:
    """Quotation marks inside quotation marks are single."""
    return re.sub(r'"([^"]*)"', r"‘\1’", words).replace("“", "‘").replace("”", "’")


def _draft(
    type_: ItemType,
    points: Points,
    members: list[Member] | tuple[Member, ...],
    right: tuple[str, ...],
    stem: str,
    wrong: tuple[str, ...],
    most_wrong: int,
) -> Draft:
    """Points of one passage make one source, those under several headings one each."""
    parts: dict[str, list[Member]] = {}
    for member in members:
        parts.setdefault(member[0].passage.id, []).append(member)
    first, *others = (Part(group[0][0], tuple(sorted(span for _, span in group))) for group in parts.values())
    return Draft(
        type=type_,
        place=first.place,
        stem=stem,
        body=points.lead + CHOICE,
        right=tuple(tidy(text) for text in right),
        wrong=tuple(tidy(text) for text in wrong),
        spans=first.spans,
        key_spans=first.spans,
        paragraph=None,
        most_wrong=most_wrong,
        more=tuple(others),
    )


_WHAT = re.compile(
    r"^(?P<what>[^，。,]{3,26}的(?:关键|核心|目的|实质|本质|根本|前提|基础|任务|职责|宗旨|目标|重点|原则|含义|内容|根本途径|基本原则|最高标准))"
    r"(?:就|，就)?(?:是|在于)(?P<answer>[^。]{4,90}。)$"
)


def what_draft(statement: Statement) -> Draft | None:
    """What a text calls the key, the aim or the ground of something: 做好群众工作的关键是……。"""
    found = _WHAT.match(statement.text)
    located = (
        statement.locate(*found.span("answer")) if found and statement.place.is_prose and not statement.focus else None
    )
    if found is None or located is None:
        return None
    return Draft(
        type=ItemType.SHORT,
        place=statement.place,
        stem=f"{according(statement.place)}{tidy(found['what'])}是什么？",
        body=found["what"],
        right=(tidy(found["answer"]),),
        wrong=(),
        spans=statement.spans,
        key_spans=(located,),
        paragraph=None,
    )
