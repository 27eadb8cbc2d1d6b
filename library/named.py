"""The instruments that texts name and the base does not hold.

In: a shelf. Out: each such instrument with how many documents name it and where one of them does, the most named first.
An instrument is told by the kind of its name (…法, …条例, 关于…的意见), never by a list of names; a book, a form, a newspaper
or an essay is none. Left out is what the texts themselves call repealed, and decisions that only change another text.
Does not say whether a named instrument is in force.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from index.instruments import InstrumentNames
from index.words import simplified
from ingest.instruments import known_instruments
from ingest.patterns import ARTICLE_LABEL
from ingest.records import Document
from ingest.versions import instrument_name
from library.catalogue import spoken_order
from library.document import document_place, label_of, section_at
from library.records import Place
from library.shelf import Shelf


@dataclass(frozen=True, slots=True)
class NamedInstrument:
    """An instrument that the texts name and the base lacks."""

    name: str  # without 中华人民共和国
    documents: int  # that name it
    example: Place  # the first of them, with the name marked where a passage holds it


def named_and_missing(shelf: Shelf) -> tuple[NamedInstrument, ...]:
    """What the base names but lacks, the most named first, then by name."""
    names = _Names(shelf)
    first: dict[str, Place] = {}
    naming: dict[str, set[str]] = defaultdict(set)
    repealed: set[str] = set()
    for document in shelf.documents:
        for mention in _mentions(document.text, names):
            if mention.repealed:
                repealed.add(mention.name)
            elif mention.name not in first:
                first[mention.name] = _place(shelf, document, mention)
            naming[mention.name].add(document.id)
    missing = [
        NamedInstrument(name, len(naming[name]), place)
        for name, place in first.items()
        if name not in repealed and not names.is_held(name)
    ]
    return tuple(sorted(missing, key=lambda each: (-each.documents, spoken_order(each.name))))


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    start: int
    end: int
    repealed: bool  # the sentence says that it no longer applies


_QUOTED = re.compile(r"《([^《》\n]{2,60})》")
_REPEALED = re.compile(r"(?:[^。；;\n《》]|《[^《》\n]*》){0,80}?废止")  # 废止 inside a title says nothing of this name
_LONGEST_NAME = 40  # characters before an article in which the name of its instrument is looked for


def _mentions(text: str, names: _Names) -> Iterator[_Mention]:
    """Names in 《》, and names of the reviewed table that stand before the number of an article."""
    for match in _QUOTED.finditer(text):
        if name := names.of_quoted(match[1]):
            yield _Mention(name, *match.span(), _REPEALED.match(text, match.end()) is not None)
    for match in ARTICLE_LABEL.finditer(text):
        before = text[max(match.start() - _LONGEST_NAME, 0) : match.start()]
        if (bare := names.of_bare(before)) is not None:
            end = match.start() - len(before) + len(before.rstrip(" \u3000"))
            yield _Mention(bare.meant, end - len(bare.said), end, repealed=False)


@dataclass(frozen=True, slots=True)
class _Bare:
    said: str
    meant: str


class _Names:
    """What instruments are called: those of the base, those of the reviewed table, and any name of an instrument's kind."""

    def __init__(self, shelf: Shelf) -> None:
        held = {document.instrument for document in shelf.documents}
        self._held = {_key(name) for name in held}
        self._known = InstrumentNames(held)
        table = known_instruments().values()
        self._bare = {said: row.name for row in table for said in (row.name, *row.nicknames)}
        self._last = {said[-1] for said in self._bare}
        self._ends = re.compile(
            rf"(?:^|[^一-鿿]|中华人民共和国|{_BEFORE_A_NAME})"
            rf"({'|'.join(sorted(map(re.escape, self._bare), key=len, reverse=True))})[ \u3000]*$"
        )

    def is_held(self, name: str) -> bool:
        return _key(name) in self._held

    def of_quoted(self, quoted: str) -> str | None:
        """The instrument that words in 《》 name; None if they name none."""
        said = _plain(quoted)
        for mention in self._known.mentions(said):
            if (mention.start, mention.end) == (0, len(said)):
                return mention.name
        return said if _is_instrument(said) else None

    def of_bare(self, before: str) -> _Bare | None:
        """The instrument of the table with whose name a text ends: ``依照刑法`` → 刑法."""
        if before.rstrip(" \u3000")[-1:] not in self._last:  # nearly every article label begins a line
            return None
        match = self._ends.search(before)
        return _Bare(match[1], self._bare[match[1]]) if match else None


