"""Stems, explanations and references in the manner of Chinese police papers.

In: places, words of a text, right answers. Out: Chinese sentences: 根据《反恐怖主义法》规定，……（ ）。 and
《反恐怖主义法》（2018-04-27）第三条第二款规定：“……”。 Decides nothing.
"""

from __future__ import annotations

import re

from ingest.numerals import chinese_number
from ingest.records import Document, Kind, Passage
from ingest.standing import OUTDATED
from quiz.authorities import find_agencies
from quiz.confusions import find_confusions
from quiz.evidence import Place
from quiz.outline import heading_words, part_of, readable_heading, subject_of
from quiz.quantities import find_quantities

LEAST_CHANGED = 2  # characters by which a change is named
GAP = "……"  # between ranges of a quote that do not touch
_ASCII = str.maketrans(",:;?!()", "，：；？！（）")
UNTITLED = "（无题）"
_THIS = re.compile(r"(?<![基根日])本(?:法(?![律院定人])|条例|规定|办法|规范|细则)")


def according(place: Place) -> str:
    """How a stem begins: ``根据《反恐怖主义法》规定，``."""
    return f"{named(place.document)}认为，" if place.is_prose else f"根据{called(place)}规定，"


def said_by(place: Place, words: str) -> str:
    """A sentence as a stem: with 根据《…》规定 before it, or, where it speaks of 本法, with the name in that place."""
    named_within, count = _THIS.subn(called(place), words)
    if place.is_prose or not count:
        return according(place) + tidy(words)
    return tidy(named_within)


def called(place: Place) -> str:
    """The name in a stem, with the year of a text that is known to be outdated: ``2012年版《治安管理处罚法》``."""
    document = place.document
    year = (document.version_date or "")[:4] if place.standing.standing in OUTDATED else ""
    return f"{year}年版{named(document)}" if year else named(document)


def named(document: Document) -> str:
    """``《反恐怖主义法》``, ``《如何改善警民关系》一文``, ``以“公安派出所是……”开头的一文``; empty for a text that nothing names."""
    if document.kind not in (Kind.ESSAY, Kind.GUIDANCE):
        return f"《{document.instrument}》"
    if document.title.startswith(UNTITLED):
        return _untitled(document)
    title = document.title.rstrip(".．。 ")
    return f"《{title}》" if document.kind == Kind.GUIDANCE else f"《{title}》一文"


def _untitled(document: Document) -> str:
    """By its first words where they say something, else by what it says that it is about, or by its first heading."""
    opening = document.title.removeprefix(UNTITLED)
    if _CLAUSE.fullmatch(opening) and _SAYS_SOMETHING.search(opening):
        return f"以“{opening}”开头的一文"
    if subject := subject_of(document):
        return f"论述“{singled(tidy(subject))}”的一文"
    path = next((section.path for section in document.sections if section.path), ("",))
    heading = heading_words(readable_heading(path[0]))
    return f"第一部分题为“{one_line(singled(tidy(heading)))}”的一文" if heading else ""


_CLAUSE = re.compile(r"[一-鿿][一-鿿、“”]{4,27}[一-鿿”]")  # a longer one was cut, one with blanks was garbled
_SAYS_SOMETHING = re.compile("(?<!总)是|为(?!人民)|有|要|应当?|必须|需|能|使|随着|开展|加强|做好|坚持|如何|怎样|浅谈")


def tidy(words: str) -> str:
    """Words for a stem: punctuation in full width next to Chinese characters; every character keeps its place."""
    folded = words.translate(_ASCII)
    return "".join(
        new if _beside_han(words, at) else old for at, (old, new) in enumerate(zip(words, folded, strict=True))
    )


def quote(passage: Passage, spans: tuple[tuple[int, int], ...]) -> str:
    """The words of the spans, joined by …… where they do not touch."""
    words, last = "", None
    for start, end in spans:
        words += GAP if last is not None and passage.text[last:start].strip() else ""
        words += passage.text[start:end]
        last = end
    return words


def in_quote(spans: tuple[tuple[int, int], ...], offset: int, passage: Passage) -> int:
    """Where a character of the passage stands in the quote of these spans."""
    before = tuple((start, min(end, offset)) for start, end in spans if start <= offset)
    return len(quote(passage, before))


