"""Where a page that holds several texts begins a new one, and which of its titles can be trusted.

In: lines of one file. Out: the same, where the first line of each text has ``begins`` and a title has level 1; titles
printed twice are there once, and a title that fits nothing below it is gone. Only pages of web sites and collections are
divided: they show themselves by the page around the text, by titles printed twice, or by 【第一篇】.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import patterns
from ingest.cleaning.boilerplate import is_page_part
from ingest.origin import keep, trimmed
from ingest.records import Line


def drop_repeated_titles(lines: Sequence[Line]) -> list[Line]:
    """Of a title printed several times in a row keep one, mark it as the beginning of a text, and cut it off the text it is glued to."""
    kept: list[Line] = []
    places: list[int] = []  # of written lines in kept
    for line in lines:
        if line.text and places and _may_be_title(line.text) and _bare(line.text) == _bare(kept[places[-1]].text):
            kept[places[-1]] = replace(line, level=1, begins=True)
            continue
        if len(places) > 1 and _may_be_title(line.text) and _is_broken_copy(kept[places[-2]], kept[places[-1]], line):
            kept[places[-2] :] = [replace(line, level=1, begins=True)]
            del places[-1]
            continue
        if line.text and places and kept[places[-1]].begins:
            line = _without_title(line, kept[places[-1]].text)
        if line.text:
            places.append(len(kept))
        kept.append(line)
    return kept


def mark_titles(lines: Sequence[Line]) -> list[Line]:
    """Mark the titles of a page that holds texts of a site or a collection, without their bullets; other files stay whole."""
    written = [index for index, line in enumerate(lines) if line.text and not is_page_part(line.text)]
    page_parts = sum(1 for line in lines if line.text and is_page_part(line.text))
    collected = page_parts >= _FEWEST_PAGE_PARTS or any(line.begins for line in lines)
    marked = list(lines)
    for place, index in enumerate(written):
        line = lines[index]
        before = marked[written[place - 1]] if place else None
        after = lines[written[place + 1]] if place + 1 < len(written) else None
        if line.level is not None or not _may_be_title(line.text):
            continue
        if _NUMBERED_TEXT.search(line.text) or (collected and after is not None and _is_title(line, before, after)):
            bare = len(line.text) - len(line.text.lstrip(_BULLETS))
            marked[index] = replace(keep(line, [(bare, len(line.text))]), level=1, begins=True)
    return marked


def drop_false_titles(lines: Sequence[Line]) -> list[Line]:
    """Remove the title of a page with nothing under it, and one that shares hardly a word with the text under it."""
    starts = [index for index, line in enumerate(lines) if line.begins]
    if not starts:
        return list(lines)
    kept = list(lines[: starts[0]])
    if kept and not any(_is_text(line) for line in kept):
        kept = [replace(line, text="", runs=()) for line in kept]  # labels of the page before its first text
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        title, body = lines[start], list(lines[start + 1 : end])
        if title.level is None or _fits(title.text, "".join(line.text for line in body)):
            kept.extend((title, *body))
        elif any(line.text for line in body):
            first = next(index for index, line in enumerate(body) if line.text)
            body[first] = replace(body[first], begins=True)
            kept.extend(body)
    return kept


_FEWEST_PAGE_PARTS = 2
_TITLE_LENGTHS = range(6, 46)
_NUMBERED_TEXT = re.compile(
    r"[【\[（(]\s*第?[一二三四五六七八九十0-9]+\s*篇\s*[】\]）)]$|^[【\[]?篇[一二三四五六七八九十0-9]+[】\]]?[:：\s]"
)
_OPENS_TITLE = re.compile(
    r"^(?:浅谈|浅论|浅析|浅议|试论|试析|略论|简论|论|谈|如何|怎样|关于|对.{2,20}的(?:思考|认识|探讨|建议))"
)
_ENDS_TITLE = re.compile(
    r"(?:思考|对策|体会|之我见|探讨|研究|初探|建议|总结|报告|典型|方案|讲话|心得|启示|调研|舆情|通知|公告|指引|指南|材料|事迹)$"
)
_BULLETS = "•·●■▪◆※ "
_ENDS_TEXT = tuple("。！？!?…”』」）)】")
_BRACKETS = re.compile(r"[《》〔〕\[\]【】（）()“”\"\s.．。…:：•·●]")
_COMMON_WORDS = re.compile(
    "公安|派出所|民警|警察|机关|工作|群众|人民|如何|浅谈|关于|新时期|新形势|做好|问题|对策|的|和|与|在|中|下|及"
)
_LEAST_FIT = (
    0.3  # of the pairs of characters of a title; true titles of the sample pages share 0.5 and more with their texts
)
_FEWEST_PAIRS = 4  # a title of common words only fits everything
_LEAST_TEXT = 30


def _may_be_title(text: str) -> bool:
    return len(_bare(text)) in _TITLE_LENGTHS and not re.search(r"[。；;！!]", text) and patterns.opening(text) is None


def _is_title(line: Line, before: Line | None, after: Line) -> bool:
    if line.text.endswith(("，", ",", "、", "：", ":", "？", "?")) or not (
        _is_text(after) or _may_be_title(after.text)
    ):
        return False
    if before is None or _OPENS_TITLE.search(_bare(line.text)):
        return True  # what a page prints first is its title, true or false
    ended = before.begins or before.text.endswith(_ENDS_TEXT)
    return ended and bool(_ENDS_TITLE.search(_bare(line.text)))


def _bare(text: str) -> str:
    return _BRACKETS.sub("", text)


def _is_broken_copy(first: Line, second: Line, line: Line) -> bool:
    """A title printed over two lines in brackets, and then again in one."""
    return len(_bare(second.text)) < len(_bare(line.text)) and _bare(first.text + second.text) == _bare(line.text)


def _without_title(line: Line, title: str) -> Line:
    """Cut the title, perhaps printed several times, off the beginning of the text."""
    at = 0
    while line.text.startswith(title, at):
        at += len(title)
    return trimmed(keep(line, [(at, len(line.text))])) if 0 < at < len(line.text) else line


def _is_text(line: Line) -> bool:
    return len(line.text) >= _LEAST_TEXT or line.text.endswith("。")


def _fits(title: str, body: str) -> bool:
    if not body:
        return False
    pieces = _COMMON_WORDS.sub(" ", re.sub(r"[【\[（(].*?[】\]）)]", " ", title)).split()
    pairs = {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}
    return len(pairs) < _FEWEST_PAIRS or sum(pair in body for pair in pairs) >= _LEAST_FIT * len(pairs)
