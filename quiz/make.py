"""Make items of a base: propose, choose distractors, check, keep what is right.

In: an open generation, its lookup, the encoder it was built with, what is wanted, a seed, a day. Out: the accepted items, and the
rejected ones counted by reason, type and document. Equal inputs and an equal seed give equal items. Stores nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.encoder import Encoder
from index.generation import Generation
from index.lookup import Lookup
from quiz import checks
from quiz.asked import Asked
from quiz.drafts import Draft
from quiz.evidence import Evidence, Listing, Place, Statement, read_evidence
from quiz.finish import finish, random_of
from quiz.items.actor import actor_drafts
from quiz.items.authority import authority_drafts
from quiz.items.cloze import cloze_drafts
from quiz.items.definition import definition_draft, find_definitions
from quiz.items.essay_kinds import essay_drafts
from quiz.items.essays import points_draft
from quiz.items.list_choice import family_of, is_askable, list_drafts
from quiz.items.matching import matching_items
from quiz.items.number import number_drafts
from quiz.items.penalty import find_acts, penalty_drafts
from quiz.items.recall import recall_draft, row_draft
from quiz.items.saying import saying_drafts
from quiz.items.short import short_draft
from quiz.items.term import term_drafts
from quiz.items.true_false import judged_drafts
from quiz.leads import holds_elsewhere
from quiz.pools import Pools, gather_pools
from quiz.records import SINGLE_CHOICE, Check, Item, ItemType
from quiz.resuming import resumes
from quiz.selection import select
from quiz.wording import named
from quiz.worth import (
    has_a_special_case_behind,
    is_business_of_others,
    is_of_two_tiers,
    is_overtaken,
    rests_on_another,
    speaks_of_others,
)
from quiz.wrong_numbers import beside

# Three options with a mark rather than a bad fourth one.
FEWEST_WRONG = {ItemType.NUMBER: 2, ItemType.AUTHORITY: 2, ItemType.CHOICE: 2}
USUAL = frozenset(ItemType) - {ItemType.MATCHING}

Progress = Callable[[str, int, int], None]  # what is done, how much of it, of how much


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted. Empty means everything."""

    documents: tuple[str, ...] = ()  # ids
    topics: tuple[str, ...] = ()  # words of chapters or headings
    types: frozenset[ItemType] = USUAL
    limit: int | None = None  # items in all
    outdated: bool = False  # also texts of which a newer version is known that the base lacks; stems name the year


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a request."""

    items: tuple[Item, ...]  # in the order of the base
    rejected: dict[str, int]  # reason in Chinese → drafts
    rejected_by_type: dict[ItemType, dict[str, int]]
    by_type: dict[ItemType, int]
    by_document: dict[str, int]  # id → items
    passed_over: dict[str, int]  # reason in Chinese → passages that nothing was asked about


def make_items(
    generation: Generation,
    lookup: Lookup,
    encoder: Encoder,
    request: Request,
    seed: int,
    on_progress: Progress = lambda doing, done, of: None,
    *,
    today: date,
) -> Made:
    """Make every item that passes all checks, at most three of an article and at most half judged or filled in."""
    evidence = read_evidence(generation.passages, lookup, today, outdated=request.outdated)
    on_progress("读取可命题的条文", len(evidence.places), len(generation.passages))
    pools = gather_pools(evidence, family_of, is_askable, encoder)
    on_progress("准备干扰项", 1, 1)
    bench = checks.Bench(generation, evidence, encoder)
    rejects = _Rejects()
    drafts = [draft for draft in _propose(evidence, pools, request, seed) if draft.type in request.types]
    tried = _try_all(drafts, bench, rejects, seed, on_progress)
    if ItemType.LIST in request.types:  # four sentences of a chapter take what only statements would ask
        others = request.types - {ItemType.TRUE_FALSE}
        asked = Asked(
            select([item for item in tried if item.type in others], others, None, seed, lambda _type, _reason: None)
        )
        wanted = [found for found in evidence.statements if _is_wanted(found.place, request)]
        tried.extend(_try_all([*saying_drafts(wanted, pools, seed, asked)], bench, rejects, seed, on_progress))
    if ItemType.MATCHING in request.types:
        wanted = [statement for statement in evidence.statements if _is_wanted(statement.place, request)]
        tried.extend(matching_items(wanted, seed))
    items = select(tried, request.types, request.limit, seed, rejects.add)
    return Made(
        items=items,
        rejected=dict(rejects.by_reason.most_common()),
        rejected_by_type={type_: dict(counts.most_common()) for type_, counts in rejects.by_type.items()},
        by_type=dict(Counter(item.type for item in items)),
        by_document=dict(Counter(item.sources[0].document_id for item in items)),
        passed_over=evidence.passed_over,
    )


class _Rejects:
    """Counts of what was not kept, by reason and type."""

    def __init__(self) -> None:
        self.by_reason: Counter[str] = Counter()
        self.by_type: dict[ItemType, Counter[str]] = defaultdict(Counter)

    def add(self, type_: ItemType, reason: str) -> None:
        self.by_reason[reason] += 1
        self.by_type[type_][reason] += 1


def _propose(evidence: Evidence, pools: Pools, request: Request, seed: int) -> Iterator[Draft]:
    """Drafts of every kind, of what the request names."""
    for definition in find_definitions(evidence):
        if _is_wanted(definition.place, request):
            yield definition_draft(definition)
    for listing in evidence.listings:
        if _is_wanted(listing.place, request) and not _is_of_others(listing):
            random = random_of(seed, f"list|{listing.place.passage.id}|{listing.lead[0]}")
            yield from list_drafts(listing, pools, random)
            if (draft := recall_draft(listing)) is not None and not (
                _is_said_again(listing, evidence) or holds_elsewhere(listing, pools)
            ):
                yield draft
    for points in pools.points:
        if _is_wanted(points.place, request) and (recalled := points_draft(points)) is not None:
            yield recalled
    yield from essay_drafts(
        [place for place in evidence.places if _is_wanted(place, request)],
        seed,
    )
    statements = [
        each
        for each in (*evidence.statements, *evidence.cases)
        if _is_wanted(each.place, request) and _is_ours(each, pools)
    ]
    grouped: set[tuple[str, tuple[tuple[int, int], ...]]] = set()  # what one item compares, no other asks for
    if ItemType.LIST in request.types:
        for draft, acts in penalty_drafts(find_acts(statements), seed):
            grouped.update((act.statement.place.passage.id, act.statement.ranges) for act in acts)
            yield draft
    for statement in statements:
        if (statement.place.passage.id, statement.ranges) not in grouped:
            yield from _of_statement(statement, pools, seed)


def _is_of_others(listing: Listing) -> bool:
    return speaks_of_others(listing.lead_text)


def _is_said_again(listing: Listing, evidence: Evidence) -> bool:
    """Whether another list of the instrument begins with the same words: its members would be as right."""
    return any(
        other.place.document.id == listing.place.document.id
        and other.lead_text == listing.lead_text
        and (other.place.passage.id, other.lead) != (listing.place.passage.id, listing.lead)
        for other in evidence.listings
    )


def _of_statement(statement: Statement, pools: Pools, seed: int) -> Iterator[Draft]:
    yield from authority_drafts(statement, pools)
    yield from actor_drafts(statement, pools)
    if not has_a_special_case_behind(statement):
        yield from number_drafts(statement, pools)
    if (row := row_draft(statement)) is not None:
        yield row
    yield from term_drafts(statement, pools)
    if (short := short_draft(statement)) is not None:
        yield short
    yield from cloze_drafts(statement)
    random = random_of(seed, f"judge|{statement.place.passage.id}|{statement.ranges}")
    yield from judged_drafts(statement, pools, random)


def _is_ours(statement: Statement, pools: Pools) -> bool:
    """Whether it is the police's business, of today, and understood alone."""
    if is_business_of_others(statement) or rests_on_another(statement) or is_overtaken(statement):
        return False
    return not (resumes(statement, pools) or is_of_two_tiers(statement))


