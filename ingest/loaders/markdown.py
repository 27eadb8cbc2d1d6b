"""Markdown to lines: what a reader sees once it is rendered, minus the typography.

In: the bytes of a Markdown file. Out: its lines; '#' and underlined headings carry their level, blank lines stay.
Gone are comments, emphasis, bullets, quote marks, targets of links, pictures and tags; a row of a table is one line
with ' | ' between its cells. Numbers of lists stay, for they are wording, and so do stars that mask a name (张*和李*).
Does not evaluate reference links, footnotes or formulas: they stay as written.
"""

from __future__ import annotations

import html
import re

from ingest.loaders.tables import join_cells
from ingest.loaders.text import decode, split_lines
from ingest.records import Line, Loaded


def load_markdown(data: bytes, name: str) -> Loaded:
    """Read a Markdown file: ``## **第一章** 总则`` → the line 第一章 总则 with level 2."""
    source = _COMMENT_OR_FENCE.sub(_without_comment, "\n".join(split_lines(decode(data, name))))
    lines: list[Line] = []
    in_fence = ""
    for text in source.split("\n"):
        fence = _FENCE.match(text)
        if in_fence:
            in_fence = "" if fence and fence[1].startswith(in_fence) and not fence[2] else in_fence
            lines += [] if not in_fence else [Line(text)]
        elif fence:
            in_fence = fence[1]
        elif level := _underline_level(text, lines):
            lines[-1] = Line(lines[-1].text, level=level)
        else:
            lines += _read_line(text)
    return Loaded(tuple(lines))


def _without_comment(match: re.Match[str]) -> str:
    """Keep fences, and what follows a comment that nothing ends: reading on to the end once costs little, for each <!-- much."""
    return "" if match[0].endswith("-->") and not match["fence"] else match[0]


def _underline_level(text: str, before: list[Line]) -> int | None:
    """The level that a row of = or - gives the line above, if that line is a paragraph by itself."""
    underline = _UNDERLINE.match(text)
    stands_alone = before and before[-1].text and (len(before) == 1 or not before[-2].text)
    if not underline or not stands_alone or before[-1].level or len(before[-1].text) > _LONGEST_HEADING:
        return None
    return 1 if underline[1] == "=" else 2


def _read_line(source: str) -> list[Line]:
    text = _QUOTE.sub("", source)
    if _RULE.match(text):
        return [Line("")]
    if "|" in text and _TABLE_RULE.match(text):
        return []
    text = _MARKED.sub(lambda match: _shield(match["escaped"] or match["code"]), text)
    heading = _HEADING.match(text)
    if heading:
        return [Line(_read_inline(heading["text"]).replace("\n", " "), level=len(heading["marks"]))]
    if _TABLE_ROW.match(text):
        cells = [_read_inline(cell) for cell in text.strip().removeprefix("|").removesuffix("|").split("|")]
        return [Line(join_cells([cell.replace("\n", " ") for cell in cells]))]
    return [Line(part) for part in _read_inline(_BULLET.sub("", text)).split("\n")]


def _read_inline(text: str) -> str:
    """Remove the marks inside a line; <br> becomes a line feed."""
    text = _PICTURE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(r"\1", text)
    text = _TAG.sub(lambda match: _TAGS_AS_TEXT.get(match[1].lower(), ""), text)
    for marks in (_STRONG_EMPHASIS, _STRONG, _STRONG_LOW, _EMPHASIS, _EMPHASIS_LOW):
        text = marks.sub(r"\1", text)
    text = html.unescape(text.removesuffix("\\")).translate(_UNSHIELDED)
    return "\n".join(part.strip(" \t\xa0") for part in text.strip("\n").split("\n"))


def _shield(text: str) -> str:
    """Hide punctuation from the rules that follow; it comes back at the end of _read_inline."""
    return text.translate(_SHIELDED)


_LONGEST_HEADING = 60  # a longer line above a row of dashes is a paragraph above a rule
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_SHIELD = 0x10F000  # private-use plane that no text uses
_SHIELDED = {ord(char): _SHIELD + ord(char) for char in _PUNCTUATION}
_UNSHIELDED = {shielded: code for code, shielded in _SHIELDED.items()}

_COMMENT_OR_FENCE = re.compile(
    r"(?P<fence>^[ \t]*(?P<marks>`{3,}|~{3,}).*?(?:^[ \t]*(?P=marks)[ \t]*$|\Z))|<!--.*?(?:-->|\Z)",
    re.MULTILINE | re.DOTALL,
)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*(.*)$")
_UNDERLINE = re.compile(r" {0,3}([=-])\1{2,}[ \t]*$")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
# Without a blank after it, # is a heading only in front of a hanzi and not in a #话题#.
_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?:[ \t\u3000]+|(?=[一-鿿（][^#]*$))(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_BULLET = re.compile(r"^\s*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)+")
_MARKED = re.compile(r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?<!`)(?P<ticks>`++)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)")
_TARGET = r"\((?:[^()\s]*[./#:][^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+[\"'][^\"']*[\"'])?)?\)"
_PICTURE = re.compile(rf"!\[[^\[\]]*\]{_TARGET}")
_LINK = re.compile(rf"\[([^\[\]]*)\]{_TARGET}")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_TAG = re.compile(
    r"<(br|tr|/td|/th|/?(?:table|thead|tbody|p|div|span|font|center|u|b|i|em|strong|sub|sup|a|img|details|summary)|/tr|td|th)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_TAGS_AS_TEXT = {"br": "\n", "tr": "\n", "/td": " ", "/th": " "}
# An opening mark stands before text, a closing mark after it: so 张**、李** keeps its masks.
_OPENS = r"(?![\s*、，。；：！？）》”,.;:!?)])"
_CLOSES = r"(?<![\s*（《“(])"
_STRONG_EMPHASIS = re.compile(rf"(?<![\w*])\*\*\*{_OPENS}([^*]+?){_CLOSES}\*\*\*(?![\w*])")
_STRONG = re.compile(
    rf"(?<!\*)\*\*{_OPENS}(.{{1,300}}?){_CLOSES}\*\*(?!\*)"
)  # bounded: a line of marks only must not cost its square
_STRONG_LOW = re.compile(r"(?<![\w_])__(?![\s_])([^_]+?)(?<!\s)__(?![\w_])")
# A single star inside a word is a mask (张*和李*) or a multiplication far more often than emphasis.
_EMPHASIS = re.compile(rf"(?<![\w*])\*{_OPENS}([^*]+?){_CLOSES}\*(?![\w*])")
_EMPHASIS_LOW = re.compile(r"(?<![\w_])_(?![\s_])([^_]+?)(?<![\s_])_(?![\w_])")
