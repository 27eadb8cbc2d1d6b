"""Make items of a base: propose, choose distractors, check, keep what is right.

In: an open generation, its lookup, the encoder it was built with, what is wanted, a seed, a day. Out: the accepted items, and the
rejected ones counted by reason, type and document. Equal inputs and an equal seed give equal items. Stores nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.encoder import Encoder
from index.generation import Generation
from index.lookup import Lookup
from quiz import checks
from quiz.distractors import Pools, article_of, gather_pools
from quiz.drafts import RIGHT, Draft
from quiz.evidence import Evidence, Statement, read_evidence
from quiz.finish import finish, random_of
from quiz.items.authority import authority_drafts
from quiz.items.cloze import cloze_drafts
from quiz.items.definition import definition_drafts, find_definitions
from quiz.items.list_choice import is_askable, list_drafts, noun_of
from quiz.items.number import number_drafts
from quiz.items.recall import recall_draft
from quiz.items.short import short_draft
from quiz.items.true_false import false_drafts, true_draft
from quiz.records import Check, Item, ItemType

PER_ARTICLE = 3
FEWEST_WRONG = 2  # of single choice: three options with a mark rather than a bad fourth
PLAIN = frozenset({ItemType.TRUE_FALSE, ItemType.CLOZE})  # together at most half of a set
# Rarer and more demanding ways to ask come first where an article can carry several.
ORDER = (
    *(ItemType.DEFINITION, ItemType.AUTHORITY, ItemType.LIST, ItemType.NUMBER, ItemType.RECALL, ItemType.SHORT),
    *(ItemType.CLOZE, ItemType.TRUE_FALSE, ItemType.MATCHING),
)
USUAL = frozenset(ItemType) - {ItemType.MATCHING}

Progress = Callable[[str, int, int], None]  # what is done, how much of it, of how much


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted. Empty means everything."""

    documents: tuple[str, ...] = ()  # ids
    topics: tuple[str, ...] = ()  # words of chapters or headings
    types: frozenset[ItemType] = USUAL
    limit: int | None = None  # items in all


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
    evidence = read_evidence(generation.passages, lookup, today)
    on_progress("读取可命题的条文", len(evidence.places), len(generation.passages))
    pools = gather_pools(evidence, noun_of, is_askable, encoder)
    on_progress("准备干扰项", 1, 1)
    bench = checks.Bench(generation, evidence, encoder)
    rejects = _Rejects()
    drafts = [draft for draft in _propose(evidence, pools, request, seed) if draft.type in request.types]
    tried = _try_all(drafts, bench, rejects, seed, on_progress)
    items = _select(tried, request, seed, rejects)
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
    definitions = find_definitions(evidence)
    for definition in definitions:
        if _is_wanted(definition.place, request):
            yield from definition_drafts(definition, definitions, random_of(seed, f"definition|{definition.term_text}"))
    for listing in evidence.listings:
        if _is_wanted(listing.place, request):
            random = random_of(seed, f"list|{listing.place.passage.id}|{listing.lead[0]}")
            yield from list_drafts(listing, pools, random)
            if (draft := recall_draft(listing)) is not None:
                yield draft
    for statement in (*evidence.statements, *evidence.cases):
        if _is_wanted(statement.place, request):
            yield from _of_statement(statement, pools, seed)


def _of_statement(statement: Statement, pools: Pools, seed: int) -> Iterator[Draft]:
    yield from authority_drafts(statement, pools)
    yield from number_drafts(statement, pools)
    if (short := short_draft(statement)) is not None:
        yield short
    yield from cloze_drafts(statement)
    random = random_of(seed, f"judge|{statement.place.passage.id}|{statement.ranges}")
    false = list(false_drafts(statement, pools, random))
    if (true := true_draft(statement)) is not None and (not false or random.random() < 0.35):
        yield true
    else:
        yield from false


