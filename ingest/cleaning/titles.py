"""Where a page that holds several texts begins a new one, and which of its titles can be trusted.

In: lines of one file. Out: the same, where the first line of each text has ``begins`` and a title has level 1; titles
printed twice are there once, and a title that fits nothing below it is gone. Only files that show themselves to hold several
texts are divided: by the page of a web site around them, by titles printed twice, by 【第一篇】, by rows of dashes, by a
series of titles with the same last word, or by articles that count anew under the name of another instrument.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import patterns
from ingest.cleaning.boilerplate import is_page_part, is_web_page
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
        if line.text and places:
            line = _without_title(line, kept[places[-1]])
        if line.text:
            places.append(len(kept))
        kept.append(line)
    return kept


def mark_titles(lines: Sequence[Line]) -> list[Line]:
    """Mark the titles of a file that holds several texts, without their bullets; other files stay whole.

    Known by numbers (【第二篇】, 篇二：), by the page of a web site around them, or by the words that end such titles together
    with a row of dashes above, a count that begins again below (一、 after 二、), or the same last word as the first line.
    """
    of_site = is_web_page(lines) or any(line.begins for line in lines)
    written = [index for index, line in enumerate(lines) if line.text and not (of_site and is_page_part(line.text))]
    first = next((_last_word(lines[index].text) for index in written), "")
    marked = list(lines)
    series: list[int] = []
    counting: list[int] = []  # titles of that sort with a heading 一、 below
    above: Line | None = None  # the line before, without a row of dashes
    divided = counted = False  # whether a row of dashes stands above; whether this text has a heading 一、
    begins_again = False
    if of_site and (heading := _first_heading(lines, written)) is not None:
        marked[heading] = replace(lines[heading], level=1, begins=True)
    for place, index in enumerate(written):
        line = lines[index]
        if is_rule(line.text):
            divided = True
            continue
        after = next((lines[at] for at in written[place + 1 : place + 2]), None)
        if line.level is None and _COLLECTED_LABEL.match(line.text):
            marked[index] = replace(line, level=2)  # 范文二： names no text; it is a heading of the one above
        elif line.level is None and _may_be_title(line.text):
            if _NUMBERED_TEXT.search(line.text) or (of_site and _is_title(line, above, after, divided=divided)):
                marked[index] = _as_title(line)
            elif _is_title_of_series(line, above, after, divided=divided):
                anew = _counts_anew(lines, written[place + 1 : place + 1 + _NEAR])
                counting += [index] if anew else []
                begins_again = begins_again or (anew and counted)
                series += [index] if divided or (first and _last_word(line.text) == first) else []
        counted = counted or _first_rank(line.text) is not None
        above, divided = marked[index], False
    for index in {*(series if len(series) > 1 else ()), *(counting if begins_again else ())}:
        marked[index] = _as_title(lines[index])
    return marked


def mark_instruments(lines: Sequence[Line]) -> list[Line]:
    """Mark the title of each further instrument in a collection: a new 第一条 under a line that names a law or rule."""
    marked = list(lines)
    in_articles = False
    for index, line in enumerate(lines):
        number = _article(line.text)
        if number == 1 and in_articles and (title := _instrument_above(lines, index)) is not None:
            marked[title] = replace(lines[title], level=1, begins=True)
        in_articles = in_articles or number is not None
    return marked


def drop_rules(lines: Sequence[Line]) -> list[Line]:
    """Remove rows of dashes, stars and the like; a row of low lines is a blank to be filled in."""
    return [line for line in lines if not is_rule(line.text)]


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a row of the same sign."""
    return bool(_RULE.fullmatch(text))


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
        if title.level is None or _is_trusted(title, body):
            kept.extend((title, *body))
        elif any(line.text for line in body):
            first = next(index for index, line in enumerate(body) if line.text)
            body[first] = replace(body[first], begins=True)
            kept.extend(body)
    return kept


_TITLE_LENGTHS = range(6, 46)
_NUMBERED_TEXT = re.compile(
    r"[【\[（(]\s*第?[一二三四五六七八九十0-9]+\s*篇?\s*(?<=篇)[】\]）)]$|^[【\[]?(?:篇|范文|例文)[一二三四五六七八九十0-9]+[】\]]?[:：\s]\s*\S"
)
_COLLECTED_LABEL = re.compile(
    r"^[【\[]?(?:第[一二三四五六七八九十0-9]+篇|(?:篇|范文|例文)[一二三四五六七八九十0-9]+)[】\]]?\s*[:：]?$"
)
_RULE = re.compile(r"([-—－=＝*＊~～─━═…·.#])(?:\s?\1){4,}")
_OPENS_TITLE = re.compile(
    r"^(?:浅谈|浅论|浅析|浅议|试论|试析|略论|简论|论|谈|如何|怎样|关于|对.{2,20}的(?:思考|认识|探讨|建议))"
)
_ENDS_TITLE = re.compile(
    r"(?:思考|对策|体会|之我见|探讨|研究|初探|建议|总结|报告|典型|方案|讲话|心得|启示|调研|舆情|通知|公告|指引|指南|材料|事迹)$"
)
_INSTRUMENT = re.compile(
    r"(?:法|条例|规定|办法|细则|规则|规范|解释|规程|守则|章程|制度|决定)(?:\s*[（(](?:\d{4}年?)?(?:试行|暂行|修订|修正|草案)?[）)])?$"
)
_HEADER = re.compile(
    r"^目\s*[录次]$|^[（(]|(?:通过|公布|发布|施行|修订|修正|批准|令|政府|国务院|公安[部厅局]|委员会)[）)]?$|^第\S+号$"
)
_MOST_HEADER_LINES = 40  # enactment lines and a table of contents
_OPEN_ENDS = ("，", ",", "、", "：", ":", "？", "?")
_BULLETS = "•·●■▪◆※ "
_ENDS_TEXT = tuple("。！？!?…”』」）)】")
_BRACKETS = re.compile(r"[《》〔〕\[\]【】（）()“”\"\s.．。…:：•·●]")
_COMMON_WORDS = re.compile(
    "公安|派出所|民警|警察|机关|工作|群众|人民|如何|浅谈|关于|新时期|新形势|做好|问题|对策|的|和|与|在|中|下|及"
)
_LEAST_FIT = 0.15  # of the pairs of characters of a title; what shares fewer with its text was put there by a site
_FEWEST_PAIRS = 4  # a title of common words only fits everything
_LEAST_TEXT = 30
_NEAR = 20  # lines below a title in which its first heading stands
_LONGEST_INSTRUMENT = 60
_QUOTED_TITLE = re.compile(r"《[^《》]+》")


