"""Sections to passages.

In: the text of a document and its sections. Out: passages in reading order, each inside one section (or one section
together with all of its own subsections, when that is still short). A whole article is one passage; only an article
longer than MAX_ARTICLE is divided, between paragraphs (款), or between sentences. Does not choose between passages.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, takewhile

from ingest import patterns
from ingest.clauses import trim
from ingest.records import Document, Part, Passage, Section

MAX_ARTICLE = (
    700  # characters; about 450 tokens of the 512 that the default model reads. The longest of 2,624 articles has 664
)
MAX_PASSAGE = 400  # characters of an essay or guide; longer stretches mix several points and blur the vector
MIN_PASSAGE = 80  # a shorter piece of a divided section joins its neighbour

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)\"]*|\n|$)")
_SENTENCE_END = re.compile(r"[。！？；!?;，,]")
_LINE = re.compile(r"[^\n]+")
_POINT = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:是|要|、)|第[一二三四五六七八九十]{1,2}[,，、]|首先|其次|再次|最后|[①-⑳]|[0-9]{1,2}[.、](?![0-9])"
)
_FIRST_POINT = re.compile(r"一(?:是|要|、)|第一[,，、]|首先|①|1[.、](?![0-9])")
_LONGEST_LEAD = 60
_BARE_LABEL = re.compile(r"[^。！？；：，!?;:,\n]{1,30}")
Range = tuple[int, int]
Parts = tuple[list[Part], list[Part]]  # paragraphs and items


def split_passages(document: Document, seen: dict[str, int] | None = None) -> tuple[Passage, ...]:
    """Divide a document; every passage satisfies ``document.text[p.start:p.end] == p.text``.

    ``seen`` counts the ids of the documents before it in the same file, which may repeat a title and its words.
    """
    seen = {} if seen is None else seen
    found: list[Passage] = []
    for whole, stretches in groupby(_stretches(document), key=lambda stretch: stretch.whole):
        # Once for an article, not once for each of its passages: an article of hundreds of pages has thousands of both.
        parts = _parts(document.text, whole)
        found += (_passage(document, each, parts, seen) for each in stretches if each.start < each.end)
    return tuple(found)


def sentences(text: str) -> list[Range]:
    """Ranges of the sentences of a text, end marks included, white space around them not: they end at 。！？；"""
    found = (trim(text, match.start(), match.end()) for match in _SENTENCE.finditer(text))
    return [(start, end) for start, end in found if start < end]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What becomes one passage."""

    path: tuple[str, ...]
    start: int
    end: int
    article: str | None = None
    whole: Range = (0, 0)  # of the article, of which this may be a part


def _stretches(document: Document) -> Iterator[_Stretch]:
    """Stretches that become one passage each, with their heading path and article."""
    sections, text = document.sections, document.text
    index = 0
    while index < len(sections):
        section = sections[index]
        start, end = trim(text, section.start, section.end)
        if section.article:
            for first, last in _pack(text, start, end, MAX_ARTICLE):
                yield _Stretch(section.path, first, last, section.article, (start, end))
            index += 1
            continue
        after = _end_of_subtree(sections, index)
        _, end_of_subtree = trim(text, section.start, sections[after - 1].end)
        if section.path and after > index + 1 and end_of_subtree - start <= MAX_PASSAGE:
            if not _is_table_of_contents(text[start:end_of_subtree]):
                yield _Stretch(section.path, start, end_of_subtree)
            index = after
            continue
        if not _is_front_matter(text[start:end], sections, index):
            for first, last in _pack(text, start, end, MAX_PASSAGE):
                yield _Stretch(section.path, first, last)
        index += 1


def _end_of_subtree(sections: Sequence[Section], index: int) -> int:
    """Index after the last section whose path begins with this one's; articles are never part of a subtree."""
    path = sections[index].path
    after = index + 1
    while after < len(sections) and sections[after].path[: len(path)] == path and len(sections[after].path) > len(path):
        if sections[after].article:
            return index + 1
        after += 1
    return after


def _pack(text: str, start: int, end: int, limit: int) -> list[Range]:
    """Ranges of at most ``limit`` characters: whole points (一是…, ①…) where they fit, else lines, sentences, hard cuts."""
    start, end = trim(text, start, end)
    if end - start <= limit:
        return [(start, end)]
    packed: list[Range] = []
    for point in _points(text, list(_pieces(text, start, end, limit))):
        whole = (point[0][0], point[-1][1])
        for piece_start, piece_end in [whole] if whole[1] - whole[0] <= limit else point:
            # A heading or a lead of a few words goes with what follows it.
            room = limit + MIN_PASSAGE if packed and _is_short(packed[-1]) else limit
            if packed and piece_end - packed[-1][0] <= room:
                packed[-1] = (packed[-1][0], piece_end)
            else:
                packed.append((piece_start, piece_end))
    return _absorb_short_tail(packed, limit)


