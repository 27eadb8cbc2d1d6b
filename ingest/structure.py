"""Cleaned lines to a text with sections.

In: the lines of one document in reading order. Out: the document's text (lines joined by line feeds) and its sections:
编/章/节/条 of instruments, 一、（一）1. of essays, and headings that the format marks. Sections cover the text
without overlap, in order. Does not split long sections and does not name documents.

Rules worth knowing: inside an article （一） is an item, not a section; “1. …。” is an item of the section it stands in, “1. 受理” without an
end mark is a heading; “第四十三条规定…” at the beginning of a line is a
reference, not an article; a label without white space after it (“第四十四条公安机关…”) is an article if its number is due;
an annex ends the articles before it; a numbered line directly followed by the next number is an entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.patterns import ARTICLE, SECOND, THIRD, Opening
from ingest.records import Line, Section

Rank = tuple[int, int]  # (0, heading level) for headings of the format, (1, rank) for headings by their wording


def join_lines(lines: Sequence[Line]) -> tuple[str, tuple[int, ...]]:
    """Join lines by line feeds; also return the offset of each line in the joined text."""
    offsets: list[int] = []
    position = 0
    for line in lines:
        offsets.append(position)
        position += len(line.text) + 1
    return "\n".join(line.text for line in lines), tuple(offsets)


def find_sections(lines: Sequence[Line], offsets: Sequence[int], length: int) -> tuple[Section, ...]:
    """Divide a text of ``length`` characters; a text without any heading is one section with an empty path."""
    state = _State(has_articles=first_article(lines) is not None)
    starts: list[tuple[int, tuple[str, ...], str | None]] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        heading = not (index == 0 and is_title(line)) and state.read(line, following)
        if heading:
            starts.append((offsets[index], state.path, state.article))
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, (), None))
    ends = [start for start, _, _ in starts[1:]] + [length]
    return tuple(
        Section(path=path, start=start, end=end, article=article)
        for (start, path, article), end in zip(starts, ends, strict=True)
        if end > start
    )


def first_article(lines: Sequence[Line]) -> int | None:
    """Index of the line in which the articles of an instrument begin; None for a text that at most quotes a few.

    An instrument begins with 第一条; an excerpt of one holds at least three articles in their order and no headings 一、.
    """
    found: list[tuple[int, tuple[int, int]]] = []
    for index, line in enumerate(lines):
        opened = patterns.opening(line.text)
        if opened is not None and opened.rank == ARTICLE and (opened.spaced or opened.number == 1):
            found.append((index, (opened.number or 0, opened.insertion)))
    numbers = [number for _, number in found]
    if (1, 0) in numbers or (len(found) >= _FEWEST_IN_EXCERPT and numbers == sorted(numbers) and not _is_essay(lines)):
        return found[0][0]
    return None


def _is_essay(lines: Sequence[Line]) -> bool:
    openings = (patterns.opening(line.text) for line in lines)
    return any(found is not None and found.rank == patterns.FIRST for found in openings)


def is_title(line: Line) -> bool:
    """Whether a first line heads everything and nothing in particular: a heading of the first level that has no number."""
    found = patterns.opening(line.text)
    return line.level == 1 and (found is None or patterns.is_annex(found))


class _State:
    """Where the reading stands: the open headings, and the last article for the check of the sequence."""

    def __init__(self, *, has_articles: bool) -> None:
        self._has_articles = has_articles
        self._open: list[tuple[Rank, str]] = []
        self._last_article: tuple[int, int] = (0, 0)
        self._in_articles = False
        self._marked: dict[int, int] = {}  # rank by wording → level of the headings that the format marks
        self._item_rank: int | None = None  # rank of the list that the line before belongs to, if that ended in ；
        self.article: str | None = None

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(label for _, label in self._open)

    def read(self, line: Line, following: Line | None) -> bool:
        """Take one line; True if it opens a section."""
        found = patterns.opening(line.text)
        if found is not None and found.rank == ARTICLE and self._has_articles and self._read_article(found):
            return True
        if line.level is not None:
            self._close((0, line.level), heading_text(line.text))
            self._leave_articles_if(found)
            if found is not None:
                self._marked[found.rank] = line.level
            return True
        if found is None or found.rank == ARTICLE:
            return False
        if found.rank > ARTICLE:
            if self._in_articles or self._is_item(found, line.text, following):
                return False
            # 四、 that the format does not mark stands beside the 三、 that it does.
            same = (0, self._marked[found.rank]) if found.rank in self._marked else (1, found.rank)
            self._close(same, heading_text(line.text))
            return True
        if not _is_chapter_line(found, line.text):
            return False
        self._close((1, found.rank), heading_text(line.text))
        self._leave_articles_if(found)
        return True

    def _read_article(self, found: Opening) -> bool:
        number = (found.number or 0, found.insertion)
        if not (found.spaced or self._is_due(number)):
            return False
        self._close((1, ARTICLE), found.label)
        self._last_article, self._in_articles, self.article = number, True, found.label
        return True

    def _is_item(self, found: Opening, text: str, following: Line | None) -> bool:
        """A numbered line that is a sentence is an item of the section, not a heading; so is what ends a list of items."""
        goes_on = text[-1] in "；;" or _is_bare_entry(found, text, following)
        sentence = found.rank == THIRD and (text[-1] in "。：:！？" or len(text) > _LONGEST_HEADING)
        item = goes_on or sentence or self._item_rank == found.rank
        self._item_rank = found.rank if goes_on else None
        return item

    def _is_due(self, number: tuple[int, int]) -> bool:
        last, insertion = self._last_article
        return number in {(last + 1, 0), (last, insertion + 1)} or number == (1, 0)

    def _leave_articles_if(self, found: Opening | None) -> None:
        """An annex, unlike a chapter, closes all articles, so its lists are sections again; it stands under no chapter."""
        if found is not None and patterns.is_annex(found):
            self._in_articles, self._last_article = False, (0, 0)
            self._open = [entry for entry in self._open if entry[1] == self._open[-1][1]]

    def _close(self, rank: Rank, label: str) -> None:
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()
        self._open.append((rank, label))
        self._item_rank = None
        if rank[1] != ARTICLE or rank[0] == 0:
            self.article = None


def _is_chapter_line(found: Opening, text: str) -> bool:
    """Whether a line that begins with 第三章 or 附件1 is a heading and not a sentence about it."""
    if found.spaced:
        return len(text) <= _LONGEST_CHAPTER_LINE
    return len(text) < _SHORT_LINE and text[-1] not in "。；;，,"


def _is_bare_entry(found: Opening, text: str, following: Line | None) -> bool:
    """Whether a short （一） or 1. has nothing under it, because （二） or 2. comes at once: an entry of a list, not a heading."""
    if found.rank not in (SECOND, THIRD) or found.number is None or following is None or following.level is not None:
        return False
    if len(text) > _LONGEST_HEADING or _HEADING_END.search(text):
        return False
    other = patterns.opening(following.text)
    return other is not None and (other.rank, other.number) == (found.rank, found.number + 1)


_FEWEST_IN_EXCERPT = 3
_LONGEST_CHAPTER_LINE = 60
_SHORT_LINE = 30
_LONGEST_HEADING = 40
_HEADING_END = re.compile(r"[。；：！？:;!?]")
_ANNEX_TITLE = re.compile(r"附[^：:]{1,6}[：:]\s*(?![0-9一二三四五六七八九十]+[.．、])[^。；：！？:;!?]+")
_CLAUSE_END = re.compile(r"[，,、 　]")


def heading_text(line: str) -> str:
    """What stands in a path: the line if it is short, else its first sentence, else its first clauses."""
    if len(line) <= _LONGEST_HEADING and (not _HEADING_END.search(line[:-1]) or _ANNEX_TITLE.fullmatch(line)):
        return line.rstrip("。：:；;")
    sentence = _HEADING_END.split(line, maxsplit=1)[0]
    if len(sentence) <= _LONGEST_HEADING:
        return sentence
    label_end = 5  # the numbering itself may hold a comma: 一、
    clause = _CLAUSE_END.search(sentence, label_end + 3)
    return sentence[: clause.start()] if clause and clause.start() <= _LONGEST_HEADING else sentence[:_LONGEST_HEADING]
