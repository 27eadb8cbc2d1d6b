"""nDCG@10, computed by ir-measures (trec_eval's formula: gain / log2(rank + 1), over that of the best order).

In: the needed parts that each hit supports, and how many parts there are. Out: one figure. The only file that uses ir-measures.
"""

from __future__ import annotations

from collections.abc import Sequence

import ir_measures
from ir_measures import nDCG

_DEPTH = 10


def ndcg_at_10(supported: Sequence[frozenset[int]], parts: int) -> float:
    """nDCG@10 of hits, best first, given which of the parts 0 … parts - 1 each of them supports.

    How gold becomes qrels: a hit is worth as many parts as it supports and no hit before it did, so that a second passage with
    the same words adds nothing; every part that no hit supports is a judged document of grade 1 that was not retrieved.
    The grades of a question thus sum to its parts. Without hits, or without a part among them, it is 0.

    One part, found second: 1 / log2(3) = 0.631. Two parts, one found first and one not at all: 1 / (1 + 0.631) = 0.613.
    """
    grades: dict[str, int] = {}
    told: set[int] = set()
    for rank, held in enumerate(supported, start=1):
        grades[f"hit {rank}"] = len(held - told)
        told |= held
    missing = {f"missing {part}": 1 for part in range(parts) if part not in told}
    found = {f"hit {rank}": float(-rank) for rank in range(1, len(supported) + 1)}
    (measured,) = ir_measures.iter_calc([nDCG @ _DEPTH], {"q": {**grades, **missing}}, {"q": found})
    return float(measured.value)
