"""匹配: articles of one chapter and what they say.

In: statements of one chapter. Out: drafts with three to five pairs. Off unless asked for: numbers of articles are what amendments change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random

from quiz.evidence import Statement

FEWEST, MOST = 3, 5
LONGEST = 60  # characters of what an article says


def matching_groups(statements: Sequence[Statement], random: Random) -> Iterator[tuple[Statement, ...]]:
    """Of each chapter some articles, each with its first short sentence."""
    for _, group in groupby(statements, key=lambda s: (s.place.document.id, s.place.passage.path[:1])):
        first: dict[str, Statement] = {}
        for statement in group:
            article = statement.place.passage.article
            if article and len(statement.text) <= LONGEST and not statement.focus:
                first.setdefault(article, statement)
        chosen = list(first.values())
        if len(chosen) >= FEWEST:
            drawn = set(random.sample(range(len(chosen)), min(MOST, len(chosen))))
            yield tuple(statement for at, statement in enumerate(chosen) if at in drawn)
