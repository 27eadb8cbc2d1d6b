"""Headings, numbers and labels that a page ran together with the text after them.

In: lines. Out: more lines: a line break is all that is added, no character is lost. Texts with articles (第…条) stay as they
are: there （一） inside a line is an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest import patterns
from ingest.numerals import parse_number
from ingest.origin import divide
from ingest.records import Line


def drop_journal_codes(lines: Sequence[Line]) -> list[Line]:
    """Remove the classification codes a journal prints above an essay; what is glued to their end stays."""
    return [piece for line in lines for piece in _without_codes(line)]


def split_glued(lines: Sequence[Line]) -> list[Line]:
    """Begin a new line before a number that is due, before a label such as 【摘要】, and where a heading runs into its text."""
    if any(_is_article(line.text) for line in lines):
        return list(lines)
    counted = _Counter()
    split: list[Line] = []
    for line in lines:
        if line.begins:
            counted = _Counter()
        if line.level is not None:
            split.append(line)
            continue
        for piece in divide(line, counted.places(line.text)):
            end = _heading_end(piece.text)
            split.extend(divide(piece, [end] if end else []))
    return split


class _Counter:
    """Which number of each sort of numbering comes next."""

    def __init__(self) -> None:
        self._last = dict.fromkeys(_NUMBERS, 0)

    def places(self, text: str) -> Iterator[int]:
        """Offsets in a line at which a glued number or label begins."""
        if not _MAY_BEGIN.search(text):
            return
        found = [(match.start(), 0, 0) for match in _LABEL.finditer(text)]
        for rank, pattern in _NUMBERS.items():
            found += [(match.start(), rank, parse_number(match[1]) or 0) for match in pattern.finditer(text)]
        begun = 0  # where the line goes on after the last place
        for at, rank, number in sorted(found):
            due = not rank or number in (1, self._last[rank] + 1)
            if not due or (rank and at and not _is_free(text, begun, at, rank)):
                continue
            if rank:
                self._last[rank] = number
                self._last |= {lower: 0 for lower in self._last if lower > rank}
            if at:
                yield at
                begun = at


_NUMBERS = {
    patterns.FIRST: re.compile(r"(?<![统唯第之同单专不划万])([一二三四五六七八九十]{1,3})、"),
    patterns.SECOND: re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]"),
    patterns.THIRD: re.compile(r"(?<![0-9.])([0-9]{1,2})\. ?(?![0-9])(?=[\u4e00-\u9fff“])"),
}
_LABEL = re.compile(
    r"【(?:篇[一二三四五六七八九十]|摘\s*要|关键词|正文)|(?<=[^。\n])作者简介[:：]|(?<=[\u4e00-\u9fff])关键词[:： ]"
)
_CODES = re.compile(
    r"^中图分类号[:：]?\s*[A-Z0-9./]+|^文献标识码[:：]?\s*[A-E](?![A-Za-z])|"
    r"^文章编号[:：]?\s*\d{4}-\d{3}[\dXx]\s*[（(]\d{4}[)）]\s*\d{2}-\d{3,4}-\d{2}"
)
_BEFORE_NUMBER = '。！？：；:;!?”"）)'
_LONGEST_HEADING = 40
_LONGEST_START = 60  # a heading, its number and blanks
_MAY_BEGIN = re.compile("[、.)）【]|作者简介|关键词")  # what every number and label holds
_DOUBLED = re.compile(r"([\u4e00-\u9fff]{4,})(?=\1)")
_SHORTEST_COPY = 6  # 公安机关接到其他公安机关… says a word twice, not a heading
_PART_OF_SUBJECT = re.compile("^(?:各|全(?![面力程])|基层|广大|所有|本|我|每|一线)|[的各和与及对由让使向]$")
_SUBJECT = re.compile(
    r"(?<=[\u4e00-\u9fff]{4})(?=(?:公安机关|公安民警|公安干警|公安队伍|人民警察|基层民警|民警|派出所|我们|各级公安机关|各级党委)(?:要|应当?|必须|需要?|作为)"
    r"|(?:当前|近年来|目前|现阶段|随着|长期以来)(?:[\u4e00-\u9fff]|$))"
)


def _is_article(text: str) -> bool:
    found = patterns.opening(text)
    return found is not None and found.rank == patterns.ARTICLE and found.spaced


def _is_free(text: str, begun: int, at: int, rank: int) -> bool:
    """Whether a number in mid-line opens something: after the end of a sentence, or after a heading that has no mark at all."""
    before = text[max(begun, at - _LONGEST_START) : at].rstrip()
    if re.search(r"[第条款项至和、]$", before):
        return False  # 第（一）项, 第三条（一）
    if before[-1:] in _BEFORE_NUMBER:
        return True
    if at - begun > _LONGEST_START:
        return False
    label = patterns.label_end(before)
    if rank == patterns.THIRD and not label:
        return False
    return len(before) <= _LONGEST_HEADING and not re.search("[，,。！？；、：:]", before[label:])


def _heading_end(text: str) -> int:
    """Where a heading that has run into its text ends; 0 if there is none.

    Known by a space between heading and paragraph, by the words that end the heading or begin it coming again at once, or by
    the subject of a first sentence.
    """
    if len(text) <= _LONGEST_HEADING:
        return 0
    found = patterns.opening(text)
    if found is None or found.rank <= patterns.ARTICLE:
        return 0
    label = patterns.label_end(text)
    spaced = re.match(rf"[^ 。！？；!?;]{{4,{_LONGEST_HEADING}}} (?=[^ ]{{20,}})", text[label:])
    if spaced:
        return label + spaced.end()
    first = re.split("[。！？；，：,:;]", text[label:])[0]
    sentence = re.split("[。！？；：:]", text[label:])[0]
    ends = (_begins_again(first), _said_twice(sentence), _subject(first))
    found_ends = [end for end in ends if 4 <= end <= _LONGEST_HEADING]
    return label + min(found_ends) if found_ends else 0


def _begins_again(text: str) -> int:
    """``网络舆情基本特征网络舆情是指…`` → 8: the text begins with the words of the heading."""
    for length in range(min(12, len(text) // 2), _SHORTEST_COPY - 1, -1):
        again = text.find(text[:length], length)
        if again > 0:
            return again
    return 0


def _said_twice(text: str) -> int:
    match = _DOUBLED.search(text)
    return match.end() if match else 0


def _subject(text: str) -> int:
    match = _SUBJECT.search(text)
    return match.start() if match and not _PART_OF_SUBJECT.search(text[: match.start()]) else 0


def _without_codes(line: Line) -> list[Line]:
    rest = line
    while match := _CODES.match(rest.text):
        pieces = divide(rest, [match.end()])
        if len(pieces) == 1:
            return []
        rest = pieces[1]
    return [rest]