def _is_wanted(place: object, request: Request) -> bool:
    from quiz.evidence import Place

    assert isinstance(place, Place)
    if request.documents and place.document.id not in request.documents:
        return False
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
        scores = bench.lexical(draft.stem)
        item = _with_distractors(draft, bench.nearest(scores), bench, rejects, seed)
        if item is None:
            continue
        cheap = [checks.wording(item), checks.quality(draft), checks.unguessable(item), checks.one_right(item, draft)]
        if failed := next((check for check in cheap if not check.passed), None):
            rejects.add(draft.type, f"{failed.name}：{_general(failed.detail)}")
            continue
        found = checks.answerable(item, draft, bench.rank(scores, draft.place), "词语")
        if found.passed:
            passed.append(replace(item, checks=(found, *cheap)))
        elif "未进前" in found.detail:
            waiting.append((draft, item, cheap))
        else:
            rejects.add(draft.type, f"{found.name}：{_general(found.detail)}")
    for (draft, item, cheap), scores in zip(waiting, bench.dense([draft.stem for draft, _, _ in waiting]), strict=True):
        found = checks.answerable(item, draft, bench.rank(scores, draft.place), "语义")
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
    if draft.type not in (ItemType.NUMBER, ItemType.AUTHORITY, ItemType.DEFINITION, ItemType.LIST):
        return finish(draft, (), seed)
    wrong = [text for text in draft.wrong if not checks.also_true(draft, text, near, bench)]
    least = FEWEST_WRONG if draft.type != ItemType.LIST else draft.most_wrong
    if len(wrong) < least:
        rejects.add(draft.type, "没有足够的干扰项")
        return None
    random = random_of(seed, f"options|{draft.stem}")
    if draft.type == ItemType.NUMBER:  # of the nearest, so that the right one is not always in the middle
        wrong = random.sample(wrong[:5], min(draft.most_wrong, len(wrong[:5])))
    chosen = wrong[: draft.most_wrong]
    flags = ("只有三个选项",) if len(chosen) + len(draft.right) < 4 else ()
    return finish(draft, chosen, seed, flags)


def _select(tried: Sequence[Item], request: Request, seed: int, rejects: _Rejects) -> tuple[Item, ...]:
    """No fact twice, three of an article, half judged or filled in, as many true as false, and the limit."""
    seen = checks.Seen()
    of_article: Counter[tuple[str, str]] = Counter()
    kept: list[Item] = []
    rank = {type_: at for at, type_ in enumerate(ORDER)}
    order = sorted(range(len(tried)), key=lambda at: (rank[tried[at].type], _lot(seed, tried[at]), at))
    plain = [at for at in order if tried[at].type in PLAIN]
    others = [at for at in order if tried[at].type not in PLAIN]
    judged: Counter[str] = Counter()
    for at in (*others, *_alternating(plain, tried)):
        item = tried[at]
        source = item.sources[0]
        article = (source.document_id, source.article or source.passage_id)
        if of_article[article] >= PER_ARTICLE:
            rejects.add(item.type, "同一条文已有三题")
            continue
        if item.type in PLAIN and request.types - PLAIN and 2 * (sum(k.type in PLAIN for k in kept) + 1) > len(kept) + 1:
            rejects.add(item.type, "判断和填空已占一半")
            continue
        if item.type == ItemType.TRUE_FALSE:
            answer = item.key[0]
            other = sum(judged.values()) - judged[answer]
            if judged[answer] > other + 5:
                rejects.add(item.type, "判断题正误数量已失衡")
                continue
        check = seen.check(item)
        if not check.passed:
            rejects.add(item.type, f"duplicate：{check.detail}")
            continue
        seen.add(item)
        of_article[article] += 1
        if item.type == ItemType.TRUE_FALSE:
            judged[item.key[0]] += 1
        kept.append(replace(item, checks=(*item.checks, check)))
    if request.limit is not None:
        kept = _limited(kept, request.limit)
    places = {item.id: at for at, item in enumerate(tried)}
    return tuple(sorted(kept, key=lambda item: places[item.id]))


def _alternating(order: Sequence[int], tried: Sequence[Item]) -> list[int]:
    """Judged true, judged false and filled in, by turns, so that none is used up by the others."""
    groups: dict[str, list[int]] = {RIGHT: [], "edit": [], "cloze": []}
    for at in order:
        item = tried[at]
        groups["cloze" if item.type == ItemType.CLOZE else RIGHT if item.edit is None else "edit"].append(at)
    longest = max((len(group) for group in groups.values()), default=0)
    return [group[turn] for turn in range(longest) for group in groups.values() if turn < len(group)]


def _limited(kept: Sequence[Item], limit: int) -> list[Item]:
    """As many of each type as of the others, while there are any."""
    by_type: dict[ItemType, list[Item]] = defaultdict(list)
    for item in kept:
        by_type[item.type].append(item)
    longest = max((len(group) for group in by_type.values()), default=0)
    return [group[turn] for turn in range(longest) for group in by_type.values() if turn < len(group)][:limit]


def _lot(seed: int, item: Item) -> float:
    return random_of(seed, item.id).random()


def _general(detail: str) -> str:
    """A reason without the figures and words of one item, so that like reasons are counted together."""
    import re

    return re.sub(r"[（(][^（）()]*[)）]|“[^”]*”|第 \d+ 位，?", "", detail)
