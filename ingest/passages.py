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

from ingest import patterns
from ingest.records import Document, Part, Passage, Section

MAX_ARTICLE = (
    700  # characters; about 450 tokens of the 512 that the default model reads. The longest of 2,624 articles has 665
)
MAX_PASSAGE = 400  # characters of an essay or guide; longer stretches mix several points and blur the vector
MIN_PASSAGE = 80  # a shorter piece of a divided section joins its neighbour

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)\"]*|\n|$)")
_SENTENCE_END = re.compile(r"[。！？；!?;，,]")
Range = tuple[int, int]


def split_passages(document: Document) -> tuple[Passage, ...]:
    """Divide a document; every passage satisfies ``document.text[p.start:p.end] == p.text``."""
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for path, article, start, end in _units(document):
        start, end = _trim(document.text, start, end)
        if start < end and not _is_front_matter(document.text[start:end], path, article):
            passages.append(_passage(document, path, article, start, end, seen))
    return tuple(passages)


def sentences(text: str) -> list[Range]:
    """Ranges of the sentences of a text, end marks included, white space around them not: they end at 。！？；"""
    found = (_trim(text, match.start(), match.end()) for match in _SENTENCE.finditer(text))
    return [(start, end) for start, end in found if start < end]


def _units(document: Document) -> Iterator[tuple[tuple[str, ...], str | None, int, int]]:
    """Stretches that become one passage each, with their heading path and article."""
    sections = document.sections
    index = 0
    while index < len(sections):
        section = sections[index]
        if section.article:
            for start, end in _pack(document.text, section.start, section.end, MAX_ARTICLE):
                yield section.path, section.article, start, end
            index += 1
            continue
        after = _end_of_subtree(sections, index)
        if section.path and sections[after - 1].end - section.start <= MAX_PASSAGE:
            yield section.path, None, section.start, sections[after - 1].end
            index = after
            continue
        for start, end in _pack(document.text, section.start, section.end, MAX_PASSAGE):
            yield section.path, None, start, end
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
    """Ranges of at most ``limit`` characters: whole lines where they fit, else sentences, else hard cuts."""
    start, end = _trim(text, start, end)
    if end - start <= limit:
        return [(start, end)]
    packed: list[Range] = []
    for piece_start, piece_end in _pieces(text, start, end, limit):
        if packed and (piece_end - packed[-1][0] <= limit):
            packed[-1] = (packed[-1][0], piece_end)
        else:
            packed.append((piece_start, piece_end))
    return _absorb_short_tail(packed, limit)


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
    if (
        len(packed) > 1
        and packed[-1][1] - packed[-1][0] < MIN_PASSAGE
        and packed[-1][1] - packed[-2][0] <= limit + MIN_PASSAGE
    ):
        packed[-2:] = [(packed[-2][0], packed[-1][1])]
    return packed


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_front_matter(text: str, path: tuple[str, ...], article: str | None) -> bool:
    """Headings without a body, a title, enactment lines: no sentence ends in them, and titles and paths carry what they say."""
    if article is not None:
        return False
    bare_heading = "\n" not in text and bool(path) and text.rstrip("。：:；;") == path[-1]
    return bare_heading or (not path and len(text) <= MAX_PASSAGE and not _SENTENCE_END.search(text))


def _passage(
    document: Document, path: tuple[str, ...], article: str | None, start: int, end: int, seen: dict[str, int]
) -> Passage:
    text = document.text[start:end]
    paragraphs, items = _parts(text) if article else ((), ())
    return Passage(
        id=_passage_id(document, path, text, seen),
        document_id=document.id,
        text=text,
        path=path,
        article=article,
        paragraphs=paragraphs,
        items=items,
        pages=_pages(document, start, end),
        start=start,
        end=end,
    )


def _parts(text: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Paragraphs (款) and items (项) of an article; an item belongs to the paragraph before it."""
    paragraphs: list[Part] = []
    items: list[Part] = []
    for line in re.finditer(r"[^\n]+", text):
        start, end = line.span()
        if paragraphs and patterns.is_item(line[0]):
            number = items[-1].number + 1 if items and items[-1].start >= paragraphs[-1].start else 1
            items.append(Part(number, start, end))
            paragraphs[-1] = Part(paragraphs[-1].number, paragraphs[-1].start, end)
        else:
            paragraphs.append(Part(len(paragraphs) + 1, start, end))
    return tuple(paragraphs), tuple(items)


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
