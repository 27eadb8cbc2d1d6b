"""What the base is about, and of which authority it is there.

In: an open generation. Out: topics, each named by words of its passages, with passages by level, the documents that hold
most of it, and an example. The same generation gives the same topics. Does not say what a topic ought to contain.

Passages whose vectors lie together make a topic. It is called by the words that most of its passages have and most
others lack (TF-IDF over topics in place of documents).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.generation import Generation
from index.words import segments, simplified
from ingest.numerals import NUMERAL
from ingest.records import Document, Kind, Passage
from library.document import document_place
from library.records import Place

COMMON_WORDS = Path(__file__).with_name(
    "common_words.txt"
)  # words of every instrument and every essay; they name no topic


@dataclass(frozen=True, slots=True)
class Topic:
    """Passages that are about the same."""

    words: tuple[str, ...]  # one to four, the most telling first; a title where the passages share no telling word
    passages: int
    levels: tuple[tuple[Kind, int], ...]  # passages of each level that has any, highest level first
    leading: tuple[Place, ...]  # the documents with most of its passages
    example: Place  # a passage with its words
    example_text: str

    def count(self, kind: Kind) -> int:
        """Its passages of one level."""
        return dict(self.levels).get(kind, 0)


def find_topics(generation: Generation) -> tuple[Topic, ...]:
    """The topics of a generation, the largest first; none where so little is held that the list of documents says as much."""
    count = min(_MOST, len(generation.passages) // _PASSAGES_A_TOPIC)
    if count < 2:
        return ()
    members: list[list[Passage]] = [[] for _ in range(count)]
    for passage, cluster in zip(generation.passages, generation.vectors.clusters(count), strict=True):
        if not _only_cites(passage.text):
            members[cluster].append(passage)
    filled = sorted((passages for passages in members if passages), key=len, reverse=True)
    names = _names(generation, filled)
    return tuple(_topic(generation, passages, words) for passages, words in zip(filled, names, strict=True))


_MOST = 24  # more rows than one can look over at once
_PASSAGES_A_TOPIC = 25
_WORDS = 4  # of a name
_CANDIDATES = 16
_COUNTED = 60  # passages of a topic whose words are counted; more change no name and cost time
_LEADING = 3


def _topic(generation: Generation, passages: Sequence[Passage], words: tuple[str, ...]) -> Topic:
    documents = [generation.documents[passage.document_id] for passage in passages]
    levels = Counter(document.kind for document in documents)
    holding = Counter(document.id for document in documents)
    leading = sorted(holding, key=lambda document_id: (-holding[document_id], document_id))
    first = generation.documents[leading[0]].title
    example = max(passages, key=lambda passage: (_telling(passage.text, words), passage.id))
    return Topic(
        words=words or (first,),
        passages=len(passages),
        levels=tuple((kind, levels[kind]) for kind in Kind if levels[kind]),
        leading=tuple(document_place(generation.documents[each]) for each in _one_text_each(generation, leading)),
        example=_place(generation.documents[example.document_id], example),
        example_text=example.text,
    )


def _one_text_each(generation: Generation, ids: Iterable[str]) -> list[str]:
    """Of several versions of an instrument the newest."""
    newest: dict[str, Document] = {}
    for document_id in ids:
        document = generation.documents[document_id]
        held = newest.setdefault(document.instrument, document)
        if (document.version_date or "") > (held.version_date or ""):
            newest[document.instrument] = document
    return [document.id for document in newest.values()][:_LEADING]


def _telling(text: str, words: Sequence[str]) -> float:
    """How much a passage shows of its topic: its words, said often in little text."""
    said = sum(word in text for word in words)
    often = sum(text.count(word) for word in words)
    return said + often / (30 + len(text))


def _place(document: Document, passage: Passage) -> Place:
    label = passage.article or (passage.path[-1] if passage.path else "")
    return replace(document_place(document, label), passage_id=passage.id)


def _only_cites(text: str) -> bool:
    """Whether a passage is a list of sources: names in 《》 and numbers of articles make up half of it."""
    cited = sum(len(match[0]) for match in _SOURCE.finditer(text))
    return 2 * cited > len(text)


def _names(generation: Generation, topics: Sequence[Sequence[Passage]]) -> list[tuple[str, ...]]:
    """The words of each topic; none for one whose passages share no word."""
    counted = [_spread(passages) for passages in topics]
    titles = [[generation.documents[passage.document_id].title for passage in passages] for passages in counted]
    shares = [_shares(passages) for passages in counted]
    everywhere: Counter[str] = Counter()
    for share in shares:
        everywhere.update(share)
    names = []
    for passages, share, titled in zip(counted, shares, titles, strict=True):
        weights = {
            word: part * math.log(1 + 1 / everywhere[word]) * (1 + sum(word in title for title in titled) / len(titled))
            for word, part in share.items()
        }
        best = sorted(weights, key=lambda word: (-weights[word], word))[:_CANDIDATES]
        names.append(_chosen(best, weights, passages))
    return names


def _spread(passages: Sequence[Passage]) -> Sequence[Passage]:
    """At most so many passages, taken evenly from all."""
    step = -(-len(passages) // _COUNTED)
    return passages[::step]


def _shares(passages: Sequence[Passage]) -> dict[str, float]:
    """The part of the passages in which each word stands, of words that stand in two at least."""
    found: Counter[str] = Counter()
    for passage in passages:
        own = _CITED.sub("", passage.text)  # the names of what is cited say little of what is said
        found.update({word for word in segments(simplified(own)) if _may_name(word)})
    return {word: count / len(passages) for word, count in found.items() if count > 1 or len(passages) == 1}


def _may_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None and word not in _common_words() and not _NUMBERED.match(word)


@cache
def _common_words() -> frozenset[str]:
    return frozenset(COMMON_WORDS.read_text(encoding="utf-8").split())


def _chosen(best: Sequence[str], weights: dict[str, float], passages: Sequence[Passage]) -> tuple[str, ...]:
    """The best words that say something new; from the third on only while they weigh a good part of the first."""
    text = "\n".join(passage.text for passage in passages)
    chosen: list[str] = []
    for word in best:
        if len(chosen) == _WORDS or (len(chosen) >= 2 and weights[word] < _STILL_TELLING * weights[chosen[0]]):
            break
        if not any(word in other or other in word for other in chosen) and not _is_place(word, text):
            chosen.append(word)
    return tuple(chosen)


def _is_place(word: str, text: str) -> bool:
    """Whether a word is mostly said as the name of a place: 青槐 in 青槐市."""
    if len(word) >= 3 and word.endswith(_PLACES):
        return True
    as_place = sum(text.count(word + kind) for kind in _PLACES)
    return 2 * as_place > text.count(word)


_STILL_TELLING = 0.4
_PLACES = ("省", "市", "县", "区", "镇", "乡", "州", "旗")
_NAME = re.compile(r"[一-鿿]{2,12}")
_NUMBERED = re.compile(rf"第?[{NUMERAL}几数]")
_SOURCE = re.compile(rf"《[^《》]*》(?:[(（][^()（）]*[)）])?(?:[、和与及至]?第[{NUMERAL}]+条(?:之[{NUMERAL}]+)?)*")
_CITED = re.compile(r"《[^《》]*》")