def _is_wanted(place: Place, request: Request) -> bool:
    if request.documents and place.document.id not in request.documents:
        return False
    if place.is_prose and not named(place.document):
        return False  # no question could say which text is meant
    return not request.topics or any(topic in step for topic in request.topics for step in place.passage.path)


def _try_all(
    drafts: Sequence[Draft], bench: checks.Bench, rejects: _Rejects, seed: int, on_progress: Progress
) -> list[Item]:
    """Items that pass every check but that for duplicates: by words first, and by meaning what words do not find."""
    passed: list[Item] = []
    waiting: list[tuple[Draft, Item, list[Check]]] = []
    for done, draft in enumerate(drafts, start=1):
        if done % 200 == 0 or done == len(drafts):
            on_progress("检查题目", done, len(drafts))
        scores = bench.lexical(draft.sought)
        item = _with_distractors(draft, bench.nearest(scores), bench, rejects, seed)
        if item is None:
            continue
        cheap = [checks.wording(item), checks.quality(draft), checks.unguessable(item), checks.one_right(item, draft)]
        if failed := next((check for check in cheap if not check.passed), None):
            rejects.add(draft.type, f"{failed.name}：{_general(failed.detail)}")
            continue
        found = checks.answerable(
            item, draft, bench.rank(scores, draft.place, *(part.place for part in draft.more)), "词语"
        )
        if found.passed:
            passed.append(replace(item, checks=(found, *cheap)))
        elif "未进前" in found.detail:
            waiting.append((draft, item, cheap))
        else:
            rejects.add(draft.type, f"{found.name}：{_general(found.detail)}")
    for (draft, item, cheap), scores in zip(
        waiting, bench.dense([draft.sought for draft, _, _ in waiting]), strict=True
    ):
        found = checks.answerable(
            item, draft, bench.rank(scores, draft.place, *(part.place for part in draft.more)), "语义"
        )
        if found.passed:
            passed.append(replace(item, checks=(found, *cheap)))
        else:
            rejects.add(draft.type, f"{found.name}：{_general(found.detail)}")
    on_progress("按语义复查", len(waiting), len(waiting))
    return passed


