"""列举 of the points of a text that is no instrument.

In: a group of points. Out: one draft whose key are all points in order.
"""

from __future__ import annotations

from ingest.records import Kind
from quiz.drafts import CHOICE, Draft, Part
from quiz.outline import Member, Points, heading_words, part_of, slogans
from quiz.prose import is_slipped
from quiz.records import ItemType
from quiz.wording import UNTITLED, named, singled, tidy

MOST = 7  # points to be recalled
SHORTEST_LEAD = 12  # characters of a lead that says of what its points are


def points_draft(points: Points) -> Draft | None:
    """None for points that are not all known, too many, of a text without a title, or without a lead that says what they are."""
    if not points.is_whole or len(points.members) > MOST or not _is_named(points) or is_slipped("".join(points.texts)):
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


def _is_named(points: Points) -> bool:
    """Whether the stem can say of what they are the points, and does not say one of them by naming the text."""
    document = points.place.document
    name = named(document)
    if not name or any(tidy(text) in name for text in points.texts):
        return False
    if document.title.startswith(UNTITLED):
        return document.kind == Kind.ESSAY and bool(points.lead)
    return bool(points.lead) or document.kind == Kind.ESSAY


def _lead(points: Points) -> str:
    """``《…》一文在“影响警民关系的主要表现”部分提出的要点``."""
    name, lead = named(points.place.document), singled(tidy(points.lead))
    if not lead:
        return f"{name}用各部分的标题提出的要点"
    if points.is_refrain:
        return f"{name}用“{lead}”这一句式提出的要求"
    if points.is_heading:
        return f"{name}在“{lead}”部分提出的要点"
    if called := slogans(points):
        number, word = called[0]
        return f"{name}所说的“{number}个{word}”，具体内容"
    if len(lead) < SHORTEST_LEAD:
        heading = heading_words(part_of(points.place))
        name += f"在“{singled(tidy(heading))}”部分" if heading else ""
    return f"{name}提出：“{lead}”。文中接着列举的要点"
