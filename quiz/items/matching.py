"""匹配: articles of one chapter and what they say.

In: statements of one chapter. Out: items with three to five pairs. Off unless asked for: the numbers of articles are what amendments
change first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby

from quiz import wording
from quiz.drafts import Draft
from quiz.evidence import Statement
from quiz.finish import GENERATOR, item_id, random_of, source_of, topic
from quiz.records import Difficulty, Item, ItemType, Option

FEWEST, MOST = 3, 5
LONGEST = 60  # characters of what an article says


def matching_items(statements: Sequence[Statement], seed: int) -> Iterator[Item]:
    """One item of each chapter that has articles enough; which ones is drawn by the seed."""
    rules = [statement for statement in statements if not statement.place.is_prose]
    for (document, path), group in groupby(rules, key=_chapter):
        first: dict[str, Statement] = {}
        for statement in group:
            article = statement.place.passage.article
            if article and len(statement.text) <= LONGEST and not statement.focus:
                first.setdefault(article, statement)
        if len(first) >= FEWEST:
            random = random_of(seed, f"matching|{document}|{path}")
            drawn = sorted(random.sample(range(len(first)), min(MOST, len(first))))
            yield _item([list(first.values())[at] for at in drawn], seed)


def _chapter(statement: Statement) -> tuple[str, tuple[str, ...]]:
    """The document and its uppermost heading; articles without a chapter belong together."""
    passage = statement.place.passage
    return statement.place.document.id, tuple(step for step in passage.path if step != passage.article)[:1]


def _item(statements: Sequence[Statement], seed: int) -> Item:
    """The statements in an order drawn by the seed, each with its article as its match."""
    drafts = [_draft(statement) for statement in statements]
    joined = "|".join(item_id(draft) for draft in drafts)
    name = hashlib.sha256(joined.encode()).hexdigest()[:20]
    mixed = list(zip(statements, drafts, strict=True))
    random_of(seed, name).shuffle(mixed)
    options = tuple(
        Option(letter, wording.tidy(statement.text), True, wording.why_right(), statement.place.passage.article or "")
        for letter, (statement, _) in zip("ABCDE", mixed, strict=False)
    )
    place, sources = statements[0].place, tuple(source_of(draft) for _, draft in mixed)
    pairs = "；".join(f"{option.id}为{option.match}" for option in options)
    return Item(
        id=name,
        type=ItemType.MATCHING,
        stem=f"将下列内容与{wording.called(place)}的条文序号对应起来。",
        options=options,
        key=tuple(option.id for option in options),
        accept=(),
        explanation=f"{pairs}。" + wording.basis(f"《{place.document.instrument}》", place.standing.text),
        sources=sources,
        topic=topic(place),
        difficulty=Difficulty.HARD,
        edit=None,
        generator=GENERATOR,
        seed=seed,
        flags=("考查条文序号，法规修订后须核对",),
    )


def _draft(statement: Statement) -> Draft:
    """What stands in one article, for its source and its id."""
    return Draft(
        type=ItemType.MATCHING,
        place=statement.place,
        stem="",
        body=statement.text,
        right=(statement.place.passage.article or "",),
        wrong=(),
        spans=statement.spans,
        key_spans=statement.spans,
        paragraph=statement.paragraph,
    )