def _with_distractors(
    draft: Draft, near: Sequence[int], bench: checks.Bench, rejects: _Rejects, seed: int
) -> Item | None:
    """The item of a draft with options that are true nowhere; None, counted, where too few are left."""
    if reason := checks.also_said(draft, near, bench):
        rejects.add(draft.type, f"one_right：{reason}")
        return None
    if draft.type not in (*SINGLE_CHOICE, ItemType.LIST):
        return finish(draft, (), seed)
    wrong = [text for text in draft.wrong if not checks.also_true(draft, text, near, bench)]
    least = FEWEST_WRONG.get(draft.type, max(4 - len(draft.right), 1))
    if len(wrong) < least:
        rejects.add(draft.type, "没有足够的干扰项")
        return None
    random = random_of(seed, f"options|{draft.stem}")
    if draft.type == ItemType.NUMBER:  # of the nearest, so that the right one is not always in the middle
        wrong = beside(draft.right[0], wrong, draft.most_wrong, random)
        if len(wrong) < least:
            rejects.add(draft.type, "区间的端点会透露答案")
            return None
    chosen = wrong[: draft.most_wrong]
    flags = ("只有三个选项",) if len(chosen) + len(draft.right) < 4 else ()
    return finish(draft, chosen, seed, flags)


def _general(detail: str) -> str:
    """A reason without the figures and words of one item, so that like reasons are counted together."""
    return re.sub(r"[（(][^（）()]*[)）]|“[^”]*”|第 \d+ 位，?", "", detail)
