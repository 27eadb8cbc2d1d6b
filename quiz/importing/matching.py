"""The passage that an imported item rests on.

In: an item without a source and a base. Out: its Source and how it was found; or None. An article that the item names, if its words say
what the item says; otherwise the best passage by BM25, if it holds enough of the item's words, weighed by their rarity.
Does not judge the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.generation import Generation
from index.lookup import ArticleRequest, Lookup
from index.words import words
from ingest.numerals import NUMERAL, chinese_number, parse_number
from ingest.records import Document, Passage
from ingest.standing import stand, takes_effect
from quiz.records import Item, ItemType, Source
from quiz.spelling import FALSE
from quiz.staleness import digest

HELD = 0.6  # of the item's words by rarity that a searched passage must hold; statements of other fields of law held up to 0.56, one in fifty of shortened articles less
NAMED_HELD = 0.4  # that a named article must hold: the name itself speaks for it
_TRIED = 20  # passages of the best BM25 scores


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that an item rests on."""

    row: int
    passage: Passage
    document: Document
    held: float  # share of the item's words, weighed by rarity, 0 to 1


class Matcher:
    """Finds passages of one generation."""

    def __init__(self, generation: Generation, lookup: Lookup, today: date) -> None:
        self.generation = generation
        self.lookup = lookup
        self.today = today
        self._words: dict[
            str, frozenset[str]
        ] = {}  # of the passages compared so far: cutting words takes most of the time

    def find(self, item: Item) -> Found | None:
        """The named article that supports the item, else the passage that holds most of its words, else None."""
        said = claim(item)
        named = [found for found in self.named(item) if found.held >= NAMED_HELD]
        if named:
            return max(named, key=lambda found: found.held)
        best = self.best(said)
        return best if best and best.held >= HELD else None

    def named(self, item: Item) -> tuple[Found, ...]:
        """The articles that stem and explanation name, in the version meant: that of a year named, else the current one."""
        said = claim(item)
        return tuple(
            self._found(row, said)
            for request, document in self.requests(item)
            for row in self.lookup.find(request, document)
        )

    def requests(self, item: Item) -> Iterator[tuple[ArticleRequest, Document]]:
        """Articles of instruments of the base that an item names, each with the version meant."""
        text = "。".join((item.stem, item.explanation))
        dated = set(_DATE.findall(text))
        text = _DATE.sub("", text)
        read = self.lookup.read(text)
        year = read.year if not dated else next(iter(dated)) if len(dated) == 1 else None
        for request in dict.fromkeys(read.articles):
            if request.instrument and request.article in _labels(text):
                document = self.version(request.instrument, year)
                if document is not None:
                    yield request, document

    def version(self, instrument: str, year: str | None) -> Document | None:
        """The version of a year, else the newest in effect, else the newest; None where the base lacks the instrument."""
        versions = self.lookup.versions(instrument)
        of_year = [each for each in versions if year and (each.version_date or "").startswith(year)]
        day = self.today.isoformat()
        in_effect = [each for each in versions if (takes_effect(each) or each.version_date or "") <= day]
        return next(iter((*of_year, *in_effect, *versions)), None)

    def best(self, said: str, instrument: str | None = None) -> Found | None:
        """Of the passages with the best BM25 scores the one that holds most; only of current versions."""
        scores = self.generation.lexical.scores(words(said))
        found: list[Found] = []
        for row in np.argsort(-scores, kind="stable")[: _TRIED * 5].tolist():
            if scores[row] <= 0 or len(found) >= _TRIED:
                break
            document = self._document(row)
            current = self.version(document.instrument, None)
            dated = document.version_date is not None
            if (instrument and document.instrument != instrument) or (dated and current is not document):
                continue
            found.append(self._found(row, said))
        return max(found, key=lambda each: each.held, default=None)

    def held(self, passage: Passage, said: str) -> float:
        """Which share of the words of a text a passage has, each by its rarity in the base."""
        lexical = self.generation.lexical
        asked = set(words(said))
        if passage.id not in self._words:
            self._words[passage.id] = frozenset(words(passage.text))
        there = self._words[passage.id]
        weight = sum(map(lexical.idf, asked))
        return sum(lexical.idf(word) for word in asked & there) / weight if weight else 0.0

    def source(self, found: Found, item: Item) -> Source:
        """The clauses of the passage that say what the item says, as its source."""
        passage, document = found.passage, found.document
        spans = self._quoted(found, claim(item))
        keys = _key_words(item)
        key_spans = [
            (at, at + len(word))
            for word in keys
            for start, end in spans
            if (at := passage.text.find(word, start, end)) >= 0
        ]
        versions, replacing = self.lookup.versions(document.instrument), self.lookup.replacing(document.instrument)
        version = f"（{document.version_date}）" if document.version_date else ""
        where = passage.article or (passage.path[-1] if passage.path else "")
        return Source(
            passage_id=passage.id,
            passage_sha256=digest(passage.text),
            document_id=document.id,
            doc=document.source,
            title=document.title,
            instrument=document.instrument,
            version_date=document.version_date,
            level=document.kind.value,
            path=passage.path,
            article=passage.article,
            paragraph=None,
            item=None,
            spans=tuple(spans),
            quote=passage.text[spans[0][0] : spans[0][1]],
            key_spans=tuple(sorted(set(key_spans))),
            reference=f"《{document.instrument}》{version}{where}",
            status_text=stand(document, versions, self.today, replacing=replacing).text,
        )

    def _quoted(self, found: Found, said: str) -> list[tuple[int, int]]:
        """The clause that holds most of what is said; with several such, the first."""
        lexical = self.generation.lexical
        asked = set(words(said))
        text = found.passage.text
        spans = [(clause.start, clause.end) for clause in self.generation.clauses[found.row]] or [(0, len(text))]
        held = [sum(lexical.idf(word) for word in asked & set(words(text[start:end]))) for start, end in spans]
        return [spans[held.index(max(held))]]

    def _document(self, row: int) -> Document:
        return self.generation.documents[self.generation.passages[row].document_id]

    def _found(self, row: int, said: str) -> Found:
        passage = self.generation.passages[row]
        return Found(row, passage, self._document(row), self.held(passage, said))


# Beside a name a date says which version is meant; read as a question, its month would be an article.
_DATE = re.compile(
    r"[（(]?(?<!\d)((?:19|20)\d{2})\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?(?:版|公布|修订|修正)?[）)]?"
)
_LABEL = re.compile(rf"第\s*([{NUMERAL}]{{1,8}})\s*条(?:\s*之\s*([{NUMERAL}]{{1,3}}))?")


def _labels(text: str) -> set[str]:
    """Articles that are written out: 第四十三条, 第43条之一. A bare number after a name, which a question may mean so, is none."""
    labels = set()
    for number, insertion in _LABEL.findall(text):
        found, inserted = parse_number(number), parse_number(insertion)
        if found and 0 < found < 10_000:
            labels.add(f"第{chinese_number(found)}条" + (f"之{chinese_number(inserted)}" if inserted else ""))
    return labels


def claim(item: Item) -> str:
    """What the item says is so: the stem with the key in its blanks; of a false statement what it says all the same."""
    key = _key_words(item)
    stem = item.stem
    if item.type == ItemType.CLOZE:
        for word in key:
            stem = stem.replace("____", word, 1)
        return stem
    return stem.replace("（ ）", "、".join(key)) if "（ ）" in stem else "。".join((stem, *key))


def _key_words(item: Item) -> Sequence[str]:
    if item.options:
        return [option.text for option in item.options if option.is_key]
    return [] if item.type == ItemType.TRUE_FALSE or item.key == (FALSE,) else item.key