def _may_be_title(text: str) -> bool:
    return len(_bare(text)) in _TITLE_LENGTHS and not re.search(r"[。；;！!]", text) and patterns.opening(text) is None


def _is_title(line: Line, before: Line | None, after: Line | None, *, divided: bool) -> bool:
    above_text = after is not None and (_is_text(after) or _may_be_title(after.text) or _calls(after))
    if line.text.endswith(_OPEN_ENDS) or not above_text:
        return False
    if before is None or divided or _OPENS_TITLE.search(_bare(line.text)):
        return True  # what a page prints first is its title, true or false
    named = bool(_ENDS_TITLE.search(_bare(line.text)) or _QUOTED_TITLE.fullmatch(line.text))
    return _has_ended(before) and named


def _is_title_of_series(line: Line, before: Line | None, after: Line | None, *, divided: bool) -> bool:
    if not _last_word(line.text) or after is None or not (_is_text(after) or _calls(after)):
        return False
    return before is None or divided or _has_ended(before)


def _first_heading(lines: Sequence[Line], written: Sequence[int]) -> int | None:
    """The first heading of a web page's format, if only labels stand above it."""
    for index in written:
        if lines[index].level is not None:
            return index
        if _is_text(lines[index]):
            return None
    return None


def _first_rank(text: str) -> int | None:
    """The number of a heading 一、."""
    found = patterns.opening(text)
    return found.number if found is not None and found.rank == patterns.FIRST else None


def _counts_anew(lines: Sequence[Line], following: Sequence[int]) -> bool:
    """Whether the next heading 一、二、三、 is 一、."""
    numbers = (_first_rank(lines[index].text) for index in following)
    return next((number for number in numbers if number is not None), None) == 1


def _calls(line: Line) -> bool:
    """Whom a notice is for: 各派出所："""
    return line.text.endswith(("：", ":"))


def _has_ended(line: Line) -> bool:
    """The text above is over: an end mark, or the date under a notice."""
    return line.begins or line.text.endswith(_ENDS_TEXT) or bool(patterns.DATE.fullmatch(line.text))


def _last_word(text: str) -> str:
    match = _ENDS_TITLE.search(_bare(text)) if _may_be_title(text) else None
    return match[0] if match else ""


def _as_title(line: Line) -> Line:
    bare = len(line.text) - len(line.text.lstrip(_BULLETS))
    return replace(keep(line, [(bare, len(line.text))]), level=1, begins=True)


def _article(text: str) -> int | None:
    found = patterns.opening(text)
    return found.number if found is not None and found.rank == patterns.ARTICLE and found.spaced else None


def _instrument_above(lines: Sequence[Line], index: int) -> int | None:
    """Where the title of the instrument stands whose first article is ``lines[index]``."""
    headers = 0
    for at in range(index - 1, -1, -1):
        text = lines[at].text
        if not text:
            continue
        found = patterns.opening(text)
        if found is None and len(text) <= _LONGEST_INSTRUMENT and _INSTRUMENT.search(text) and not _HEADER.search(text):
            return at
        headers += 1
        chapter = found is not None and found.rank < patterns.ARTICLE and not patterns.is_annex(found)
        if headers > _MOST_HEADER_LINES or not (chapter or _HEADER.search(text) or patterns.DATE.search(text[:20])):
            return None
    return None


def _bare(text: str) -> str:
    return _BRACKETS.sub("", text)


def _is_broken_copy(first: Line, second: Line, line: Line) -> bool:
    """A title printed over two lines in brackets, and then again in one."""
    return len(_bare(second.text)) < len(_bare(line.text)) and _bare(first.text + second.text) == _bare(line.text)


def _without_title(line: Line, above: Line) -> Line:
    """Cut the title, perhaps printed several times, off the beginning of the text; a blank after it shows it as well as a copy does."""
    title = above.text
    if not (above.begins or (_may_be_title(title) and line.text.startswith(title + " "))):
        return line
    at = 0
    while line.text.startswith(title, at):
        at += len(title)
    return trimmed(keep(line, [(at, len(line.text))])) if 0 < at < len(line.text) else line


def _is_text(line: Line) -> bool:
    return len(line.text) >= _LEAST_TEXT or line.text.endswith("。")


def _is_trusted(title: Line, body: Sequence[Line]) -> bool:
    """An instrument is called what it is called; every other title must share words with its text."""
    return any(_article(line.text) == 1 for line in body) or _fits(title.text, "".join(line.text for line in body))


def _fits(title: str, body: str) -> bool:
    if not body:
        return False
    pieces = _COMMON_WORDS.sub(" ", re.sub(r"[【\[（(].*?[】\]）)]", " ", title)).split()
    pairs = {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}
    return len(pairs) < _FEWEST_PAIRS or sum(pair in body for pair in pairs) >= _LEAST_FIT * len(pairs)
