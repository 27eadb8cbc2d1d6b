"""The same words in several essays and guides: one passage is kept, the others are named on it.

In: the documents of a corpus with their passages. Out: the same passages without those that another one represents; the
representative lists their places in ``also_in``. Articles are never touched: each is the law of its own instrument.
Passages that share a sentence, or differ in anything that could mean something else, all stay. Shows nothing and deletes no
text: a represented passage still stands in its document.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from datasketch import MinHash, MinHashLSH

from ingest.numerals import NUMERAL
from ingest.records import Document, Elsewhere, Flaw, Kind, Passage

SHORT = 40  # characters; below, passages are the same only if identical, under the same headings
SIMILAR = 0.8  # shared 5-character shingles of all (Jaccard); two slips in 100 characters leave 0.82
MOST_COMPARED = 30  # candidates that are compared in full; a form filled in a thousand times would cost a million

_SHINGLE = 5
_BANDS, _ROWS = 12, 5  # of MinHash: finds 99 of 100 pairs that share 0.8 of their shingles, one of ten that share 0.4
_PERMUTATIONS = _BANDS * _ROWS
_EMPTY_HASH = MinHash(num_perm=_PERMUTATIONS)
_FREE = frozenset((Kind.GUIDANCE, Kind.ESSAY))


def collapse(documents: Sequence[Document], passages: Sequence[Sequence[Passage]]) -> tuple[tuple[Passage, ...], ...]:
    """Keep one of each set of passages that say the same; ``passages[i]`` are those of ``documents[i]``.

    The one with the fewest flaws stays, of a file that can be read now, then the longest, then the first. The others become
    its ``also_in``, in the order of the corpus. Everything is compared with the one that stays, so that likeness never chains.
    """
    told = [
        _Told(passage, document.carried_over, place)
        for document, group in zip(documents, passages, strict=True)
        if _may_repeat(document, group)
        for place, passage in enumerate(group)
        if not passage.article
    ]
    kept = _Kept()
    elsewhere: dict[int, list[int]] = defaultdict(list)  # place of what stays → places of what it represents
    for at in sorted(range(len(told)), key=lambda at: (told[at].blemishes, at)):
        same = kept.find(told[at])
        if same is None:
            kept.add(at, told[at])
        else:
            elsewhere[same].append(at)
    represented = {(told[at].passage.document_id, told[at].place) for group in elsewhere.values() for at in group}
    also_in = {
        (told[at].passage.document_id, told[at].place): tuple(_place(told[other].passage) for other in sorted(others))
        for at, others in elsewhere.items()
    }
    return tuple(
        tuple(
            replace(passage, also_in=passage.also_in + also_in.get((document.id, place), ()))
            for place, passage in enumerate(group)
            if (document.id, place) not in represented
        )
        for document, group in zip(documents, passages, strict=True)
    )


def may_be_copied(document: Document, passages: Sequence[Passage]) -> bool:
    """Whether a second file with the same text is a copy whose every passage the first one represents."""
    return _may_repeat(document, passages) and not any(passage.article for passage in passages)


def as_copy(document: Document, passages: Sequence[Passage], number: int) -> tuple[Document, tuple[Passage, ...]]:
    """A document with the same title, date and text as an earlier one, under an id of its own; ``number`` counts from 2."""
    id = f"{document.id}-{number}"
    return replace(document, id=id), tuple(replace(passage, document_id=id) for passage in passages)


def _may_repeat(document: Document, passages: Sequence[Passage]) -> bool:
    """Essays and guides, and texts of unknown kind unless they have articles."""
    unknown = document.kind is Kind.UNKNOWN and not any(passage.article for passage in passages)
    return unknown or document.kind in _FREE


def content(text: str) -> str:
    """The letters and digits of a text: widths and cases folded, no punctuation, no white space."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def figures(text: str) -> tuple[str, ...]:
    """The numbers of a text as written, in order: ``处4.5元或5%、三日`` → ``('4.5', '5%', '三')``."""
    return tuple(_FIGURE.findall(unicodedata.normalize("NFKC", text)))


_FIGURE = re.compile(rf"[<>≤≥±+]?[{NUMERAL}亿](?:[{NUMERAL}亿\s]|[.,:/~-](?=[0-9]))*(?<!\s)(?:\s*[%‰℃])?")


