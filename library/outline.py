"""The outline of a document: its headings, and for each chapter which articles it holds.

In: the blocks of a document. Out: entries in order. An instrument without chapters lists its articles.
Does not draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from library.records import Block


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading to jump to."""

    anchor: str  # of its block
    label: str
    articles: str  # 第六条至第十九条, the articles under it; empty if it has none
    depth: int  # from 0


def outline(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """Headings above articles and of texts without articles; articles themselves where there are no headings."""
    headings = [(place, block) for place, block in enumerate(blocks) if block.path and not block.is_article]
    if not headings:
        return tuple(Entry(block.anchor, block.label, "", 0) for block in blocks if block.is_article)
    shallowest = min(len(block.path) for _, block in headings)
    return tuple(
        Entry(block.anchor, block.label, _articles_under(blocks[place + 1 :], block.path), len(block.path) - shallowest)
        for place, block in headings
    )


def _articles_under(following: Sequence[Block], path: tuple[str, ...]) -> str:
    """The first and the last article below a path."""
    first = last = ""
    for block in following:
        if block.path[: len(path)] != path:
            break
        if block.is_article:
            first, last = first or block.label, block.label
    if not first:
        return ""
    return first if first == last else f"{first}至{last}"
