"""What the whole base offers as wrong options, read once.

In: the evidence of a base and, for members of lists, an encoder. Out: Pools. Chooses nothing (wrong_numbers.py, wrong_agencies.py,
distractors.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder, Vectors
from quiz.authorities import Agency, find_agencies
from quiz.evidence import Evidence, Listing, Place
from quiz.outline import Points, read_points
from quiz.phrases import find_phrases
from quiz.quantities import find_quantities

MOST = 12  # candidates for one key

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """What the whole base offers as wrong options."""

    quantities: Mapping[tuple[str, str, bool], tuple[Numbers, ...]]  # of document, unit, range or not
    everywhere: Mapping[tuple[str, bool], tuple[Numbers, ...]]  # of unit, range or not; most frequent first
    in_article: Mapping[tuple[str, str], frozenset[tuple[str, float]]]  # document, article → units and numbers
    agencies: Mapping[str, tuple[Agency, ...]]  # of a document, each name once, most frequent first
    article_text: Mapping[tuple[str, str], str]
    members: Mapping[str, tuple[tuple[Listing, str], ...]]  # of the family of the list: 情形, 职责, …
    points: tuple[Points, ...]
    phrases: Mapping[str, tuple[tuple[str, bool], ...]]  # of a sort, with whether it stands in prose
    vectors: Mapping[str, np.ndarray[tuple[int], np.dtype[np.float32]]]  # of members


def gather_pools(
    evidence: Evidence,
    family_of: Callable[[str], str | None],
    is_member: Callable[[str], bool],
    encoder: Encoder | None,
) -> Pools:
    """Read everything that can be a wrong option; without an encoder members of lists are compared by characters only."""
    own: dict[tuple[str, str, bool], Counter[Numbers]] = defaultdict(Counter)
    everywhere: dict[tuple[str, bool], Counter[Numbers]] = defaultdict(Counter)
    in_article: dict[tuple[str, str], set[tuple[str, float]]] = defaultdict(set)
    texts: dict[tuple[str, str], str] = defaultdict(str)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for place in evidence.places:
        texts[article_of(place)] += place.passage.text + "\n"
        for quantity in find_quantities(place.passage.text):
            numbers = (quantity.low,) if quantity.high is None else (quantity.low, quantity.high)
            own[place.document.id, quantity.unit, quantity.high is not None][numbers] += 1
            everywhere[quantity.unit, quantity.high is not None][numbers] += 1
            in_article[article_of(place)].update((quantity.unit, number) for number in numbers)
        if not place.is_prose:
            names[place.document.id].update(agency.name for agency in find_agencies(place.passage.text))
    members: dict[str, list[tuple[Listing, str]]] = defaultdict(list)
    for listing in evidence.listings:
        family = family_of(listing.lead_text)
        if family is not None:
            members[family].extend((listing, text) for text in listing.member_texts if is_member(text))
    points = read_points(evidence.places)
    phrases: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for statement in evidence.statements:
        text = statement.text
        for phrase in find_phrases(text):
            phrases[phrase.sort].append((text[phrase.start : phrase.end], statement.place.is_prose))
    unique = sorted({text for listed in members.values() for _, text in listed})
    vectors: Vectors | Sequence[np.ndarray] = encoder.encode_passages(unique) if encoder is not None and unique else ()
    return Pools(
        quantities={key: tuple(value for value, _ in counts.most_common()) for key, counts in own.items()},
        everywhere={key: tuple(value for value, _ in counts.most_common()) for key, counts in everywhere.items()},
        in_article={key: frozenset(values) for key, values in in_article.items()},
        agencies={key: tuple(_agencies(counts)) for key, counts in names.items()},
        article_text=dict(texts),
        members={noun: tuple(listed) for noun, listed in members.items()},
        points=points,
        phrases={sort: tuple(dict.fromkeys(found)) for sort, found in phrases.items()},
        vectors=dict(zip(unique, vectors, strict=False)),
    )


def article_of(place: Place) -> tuple[str, str]:
    """What holds a rule and its exceptions: the article, where a text has articles, else the passage."""
    return place.document.id, place.passage.article or place.passage.id


def _agencies(names: Counter[str]) -> Iterator[Agency]:
    for name, _ in names.most_common():
        found = find_agencies(name)
        if len(found) == 1 and found[0].name == name:
            yield found[0]
