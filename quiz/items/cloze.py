"""填空: one phrase of a sentence that a learner of the rule must know by its words.

In: a statement. Out: drafts that leave out a principle, a document to be shown, a sanction, a number, an agency, or quoted words.
"""

from __future__ import annotations

from collections.abc import Iterator

from quiz.authorities import find_agencies
from quiz.drafts import BLANK, Draft
from quiz.evidence import Statement
from quiz.items.authority import has_a_part
from quiz.items.blanks import blank_draft
from quiz.items.number import is_askable
from quiz.phrases import find_phrases
from quiz.quantities import find_quantities, spellings
from quiz.records import ItemType

FEWEST_AROUND = 14  # characters of the sentence that stay


def cloze_drafts(statement: Statement) -> Iterator[Draft]:
    """One draft for each phrase that can be left out."""
    for start, end in sorted(set(_places(statement))):
        key = statement.text[start:end]
        if start < statement.focus or len(statement.text) - len(key) < FEWEST_AROUND:
            continue
        draft = blank_draft(ItemType.CLOZE, statement, start, end, BLANK, accept=_accepted(key))
        if draft is not None:
            yield draft


def _places(statement: Statement) -> Iterator[tuple[int, int]]:
    text = statement.text
    yield from ((phrase.start, phrase.end) for phrase in find_phrases(text, with_members=statement.place.is_prose))
    if statement.place.is_prose:
        return
    quantities = find_quantities(text)
    if len(quantities) == 1 and is_askable(quantities[0], text):
        yield quantities[0].start, quantities[0].end
    for agency in find_agencies(text):
        if agency.levels and has_a_part(agency, text) and text[agency.end : agency.end + 1] not in "、和或（(机的委及":
            yield agency.start, agency.end


def _accepted(key: str) -> tuple[str, ...]:
    return spellings(key) if find_quantities(key) else ()
