"""Items made of a base and saved in a bank, one by one.

In: an open bank and an open generation, what is wanted, a seed, a day. Out: Filled: what was made and what became of each item. A stop
at any moment loses at most the item being saved.
Does not make items (make.py) and does not decide about any.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from index.encoder import Encoder
from index.generation import Generation
from index.lookup import Lookup
from quiz.bank import PROGRAM, Bank, Decision, Outcome
from quiz.make import Made, Progress, Request, make_items


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of one making of items."""

    made: Made
    outcomes: Counter[Outcome]


def fill_bank(
    bank: Bank,
    generation: Generation,
    lookup: Lookup,
    encoder: Encoder,
    request: Request,
    seed: int,
    on_progress: Progress = lambda doing, done, of: None,
    *,
    now: datetime,
    today: date,
) -> Filled:
    """Make what is wanted and save it as drafts; raise a KnowledgeBaseError where the bank cannot be written."""
    made = make_items(generation, lookup, encoder, request, seed, on_progress, today=today)
    texts = {passage.id: passage.text for passage in generation.passages}
    reason = f"由索引版本 {generation.manifest.id} 生成，种子 {seed}"
    decision = Decision(PROGRAM, now.isoformat(timespec="seconds"), reason)
    outcomes: Counter[Outcome] = Counter()
    for done, item in enumerate(made.items, start=1):
        passages = [texts[source.passage_id] for source in item.sources if source.passage_id in texts]
        outcomes[bank.add(item, decision, passages=passages)] += 1
        on_progress("存入题库", done, len(made.items))
    return Filled(made, outcomes)
