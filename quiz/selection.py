"""Which of the sound items are kept.

In: items that passed every check but that for duplicates, the seed. Out: those that are kept, in the order given, and a call for each one
that is not, with the reason. No fact is asked twice; three items an article; of instruments at most half judged or filled in; about as many
true as false statements; key positions in balance. Does not judge single items (checks.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from quiz.asked import PER_ARTICLE
from quiz.checks import Seen
from quiz.drafts import RIGHT
from quiz.evidence import PROSE
from quiz.finish import moved, random_of
from quiz.items.true_false import HARDEST
from quiz.records import SINGLE_CHOICE, Item, ItemType
from quiz.worth import specifics

PER_PASSAGE = 5  # of prose, where a passage is as long as several articles
PLAIN = frozenset({ItemType.TRUE_FALSE, ItemType.CLOZE})  # together at most half of the items on instruments
MOST_ALIKE = {
    True: 0.53,
    False: 0.6,
}  # share of the statements with one answer, of instruments and of prose: not every sentence can be made false
PER_KEY = 3  # items with one answer: the next ones are guessed
OF_FEW_ANSWERS = frozenset({ItemType.CHOICE, ItemType.LIST})  # where one answer serves many questions of an instrument
LEAD = 5  # statements with one answer before shares count
# Rarer and more demanding ways to ask come first where an article can carry several.
ORDER = (
    *(ItemType.DEFINITION, ItemType.AUTHORITY, ItemType.LIST, ItemType.NUMBER, ItemType.RECALL, ItemType.CHOICE),
    *(ItemType.SHORT, ItemType.CLOZE, ItemType.TRUE_FALSE, ItemType.MATCHING),
)

Reject = Callable[[ItemType, str], None]


def select(
    sound: Sequence[Item], types: frozenset[ItemType], limit: int | None, seed: int, reject: Reject
) -> tuple[Item, ...]:
    """Keep what may be kept; of equal claims the lot decides, drawn by the seed and the item's id."""
    shelf = _Shelf(counts_half=bool(types - PLAIN))
    rank = {type_: at for at, type_ in enumerate(ORDER)}
    drawn = sorted(
        sound, key=lambda item: (rank[item.type], _weakness(item), random_of(seed, item.id).random(), item.id)
    )
    demanding = [item for item in drawn if item.type not in PLAIN]
    plain = [item for item in drawn if item.type in PLAIN]
    for item in (*demanding, *_by_turns(plain)):
        if reason := shelf.add(item):
            reject(item.type, reason)
    kept = shelf.kept if limit is None else _limited(shelf.kept, limit)
    places = {item.id: at for at, item in enumerate(sound)}
    return _balanced(sorted(kept, key=lambda item: places[item.id]), seed)


def _weakness(item: Item) -> int:
    """Of statements that are judged: 0 for what only who knows the rule can tell."""
    if item.type != ItemType.TRUE_FALSE:
        return 0
    if item.edit is not None:
        return HARDEST.index(item.edit.kind)
    return -len(specifics(item.stem))


class _Shelf:
    """What is kept so far."""

    def __init__(self, *, counts_half: bool) -> None:
        self.kept: list[Item] = []
        self._counts_half = counts_half
        self._seen = Seen()
        self._of_article: Counter[tuple[str, str]] = Counter()
        self._blanks: Counter[tuple[str, ...]] = Counter()
        self._answers: Counter[tuple[str, ...]] = Counter()  # of a document
        self._of_rules = {True: 0, False: 0}  # plain or not
        self._judged: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}  # of instruments or not

    def add(self, item: Item) -> str:
        """Keep an item, or say why not."""
        source = item.sources[0]
        article = (source.document_id, source.article or source.passage_id)
        is_plain, is_rule = (
            item.type in PLAIN,
            source.level not in PROSE,
        )  # prose has few numbers and agencies to ask for
        if self._of_article[article] >= (PER_ARTICLE if is_rule else PER_PASSAGE):
            return "同一条文已有三题"
        if is_plain and is_rule and self._counts_half and self._of_rules[True] >= self._of_rules[False]:
            return "判断和填空已占一半"
        if item.type == ItemType.CLOZE and self._blanks[item.key] >= PER_KEY:
            return "同一答案的填空已有三题"
        answer = (source.document_id, *sorted(option.text for option in item.options if option.is_key))
        if item.type in OF_FEW_ANSWERS and self._answers[answer] >= PER_KEY:
            return "同一文件同一答案已有三题"
        judged = self._judged[is_rule]
        is_one_sided = item.type == ItemType.TRUE_FALSE and item.key[0] == RIGHT  # the false ones came first
        if is_one_sided and judged[RIGHT] > MOST_ALIKE[is_rule] * judged.total() + LEAD:
            return "判断题正误数量已失衡"
        check = self._seen.check(item)
        if not check.passed:
            return f"duplicate：{check.detail}"
        self._seen.add(item)
        self._of_article[article] += 1
        self._of_rules[is_plain] += is_rule
        self._blanks[item.key] += item.type == ItemType.CLOZE
        self._answers[answer] += item.type in OF_FEW_ANSWERS
        if item.type == ItemType.TRUE_FALSE:
            judged[item.key[0]] += 1
        self.kept.append(replace(item, checks=(*item.checks, check)))
        return ""


def _by_turns(plain: Sequence[Item]) -> list[Item]:
    """What can be judged false first, of which there are fewest, with what is filled in by turns; then what is true."""
    groups: dict[str, list[Item]] = {"cloze": [], "false": [], "true": []}
    for item in plain:
        groups["cloze" if item.type == ItemType.CLOZE else "true" if item.key[0] == RIGHT else "false"].append(item)
    return [*_alternating((groups["cloze"], groups["false"])), *groups["true"]]


def _limited(kept: Sequence[Item], limit: int) -> list[Item]:
    """As many of each type as of the others, while there are any."""
    by_type: dict[ItemType, list[Item]] = defaultdict(list)
    for item in kept:
        by_type[item.type].append(item)
    return _alternating(list(by_type.values()))[:limit]


def _alternating(groups: Sequence[Sequence[Item]]) -> list[Item]:
    longest = max((len(group) for group in groups), default=0)
    return [group[turn] for turn in range(longest) for group in groups if turn < len(group)]


def _balanced(items: Sequence[Item], seed: int) -> tuple[Item, ...]:
    """Right options of single choice in the first, second, third and fourth place equally often."""
    turn = 0
    places: list[int] = []
    found = []
    for item in items:
        if item.type in SINGLE_CHOICE:
            if not places:
                places = random_of(seed, f"places|{turn}").sample(range(4), 4)
                turn += 1
            found.append(moved(item, places.pop() % len(item.options)))
        else:
            found.append(item)
    return tuple(found)
