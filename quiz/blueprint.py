"""A blueprint (组卷要求): how many items of which topics, types and difficulty, and what must have at least which share.

In: a blueprint, the entries of a bank, a seed. Out: the chosen items with their marks, and every cell and constraint that
could not be met, with the reason. Deterministic: greedy by scarcity, then repair by exchange.
Stale and retired items are never taken, drafts only if asked, and no two items of which one shows what the other asks. Does not read files
(blueprint_file.py) and does not freeze a paper (paper.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from quiz.bank import Entry
from quiz.paper import Chosen
from quiz.records import Difficulty, Item, ItemType, MultipleScoring, Status


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items are meant; what is empty does not limit. A name matches where it is part of what the item has."""

    documents: tuple[str, ...] = ()  # instruments, titles or paths
    topics: tuple[str, ...] = ()
    types: tuple[ItemType, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()

    def holds(self, item: Item) -> bool:
        """Whether an item is meant."""
        named = [text for source in item.sources for text in (source.instrument, source.title, source.doc)]
        return (
            (not self.documents or any(name in text for name in self.documents for text in named))
            and (not self.topics or any(name in item.topic for name in self.topics))
            and (not self.types or item.type in self.types)
            and (not self.difficulties or item.difficulty in self.difficulties)
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """So many items of one kind."""

    name: str  # for messages: 第 3 行
    scope: Scope
    count: int
    marks: float  # of each item


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A share of all marks that items of one kind must have."""

    name: str
    scope: Scope
    share: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a paper must hold."""

    cells: tuple[Cell, ...]
    at_least: tuple[AtLeast, ...] = ()
    scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class Unmet:
    """A cell or a constraint that the bank cannot fill."""

    name: str
    wanted: float  # items of a cell, share of marks of a constraint
    found: float
    reason: str  # a Chinese sentence


@dataclass(frozen=True, slots=True)
class Solution:
    """What was chosen, cell by cell, and what is missing."""

    chosen: tuple[Chosen, ...]
    unmet: tuple[Unmet, ...]


def solve(blueprint: Blueprint, entries: Iterable[Entry], *, seed: int = 0, drafts: bool = False) -> Solution:
    """Choose items for every cell; equal input gives an equal choice."""
    usable = {Status.APPROVED, Status.DRAFT, Status.IN_REVIEW} if drafts else {Status.APPROVED}
    pool = [entry for entry in entries if entry.status in usable]
    pool.sort(key=lambda entry: _chance(seed, entry.item.id))
    choice = _Choice(blueprint, pool)
    choice.fill()
    choice.repair()
    choice.weigh()
    chosen = tuple(
        Chosen(pool[at].item, pool[at].revision, cell.marks)
        for number, cell in enumerate(blueprint.cells)
        for at in sorted(choice.taken[number])
    )
    return Solution(chosen, (*choice.short_cells(), *choice.short_shares()))


def tell_each_other(one: Item, other: Item) -> bool:
    """Whether the words that one item asks for stand in the sentence that the other one shows; without a key, the quote is asked for."""
    return _tells(one, other) or _tells(other, one)


def _tells(shown: Item, asked: Item) -> bool:
    return any(_overlap(a, b) for a in _quotes(shown) for b in _facts(asked))


class _Choice:
    """The choice while it grows: for each cell the places of its items in the pool."""

    def __init__(self, blueprint: Blueprint, pool: Sequence[Entry]) -> None:
        self._cells = blueprint.cells
        self._at_least = blueprint.at_least
        self.taken: list[list[int]] = [[] for _ in blueprint.cells]
        self._fits = [[at for at, entry in enumerate(pool) if cell.scope.holds(entry.item)] for cell in self._cells]
        self._weighs = [
            {at for at, entry in enumerate(pool) if rule.scope.holds(entry.item)} for rule in blueprint.at_least
        ]
        self._clashes = _clashes([entry.item for entry in pool])
        self._cell_of: dict[int, int] = {}

    def fill(self) -> None:
        """Cells with the least to spare first; in each, items that constraints ask for first."""
        order = sorted(range(len(self._cells)), key=lambda n: (len(self._fits[n]) - self._cells[n].count, n))
        for number in order:
            asked = sorted(self._fits[number], key=lambda at: -sum(at in held for held in self._weighs))
            for at in asked:
                if len(self.taken[number]) < self._cells[number].count and self._is_free(at):
                    self._take(number, at)

    def repair(self) -> None:
        """Fill what is short by giving an item of another cell, or one that tells its key, a substitute there."""
        for number, cell in enumerate(self._cells):
            while len(self.taken[number]) < cell.count and self._augment(number, set()):
                pass

    def weigh(self) -> None:
        """Exchange items within their cells until every constraint has its share, or nothing helps any more."""
        for rule in range(len(self._at_least)):
            while self._lacks(rule) > _LITTLE and self._exchange(rule):
                pass

    def short_cells(self) -> list[Unmet]:
        return [
            Unmet(
                cell.name,
                cell.count,
                len(taken),
                f"{cell.name}：要 {cell.count} 题，只能选出 {len(taken)} 题（符合条件的可用题 {len(fits)} 题，"
                "其余已用于别处，或与已选的题考同一处）；请再采用一些题目，或放宽这一行。",
            )
            for cell, taken, fits in zip(self._cells, self.taken, self._fits, strict=True)
            if len(taken) < cell.count
        ]

    def short_shares(self) -> list[Unmet]:
        unmet = []
        for number, rule in enumerate(self._at_least):
            if self._lacks(number) > _LITTLE:
                share = self._share(number)
                reason = f"{rule.name}：应占总分至少 {rule.share:.0%}，实际只有 {share:.1%}；请再采用这方面的题目，或降低要求。"
                unmet.append(Unmet(rule.name, rule.share, round(share, 4), reason))
        return unmet

    def _is_free(self, at: int) -> bool:
        return at not in self._cell_of and not any(other in self._cell_of for other in self._clashes[at])

    def _take(self, number: int, at: int) -> None:
        self.taken[number].append(at)
        self._cell_of[at] = number

    def _leave(self, at: int) -> int:
        number = self._cell_of.pop(at)
        self.taken[number].remove(at)
        return number

    def _augment(self, number: int, tried: set[int]) -> bool:
        """Take one more item for a cell, moving the one that stands in its way to a substitute; undo where that fails."""
        for at in self._fits[number]:
            if at not in self._cell_of and self._is_free(at):
                self._take(number, at)
                return True
        for at in self._fits[number]:
            in_the_way = {other for other in (at, *self._clashes[at]) if other in self._cell_of}
            if at in tried or len(in_the_way) != 1:
                continue
            tried.add(at)
            (blocker,) = in_the_way
            owner = self._cell_of[blocker]
            if owner == number:
                continue
            self._leave(blocker)
            self._take(number, at)
            if self._augment(owner, tried):
                return True
            self._leave(at)
            self._take(owner, blocker)
        return False

    def _exchange(self, rule: int) -> bool:
        """One exchange that brings a constraint nearer and takes no other below its share."""
        held = self._weighs[rule]
        for number in sorted(range(len(self._cells)), key=lambda n: (-self._cells[n].marks, n)):
            for old in [at for at in self.taken[number] if at not in held]:
                for new in [at for at in self._fits[number] if at in held and at not in self._cell_of]:
                    before = [max(0.0, self._lacks(other)) for other in range(len(self._at_least))]
                    self._leave(old)
                    if self._is_free(new):
                        self._take(number, new)
                        after = [max(0.0, self._lacks(other)) for other in range(len(self._at_least))]
                        others = range(len(before))
                        if all(after[n] <= before[n] + _LITTLE for n in others if n != rule):
                            return True
                        self._leave(new)
                    self._take(number, old)
        return False

    def _lacks(self, rule: int) -> float:
        return self._at_least[rule].share - self._share(rule)

    def _share(self, rule: int) -> float:
        marks = [(at, self._cells[number].marks) for at, number in self._cell_of.items()]
        everything = sum(each for _, each in marks)
        return sum(each for at, each in marks if at in self._weighs[rule]) / everything if everything else 0.0


_LITTLE = 1e-9
_Fact = tuple[str, int, int]  # passage, start, end


def _facts(item: Item) -> list[_Fact]:
    return [
        (source.passage_id, start, end) for source in item.sources for start, end in (source.key_spans or source.spans)
    ]


def _quotes(item: Item) -> list[_Fact]:
    return [(source.passage_id, start, end) for source in item.sources for start, end in source.spans]


def _overlap(one: _Fact, other: _Fact) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _clashes(items: Sequence[Item]) -> list[list[int]]:
    """For each item the others that tell its key, or whose key it tells."""
    by_passage: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        for passage in {source.passage_id for source in item.sources}:
            by_passage[passage].append(at)
    found: list[set[int]] = [set() for _ in items]
    for places in by_passage.values():
        for at in places:
            found[at].update(other for other in places if other != at and tell_each_other(items[at], items[other]))
    return [sorted(each) for each in found]


def _chance(seed: int, id_: str) -> tuple[str, str]:
    return sha256(f"{seed}\x1f{id_}".encode()).hexdigest(), id_
