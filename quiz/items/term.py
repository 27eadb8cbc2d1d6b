"""Single choice about a term: which measure, which place, from which day, with which paper, which body.

In: a statement and the pools. Out: drafts whose key is a term of the sentence, and whose other options are terms of its kind that the article
does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.contradictions import is_poor_edit
from quiz.drafts import CHOICE, Draft
from quiz.evidence import Statement
from quiz.families import find_terms
from quiz.items.blanks import blank_draft
from quiz.pools import Pools, article_of
from quiz.records import Edit, ItemType
from quiz.worth import is_formality, on_its_own


def term_drafts(statement: Statement, pools: Pools) -> Iterator[Draft]:
    """One draft for each term of a family that the sentence has once."""
    whole = None if statement.place.is_prose else on_its_own(statement)
    if whole is None or is_formality(whole):
        return
    text, instrument = whole.text, whole.place.document.instrument
    here = pools.article_text.get(article_of(whole.place), "")
    law = "".join(its for (of, _), its in pools.article_text.items() if of == whole.place.document.id)
    for term in find_terms(text):
        key = text[term.start : term.end]
        if term.start < whole.focus or key in instrument:
            continue
        wrong = tuple(
            other
            for other in term.others
            if other not in here
            and _members(other) == _members(key)
            and f"{key}即为{other}" not in law
            and other not in instrument
            and not is_poor_edit(text, Edit("term", term.start, key, other))
        )
        draft = blank_draft(
            ItemType.AUTHORITY if term.is_body else ItemType.CHOICE,
            whole.until(term.end),
            term.start,
            term.end,
            CHOICE,
            wrong,
        )
        if draft is not None:
            yield draft


def _members(option: str) -> int:
    """How many an option names: one of two among such of one is seen at once."""
    return len(re.split("、|或者|以及", option.replace("省、自治区、直辖市", "省")))