_BEFORE_A_NAME = "依照|根据|按照|依据|适用|违反|符合|触犯|援引|参照|[和与或及由以对是为的在]"


def _plain(name: str) -> str:
    """``中华人民共和国巡逻条例（试行）`` → ``巡逻条例``; brackets of a name in a name become 〈〉 of one sort."""
    folded = simplified(unicodedata.normalize("NFKC", name)).replace("<", "〈").replace(">", "〉")
    folded = re.sub(r"〈中华人民共和国", "〈", re.sub(r"\s", "", folded))
    return re.sub(r"\([^()]*\)$", "", instrument_name(folded))


def _key(name: str) -> str:
    """What two forms of one name share: whoever issues 关于…的意见 is named or not."""
    plain = _plain(name)
    at = plain.find("关于")
    return re.sub("[〈〉]", "", plain[at:] if at > 0 else plain)


_KIND = re.compile(r"(?:法|法典|通则|条例|规定|办法|细则|规则|规程|规范|标准|准则|条令|解释)$")
_LETTER = re.compile(r"关于.{4,}(?:意见|通知|决定|批复|通告|公告|规定|解释|办法)$")  # 意见 alone may be anybody's
_CHANGES = re.compile(r"(?:修改|修订|修正|废止|清理).*(?:决定|规定|通知|通告|公告)$|修正案$")
# Words that end in 法 and are no law, subjects that books are called by, and names so general that they could mean any text.
_NO_LAW = re.compile(
    r"(?:[方看做想说兵书语手用枪拳疗章写读算魔打辩执司立守普合违非]|辩证|行政|国际|经济|刑事|民商|部门|程序|实体|诉讼)法$"
)
_GENERAL = re.compile(
    r"^(?:本|该|此|上述|有关|相关|若干|管理|实施|工作|暂行|试行|具体|补充|技术|行业|国家|地方|处罚|考核|评分|奖惩)*"
    r"(?:规定|办法|细则|规则|规程|规范|标准|准则|解释|条例|条令)$"
)
_ESSAY = re.compile(r"^(?:浅|试|略|也|再)?[谈论议析]|如何|怎样|思考|研究|解读|教程|读本|学习|问答|案例")
_SHORTEST = 3  # characters: 禁毒法; the two of 刑法 and 宪法 stand in the table


def _is_instrument(name: str) -> bool:
    """Whether a name, without its bracket at the end, is that of an enacted text."""
    if len(name) < _SHORTEST or "(" in name or "、" in name[-6:] or _CHANGES.search(name) or _ESSAY.search(name):
        return False
    if _LETTER.search(name):
        return True
    return _KIND.search(name) is not None and not _NO_LAW.search(name) and not _GENERAL.search(name)


def _place(shelf: Shelf, document: Document, mention: _Mention) -> Place:
    section = section_at(document, mention.start)
    place = document_place(document, label_of(section) if section else "")
    passages = shelf.passages(document.id)
    at = bisect_right([passage.start for passage in passages], mention.start) - 1
    if at < 0 or mention.end > passages[at].end:
        return place
    start = passages[at].start
    marked = ((mention.start - start, mention.end - start),)
    return Place(place.document_id, place.title, place.version_date, place.label, passages[at].id, marked)
