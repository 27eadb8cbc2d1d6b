"""列举 of the points of a text that is no instrument.

In: a group of points. Out: one draft whose key are all points in order.
"""

from __future__ import annotations

import re

from quiz.drafts import CHOICE, Draft, Part
from quiz.outline import Member, Points
from quiz.records import ItemType
from quiz.wording import UNTITLED, named, tidy

MOST = 7  # points to be recalled


def points_draft(points: Points) -> Draft | None:
    """None for points that are not all known, too many, or of a text without a title or a lead that says what they are."""
    title = points.place.document.title
    if not points.is_whole or len(points.members) > MOST or not points.lead or title.startswith(UNTITLED):
        return None
    parts: dict[str, list[Member]] = {}  # those of one passage make one source
    for member in points.members:
        parts.setdefault(member[0].passage.id, []).append(member)
    first, *others = (Part(group[0][0], tuple(sorted(span for _, span in group))) for group in parts.values())
    return Draft(
        type=ItemType.RECALL,
        place=first.place,
        stem=f"{_lead(points)}有哪些？请逐一列举。",
        body=points.lead + CHOICE,
        right=tuple(tidy(text) for text in points.texts),
        wrong=(),
        spans=first.spans,
        key_spans=first.spans,
        paragraph=None,
        more=tuple(others),
    )


def _lead(points: Points) -> str:
    """``《…》一文在“影响警民关系的主要表现”部分提出的要点``."""
    name, lead = named(points.place.document), _single(tidy(points.lead))
    if points.is_heading:
        return f"{name}在“{lead}”部分提出的要点"
    return f"{name}提出：“{lead}”。文中接着列举的要点"


def _single(words: str) -> str:
    """Quotation marks inside quotation marks are single."""
    return re.sub(r'"([^"]*)"', r"‘\1’", words).replace("“", "‘").replace("”", "’")