@dataclass(frozen=True)
class _Told:
    """A passage with what comparing it needs."""

    passage: Passage
    carried_over: bool
    place: int  # in its document

    @cached_property
    def content(self) -> str:
        return content(self.passage.text)

    @cached_property
    def figures(self) -> tuple[str, ...]:
        return tuple("".join(figure.split()) for figure in figures(self.passage.text))

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(_NUMBERING.sub("", content(step)) for step in self.passage.path)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset(self.content[at : at + _SHINGLE] for at in range(len(self.content) - _SHINGLE + 1))

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What identical passages have in common; one that is nothing but signs counts by its signs."""
        return self.content or self.passage.text, self.figures

    @property
    def blemishes(self) -> tuple[int, bool, int]:
        return len(self.passage.flaws), self.carried_over, -len(self.content)


_NUMBERING = re.compile(rf"^第?[{NUMERAL}]+[编章节篇部分]*")


class _Kept:
    """The passages that stay, and which of them says the same as a further one."""

    def __init__(self) -> None:
        self._told: dict[int, _Told] = {}
        self._identical: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        self._alike = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _ROWS))
        self._hashes: dict[frozenset[str], MinHash] = {}

    def find(self, told: _Told) -> int | None:
        """The place of the passage that says the same; None if none does."""
        for at in self._identical.get(told.key, ()):
            if _same_headings(told, self._told[at]):
                return at
        if len(told.content) < SHORT:
            return None
        found = sorted(self._alike.query(self._hash(told)))
        candidates = [at for at in found if self._told[at].figures == told.figures]
        return next((at for at in candidates[:MOST_COMPARED] if _say_the_same(told, self._told[at])), None)

    def add(self, at: int, told: _Told) -> None:
        self._told[at] = told
        self._identical[told.key].append(at)
        if len(told.content) >= SHORT:
            self._alike.insert(at, self._hash(told))

    def _hash(self, told: _Told) -> MinHash:
        """The MinHash of a passage; only that of the last one is asked for twice."""
        if told.shingles not in self._hashes:
            hashed = _EMPTY_HASH.copy()  # making its permutations takes as long as using them
            hashed.update_batch([shingle.encode() for shingle in told.shingles])
            self._hashes = {told.shingles: hashed}
        return self._hashes[told.shingles]


def _say_the_same(one: _Told, other: _Told) -> bool:
    """Whether two long passages with the same figures differ in nothing but slips of the pen."""
    if not _same_headings(one, other):
        return False
    if len(one.shingles & other.shingles) < SIMILAR * len(one.shingles | other.shingles):
        return False
    distorted = any(flaw in _DISTORTED for told in (one, other) for flaw in told.passage.flaws)
    changes = SequenceMatcher(None, one.content, other.content, autojunk=False).get_opcodes()
    return all(
        operation == "equal"
        or _is_slip(one.content[a:b], other.content[c:d], distorted=distorted)
        or (c == d and _is_repeated(one.content, a, b))
        or (a == b and _is_repeated(other.content, c, d))
        for operation, a, b, c, d in changes
    )


def _same_headings(one: _Told, other: _Told) -> bool:
    """Whether two passages stand under headings that say the same: a list under 可以 is not that under 不得.

    A short passage says too little without all of its headings. For a longer one the nearest is enough, if both have one; in
    scraped pages one of them may run on into the text.
    """
    if len(one.content) < SHORT:
        return one.headings == other.headings
    nearest = sorted((told.headings[-1] for told in (one, other) if told.headings), key=len)
    return len(nearest) < 2 or nearest[1].startswith(nearest[0])


def _is_slip(before: str, after: str, *, distorted: bool) -> bool:
    """Whether a difference is spelling: 己经 for 已经, 人群众 for 人民群众, a 的 more or less.

    In a passage that is marked as misread or spun, any one character for another is, unless it could change a rule.
    """
    if before.translate(_EMPTY) == after.translate(_EMPTY):
        return True
    if len(before) > 1 or len(after) > 1 or not _TELLING.isdisjoint(before + after):
        return False
    return distorted or not before or not after or _SHAPE.get(before, before) == _SHAPE.get(after, after)


def _is_repeated(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` only says again what stands right beside it, as a title that was printed twice does."""
    unit = _UNIT.fullmatch(text, start, end)
    return unit is not None and (text.startswith(unit[1], end) or text.endswith(unit[1], 0, start))


_UNIT = re.compile(r"(.{8,}?)\1*")
_DISTORTED = frozenset((Flaw.SPUN, Flaw.STRIPPED, Flaw.SCRAMBLED, Flaw.MISREAD))
_EMPTY = str.maketrans("", "", "的地了着之也就都而")  # more or less of these changes no rule
# Characters that one cannot be exchanged for another, or be missing, without perhaps meaning something else.
_TELLING = frozenset(
    "不未非无没否勿莫毋免禁除外另但可应须必得能准许宜当或和及与并且"  # negations, exceptions, may and must, and and or
    "上下前后内中左右东西南北大小多少高低长短轻重早晚先再又仅只均每各某本原副正主次满超近约足半"  # limits and persons
    "年月日时分秒周天元岁度次个名人省市县区乡镇村街路局所队站院厅部委办科处室会校男女他她甲乙丙丁戊"  # units, organs, places
    "刑讯询拘捕罚金缓死伤枪毒"  # what the law tells apart by one character
    "0123456789零〇一二两三四五六七八九十百千万亿abcdefghijklmnopqrstuvwxyz"
)
# Taken for one another in typing and in reading from pictures, with no rule hanging on it.
_LOOK_ALIKE = (
    "己已巳 群裙 作做 象像 账帐 那哪 震振 厉历 座坐 籍藉 带戴 尝偿 侯候 既即 状壮 竞竟 辨辩辫 燥躁 幅副 练炼 惯贯 题提 "
    "拔拨 土士 敬警 连联"
)
_SHAPE = {char: group[0] for group in _LOOK_ALIKE.split() for char in group}


def _place(passage: Passage) -> Elsewhere:
    return Elsewhere(passage.document_id, passage.start, passage.end)
