"""Multiple choice about a penalty: to which of four acts an instrument gives it.

In: the statements of instruments, a seed. Out: drafts with two or three acts that get one penalty, from articles of one instrument, and others that get
another one. No act stands in two drafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from quiz.drafts import CHOICE, Draft, Part
from quiz.evidence import Statement
from quiz.finish import random_of
from quiz.records import ItemType
from quiz.wording import according, tidy

OPTIONS = 4
RIGHT = (2, 2, 3)  # how many of them get the penalty
SHORTEST, LONGEST = 6, 80  # characters of an act
AS_LONG = 2.2  # how many times as long as another option one may be
_ACT = re.compile(
    r"(?P<act>.+?的)，(?P<penalty>(?:处|由[^，；。]{2,20}?处|给予)[^；。]{3,60})(?P<tiers>；情节[^；。]*的，)?", re.S
)
_UNCLEAR = re.compile(
    r"本法|本条例|本规定|本办法|前款|第[一二三四五六七八九十百]+条|；|。|可以(?!并处)|情节|其他[^，、]{0,12}的$"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What is punished, and how where the case is neither lighter nor graver than most."""

    statement: Statement
    words: str
    spans: tuple[tuple[int, int], ...]
    penalty: str
    has_tiers: bool  # whether lighter or graver cases get another penalty


def find_acts(statements: Sequence[Statement]) -> list[Act]:
    """Sentences and members of lists that say of an act how it is punished."""
    return [act for statement in statements if (act := _act(statement)) is not None]


def penalty_drafts(acts: Sequence[Act], seed: int) -> Iterator[tuple[Draft, tuple[Act, ...]]]:
    """Each draft with the acts that are its options."""
    ordered = sorted(acts, key=_row)
    for document, found in groupby(ordered, key=lambda act: act.statement.place.document.id):
        left = list(found)
        random = random_of(seed, f"penalty|{document}")
        penalties = sorted({act.penalty for act in left})
        random.shuffle(penalties)
        for penalty in penalties:
            while (group := _group(penalty, left, random)) is not None:
                right, wrong = group
                left = [act for act in left if act not in (*right, *wrong)]
                yield _draft(penalty, right, wrong), (*right, *wrong)


def _act(statement: Statement) -> Act | None:
    if statement.place.is_prose or statement.focus:
        return None
    found = _ACT.match(statement.text)
    if found is None or _UNCLEAR.search(found["act"]) or _UNCLEAR.search(found["penalty"]):
        return None
    if not SHORTEST <= len(found["act"]) <= LONGEST:
        return None
    spans, left = [], len(found["act"])
    for first, last in statement.ranges:
        if left > 0:
            spans.append((first, min(last, first + left)))
        left -= last - first
    return Act(statement, found["act"], tuple(spans), found["penalty"], bool(found["tiers"]))


def _group(penalty: str, acts: Sequence[Act], random: Random) -> tuple[list[Act], list[Act]] | None:
    """Acts that get the penalty, of different articles if possible, and the nearest ones that get another."""
    own = [act for act in acts if act.penalty == penalty]
    random.shuffle(own)
    own.sort(key=lambda act: sum(_article(act) == _article(other) for other in own))
    for first in own:
        alike = [act for act in own if act is first or (_article(act) != _article(first) and _fits(act, (first,)))]
        right = alike[: random.choice(RIGHT)]
        others = [act for act in acts if _is_wrong(act, penalty, right) and _fits(act, right)]
        others.sort(key=lambda act: (_is_grave(act.penalty) != _is_grave(penalty), abs(_row(act) - _row(first))))
        wrong = _each_article_once(others)[: OPTIONS - len(right)]
        if len(right) > 1 and len(right) + len(wrong) == OPTIONS:
            return right, wrong
    return None


def _each_article_once(acts: Sequence[Act]) -> list[Act]:
    first: dict[str, Act] = {}
    for act in acts:
        first.setdefault(_article(act), act)
    return list(first.values())


def _is_wrong(act: Act, penalty: str, right: Sequence[Act]) -> bool:
    """Whether nothing in its article gives it the penalty, in graver cases neither, and it is no act of the others' articles."""
    text = act.statement.place.passage.text
    return penalty not in text and all(_article(act) != _article(other) for other in right)


def _is_grave(penalty: str) -> bool:
    return "拘留" in penalty


def _fits(act: Act, others: Sequence[Act]) -> bool:
    lengths = [len(act.words), *(len(other.words) for other in others)]
    return max(lengths) <= AS_LONG * min(lengths)


def _row(act: Act) -> int:
    return act.statement.place.row


def _article(act: Act) -> str:
    return act.statement.place.passage.article or act.statement.place.passage.id


def _draft(penalty: str, right: Sequence[Act], wrong: Sequence[Act]) -> Draft:
    home, *others = (*right, *wrong)
    usual = "，情节一般的" if any(act.has_tiers for act in (*right, *wrong)) else ""
    return Draft(
        type=ItemType.LIST,
        place=home.statement.place,
        stem=f"{according(home.statement.place)}下列行为{usual}，应当“{tidy(penalty)}”的有{CHOICE}。",
        body=penalty,
        right=tuple(tidy(act.words) for act in right),
        wrong=tuple(tidy(act.words) for act in wrong),
        spans=home.statement.spans,
        key_spans=home.spans,
        paragraph=home.statement.paragraph,
        more=tuple(Part(act.statement.place, act.statement.spans, act.spans) for act in others),
        instead=tuple((tidy(act.words), tidy(act.penalty)) for act in wrong),
        most_wrong=len(wrong),
    )
