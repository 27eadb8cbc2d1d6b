"""Articles of different instruments, or versions, that say nearly the same.

In: two hits. Out: whether their articles may stand behind one citation, and which of two is the higher law. Does not choose what is
quoted (compose.py). Articles that differ in a number or in a 不 are never alike: that difference is what a reader must see; nor are
those that speak of 本法, each of which means another one.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from index.records import Hit
from ingest.duplicates import content, figures
from ingest.patterns import ARTICLE_LABEL
from ingest.records import Kind

ALIKE = 0.9  # share of the characters that match in order
_RANKS = {kind: rank for rank, kind in enumerate(Kind)}
_TURNING = re.compile("[不未非无没否勿禁免除]|可以|应当|必须")
_ITSELF = re.compile("本(?:法|条例|规定|办法|规范|规则|细则|决定)")


def say_nearly_the_same(one: Hit, other: Hit) -> bool:
    """Whether two articles of different documents differ in a few words only."""
    if one.document.id == other.document.id or not (one.passage.article and other.passage.article):
        return False
    first, second = _body(one), _body(other)
    if _ITSELF.search(first) or _ITSELF.search(second):
        return False
    if figures(first) != figures(second) or _TURNING.findall(first) != _TURNING.findall(second):
        return False
    matcher = SequenceMatcher(None, content(first), content(second), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def outranks(one: Hit, other: Hit) -> bool:
    """Whether the first is of a higher rank, or of the same rank and newer."""
    ranks = _RANKS[one.document.kind], _RANKS[other.document.kind]
    newer = (one.document.version_date or "") > (other.document.version_date or "")
    return ranks[0] < ranks[1] or (ranks[0] == ranks[1] and newer)


def _body(hit: Hit) -> str:
    """The article without its number, which differs anyway."""
    return ARTICLE_LABEL.sub("", hit.passage.text, count=1)
