"""The points of a text that is no instrument: headings under one heading, 一是…二是…, and numbered lines.

In: usable passages in the order of the base. Out: groups of points, each with what announces them and where each stands.
Does not ask anything (items/essays.py).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.numerals import parse_number
from ingest.records import Document, Kind
from quiz.evidence import Place, stands_alone

FEWEST = 3
SHORTEST, LONGEST = 4, 56  # characters of a point
LONGEST_MEAN = 42
LONGEST_OF_ESSAYS, LONGEST_MEAN_OF_ESSAYS = 52, 34  # whose points are headings or the beginnings of sentences
MOST_COMMAS = 2  # of a point of an essay; a longer sentence says several things
SHORTEST_LEAD, LONGEST_LEAD = 6, 60
LONGEST_CLAUSE = 20  # characters of a clause of a heading; a longer one ran into its text

Member = tuple[Place, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Points:
    """What one text lists under one lead."""

    place: Place  # where they begin
    lead: str  # 影响警民关系的主要表现; empty for the headings of the whole text
    is_heading: bool  # whether the lead is a heading, not a sentence
    members: tuple[Member, ...]
    is_only: bool = False  # whether the heading is meant to announce them: not where it has several groups under it
    is_refrain: bool = False  # whether the lead is the form that they share
    is_announced: bool = False  # whether the lead stands at the end of a passage, before a colon, and counts them
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
        found.extend(_of_lines(own))
        found.extend(_of_turns(own))
        found.extend(_of_refrains(own))
        for place in own:
            found.extend(_of_circles(place))
    openings = Counter((points.place.document.id, points.lead) for points in found if points.is_heading)
    return tuple(
        replace(points, is_whole=_is_whole(points))
        for points in found
        if _is_good(points) and not (points.is_only and openings[points.place.document.id, points.lead] > 1)
    )


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
            first = next(iter(members.values()))[0]
            lead = _NUMBERING.sub("", parent[-1]).rstrip("。:：,，") if parent else _announcing(places, first)
            listed = tuple(members.values())
            announced = bool(lead) and not parent
            yield Points(first, lead, bool(parent), listed, is_announced=announced, is_whole=is_whole)


def _announcing(places: Sequence[Place], first: Place) -> str:
    """What stands before the first heading of a text and ends in a colon: 要当好派出所所长,必须具备以下几点; empty where nothing does."""
    before = next((place for place in places if place.row == first.row - 1), None)
    found = _COLON_AT_END.search(before.passage.text) if before is not None else None
    return found["lead"] if found is not None and _COUNTED.search(found["lead"]) else ""


def subject_of(document: Document) -> str:
    """What a text says, before its first heading, that its parts are about: 要当好派出所所长,必须具备以下几点: → 要当好派出所所长."""
    first = next((section.start for section in document.sections if section.path), 0)
    found = _COLON_AT_END.search(document.text[:first])
    clauses = re.split("[,，]", found["lead"]) if found is not None else []
    return clauses[0] if len(clauses) > 1 and _COUNTED.search(clauses[1]) else ""


_COLON_AT_END = re.compile(r"(?:^|[,，。\n])(?P<lead>[^,，。；;:：\n]{6,30}(?:[,，][^,，。；;:：\n]{6,30})?)[:：]\s*$")
_COUNTED = re.compile("以下|如下|几")


def heading_words(heading: str) -> str:
    """A heading without its number; empty where the text ran into it."""
    parts = (heading[at : at + 4] for at in range(len(heading) - 4))
    if any(part in heading[at + 4 :] and "、" not in part for at, part in enumerate(parts)):
        return ""
    return _NUMBERING.sub("", heading).rstrip("。:：,，")


def readable_heading(heading: str) -> str:
    """A heading of an essay with its number; empty where the first sentence of its text ran into it."""
    clauses = re.split("[,，]", _NUMBERING.sub("", heading).rstrip("。:：,，"))
    if max(map(len, clauses)) > LONGEST_CLAUSE or not heading_words(heading):
        return ""
    return heading.rstrip("。:：,，")


def part_of(place: Place) -> str:
    """The heading that a passage of an essay stands under, with its number; empty where it is no whole heading."""
    path = place.passage.path
    return readable_heading(path[-1]) if path and not is_cut(place.document, path) else ""


def is_cut(document: Document, path: tuple[str, ...]) -> bool:
    """Whether a heading goes on, in the text, behind the comma at which it was taken to end."""
    starts = (section.start for section in document.sections if section.path == path)
    return any(
        document.text.startswith(path[-1], start) and document.text[start + len(path[-1]) :][:1] in _COMMAS
        for start in starts
    )


_COMMAS = (",", "，")


def _heading_span(place: Place, heading: str) -> tuple[int, int] | None:
    """The words of a heading in its passage, without numbering; None where it runs on into the text."""
    text = place.passage.text
    if not text.startswith(heading) or text[len(heading) : len(heading) + 1] not in "。:： \n":
        return None
    numbering = _NUMBERING.match(heading)
    start = numbering.end() if numbering else 0
    start += len(turn[0]) if (turn := re.match("首先|其次|最后", heading[start:])) is not None else 0
    if (running := _RUNNING_ON.match(heading, start)) is not None:
        return (start, running.end())
    return (start, len(heading)) if heading_words(heading) else None


_RUNNING_ON = re.compile(r"[^，,。；;]{4,14}?(?=(?:公安机关|派出所|公安民警|民警|人民警察)(?:要|应|必须)[一-鿿]{4})")


def _is_complete(headings: Sequence[str]) -> bool:
    """Whether the numbers run from one without a gap: a list that lost members is none."""
    numbers = [
        re.sub(r"[^一二三四五六七八九十0-9]", "", (_NUMBERING.match(heading) or [""])[0]) for heading in headings
    ]
    usual = [*"一二三四五六七八九十"][: len(numbers)]
    return numbers in (usual, [str(number) for number in range(1, len(numbers) + 1)])


_ORDINAL = re.compile(
    r"(?:(?<=[。;；,，:：\n）)”.])|(?<=^)|(?<=素)|(?<=的)|(?<=警)|(?<=所)|(?<=门)|(?<=机关))([一二三四五六七八九])(?:是|要)"
)


def _of_ordinals(places: Sequence[Place]) -> Iterator[Points]:
    """一是…二是…三是… of one section, in order, each up to the end of its sentence or ；."""
    rows = {place.row for place in places}
    run: list[tuple[Place, re.Match[str]]] = []
    for place in [*places, None]:
        for match in [*_ORDINAL.finditer(place.passage.text), None] if place is not None else [None]:
            if place is not None and match is None:
                continue  # the next passage of the section may go on
            expected = "一二三四五六七八九"[len(run)] if len(run) < 9 else ""
            if place is not None and match is not None and match[1] == expected and _goes_on(run, place, match, rows):
                run.append((place, match))
                continue
            if len(run) >= FEWEST:
                yield _ordinal_points(run)
            run = [(place, match)] if place is not None and match is not None and match[1] == "一" else []


def _goes_on(run: Sequence[tuple[Place, re.Match[str]]], place: Place, match: re.Match[str], rows: set[int]) -> bool:
    """Whether a mark belongs to the run: of the same section and the same word, 是 or 要."""
    return not run or (_follows(run, place, rows) and match[0][-1] == run[0][1][0][-1])


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
    lead = _lead(place, first.start())
    if not lead and place.passage.path:  # they open the section
        return Points(place, _heading(place), True, tuple(members), is_only=True)
    return Points(place, lead, bool(place.passage.path) and lead == _heading(place), tuple(members))


def _heading(place: Place) -> str:
    words = _NUMBERING.sub("", place.passage.path[-1]).rstrip("。:：,，")
    running = _RUNNING_ON.match(words)
    return running[0] if running is not None else words


def _lead(place: Place, at: int) -> str:
    """The sentence that announces points, with the one before where it is short (主要表现在); empty where there is none."""
    before = place.passage.text[:at]
    if before[-1:] not in ':：,，。\n、的素）)”"':
        return ""  # 民警一是…: only their subject
    line = _LABELS.sub("", before.rstrip(":：,，。\n").split("\n")[-1]).strip()
    for sentences in (1, 2):
        lead = "。".join(line.split("。")[-sentences:]).strip()
        if _SLOGAN.fullmatch(lead) or (SHORTEST_LEAD <= len(lead) <= LONGEST_LEAD and _is_understood(lead)):
            return lead
    return ""


_SLOGAN = re.compile(r"[“\"][二两三四五六七八九十]个[一-鿿]{2}[”\"]")
_LABELS = re.compile(rf"{_NUMBERING.pattern}|^[①-⑳]")


def _is_understood(lead: str) -> bool:
    return stands_alone(lead) or (
        lead.startswith(("通过", "因此", "所以", "要当", "要做")) and stands_alone(lead[2:].lstrip(",，"))
    )


def _of_lines(places: Sequence[Place]) -> Iterator[Points]:
    """Lines 1、 2、 3、 of one section, each up to its first full stop."""
    rows = {place.row for place in places}
    run: list[tuple[Place, re.Match[str]]] = []
    for place in [*places, None]:
        for match in [*_LINE.finditer(place.passage.text), None] if place is not None else [None]:
            if place is not None and match is None:
                continue  # the next passage of the section may go on
            if place is not None and match is not None and match[1] == str(len(run) + 1) and _follows(run, place, rows):
                run.append((place, match))
                continue
            if len(run) > 1 and run[0][0].passage.path:
                yield _line_points(run)
            run = [(place, match)] if place is not None and match is not None and match[1] == "1" else []


_LINE = re.compile(r"(?m)^([0-9]{1,2})[、.．](?![0-9])\s*([^。:：;；\n]+)")


def _follows(run: Sequence[tuple[Place, re.Match[str]]], place: Place, rows: set[int]) -> bool:
    """Whether a passage goes on with the section of a run, and no spoiled passage lies between."""
    if not run:
        return True
    last = run[-1][0]
    return place.passage.path == last.passage.path and all(row in rows for row in range(last.row, place.row))


def _line_points(run: Sequence[tuple[Place, re.Match[str]]]) -> Points:
    spans = [(place, match.span(2)) for place, match in run]
    place, first = run[0]
    line_before = place.passage.text[: first.start()].rstrip("\n").split("\n")[-1].strip("。:：,， ")
    if line_before and re.fullmatch(r"[一-鿿]{4,12}", line_before):
        return Points(place, line_before, True, tuple(spans))
    return Points(place, _heading(place), True, tuple(spans), is_only=True)


def _of_turns(places: Sequence[Place]) -> Iterator[Points]:
    """首先，…其次，…最后，… of one section of an essay, each up to the end of its sentence."""
    for path, group in groupby(places, key=lambda place: place.passage.path):
        section = [(place, match) for place in group for match in _TURN.finditer(place.passage.text)]
        words = [match[1] for _, match in section]
        if not path or section[:1] == [] or section[0][0].document.kind != Kind.ESSAY:
            continue
        if len(words) >= FEWEST and words[0] == "首先" and words[1] == "其次" and len(set(words)) == len(words):
            place = section[0][0]
            yield Points(
                place, _heading(place), True, tuple((at, match.span(2)) for at, match in section), is_only=True
            )


_TURN = re.compile(r"(?m)(?:^|(?<=[。；;\n]))(首先|其次|再次|最后)[,，]([^。；;:：\n]+)")


def _of_refrains(places: Sequence[Place]) -> Iterator[Points]:
    """Sentences of one form, each of which opens a part of a text: 塑造……的警察形象，打造一支让人民……的警队."""
    alike: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for place in places:
        for match in _WHOLE_LINE.finditer(place.passage.text):
            alike[match[1][:2], match[1][-2:]].append((place, match.span(1)))
    for members in alike.values():
        texts = [place.passage.text[slice(*span)] for place, span in members]
        form = _form(texts) if len(set(texts)) == len(texts) >= FEWEST else ""
        if form:
            yield Points(members[0][0], form, False, tuple(members), is_refrain=True)


_WHOLE_LINE = re.compile(r"(?m)^([一-鿿，,、]{12,45})。$")
SHORTEST_FORM = 8  # characters that sentences of one form share


def _form(texts: Sequence[str]) -> str:
    """What all sentences share, with …… for what they do not; empty where that is too little."""
    start, end = _shared(texts), _shared([text[::-1] for text in texts])
    rests = [text[start : len(text) - end] for text in texts]
    first = min(rests, key=len)
    parts = (first[at : at + length] for length in range(len(first), 1, -1) for at in range(len(first) - length + 1))
    middle = next((part for part in parts if all(part in rest for rest in rests)), "")
    if start + end + len(middle) < SHORTEST_FORM or not middle:
        return ""
    return f"{texts[0][:start]}……{middle}……{texts[0][len(texts[0]) - end :]}"


def _shared(texts: Sequence[str]) -> int:
    """How many characters all begin with."""
    return next((at for at, signs in enumerate(zip(*texts, strict=False)) if len(set(signs)) > 1), min(map(len, texts)))


_CIRCLED = "①②③④⑤⑥⑦⑧⑨"


def _of_circles(place: Place) -> Iterator[Points]:
    """五个意识不强，①大局意识不强，…②政治意识不强，…: each up to its first mark."""
    text = place.passage.text
    marks = list(re.finditer(f"([{_CIRCLED}])([^,，。;；:：\n]+)", text))
    if len(marks) < FEWEST or [match[1] for match in marks] != [*_CIRCLED[: len(marks)]]:
        return
    lead = _lead(place, marks[0].start())
    if lead:
        yield Points(place, lead, False, tuple((place, match.span(2)) for match in marks))


def slogans(points: Points) -> list[tuple[str, str]]:
    """The count and the word by which a lead calls its points, which all of them have: 三个坚持."""
    found = re.findall(r"(?<=[“\"，,、])([二两三四五六七八九十])个([一-鿿]{2})(?=[”\"，,、])", points.lead)
    return [(number, word) for number, word in found if all(word in text for text in points.texts)][:1]


def _is_good(points: Points) -> bool:
    texts, is_essay = points.texts, points.place.document.kind == Kind.ESSAY
    longest, mean = (LONGEST_OF_ESSAYS, LONGEST_MEAN_OF_ESSAYS) if is_essay else (LONGEST, LONGEST_MEAN)
    if len(texts) < 2 or len(set(texts)) < len(texts) or sum(map(len, texts)) > mean * len(texts):
        return False
    if not all(SHORTEST <= len(text) <= longest and not _is_open(text) for text in texts):
        return False
    if _TWO_THINGS.search(points.lead) or any(_TOPIC.search(text) or _SLIP.match(text) for text in texts):
        return False
    if is_essay and points.is_heading and any(text in points.lead for text in texts):
        return False  # the heading tells it
    if is_essay and any(len(re.findall("[,，]", text)) > MOST_COMMAS for text in texts):
        return False
    if is_essay and (_SURVEY.search(points.lead) or (points.is_heading and not readable_heading(points.lead))):
        return False
    if is_essay and (_NO_MATTER.match(points.lead) or (points.is_heading and _is_under_a_cut_heading(points))):
        return False
    if points.is_heading or points.is_refrain or points.is_announced:
        return len(points.lead) <= LONGEST_LEAD
    lead = points.lead
    return (
        not lead
        or _SLOGAN.fullmatch(lead) is not None
        or (SHORTEST_LEAD <= len(lead) <= LONGEST_LEAD and _is_understood(lead))
    )


def _is_open(text: str) -> bool:
    """Whether a bracket or a quotation is not closed."""
    return re.search(r"[“‘（(][^”’）)]*$", text) is not None or text.count('"') % 2 == 1


def _is_under_a_cut_heading(points: Points) -> bool:
    path = points.place.passage.path
    above = (path[:depth] for depth in range(1, len(path) + 1))
    return any(is_cut(points.place.document, step) for step in above if points.lead in step[-1])


_NO_MATTER = re.compile("(?:主要|具体|集中|突出)?(?:表现|体现)[在为于]?")  # of what, the sentence before says
_SURVEY = re.compile("^通过对?[^，,]{0,12}(?:走访|调查|调研|座谈)")  # whose it was is not shown
_TWO_THINGS = re.compile(
    r"(?:问题|原因|现状)[和与及以]{1,2}[一-鿿]{0,4}(?:方向|对策|措施|建议|打算)$"
)  # the points are of one of them
_SLIP = re.compile(r"加(?![强大快紧深以])")  # 加“110”机制的建设: a word that lost its second character
_TOPIC = re.compile(
    r"(?:分析|内容|特点|(?:重要|必要|紧迫|可行|艰巨)性|[涵含]义|方面|现状|努力方向)$|主要问题$|表现[在为]$|^在[^，,]{2,8}上$"
)  # says what is dealt with, not what is held


def _is_whole(points: Points) -> bool:
    """Not where the text announces more than it gives, or some lie in spoiled passages."""
    announced = [number for number, _ in slogans(points)] or re.findall(
        r"([二两三四五六七八九十])(?:个|种|点|条|项|大|方面)", points.lead
    )
    as_announced = sum(parse_number(number) or 0 for number in announced) in (0, len(points.members))
    return points.is_whole and as_announced and len(points.members) >= FEWEST
