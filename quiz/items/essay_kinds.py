"""Every question on essays but those that are made of any text.

In: usable passages, the seed. Out: drafts. Only puts the kinds together (essay_rows.py, essay_series.py, essay_quoted.py, essay_pairs.py,
essay_theses.py, essay_blanks.py, essay_roles.py, essay_terms.py); the points themselves are asked for in essays.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.drafts import Draft
from quiz.evidence import Place
from quiz.finish import random_of
from quiz.items.essay_blanks import blank_drafts
from quiz.items.essay_pairs import pair_drafts
from quiz.items.essay_quoted import quoted_drafts
from quiz.items.essay_roles import role_drafts
from quiz.items.essay_rows import row_drafts
from quiz.items.essay_series import series_drafts
from quiz.items.essay_terms import term_drafts
from quiz.items.essay_theses import thesis_drafts
from quiz.prose import read_prose


def essay_drafts(places: Sequence[Place], seed: int) -> Iterator[Draft]:
    """Drafts of every kind, sentence by sentence."""
    for sentence in read_prose(places):
        yield from row_drafts(sentence)
        yield from series_drafts(sentence)
        yield from quoted_drafts(sentence)
        yield from pair_drafts(sentence, random_of(seed, f"pairs|{sentence.place.passage.id}|{sentence.start}"))
        yield from thesis_drafts(sentence)
        yield from blank_drafts(sentence)
        yield from role_drafts(sentence)
        yield from term_drafts(sentence)