def reference(place: Place, paragraph: int | None, item: int | None) -> str:
    """``《人民警察法》（2012-10-26）第九条第二款``."""
    passage, document = place.passage, place.document
    dated = f"（{document.version_date}）" if document.version_date else ""
    where = passage.article or "".join(passage.path[-1:])
    several = any(part.number > 1 for part in passage.paragraphs)
    if passage.article:
        where += f"第{chinese_number(paragraph)}款" if paragraph and several else ""
        where += f"第（{chinese_number(item)}）项" if item else ""
    if document.kind == Kind.ESSAY and not passage.article:
        where = part_of(place)
        if document.title.startswith(UNTITLED):
            inside = singled(_inside_quotes(where))
            return f"{named(document)}{dated}" + (f"“{inside}”部分" if inside else "")
    name = f"《{document.instrument}》" if not place.is_prose else named(document).removesuffix("一文")
    return f"{name}{dated}{where}"


def proof(place: Place, where: str, words: str) -> str:
    """The sentence that quotes the basis: ``《…》（…）第九条规定：“…”``."""
    said = "原文" if place.is_prose else "规定"
    return f"{where}{said}：“{_inside_quotes(words)}”{'' if words.endswith(('。', '！', '？')) else '。'}"


def for_key(right: str) -> str:
    return f"因此应为“{right}”。"


def choose(right: str, letter: str) -> str:
    return f"因此应为“{right}”，选{letter}。"


def for_edit(before: str, after: str) -> str:
    return f"原文为“{before}”，题中改成了“{after}”，所以错误。"


def basis(where: str, status_text: str) -> str:
    """The last sentence of every explanation."""
    return f"依据：{where}；{status_text}。"


def why_right() -> str:
    return "与条文一致"


def why_wrong(right: str, wrong: str) -> str:
    """Of a value, an agency or a term in the place of the right one."""
    return f"条文此处为“{right}”，不是“{wrong}”"


def why_not_listed(origin: str) -> str:
    """Of a member of another list."""
    return f"不在所列之中；见于{origin}" if origin else "不在所列之中"


def why_punished(penalty: str) -> str:
    """Of an act: what the text says that it gets."""
    return f"条文规定“{tidy(penalty)}”"


def punished(letters: str, penalty: str, others: dict[str, str]) -> str:
    """Of the acts under these letters what they get, and of each other one."""
    said = "，".join(f"{letter}项应“{other}”" for letter, other in sorted(others.items()))
    return f"{letters}项应“{tidy(penalty)}”；{said}。"


def why_edited(before: str) -> str:
    """Of words of the text with one change."""
    return f"原文为“{before}”"


def changed(letter: str, before: str, after: str) -> str:
    """Of an option that is the text with one change: the words of the text, and which of them became which."""
    was, now = _whole_words(before, after)
    return f"{letter}项原文为“{_inside_quotes(before)}”，题中把“{was}”改成了“{now}”。"


def difference(before: str, after: str) -> tuple[str, str]:
    """The words in which two texts differ, at least two characters each where they have them: 应当 and 可以, 三日 and 五日."""
    shortest = min(len(before), len(after))
    start = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    end = next((at for at in range(shortest - start) if before[-1 - at] != after[-1 - at]), shortest - start)
    while end > 0 and min(len(before), len(after)) - start - end < LEAST_CHANGED:
        end -= 1
    while start > 0 and min(len(before), len(after)) - start - end < LEAST_CHANGED:
        start -= 1
    if start and before[start - 1] == "以" and before[start] in "上下":
        start, end = start - 1, min(len(before), len(after)) - start - 1
    return before[start : len(before) - end], after[start : len(after) - end]


def _whole_words(before: str, after: str) -> tuple[str, str]:
    """The difference, with all of the term, the body or the number that it is a part of."""
    was, now = difference(before, after)
    start = next(
        at
        for at in range(len(before))
        if before[:at] + now + before[at + len(was) :] == after and before.startswith(was, at)
    )
    end = start + len(was)
    terms = [
        *((found.start, found.end) for found in find_agencies(before)),
        *((found.start, found.end) for found in find_quantities(before)),
        *((found.start, found.end) for found in find_confusions(before)),
    ]
    wider = [(first, last) for first, last in terms if first < end and start < last]
    first = min([start, *(at for at, _ in wider)])
    last = max([end, *(at for _, at in wider)])
    return before[first:last], after[first : len(after) - len(before) + last]


def one_line(words: str) -> str:
    """Without line breaks and the blanks beside them."""
    return re.sub(r"\s*\n\s*", "", words)


def singled(words: str) -> str:
    """Quotation marks inside quotation marks are single."""
    return re.sub(r'"([^"]*)"', r"‘\1’", words).replace("“", "‘").replace("”", "’")


def _inside_quotes(words: str) -> str:
    """Quotation marks inside quotation marks are single."""
    return one_line(words).replace("“", "‘").replace("”", "’")


def _beside_han(words: str, at: int) -> bool:
    around = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
    return re.search(r"[一-鿿“”’‘》《（）]", around) is not None
