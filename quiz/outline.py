"""The points of a text that is no instrument: headings under one heading, 一是…二是…, and numbered lines.

In: usable passages in the order of the base. Out: groups of points, each with what announces them and where each stands.
Does not ask anything (items/essays.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.numerals import parse_number
from quiz.evidence import Place, stands_alone

FEWEST = 3
SHORTEST, LONGEST = 4, 56  # characters of a point
LONGEST_MEAN = 42
SHORTEST_LEAD, LONGEST_LEAD = 6, 60

Member = tuple[Place, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Points:
    """What one text lists under one lead."""

    place: Place  # where they begin
    lead: str  # 影响警民关系的主要表现; empty for the headings of the whole text
    is_heading: bool  # whether the lead is a heading, not a sentence
    members: tuple[Member, ...]
    is_whole: bool = True  # else some lie in spoiled passages, or are fewer than the lead announces

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
        found.extend(_of_ordinals(own))
        for place in own:
            found.extend(_of_lines(place))
    return tuple(replace(points, is_whole=_is_whole(points)) for points in found if _is_good(points))


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
        all_of_them = {
            section.path[: len(parent) + 1]
            for section in places[0].document.sections
            if len(section.path) > len(parent) and section.path[: len(parent)] == parent
        }
        if len(members) > 1:
            is_whole = len(all_of_them) == len(members) and _is_complete(list(members))
            lead = _NUMBERING.sub("", parent[-1]).rstrip("。:：,，") if parent else ""
            first = next(iter(members.values()))[0]
            yield Points(first, lead, is_heading=True, members=tuple(members.values()), is_whole=is_whole)


def heading_words(heading: str) -> str:
    """A heading without its number; empty where the text ran into it."""
    if any(heading[at : at + 4] in heading[at + 4 :] for at in range(len(heading) - 4)):
        return ""
    return _NUMBERING.sub("", heading).rstrip("。:：,，")


def _heading_span(place: Place, heading: str) -> tuple[int, int] | None:
    """The words of a heading in its passage, without numbering; None where it runs on into the text."""
    text = place.passage.text
    if not text.startswith(heading) or text[len(heading) : len(heading) + 1] not in "。:：\n":
        return None
    if not heading_words(heading):
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


_ORDINAL = re.compile(r"(?:(?<=[。;；,，:：\n）)”.])|(?<=^)|(?<=素)|(?<=的))([一二三四五六七八九])(?:是|要)")


def _of_ordinals(places: Sequence[Place]) -> Iterator[Points]:
    """一是…二是…三是… of one section, in order, each up to the end of its sentence or ；."""
    run: list[tuple[Place, re.Match[str]]] = []
    for place in [*places, None]:
        for match in [*_ORDINAL.finditer(place.passage.text), None] if place is not None else [None]:
            if place is not None and match is None:
                continue  # the next passage of the section may go on
            expected = "一二三四五六七八九"[len(run)] if len(run) < 9 else ""
            if place is not None and match is not None and match[1] == expected and _goes_on(run, place, match):
                run.append((place, match))
                continue
            if len(run) >= FEWEST:
                yield _ordinal_points(run)
            run = [(place, match)] if place is not None and match is not None and match[1] == "一" else []


def _goes_on(run: Sequence[tuple[Place, re.Match[str]]], place: Place, match: re.Match[str]) -> bool:
    """Whether a mark belongs to the run: of the same section and the same word, 是 or 要."""
    return not run or (place.passage.path == run[0][0].passage.path and match[0][-1] == run[0][1][0][-1])


def _ordinal_points(run: Sequence[tuple[Place, re.Match[str]]]) -> Points:
    members = []
    for place, match in run:
        text = place.passage.text
        following = [other.start() for at, other in run if at is place and other.start() > match.start()]
        end = re.compile(r"[。;；\n]|$").search(text, match.end())
        last = min([end.start() if end else len(text), *following])
        while last > match.end() and text[last - 1] in ",，、":
            last -= 1
        members.append((place, (match.end(), last)))
    place, first = run[0]
    before = place.passage.text[: first.start()]
    lead = _NUMBERING.sub("", re.split(r"[。\n]", before.rstrip(":：,，。\n"))[-1]).strip()
    if len(lead) < SHORTEST_LEAD and place.passage.path:  # they open the section
        return Points(place, _NUMBERING.sub("", place.passage.path[-1]).rstrip("。:：,，"), True, tuple(members))
    return Points(place, lead, is_heading=False, members=tuple(members))


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
    if len(texts) < 2 or len(set(texts)) < len(texts) or sum(map(len, texts)) > LONGEST_MEAN * len(texts):
        return False
    if not all(SHORTEST <= len(text) <= LONGEST and not re.search(r"[“\"‘（(][^”\"’）)]*$", text) for text in texts):
        return False
    if any(_TOPIC.search(text) or _SLIP.match(text) for text in texts):
        return False
    if points.is_heading:
        return len(points.lead) <= LONGEST_LEAD
    return SHORTEST_LEAD <= len(points.lead) <= LONGEST_LEAD and stands_alone(points.lead)


_SLIP = re.compile(r"加(?![强大快紧深以])")  # 加“110”机制的建设: a word that lost its second character
_TOPIC = re.compile(
    r"(?:分析|内容|特点|性|[涵含]义|方面|现状|努力方向)$|主要问题$"
)  # says what is dealt with, not what is held


def _is_whole(points: Points) -> bool:
    """Not where the text announces more than it gives, or some lie in spoiled passages."""
    announced = re.findall(r"([二两三四五六七八九十])(?:个|种|点|条|项|大|方面)", points.lead)
    as_announced = sum(parse_number(number) or 0 for number in announced) in (0, len(points.members))
    return points.is_whole and as_announced and len(points.members) >= FEWEST
