"""Single choice about a term and what it means.

In: statements and members of lists that define (X，是指Y), and the definitions of the base. Out: drafts that ask for the term
that has this meaning, or for the meaning of the term, or, of an essay, that it be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from quiz.drafts import CHOICE, Draft
from quiz.evidence import POINTING, Evidence, Place
from quiz.records import ItemType
from quiz.wording import according, named, tidy

SHORTEST, LONGEST = 8, 150  # characters of a meaning

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
    def meaning_text(self) -> str:
        return self.place.passage.text[slice(*self.meaning)]


def find_definitions(evidence: Evidence) -> tuple[Definition, ...]:
    """Every definition of the usable passages, in order."""
    return tuple(found for place in evidence.places for found in _in_passage(place))


def definition_drafts(definition: Definition, others: Sequence[Definition], random: Random) -> Iterator[Draft]:
    """First the term for its meaning, then the meaning of the term; which one comes first is drawn by lot.

    A term of an essay, which defines few, is to be explained (名词解释).
    """
    if definition.place.is_prose:
        yield _to_be_explained(definition)
    drafts = [_asks_for_term(definition, others), _asks_for_meaning(definition, others)]
    if random.random() < 0.3:
        drafts.reverse()
    yield from (draft for draft in drafts if draft is not None)


def _in_passage(place: Place) -> Iterator[Definition]:
    for match in _DEFINITION.finditer(place.passage.text):
        term, meaning = match["term"], match["meaning"]
        if _NO_TERM.search(term.replace("所谓", "")) or POINTING.search(meaning) or term in meaning[: len(term)]:
            continue
        if "所称" in meaning:
            continue  # two terms in one sentence
        if SHORTEST <= len(meaning) <= LONGEST and "、" not in term:
            yield Definition(place, match.span(), match.span("term"), match.span("meaning"))


def _asks_for_term(definition: Definition, others: Sequence[Definition]) -> Draft | None:
    """Not where the meaning says the term, or half of it, itself."""
    term, meaning = definition.term_text, definition.meaning_text
    if any(term[at : at + 2] in meaning for at in range(len(term) - 1)):
        return None
    wrong = _near(definition, others, [other.term_text for other in others])
    body = f"{CHOICE}是指{meaning}。"
    return _draft(definition, body, term, tuple(wrong), definition.term)


def _asks_for_meaning(definition: Definition, others: Sequence[Definition]) -> Draft | None:
    term, meaning = definition.term_text, definition.meaning_text
    wrong = _near(definition, others, [other.meaning_text for other in others])
    wrong = [words for words in wrong if 0.45 <= len(words) / len(meaning) <= 2.0 and term not in words]
    return _draft(definition, f"{term}是指{CHOICE}。", meaning, tuple(wrong), definition.meaning)


def _to_be_explained(definition: Definition) -> Draft:
    asked = f"{definition.term_text}是指什么？"
    draft = _draft(definition, asked, definition.meaning_text, (), definition.meaning)
    stem = f"名词解释：{named(definition.place.document)}中，“{tidy(definition.term_text)}”是指什么？"
    return replace(draft, type=ItemType.SHORT, stem=stem)


def _near(definition: Definition, others: Sequence[Definition], words: Sequence[str]) -> list[str]:
    """Of what is of the same kind (…行为, …事故, …人员) and of the same instrument first; something of neither is no distractor."""
    kind, text = _kind(definition), definition.place.document.id
    ranked = sorted(
        (
            -(2 * (_kind(other) == kind) + (other.place.document.id == text)),
            -len(set(other.term_text) & set(definition.term_text)),
            abs(len(other.meaning_text) - len(definition.meaning_text)),
            said,
        )
        for other, said in zip(others, words, strict=True)
        if other.term_text != definition.term_text
        and other.meaning_text != definition.meaning_text
        and other.place.is_prose == definition.place.is_prose
        and ((_kind(other) == kind and kind >= 0) or other.place.document.id == text)
    )
    return list(dict.fromkeys(said for *_, said in ranked))[:12]


_KINDS = (
    "组织",
    "人员|的人|公民|居民|驾驶人|管理人|所有人|投保人",
    "行为|活动|措施|侵害",
    "事故|事件",
    "车辆|车|机动车",
    "物品|药品|器材|刀具|武器|枪|毒品|警械|犬",
)


def _kind(definition: Definition) -> int:
    """What sort of thing is defined, by the end of its meaning or of its term."""
    for number, ends in enumerate(_KINDS):
        if re.search(rf"(?:{ends})$", definition.meaning_text) or re.search(rf"(?:{ends})$", definition.term_text):
            return number
    return -1


def _draft(definition: Definition, body: str, key: str, wrong: tuple[str, ...], key_span: tuple[int, int]) -> Draft:
    place = definition.place
    start = f"在{named(place.document)}中，" if not place.is_prose else according(place)
    start_of_part = [part for part in place.passage.paragraphs if part.start <= key_span[0] < part.end]
    return Draft(
        type=ItemType.DEFINITION,
        place=place,
        stem=start + tidy(body),
        body=body,
        right=(tidy(key),),
        wrong=tuple(tidy(words) for words in wrong),
        spans=((definition.term[0], definition.meaning[1]),),
        key_spans=(key_span,),
        paragraph=start_of_part[0].number if start_of_part else None,
    )
