"""Multiple choice about what a chapter says: which of four sentences stand in it as they are given.

In: the statements of instruments, the pools, a seed, what other items ask. Out: drafts of four sentences of neighbouring articles of one chapter; one
or two of them have one edit, at a place that nothing else asks about. What another item asks of a sentence may stand in it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from quiz.asked import Asked
from quiz.drafts import CHOICE, Draft, Part
from quiz.evidence import Place, Statement
from quiz.finish import random_of
from quiz.items.true_false import HARDEST, false_drafts
from quiz.pools import Pools
from quiz.records import ItemType
from quiz.resuming import resumes
from quiz.wording import according, tidy
from quiz.worth import (
    can_stand_beside,
    is_business_of_others,
    is_excepted_behind,
    is_formality,
    is_overtaken,
    is_worth_asking,
    on_its_own,
)

OPTIONS = 4
SHORTEST, LONGEST = 16, 120  # characters of a sentence
TO_SAY = 0.4  # share of the sentences that can be made false which make a list, if they can be judged alone
MORE_WRONG = (0, 0, 1)  # sentences that are made false beside the first one
MOST_WRONG = 2
LEAST_UNASKED = 12  # characters of a sentence that stands as it is
PLAIN_EDITS = frozenset({"term", "authority", "connective", "bound", "modal", "number", "body", "exception"})


def saying_drafts(
    statements: Sequence[Statement], pools: Pools, seed: int, asked: Asked | None = None
) -> Iterator[Draft]:
    """One draft for each sentence that can be made false, with the three nearest ones of its chapter that stand in none yet; of what
    is left over in small chapters, with those of its instrument."""
    known = asked if asked is not None else Asked()
    for document, of_document in groupby(statements, key=lambda statement: statement.place.document.id):
        over: list[_Sentence] = []
        for key, found in groupby(of_document, key=lambda statement: _chapter(statement.place)):
            random = random_of(seed, f"saying|{key}")
            sentences = _sentences(found, pools, known, random)
            yield from _drafts(sentences, known, random, within_chapter=True)
            over.extend(sentences)
        yield from _drafts(over, known, random_of(seed, f"saying|{document}"), within_chapter=False)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What can be an option, what it can be made to say, and what it asks as it stands."""

    statement: Statement
    false: Draft | None
    # The place that could have been changed; of what cannot be changed all that nothing else asks.
    asks: tuple[tuple[int, int], ...]
    is_asked: bool  # whether another item asks some of it


def _sentences(statements: Iterable[Statement], pools: Pools, asked: Asked, random: Random) -> list[_Sentence]:
    """Those that are worth asking, or that can be made false."""
    usable = _apart([whole for statement in statements if (whole := _usable(statement, pools)) is not None])
    made = (_sentence(whole, pools, asked, random) for whole in usable)
    return [sentence for sentence in made if sentence is not None]


def _sentence(whole: Statement, pools: Pools, asked: Asked, random: Random) -> _Sentence | None:
    false = _made_false(whole, pools, asked, random)
    if false is None and not (is_worth_asking(whole) or can_stand_beside(whole)):
        return None
    left = false.key_spans if false is not None else asked.left_of(whole.place, whole.spans)
    if false is None and sum(end - start for start, end in left) < LEAST_UNASKED:
        return None
    return _Sentence(whole, false, left, asked.asks(whole.place, whole.spans))


def _drafts(sentences: list[_Sentence], asked: Asked, random: Random, *, within_chapter: bool) -> Iterator[Draft]:
    """Groups of four, taken out of ``sentences``."""
    left = dict(enumerate(sentences))
    for at, sentence in enumerate(sentences):
        if sentence.false is None or at not in left or len(left) < OPTIONS:
            continue
        if asked.has_room(sentence.statement.place) and random.random() > TO_SAY:
            continue
        spare = left.keys() - {at}
        fillers = sorted(
            (other for other in spare if left[other].false is None),
            key=lambda other: (left[other].is_asked, abs(other - at), other),
        )
        editable = sorted(
            (other for other in spare if left[other].false is not None), key=lambda other: abs(other - at)
        )
        second = editable[: random.choice(MORE_WRONG)]
        places = sorted((at, *[*second, *fillers, *editable[len(second) :]][: OPTIONS - 1]))
        home = next((place for place in places if asked.has_room(left[place].statement.place)), None)
        if home is None:
            continue
        group = [left[place] for place in (home, *(place for place in places if place != home))]
        draft = _draft(group, random, within_chapter=within_chapter)
        if draft is not None:
            asked.add_to(draft.place)
            for place in places:
                left.pop(place)
            yield draft
    sentences[:] = left.values()


