"""The points of a text that is no instrument: headings under one heading, 一是…二是…, and numbered lines.

In: usable passages in the order of the base. Out: groups of points, each with what announces them and where each stands.
Does not ask anything (items/essays.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quiz.evidence import Place, stands_alone

FEWEST = 3
SHORTEST, LONGEST = 4, 42  # characters of a point
SHORTEST_LEAD, LONGEST_LEAD = 6, 60

Member = tuple[Place, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Points:
    """What one text lists under one lead."""

    place: Place  # where they begin
    lead: str  # 影响警民关系的主要表现; empty for the headings of the whole text
    is_heading: bool  # whether the lead is a heading, not a sentence
    members: tuple[Member, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(place.passage.text[start:end] for place, (start, end) in self.members)


def read_points(places: Sequence[Place]) -> tuple[Points, ...]:
    """Every group of points in prose, in order."""
    prose = [place for place in places if place.is_prose]
    found: list[Points] = []
    for _, group in groupby(prose, key=lambda place: place.document.id):
        own = list(group)
        found.extend(_of_headings(own))
        for place in own:
            found.extend(_of_ordinals(place))
            found.extend(_of_lines(place))
    return tuple(points for points in found if _is_good(points))


_NUMBERING = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,2}[、.．]|[（(][0-9]{1,2}[)）])[、\s]*"
)


def _of_headings(places: Sequence[Place]) -> Iterator[Points]:
    """Headings of one level under the same heading, where each begins a passage."""
    children: dict[tuple[str, ...], dict[str, Member]] = defaultdict(dict)
    for place in places:
        for depth, step in enumerate(place.passage.path):
            if depth == len(place.passage.path) - 1 and (span := _heading_span(place, step)):
                children[place.passage.path[:depth]].setdefault(step, (place, span))
    for parent, members in children.items():
        if _is_complete(list(members)):
            lead = _NUMBERING.sub("", parent[-1]).rstrip("。:：,，") if parent else ""
            first = next(iter(members.values()))[0]
            yield Points(first, lead, is_heading=True, members=tuple(members.values()))


def _heading_span(place: Place, heading: str) -> tuple[int, int] | None:
    """The words of a heading in its passage, without numbering; None where it runs on into the text."""
    text = place.passage.text
    if not text.startswith(heading) or text[len(heading) : len(heading) + 1] not in "。:：\n":
        return None
    numbering = _NUMBERING.match(heading)
    return (numbering.end() if numbering else 0, len(heading))


def _is_complete(headings: Sequence[str]) -> bool:
    """Whether the numbers run from one without a gap: a list that lost members is none."""
    numbers = [
        re.sub(r"[^一二三四五六七八九十0-9]", "", (_NUMBERING.match(heading) or [""])[0]) for heading in headings
    ]
    usual = [*"一二三四五六七八九十"][: len(numbers)]
    return numbers in (usual, [str(number) for number in range(1, len(numbers) + 1)])


_ORDINAL = re.compile(r"(?:(?<=[。;；,，:：\n）)”])|(?<=^)|(?<=素)|(?<=的))([一二三四五六七八九])(?:是|要)")


def _of_ordinals(place: Place) -> Iterator[Points]:
    """一是…二是…三是… of one passage, in order, each up to the end of its sentence or ；."""
    text = place.passage.text
    run: list[re.Match[str]] = []
    for match in [*_ORDINAL.finditer(text), None]:
        expected = "一二三四五六七八九"[len(run)] if len(run) < 9 else ""
        if match is not None and match[1] == expected and (not run or match[0][-1] == run[0][0][-1]):
            run.append(match)
            continue
        if len(run) >= FEWEST:
            yield _ordinal_points(place, run)
        run = [match] if match is not None and match[1] == "一" else []


def _ordinal_points(place: Place, run: Sequence[re.Match[str]]) -> Points:
    text = place.passage.text
    members = []
    for match in run:
        end = re.compile(r"[。;；\n]|$").search(text, match.end())
        members.append((place, (match.end(), end.start() if end else len(text))))
    before = text[: run[0].start()]
    sentence = re.split(r"[。\n]", before.rstrip(":：,，。\n"))[-1]
    return Points(place, _NUMBERING.sub("", sentence).strip(), is_heading=False, members=tuple(members))


def _of_lines(place: Place) -> Iterator[Points]:
    """Lines 1、 2、 3、 of one passage, each up to its first full stop, under the heading of the passage."""
    text = place.passage.text
    lines = list(re.finditer(r"(?m)^([0-9]{1,2})[、.．](?![0-9])\s*([^。:：;；\n]+)", text))
    if [match[1] for match in lines] != [str(number) for number in range(1, len(lines) + 1)] or not place.passage.path:
        return
    lead = _NUMBERING.sub("", place.passage.path[-1]).rstrip("。:：,，")
    yield Points(place, lead, is_heading=True, members=tuple((place, match.span(2)) for match in lines))


def _is_good(points: Points) -> bool:
    texts = points.texts
    if len(texts) < FEWEST or len(set(texts)) < len(texts):
        return False
    if not all(SHORTEST <= len(text) <= LONGEST and not re.search(r"[“\"‘（(][^”\"’）)]*$", text) for text in texts):
        return False
    if points.is_heading:
        return len(points.lead) <= LONGEST_LEAD
    return SHORTEST_LEAD <= len(points.lead) <= LONGEST_LEAD and stands_alone(points.lead)
