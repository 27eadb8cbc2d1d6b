"""名词解释: what a term means.

In: passages that define (X，是指Y). Out: definitions with their places, and for each a draft that asks for the meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quiz.drafts import Draft
from quiz.evidence import POINTING, Evidence, Place
from quiz.records import ItemType
from quiz.wording import called, tidy

SHORTEST, LONGEST = 8, 150  # characters of a meaning
TELLING = 20  # characters of a meaning up to which the words of the term are all that it says

_DEFINITION = re.compile(
    r"(?:^第[一-鿿]+条|^|(?<=[。\n]))(?:\s*)(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十0-9]+[、.．])?\s*(?:本[一-鿿]{1,4}?(?:所称|所指|中)的?)?[“\"]?(?P<term>[一-鿿（）、]{2,14}?)[”\"]?"
    r"[，,]?\s*是指(?P<meaning>[^。：:\n]{8,160}?)(?=。|[；;]?\n|[；;]?$)"
)
_NO_TERM = re.compile(
    r"县级以上|设区的市|^(?:这|那|所谓|其|该|本|即|就|主要|一般|也|规定)|[的是了]$|规定$|的含义$|含义是指"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and its meaning, with their places in the passage."""

    place: Place
    span: tuple[int, int]
    term: tuple[int, int]
    meaning: tuple[int, int]

    @property
    def term_text(self) -> str:
        return self.place.passage.text[slice(*self.term)]

    @property
    def quoted(self) -> int:
        """Where a quote begins that holds both: at the term, or at the quotation mark before it."""
        start = self.term[0]
        return start - (self.place.passage.text[start - 1 : start] in {"“", '"'})

    @property
    def meaning_text(self) -> str:
        return self.place.passage.text[slice(*self.meaning)]


def find_definitions(evidence: Evidence) -> tuple[Definition, ...]:
    """Every definition of the usable passages, in order."""
    return tuple(found for place in evidence.places for found in _in_passage(place))


def definition_draft(definition: Definition) -> Draft:
    """名词解释. No choice among meanings: those of other terms speak of other things, which tells the right one."""
    place = definition.place
    stem = f"名词解释：{called(place)}中，“{tidy(definition.term_text)}”是指什么？"
    start = definition.meaning[0]
    return Draft(
        type=ItemType.DEFINITION,
        place=place,
        stem=stem,
        body=f"{definition.term_text}是指什么？",
        right=(tidy(definition.meaning_text),),
        wrong=(),
        spans=((definition.quoted, definition.meaning[1]),),
        key_spans=(definition.meaning,),
        paragraph=next((part.number for part in place.passage.paragraphs if part.start <= start < part.end), None),
    )


def _in_passage(place: Place) -> Iterator[Definition]:
    for match in _DEFINITION.finditer(place.passage.text):
        term, meaning = match["term"], match["meaning"]
        if _NO_TERM.search(term.replace("所谓", "")) or POINTING.search(meaning) or term in meaning:
            continue
        if "所称" in meaning:
            continue  # two terms in one sentence
        if len(term) > 3 and len(meaning) < TELLING and term[:2] in meaning and term[-2:] in meaning:
            continue  # 死亡事故 is 造成人员死亡的…事故
        if SHORTEST <= len(meaning) <= LONGEST and "、" not in term:
            yield Definition(place, match.span(), match.span("term"), match.span("meaning"))