def _points(text: str, pieces: Sequence[Range]) -> Iterator[list[Range]]:
    """Group the pieces of each point of an enumeration; a short lead before the first point belongs to it."""
    point: list[Range] = []
    for index, (start, end) in enumerate(pieces):
        following = text[pieces[index + 1][0] :][:8] if index + 1 < len(pieces) else ""
        is_lead = end - start <= _LONGEST_LEAD and _FIRST_POINT.match(following) is not None
        led = bool(point) and len(point) == 1 and point[0][1] - point[0][0] <= _LONGEST_LEAD
        begins = is_lead or (_POINT.match(text, start) is not None and not (led and _FIRST_POINT.match(text, start)))
        if begins and point:
            yield point
            point = []
        point.append((start, end))
    if point:
        yield point


def _pieces(text: str, start: int, end: int, limit: int) -> Iterator[Range]:
    for line in re.finditer(r"[^\n]+", text[start:end]):
        line_start, line_end = start + line.start(), start + line.end()
        if line_end - line_start <= limit:
            yield line_start, line_end
            continue
        for first, last in sentences(text[line_start:line_end]):
            for cut in range(line_start + first, line_start + last, limit):
                yield cut, min(cut + limit, line_start + last)


def _absorb_short_tail(packed: list[Range], limit: int) -> list[Range]:
    if len(packed) > 1 and _is_short(packed[-1]) and packed[-1][1] - packed[-2][0] <= limit + MIN_PASSAGE:
        packed[-2:] = [(packed[-2][0], packed[-1][1])]
    return packed


def _is_short(piece: Range) -> bool:
    return piece[1] - piece[0] < MIN_PASSAGE


def _is_table_of_contents(text: str) -> bool:
    """Nothing but headings of 编, 章 and 节: those of the instrument itself follow, with their text."""
    return all(_is_division(line) and line[-1] not in "。；" for line in text.split("\n"))


def _is_front_matter(text: str, sections: Sequence[Section], index: int) -> bool:
    """Headings that say nothing by themselves, a title, enactment lines: titles and paths carry what they say.

    A numbered line without anything below it (“3. 强光手电”) is an entry of a list, and a sentence is never front matter.
    """
    path = sections[index].path
    if not path:
        alone = len(sections) == 1 and "\n" in text
        return len(text) <= MAX_PASSAGE and not alone and not _SENTENCE_END.search(text)
    if "\n" in text or text.rstrip("：:") != path[-1]:
        return False
    heads_others = index + 1 < len(sections) and sections[index + 1].path[: len(path)] == path
    return heads_others or patterns.opening(text) is None or _is_division(text)


def _is_division(line: str) -> bool:
    found = patterns.opening(line)
    return found is not None and found.rank <= patterns.DIVISION


def _passage(document: Document, stretch: _Stretch, parts: Parts, seen: dict[str, int]) -> Passage:
    start, end = stretch.start, stretch.end
    paragraphs, items = parts
    text = document.text[start:end]
    return Passage(
        id=_passage_id(document, stretch.path, text, seen),
        document_id=document.id,
        text=text,
        path=stretch.path,
        article=stretch.article,
        paragraphs=_within(paragraphs, start, end),
        items=_within(items, start, end),
        pages=_pages(document, start, end),
        start=start,
        end=end,
    )


def _parts(text: str, whole: Range) -> Parts:
    """Paragraphs (款) and items (项) of an article; an item belongs to the paragraph before it, 1. under （一） to that item."""
    paragraphs: list[Part] = []
    items: list[Part] = []
    numbering = ""  # of the items of this paragraph
    for line in _LINE.finditer(text, *whole):
        start, end = line.span()
        item = patterns.item_number(line[0])
        if not paragraphs or (item is None and not _is_bare_label(text[paragraphs[-1].start : paragraphs[-1].end])):
            paragraphs.append(Part(len(paragraphs) + 1, start, end))
            numbering = ""
            continue
        paragraphs[-1] = replace(paragraphs[-1], end=end)
        if item is None:
            continue
        sort, number = item
        if numbering in ("", sort):
            items.append(Part(number, start, end))
            numbering = sort
        else:
            items[-1] = replace(items[-1], end=end)
    return paragraphs, items


def _is_bare_label(text: str) -> bool:
    """Whether an article begins with a line of its own for 第三条 or 第三条 立法目的: the first paragraph is still to come."""
    return patterns.ARTICLE_LABEL.match(text) is not None and _BARE_LABEL.fullmatch(text) is not None


def _within(parts: Sequence[Part], start: int, end: int) -> tuple[Part, ...]:
    """The parts that touch a passage, as ranges of its text; their numbers stay those of the whole article."""
    first = bisect_right(parts, start, key=lambda part: part.end)
    return tuple(
        Part(part.number, max(part.start, start) - start, min(part.end, end) - start)
        for part in takewhile(lambda part: part.start < end, islice(parts, first, None))
    )


def _passage_id(document: Document, path: tuple[str, ...], text: str, seen: dict[str, int]) -> str:
    """The same words in the same place of the same version keep their id; repeated ones are counted."""
    place = "\x1f".join((document.title, document.version_date or "", *path, text))
    digest = hashlib.sha256(place.encode()).hexdigest()[:16]
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _pages(document: Document, start: int, end: int) -> tuple[int, int] | None:
    if not document.page_starts:
        return None
    return bisect_right(document.page_starts, start), bisect_right(document.page_starts, end - 1)
