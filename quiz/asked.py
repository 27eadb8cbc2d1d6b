"""What items ask already: which words of which passage, and how many items an article has.

In: items. Out: whether words are asked about, what of a sentence is not, and whether an article can carry one more. Keeps and drops nothing
(selection.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from quiz.evidence import Place
from quiz.records import Item

Span = tuple[int, int]
PER_ARTICLE = 3  # items of which it is the first source


class Asked:
    """The places of the keys of items."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._spans: dict[str, list[Span]] = defaultdict(list)
        self._of_article: Counter[tuple[str, str]] = Counter()
        for item in items:
            first = item.sources[0]
            self._of_article[first.document_id, first.article or first.passage_id] += 1
            for source in item.sources:
                self._spans[source.passage_id].extend(source.key_spans or source.spans)

    def asks(self, place: Place, spans: Iterable[Span]) -> bool:
        """Whether an item asks for some of these words."""
        known = self._spans.get(place.passage.id, ())
        return any(start < last and first < end for start, end in spans for first, last in known)

    def left_of(self, place: Place, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The words of the spans that no item asks for."""
        left = list(spans)
        for first, last in self._spans.get(place.passage.id, ()):
            left = [
                part
                for start, end in left
                for part in ((start, min(end, first)), (max(start, last), end))
                if part[0] < part[1]
            ]
            left = list(dict.fromkeys(left))
        return tuple(sorted(left))

    def has_room(self, place: Place) -> bool:
        return self._of_article[_article(place)] < PER_ARTICLE

    def add_to(self, place: Place) -> None:
        """One more item of the article."""
        self._of_article[_article(place)] += 1


def _article(place: Place) -> tuple[str, str]:
    return place.document.id, place.passage.article or place.passage.id
