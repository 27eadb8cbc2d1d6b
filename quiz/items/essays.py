"""Multiple choice, recall and true or false about the points of a text that is no instrument.

In: groups of points and the points of other groups. Out: drafts that ask which points a text makes under a heading, or for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from quiz.distractors import points_like
from quiz.drafts import CHOICE, RIGHT, WRONG, Draft, Part
from quiz.evidence import is_narration
from quiz.outline import Member, Points
from quiz.pools import Pools
from quiz.records import Edit, ItemType
from quiz.wording import UNTITLED, in_quote, named, tidy

MOST = 7  # points to be recalled
SHORTEST, LONGEST = 14, 130  # characters of a sentence under a heading
FALSE = 0.85  # share of points that are judged false where that is possible: few sentences of prose can be made false
SHORTEST_POINT = 6  # characters of a point that is judged


def point_drafts(points: Points, pools: Pools, random: Random) -> Iterator[Draft]:
    """Multiple choice of two or three of the points, and where there are few enough, all of them from memory."""
    if not _is_asked(points):
        return
    lead = _lead(points)
    count = random.choice((2, 3)) if len(points.members) > 4 else 2  # the others are judged one by one
    chosen = sorted(random.sample(range(len(points.members)), min(count, len(points.members))))
    members = [points.members[at] for at in chosen]
    right = tuple(points.texts[at] for at in chosen)
    if points.is_whole and (wrong := points_like(points, right, pools)):
        yield _draft(ItemType.LIST, points, members, right, f"{lead}包括{CHOICE}。", wrong, 4 - len(members))
    if points.is_whole and len(points.members) <= MOST:
        yield _draft(ItemType.RECALL, points, points.members, points.texts, f"{lead}有哪些？请逐一列举。", (), 0)


def said_drafts(points: Points, pools: Pools, random: Random) -> Iterator[Draft]:
    """Whether a text makes this point under this lead: as it stands, or with a point of another part of the same text in its place."""
    if not points.lead or not _is_asked(points):
        return
    lead = _lead(points)
    for (place, span), text in zip(points.members, points.texts, strict=True):
        if len(text) < SHORTEST_POINT or is_narration(text):
            continue
        others = [other for other in points_like(points, (text,), pools) if _is_said_by(other, points, pools)]
        after = random.choice(others[:3]) if others and random.random() < FALSE else None
        body = f"{lead}包括“{_single(tidy(after or text))}”。"
        spans = tuple(sorted(at for other, at in points.members if other.passage.id == place.passage.id))
        edit = Edit("point", in_quote(spans, span[0], place.passage), text, after) if after else None
        yield Draft(
            type=ItemType.TRUE_FALSE,
            place=place,
            stem=body,
            body=body,
            right=(WRONG if edit else RIGHT,),
            wrong=(),
            spans=spans,
            key_spans=(span,) if edit else (),
            paragraph=None,
            edit=edit,
            edited_at=len(lead) + len("包括“"),
            ranges=(span,),
        )


def _is_asked(points: Points) -> bool:
    """Points that a sentence announces, of a text that has a title: headings are worth no learning by heart."""
    return not points.is_heading and not points.place.document.title.startswith(UNTITLED)


def _is_said_by(point: str, points: Points, pools: Pools) -> bool:
    """Whether another part of the same text makes a point."""
    return any(point in other.texts for other in pools.points if other.place.document.id == points.place.document.id)


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
