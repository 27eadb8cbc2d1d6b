"""Two versions of an instrument side by side, article by article.

In: a shelf and the ids of two documents. Out: rows of what stayed, changed, moved, came and went, with the words that
differ. Which article carries which on was decided when the base was built (ingest/lineage.py); texts without articles are
compared by their headings. Does not say which version applies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from index.lookup import Lookup
from index.words import segments
from ingest.records import Document, Section
from library.document import document_place, label_of
from library.records import Change, ComparedRow, Comparison, Place, Words
from library.shelf import Shelf


def compare(shelf: Shelf, old_id: str, new_id: str) -> Comparison | None:
    """Compare two versions; the older one counts as old, whichever is named first. None if they are no two dated texts of one instrument."""
    old, new = shelf.document(old_id), shelf.document(new_id)
    if old is None or new is None or old.id == new.id or old.instrument != new.instrument:
        return None
    if old.version_date is None or new.version_date is None:
        return None
    if old.version_date > new.version_date:
        old, new = new, old
    by_article = all(any(section.article for section in document.sections) for document in (old, new))
    before, after = _units(old, by_article=by_article), _units(new, by_article=by_article)
    pairs = _pairs(before, after, _carried_on(shelf.lookup, old, new) if by_article else {})
    return Comparison(document_place(old), document_place(new), tuple(_rows(before, after, pairs)), by_article)


@dataclass(frozen=True, slots=True)
class _Unit:
    """An article, or a section of a text without articles, of one of the two texts."""

    place: Place
    key: tuple[str, ...]  # what it is found by in the other text
    text: str  # without its number
    words: str  # the text without white space, widths folded
    is_article: bool


def _units(document: Document, *, by_article: bool) -> list[_Unit]:
    """Articles and annexes, or every section; headings alone, and what stands above the first article, say nothing of their own."""
    units = []
    for section in document.sections:
        text = _without_number(document.text[section.start : section.end], section)
        words = _bare(text)
        if words in ("", _bare(label_of(section))) or (by_article and not section.path):
            continue
        key = (section.article,) if section.article else tuple(_bare(step) for step in section.path)
        units.append(_Unit(document_place(document, label_of(section)), key, text, words, section.article is not None))
    return units


def _without_number(text: str, section: Section) -> str:
    return re.sub(rf"^\s*{re.escape(section.article)}", "", text).strip() if section.article else text.strip()


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _carried_on(lookup: Lookup, old: Document, new: Document) -> dict[str, str | None]:
    """For articles of the old text the one of the new that carries it on, through all versions between; None if there is none."""
    carried: dict[str, str | None] = {}
    for section in old.sections:
        article, at = section.article, old.id
        while article and at != new.id and (link := lookup.successor(at, article)):
            article, at = link.new_article, link.new_document_id
        if section.article and (at == new.id or article is None):
            carried[section.article] = article
    return carried


def _pairs(before: Sequence[_Unit], after: Sequence[_Unit], carried: Mapping[str, str | None]) -> dict[int, int]:
    """Places in the new text → places in the old; what no link speaks of belongs to the first free unit of the same name."""
    free: dict[tuple[bool, tuple[str, ...]], list[int]] = {}
    for index, unit in enumerate(after):
        free.setdefault((unit.is_article, unit.key), []).append(index)
    pairs: dict[int, int] = {}
    for index, unit in enumerate(before):
        key: tuple[str, ...] = unit.key
        if unit.is_article and unit.key[0] in carried:
            article = carried[unit.key[0]]
            if article is None:
                continue
            key = (article,)
        if places := free.get((unit.is_article, key)):
            pairs[places.pop(0)] = index
    return pairs


def _rows(before: Sequence[_Unit], after: Sequence[_Unit], pairs: Mapping[int, int]) -> list[ComparedRow]:
    """Rows in the order of the new text; a removed unit comes after the one that stood before it in the old."""
    kept = set(pairs.values())
    removed_after: dict[int, list[_Unit]] = {}
    last = -1
    for index, unit in enumerate(before):
        if index in kept:
            last = index
        else:
            removed_after.setdefault(last, []).append(unit)
    rows = [_removed(unit) for unit in removed_after.get(-1, ())]
    for index, unit in enumerate(after):
        if index not in pairs:
            rows.append(ComparedRow(Change.ADDED, None, unit.place, (), (Words(unit.text, True),)))
            continue
        rows.append(_both(before[pairs[index]], unit))
        rows.extend(_removed(gone) for gone in removed_after.get(pairs[index], ()))
    return rows


def _removed(unit: _Unit) -> ComparedRow:
    return ComparedRow(Change.REMOVED, unit.place, None, (Words(unit.text, True),), ())


def _both(old: _Unit, new: _Unit) -> ComparedRow:
    if old.words == new.words:
        kind = Change.SAME if old.key == new.key else Change.RENUMBERED
        return ComparedRow(kind, old.place, new.place, (Words(old.text, False),), (Words(new.text, False),))
    return ComparedRow(Change.CHANGED, old.place, new.place, *_difference(old.text, new.text))


def _difference(old: str, new: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Both texts with the words that the other lacks marked; white space and widths do not count."""
    one, other = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [_bare(token) for token in one], [_bare(token) for token in other], autojunk=False)
    same_in_one, same_in_other = [False] * len(one), [False] * len(other)
    blocks = matcher.get_matching_blocks()
    for block in blocks:
        said = _bare("".join(one[block.a : block.a + block.size]))
        begins = block.a == block.b == 0
        ends = block.a + block.size == len(one) and block.b + block.size == len(other)
        if len(said) < _SHORTEST and not begins and not ends:
            continue  # a lone 的 or comma between two changes only makes them harder to read
        same_in_one[block.a : block.a + block.size] = [True] * block.size
        same_in_other[block.b : block.b + block.size] = [True] * block.size
    return _joined(one, same_in_one), _joined(other, same_in_other)


def _tokens(text: str) -> list[str]:
    """Words of the text and the white space between them; joined they are the text."""
    return [
        token
        for stretch in re.split(r"(\s+)", text)
        if stretch
        for token in ([stretch] if stretch.isspace() else segments(stretch))
    ]


def _joined(tokens: Sequence[str], same: Sequence[bool]) -> tuple[Words, ...]:
    marked = [(token, not is_same and not token.isspace()) for token, is_same in zip(tokens, same, strict=True)]
    return tuple(
        Words("".join(token for token, _ in group), differs)
        for differs, group in groupby(marked, key=lambda entry: entry[1])
    )


_SHORTEST = 2  # characters