def _chapter(place: Place) -> tuple[str, tuple[str, ...]]:
    return place.document.id, place.passage.path[:-1][:1]


def _topic(place: Place) -> str:
    """The name of the chapter: ``第四章 调 查`` → 调查."""
    heading = place.passage.path[0] if len(place.passage.path) > 1 else ""
    return re.sub(r"^第[^ 　]+[章节]|[ 　]", "", heading)


def _apart(statements: Sequence[Statement]) -> list[Statement]:
    """Of sentences that begin at one place, as where a later one brings those before it, the longest."""
    longest: dict[tuple[str, int], Statement] = {}
    for statement in statements:
        longest[statement.place.passage.id, statement.ranges[0][0]] = statement
    return [*longest.values()]


def _usable(statement: Statement, pools: Pools) -> Statement | None:
    """A sentence with what it rests on."""
    if statement.place.is_prose or len(statement.ranges) > 1 or is_excepted_behind(statement):
        return None
    if is_overtaken(statement) or is_business_of_others(statement) or resumes(statement, pools):
        return None
    whole = on_its_own(statement)
    if whole is None or not SHORTEST <= len(whole.text) <= LONGEST or is_formality(whole):
        return None
    return None if _OF_ITSELF.search(whole.text) else whole


_OF_ITSELF = re.compile(r"本(?:法|条例|规定|办法|规范|细则)(?![律院定人])|[xX×]{2}")


def _made_false(statement: Statement, pools: Pools, asked: Asked, random: Random) -> Draft | None:
    drafts = [
        draft
        for draft in false_drafts(statement, pools, random)
        if draft.edit and draft.edit.kind in PLAIN_EDITS and draft.edit.before not in _topic(statement.place)
        if not asked.asks(statement.place, draft.key_spans)
    ]
    return min(drafts, key=_hardness, default=None)


def _hardness(draft: Draft) -> int:
    return HARDEST.index(draft.edit.kind) if draft.edit is not None else len(HARDEST)


def _change(draft: Draft) -> tuple[str, str]:
    return (draft.edit.before, draft.edit.after) if draft.edit is not None else ("", "")


def _is_told(false: Draft, at: int, group: Sequence[_Sentence]) -> bool:
    """Whether another sentence of the group says the term that was changed, and thereby which one it was."""
    edit = false.edit
    if edit is None or edit.kind != "term":
        return False
    return any(edit.before in other.statement.text for place, other in enumerate(group) if place != at)


def _draft(group: Sequence[_Sentence], random: Random, *, within_chapter: bool) -> Draft | None:
    changed = {
        at: each.false
        for at, each in enumerate(group)
        if each.false is not None and not _is_told(each.false, at, group)
    }
    if not changed:
        return None
    by_lot = random.sample(sorted(changed), len(changed))
    drawn = sorted(by_lot, key=lambda at: _hardness(changed[at]))[:MOST_WRONG]
    wrong = sorted({_change(changed[at]): at for at in drawn}.values())  # the same change twice betrays both
    statements = [each.statement for each in group]
    parts = [Part(each.statement.place, each.statement.spans, each.asks) for each in group]
    place = statements[0].place
    topic = _topic(place) if within_chapter else ""
    about = f"关于“{topic}”的" if topic else ""
    edited = tuple((tidy(changed[at].body), tidy(statements[at].text)) for at in wrong)
    return Draft(
        type=ItemType.LIST,
        place=place,
        stem=f"{according(place)}下列{about}说法正确的有{CHOICE}。",
        body=f"{about}说法正确的有{CHOICE}",
        right=tuple(tidy(statement.text) for at, statement in enumerate(statements) if at not in wrong),
        wrong=tuple(text for text, _ in edited),
        spans=parts[0].spans,
        key_spans=parts[0].key_spans,
        paragraph=statements[0].paragraph,
        more=tuple(parts[1:]),
        edited=edited,
        says=True,
        most_wrong=len(edited),
    )
