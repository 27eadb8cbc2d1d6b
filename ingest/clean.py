"""Take away what is not the text: marks, page boilerplate, scanner spaces, line breaks in mid-sentence.

In: the lines of one file. Out: the lines a reader should see, and a count for each rule that did something.
Cleaning only deletes; wording, spelling and punctuation stay as they are. Does not find headings (structure.py).
The rules run in the order of RULES; each is a pure function from lines to lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest import patterns
from ingest.records import Line

Rule = Callable[[Sequence[Line]], list[Line]]


def clean(lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """Apply every rule in order; return the lines that remain (none of them blank) and a Chinese note per effective rule."""
    notes: list[str] = []
    kept = list(lines)
    for name, rule in RULES:
        before = kept
        kept = rule(before)
        characters, count = _characters(before) - _characters(kept), _written(before) - _written(kept)
        if name and (characters or count):
            notes.append(f"{name}：删去 {characters} 字" if characters > 0 else f"{name}：接合 {count} 处")
    return [line for line in kept if line.text], tuple(notes)


def _strip_marks(lines: Sequence[Line]) -> list[Line]:
    """Remove zero-width and control characters and the white space around each line; blank lines stay."""
    return [replace(line, text=_BLANKS.sub(" ", _INVISIBLE.sub("", line.text)).strip()) for line in lines]


def _drop_boilerplate(lines: Sequence[Line]) -> list[Line]:
    """Remove short lines that belong to a web page or a download site, never to a text."""
    return [line for line in lines if not _is_boilerplate(line.text)]


def _close_scanner_spaces(lines: Sequence[Line]) -> list[Line]:
    """Remove the spaces that text recognition puts between all characters of a line."""
    return [_close_spaces(line) for line in lines]


def _join_broken_lines(lines: Sequence[Line]) -> list[Line]:
    """Join a line that stops in mid-sentence with the next one."""
    width = _column_width(lines)
    joined: list[Line] = []
    last: Line | None = None  # the line as it stands in the file; joined[-1] may hold several
    blank_before = False
    for line in lines:
        if not line.text:
            blank_before = True
            continue
        if last is not None and _is_continued(last, line, blank_between=blank_before, width=width):
            joined[-1] = _join(joined[-1], last, line)
        else:
            joined.append(line)
        last, blank_before = line, False
    return joined


RULES: tuple[tuple[str, Rule], ...] = (
    ("", _strip_marks),  # not worth a note: nobody can see these characters
    ("网页与下载站附带文字", _drop_boilerplate),
    ("扫描识别产生的空格", _close_scanner_spaces),
    ("句中断行", _join_broken_lines),
)

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u3000\t]")
_BOILERPLATE_LENGTH = 80  # longer lines carry text of their own
_BOILERPLATE = re.compile(
    r"^(欢迎(来到|光临|访问).*网|我要投稿|[•·]?\s*您?当前位置|您(的|现在的)位置|首页\s*[>»]|合集下载|友情链接|相关(文档|文章|阅读|推荐)|最新文档|"
    r"上一篇|下一篇|返回(首页|顶部|列表)|(点击)?下载(此文|本文|文档|全文)|打印本页|关闭窗口|责任编辑|本文(来源|网址|链接)|"
    r"时间[:：]\s*\d{4}-\d{2}-\d{2})",
)
_COPYRIGHT = re.compile(
    r"^版权(所有(?!者|人|权)|声明)|copyright\s*©|©\s*\d{4}|[京沪粤浙苏鲁川渝][ＩI]CP备", re.IGNORECASE
)
_SPACED_PAIR = re.compile(r"(?<=[㐀-鿿，。、；：“”（）0-9]) (?=[㐀-鿿，。、；：“”（）0-9])")
_SCANNED_SHARE = 0.3  # spaces per character above which a line came from text recognition, not from a writer
_SENTENCE_END = '。！？；：!?;:…”"』」》）)】〕'
_FULL_STOP = "。！？!?"
_MID_SENTENCE = "，、,"
_CELL_GAP = " | "  # as ingest/loaders/tables.py joins the cells of a row
_OWN_LINE = "《•·●■▪◆※"  # entries of a list of sources, bullets
_MIN_BROKEN = 12  # a shorter line without end punctuation is a heading more often than a broken sentence
_COLUMN_SHARE = 0.8  # a visual line at least this full was broken by the page, not by the writer


def _is_boilerplate(text: str) -> bool:
    """A link or a label of a page has no full stop; “相关文档应当归档保存。” is a rule about files."""
    if len(text) > _BOILERPLATE_LENGTH:
        return False
    return bool(_COPYRIGHT.search(text) or (_BOILERPLATE.search(text) and not text.endswith("。")))


def _close_spaces(line: Line) -> Line:
    spaces = len(_SPACED_PAIR.findall(line.text))
    if len(line.text) < 8 or spaces < _SCANNED_SHARE * len(line.text):
        return line
    return replace(line, text=_SPACED_PAIR.sub("", line.text))


def _is_continued(line: Line, following: Line, *, blank_between: bool, width: int) -> bool:
    if line.level is not None or following.level is not None or _CELL_GAP in line.text + following.text:
        return False
    if patterns.starts_unit(following.text) or following.text[0] in _OWN_LINE:
        return False
    if line.page is not None:
        # The page broke the line if it is full; a closing bracket or colon at its end is then no end of a paragraph.
        return line.text[-1] not in _FULL_STOP and len(line.text) >= _COLUMN_SHARE * (line.column or width)
    if line.text[-1] in _SENTENCE_END:
        return False
    if line.text[-1] in _MID_SENTENCE:
        return True
    if blank_between:
        # A blank line inside a sentence is rare: ask for an article's or a paragraph's length and no heading shape.
        return len(line.text) > 3 * _MIN_BROKEN and _is_running(line.text)
    return len(line.text) >= _MIN_BROKEN and _is_running(line.text)


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


def _join(joined: Line, last: Line, following: Line) -> Line:
    """Append ``following``, which ``last`` continues, to the line that ends in ``last``; remember where a page turns."""
    text = _glue(joined.text, following.text)
    if following.page is None or following.page == last.page:
        return replace(joined, text=text)
    return replace(joined, text=text, turns=(*joined.turns, (len(text) - len(following.text), following.page)))


def _glue(first: str, second: str) -> str:
    """Latin words keep a space between them; Chinese and the digits of one number do not."""
    meeting = first[-1] + second[0]
    return f"{first} {second}" if meeting.isascii() and meeting.isalnum() and not meeting.isdigit() else first + second


def _characters(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _written(lines: Sequence[Line]) -> int:
    return sum(1 for line in lines if line.text)
