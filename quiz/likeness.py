"""How alike two texts are by their characters.

In: texts. Out: their character pairs, and the share that two have in common. Knows nothing of meaning.
"""

from __future__ import annotations

import re


def overlap(one: str, other: str) -> float:
    """Share of the shorter text's character pairs that the longer one has, 0 to 1."""
    first, second = pairs(one), pairs(other)
    return len(first & second) / min(len(first), len(second)) if first and second else float(one == other)


def pairs(text: str) -> frozenset[str]:
    """Character pairs of a text without punctuation."""
    plain = re.sub(r"[^\w]", "", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
