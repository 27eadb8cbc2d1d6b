"""What became of the articles of an older version in the next one.

In: documents. Out: for each article of a version that has a successor, the article of the next version that carries its
words on, or the fact that there is none. Numbering may have moved: words decide, and number and order only where words
are equally near. Does not say which version is in force (answer/standing.py); additions have no link.

Compared are the words without the label and without white space. Two articles belong together if each is the other's
nearest among those that are still free. Measured on three pairs of real versions: unrelated articles of one subject share up
to a third of their characters, templates (“…的，处…罚款”) up to 0.46; carried-over ones that were rewritten 0.39 and more.
Therefore one half is asked of an article that moved, and 0.36 of one that stands between the same neighbours as before.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from ingest.records import ArticleLink, Document

_MOVED = 0.5
_IN_PLACE = 0.36


def link_versions(documents: Iterable[Document]) -> tuple[ArticleLink, ...]:
    """Link each dated version of an instrument to the next; of several texts with one date the first is followed."""
    versions: dict[str, dict[str, Document]] = defaultdict(dict)
    for document in documents:
        if document.version_date and any(section.article for section in document.sections):
            versions[document.instrument].setdefault(document.version_date, document)
    return tuple(
        link
        for instrument in sorted(versions)
        for (_, old), (_, new) in pairwise(sorted(versions[instrument].items()))
        for link in _link(old, new)
    )


@dataclass(frozen=True, slots=True)
class _Article:
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """An article of the old version and one of the new, by their places in the order."""

    similarity: float
    renumbered: bool
    distance: int
    old: int
    new: int


def _link(old: Document, new: Document) -> list[ArticleLink]:
    before, after = _articles(old), _articles(new)
    chosen: dict[int, _Pair] = {}
    _choose(_same_words(before, after), chosen)
    _choose(_nearby(before, after, chosen, _MOVED), chosen)
    in_place = [pair for pair in _nearby(before, after, chosen, _IN_PLACE) if _keeps_its_place(pair, chosen)]
    _choose(in_place, chosen)
    return [
        ArticleLink(
            instrument=old.instrument,
            old_document_id=old.id,
            old_article=article.label,
            new_document_id=new.id,
            new_article=after[chosen[index].new].label if index in chosen else None,
            similarity=round(chosen[index].similarity, 4) if index in chosen else 0.0,
        )
        for index, article in enumerate(before)
    ]


def _articles(document: Document) -> list[_Article]:
    """Articles in order; of a label that comes twice, as in an annex, the first."""
    found: dict[str, str] = {}
    for section in document.sections:
        if section.article and section.article not in found:
            words = re.sub(r"\s", "", unicodedata.normalize("NFKC", document.text[section.start : section.end]))
            found[section.article] = words.removeprefix(section.article)
    return [_Article(label, words) for label, words in found.items()]


def _same_words(before: Sequence[_Article], after: Sequence[_Article]) -> list[_Pair]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(after):
        places[article.words].append(index)
    return [_pair(before, after, i, j, 1.0) for i, article in enumerate(before) for j in places.get(article.words, ())]


def _nearby(
    before: Sequence[_Article], after: Sequence[_Article], chosen: dict[int, _Pair], least: float
) -> list[_Pair]:
    """Pairs of articles that are still free and at least so similar."""
    taken = {pair.new for pair in chosen.values()}
    free = [j for j in range(len(after)) if j not in taken]
    pairs = []
    for i in range(len(before)):
        if i in chosen:
            continue
        for j in free:
            similarity = fuzz.ratio(before[i].words, after[j].words, score_cutoff=100 * least) / 100
            if similarity >= least:
                # 1 is kept for the same words.
                pairs.append(_pair(before, after, i, j, min(similarity, 0.9999)))
    return pairs


def _pair(before: Sequence[_Article], after: Sequence[_Article], old: int, new: int, similarity: float) -> _Pair:
    return _Pair(similarity, before[old].label != after[new].label, abs(old - new), old, new)


def _choose(pairs: Iterable[_Pair], chosen: dict[int, _Pair]) -> None:
    """Take the nearest pair, then the nearest of what is left, and so on: each is mutually best among the free."""
    taken = {pair.new for pair in chosen.values()}
    for pair in sorted(pairs, key=lambda pair: (-pair.similarity, pair.renumbered, pair.distance, pair.old, pair.new)):
        if pair.old not in chosen and pair.new not in taken:
            chosen[pair.old] = pair
            taken.add(pair.new)


def _keeps_its_place(pair: _Pair, chosen: dict[int, _Pair]) -> bool:
    """Whether the linked articles around the old one stand around the new one too."""
    before = max((old for old in chosen if old < pair.old), default=None)
    after = min((old for old in chosen if old > pair.old), default=None)
    return (before is None or chosen[before].new < pair.new) and (after is None or pair.new < chosen[after].new)
