"""Line breaks in mid-sentence, made by a page, a narrow column or a link.

In: lines. Out: lines that each hold whole sentences or a heading. Joined without a space, for Chinese has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest import patterns
from ingest.origin import glue
from ingest.records import Line


def join_broken_lines(lines: Sequence[Line]) -> list[Line]:
    """Join a line that stops in mid-sentence with the next one."""
    width = _column_width(lines)
    set_width = _set_width(lines)
    joined: list[list[Line]] = []
    last: Line | None = None
    blank_before = False
    for line in lines:
        if not line.text:
            blank_before = True
            continue
        if last is not None and (
            _is_continued(last, line, first=last.begins or joined == [[last]], blank_between=blank_before, width=width)
            or _is_wrapped(last, line, set_width)
        ):
            joined[-1].append(line)
        else:
            joined.append([line])
        last, blank_before = line, False
    return [_join(pieces) for pieces in joined]


def join_broken_headings(lines: Sequence[Line]) -> list[Line]:
    """Join a numbered heading that a link broke: its end stands at the head of the next line, before a space, or in a line of its own.

    ``四、要具有一定的科学`` / ``管理能力,善于协调`` / (a paragraph); ``一、首先不断提高`` / ``政治素质 可以说…``.
    """
    joined: list[Line] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if joined and _is_heading_end(joined[-1], line, following):
            joined[-1] = glue((joined[-1], line))
        else:
            joined.append(line)
    return joined


_SENTENCE_END = '。！？；：!?;:…”"』」》）)】〕'
_FULL_STOP = "。！？!?"
_MID_SENTENCE = "，、,"
_CELL_GAP = " | "  # as ingest/loaders/tables.py joins the cells of a row
_OWN_LINE = "《•·●■▪◆※【"  # entries of a list of sources, bullets, labels
_OPENS = "（(《“「『"
_NEVER_FIRST = "，。、；：！？,;!?）)”》"
_SOURCE = re.compile(r"\[\d{1,3}\]|［\d{1,3}］")  # an entry of a list of sources
_MARK = re.compile("[，。；、,]")
_SET_WIDTHS = range(20, 81)
_INDENT = 2  # the first line of a paragraph is shorter by its indent, and a mark may hang
_FEWEST_FULL = 4
_FULL_SHARE = 0.3  # of the written lines
_MIN_BROKEN = 12  # a shorter line without end punctuation is a heading more often than a broken sentence
_COLUMN_SHARE = 0.8  # a visual line at least this full was broken by the page, not by the writer
_LONGEST_HEADING = 40
_LONGEST_TITLE = 30
_HEADING_REST = re.compile(r"[^ 。！？；!?;]{2,15} [^ ]{20,}")
_CUT_OFF_HEADING = re.compile(
    r"(?:[的和与及对把在为以]|不断提高|不断加强|一定的?\w{1,3}|进一步\w{0,4}|[^，,]{1,6}的\w{2})$"
)


def _is_continued(line: Line, following: Line, *, first: bool, blank_between: bool, width: int) -> bool:
    if line.text[-1] in _OPENS and line.level is None and following.level is None and not following.begins:
        return True  # what a bracket opens stands on the next line, whatever that begins with
    if not _may_join(line, following):
        return False
    if line.page is not None:
        # The page broke the line if it is full; a closing bracket or colon at its end is then no end of a paragraph.
        return line.text[-1] not in _FULL_STOP and len(line.text) >= _COLUMN_SHARE * (line.column or width)
    if line.text[-1] in _SENTENCE_END:
        return False
    if line.text[-1] in _MID_SENTENCE or _is_reference(following.text):
        return True
    if first and len(line.text) <= _LONGEST_TITLE:
        return False  # the title of a text, which may hold a comma
    if blank_between:
        # A blank line inside a sentence is rare: ask for an article's or a paragraph's length and no heading shape.
        return len(line.text) > 3 * _MIN_BROKEN and _is_running(line.text)
    return len(line.text) >= _MIN_BROKEN and _is_running(line.text) and not _is_heading(line.text)


def _is_wrapped(line: Line, following: Line, width: int) -> bool:
    """Whether a file set in lines of one width broke a full one; no line of a writer begins with a comma."""
    if not width or not width - _INDENT <= len(line.text) <= width or not _may_join(line, following):
        return False
    return line.text[-1] not in _FULL_STOP or following.text[0] in _NEVER_FIRST


def _may_join(line: Line, following: Line) -> bool:
    if line.level is not None or following.level is not None or following.begins:
        return False
    if _CELL_GAP in line.text + following.text:
        return False
    return not (patterns.starts_unit(following.text) or following.text[0] in _OWN_LINE or _SOURCE.match(following.text))


def _set_width(lines: Sequence[Line]) -> int:
    """The width in characters of a file without pages whose paragraphs were broken to fit it; 0 where writers broke the lines.

    Of such a file many lines are full, none is longer, and most full ones stop in mid-sentence.
    """
    texts = [line.text for line in lines if line.text and line.page is None]
    width = max(map(len, texts), default=0)
    if not _SET_WIDTHS.start <= width < _SET_WIDTHS.stop:
        return 0
    full = [text for text in texts if len(text) >= width - _INDENT]
    if len(full) < max(_FEWEST_FULL, _FULL_SHARE * len(texts)):
        return 0
    broken = sum(1 for text in full if text[-1] not in _SENTENCE_END)
    written = sum(1 for text in full if _MARK.search(text))
    return width if broken >= len(full) / 2 and written >= len(full) / 2 else 0


def _is_reference(text: str) -> bool:
    """第四十三条规定的… opens nothing, so it goes on with the line before."""
    return patterns.opening(text) is None and patterns.ARTICLE_LABEL.match(text) is not None


def _is_heading_end(line: Line, following: Line, after: Line | None) -> bool:
    if not _is_heading(line.text) or line.page is not None or line.level is not None or following.level is not None:
        return False
    if following.begins or patterns.starts_unit(following.text) or _CELL_GAP in following.text:
        return False
    if _HEADING_REST.match(following.text):
        return bool(_CUT_OFF_HEADING.search(line.text))
    short = len(following.text) <= _LONGEST_HEADING and following.text[-1] not in _SENTENCE_END.replace('"', "")
    return short and bool(_CUT_OFF_HEADING.search(line.text)) and after is not None and "。" in after.text


def _is_heading(text: str) -> bool:
    """A numbered line without an end mark that is short enough for a heading."""
    found = patterns.opening(text)
    numbered = found is not None and found.rank > patterns.ARTICLE
    ended = text[-1] in _SENTENCE_END + _MID_SENTENCE or "。" in text
    return numbered and len(text) <= _LONGEST_HEADING and not ended


def _is_running(text: str) -> bool:
    """Whether a line without end punctuation reads like the beginning of a sentence rather than a heading or a date."""
    return any(mark in text for mark in "，,。") and not _dated(text)


def _dated(text: str) -> bool:
    """Enactment lines (“2012年10月26日 …通过”) end without punctuation and are whole."""
    return bool(patterns.DATE.search(text[:20])) or text.endswith(("通过", "公布", "发布", "施行", "修订", "修正"))


def _column_width(lines: Sequence[Line]) -> int:
    """The length that nine in ten visual lines do not exceed; 0 where no line has a page."""
    lengths = sorted(len(line.text) for line in lines if line.page is not None and line.text)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _join(pieces: Sequence[Line]) -> Line:
    """Latin words keep a space between them; Chinese and the digits of one number do not."""
    return (
        glue(pieces, [_gap(one.text, other.text) for one, other in pairwise(pieces)]) if len(pieces) > 1 else pieces[0]
    )


def _gap(text: str, following: str) -> str:
    meeting = text[-1] + following[0]
    return " " if meeting.isascii() and meeting.isalnum() and not meeting.isdigit() else ""
