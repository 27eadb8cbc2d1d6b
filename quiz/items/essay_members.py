"""Multiple choice of the points of one part of an essay, beside those of another part that a careless reader takes for them.

In: groups of points, chance. Out: drafts. Wrong options are points of a sibling only where both parts say what is amiss (表现, 问题,
因素, 原因): what a thing shows itself in and what causes it are mixed up. Measures are no wrong options: their headings tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from ingest.records import Kind
from quiz.drafts import CHOICE, Draft, Part
from quiz.likeness import overlap
from quiz.outline import Member, Points
from quiz.prose import is_slipped, single
from quiz.records import ItemType
from quiz.wording import UNTITLED, named, tidy

MOST_RIGHT, MOST_WRONG = 3, 3
ALIKE = 0.3  # share of character pairs from which two points may say the same
_TELLING = re.compile("主观|客观")  # which of the two something is need not be read
_AMISS = re.compile(r"(?:表现|问题|因素|原因|难点|不足|弊端)$")


def member_drafts(points: Sequence[Points], random: Random) -> Iterator[Draft]:
    """One draft for each part that has such a sibling."""
    amiss = [group for group in points if _is_amiss(group)]
    for group in amiss:
        others = [
            text
            for other in amiss
            if other is not group and other.place.document.id == group.place.document.id
            for text in other.texts
            if max(overlap(text, own) for own in group.texts) < ALIKE and not is_slipped(text)
        ]
        if len(others) > 1 and not _TELLING.match(group.lead):
            yield _draft(group, others, random)


def _is_amiss(group: Points) -> bool:
    document = group.place.document
    return (
        document.kind == Kind.ESSAY
        and not document.title.startswith(UNTITLED)
        and group.is_heading
        and _AMISS.search(group.lead) is not None
        and any(group.lead in step for step in group.place.passage.path)  # not a line under the other's heading
    )


def _draft(group: Points, others: Sequence[str], random: Random) -> Draft:
    kept = set(random.sample(range(len(group.members)), min(MOST_RIGHT, len(group.members))))
    chosen = [member for at, member in enumerate(group.members) if at in kept]
    parts: dict[str, list[Member]] = {}
    for member in chosen:
        parts.setdefault(member[0].passage.id, []).append(member)
    first, *more = (Part(found[0][0], tuple(span for _, span in found)) for found in parts.values())
    lead = single(tidy(group.lead))
    return Draft(
        type=ItemType.LIST,
        place=first.place,
        stem=f"下列各项中，被{named(group.place.document)}列为“{lead}”的有{CHOICE}。",
        body=group.lead + CHOICE,
        right=tuple(tidy(place.passage.text[slice(*span)]) for place, span in chosen),
        wrong=tuple(map(tidy, random.sample(list(others), min(MOST_WRONG, len(others))))),
        spans=first.spans,
        key_spans=first.spans,
        paragraph=None,
        more=tuple(more),
        of_text=True,
    )
