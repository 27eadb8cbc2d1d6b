"""What an item must pass before anyone sees it.

In: an item made of the base, and the bench that can search it. Out: checks, each passed or not with figures and reasons in Chinese.
Names: answerable, unguessable, one_right, wording, quality; duplicate compares items and is judged over all of them (Seen).
Does not mend items.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.generation import Generation
from index.words import words
from quiz.drafts import BLANK, CHOICE, WRONG, Draft, Part
from quiz.evidence import Evidence, Place, without_precise_references
from quiz.likeness import overlap, pairs
from quiz.pools import article_of
from quiz.quantities import normalised
from quiz.records import Check, Item, ItemType

FIRST = 3  # the passage must be among so many
NAMED = 1.0  # standard deviations for the instrument that the stem names, as in the search
NEAR = 0.82  # share of character pairs from which two stems with one key ask the same
AROUND = 14  # characters on both sides of a blank by which the key is read off
SAYS_IT = 0.6  # share of a statement's pairs that another sentence has, from which it may say the same
BEFORE, BEHIND = 4, 2  # characters around a changed term: 携带机动车驾驶证 stands elsewhere
WINDOW = 9  # characters on both sides of a blank that are looked for
LONGEST_STEM, LONGEST_OPTION = 240, 130


class Bench:
    """Search over the base as the checks need it: each stem once by words, those that fail once more by meaning."""

    def __init__(self, generation: Generation, evidence: Evidence, encoder: Encoder) -> None:
        self._generation = generation
        self._encoder = encoder
        self._usable = np.zeros(len(generation.passages), dtype=np.bool_)
        self._usable[[place.row for place in evidence.places]] = True
        self._instrument = np.array(
            [generation.documents[passage.document_id].instrument for passage in generation.passages]
        )
        self._sentences: dict[int, list[tuple[str, frozenset[str]]]] = {}
        self._all = "\n".join(_plain(passage.text) for passage in generation.passages)
        self._articles: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place in evidence.places:
            self._articles[article_of(place)].append(place.row)

    def lexical(self, stem: str) -> NDArray[np.float32]:
        """BM25 of every row, in standard deviations."""
        scores = self._generation.lexical.scores(words(stem))
        deviation = float(scores[self._usable].std()) or 1.0
        return np.asarray(scores / deviation, dtype=np.float32)

    def rank(self, scores: NDArray[np.float32], *places: Place) -> int:
        """The first of the places' passages among the usable ones, from 1; another part of the same article counts as it."""
        preferred = np.where(
            self._usable, scores + NAMED * (self._instrument == places[0].document.instrument), -np.inf
        )
        best = max(float(preferred[row]) for place in places for row in self._articles[article_of(place)])
        return int((preferred > best).sum()) + 1

    def dense(self, stems: Sequence[str]) -> list[NDArray[np.float32]]:
        """Cosine of every row with each stem, in standard deviations."""
        if not stems:
            return []
        found = []
        for vector in self._encoder.encode_questions(stems):
            scores = self._generation.vectors.scores(vector)
            found.append(np.asarray(scores / (float(scores[self._usable].std()) or 1.0), dtype=np.float32))
        return found

    def nearest(self, scores: NDArray[np.float32], number: int = 8) -> list[int]:
        """Rows with the best scores of the whole base, outdated texts too: what was true once is a bad distractor."""
        rows = np.argpartition(-scores, min(number, len(scores) - 1))[:number]
        return [int(row) for row in rows if scores[row] > 0]

    def sentences(self, row: int) -> list[tuple[str, frozenset[str]]]:
        if row not in self._sentences:
            parts = [_plain(part) for part in re.split(r"[。；\n]", self._generation.passages[row].text)]
            self._sentences[row] = [(part, pairs(part)) for part in parts if len(part) > 5]
        return self._sentences[row]

    def says(self, text: str) -> bool:
        """Whether some passage has these words, numbers compared by value."""
        return _plain(text) in self._all


def also_true(draft: Draft, wrong: str, near: Sequence[int], bench: Bench) -> str:
    """Where the base says the draft with this wrong option in it; empty if nowhere.

    Looked for: the words around the blank with the option between them, anywhere; and the option in a sentence of the nearest passages
    that has most of the statement's words.
    """
    if draft.instead:  # what gets two penalties is refused where the acts are found
        return ""
    if draft.type == ItemType.LIST:
        return _listed(draft, wrong, near, bench)
    before, _, after = draft.body.partition(CHOICE)
    left, right = _plain(before)[-WINDOW:], _plain(after)[:WINDOW]
    if len(left) + len(right) >= WINDOW and bench.says(left + wrong + right):
        return "库内另有原文与该选项一致"
    said, option = pairs(_plain(before + after)), _plain(wrong)
    for row in near:
        for sentence, its in bench.sentences(row):
            if (
                option in sentence
                and said
                and len(said & its) >= SAYS_IT * min(len(said), len(its))
                and _holds(option, sentence)
            ):
                return "库内相近条文含有该选项"
    return ""


def also_said(draft: Draft, near: Sequence[int], bench: Bench) -> str:
    """Whether the base says a statement that was made false: the edited words elsewhere."""
    if draft.edit is None:
        return ""
    edit, at = draft.edit, draft.edited_at or 0
    around = draft.body[max(0, at - WINDOW) : at + len(edit.after) + WINDOW]
    if bench.says(around):
        return "库内另有原文与改动后的说法一致"
    if edit.kind == "term" and bench.says(draft.body[max(0, at - BEFORE) : at + len(edit.after) + BEHIND]):
        return "库内另有原文与改动后的说法一致"
    said = pairs(_plain(draft.body))
    left = _plain(draft.body[max(0, at - 2) : at] + edit.after)
    for row in near:
        for sentence, its in bench.sentences(row):
            if left in sentence and its and len(said & its) >= SAYS_IT * len(its) and len(its) >= 8:
                return "库内相近条文与改动后的说法一致"
    return ""


def answerable(item: Item, draft: Draft, rank: int, by: str) -> Check:
    """The stem alone finds its passage, and the key is what stands there."""
    text = draft.place.passage.text
    read = all(_plain(text[start:end]) for start, end in draft.key_spans)
    if rank > FIRST:
        return Check("answerable", False, f"用题干检索（{by}），依据排在第 {rank} 位，未进前 {FIRST}")
    if not read or not _is_read_off(draft):
        return Check("answerable", False, "从依据中读不出答案")
    return Check("answerable", True, f"用题干检索（{by}），依据排在第 {rank} 位，答案可从原文读出")


def unguessable(item: Item) -> Check:
    """Neither the stem nor the options alone give the key away."""
    right = [option.text for option in item.options if option.is_key]
    wrong = [option.text for option in item.options if not option.is_key]
    if not item.options:
        told = [key for key in item.key if item.type == ItemType.CLOZE and _plain(key) in _plain(item.stem)]
        return Check("unguessable", not told, "题干里已有答案" if told else "题干未透露答案")
    stem = _plain(item.stem)
    if item.type != ItemType.LIST and any(_holds(_plain(text), stem) for text in right):
        return Check("unguessable", False, "题干里已有正确选项")
    if wrong and item.type != ItemType.NUMBER:
        longest, shortest = min(map(len, right)), max(map(len, right))  # of several: only if all of them are
        others = [len(text) for text in wrong]
        if longest > 1.7 * max(others) and longest - max(others) > 4:
            return Check("unguessable", False, f"正确选项明显最长（{longest} 字，其余不超过 {max(others)} 字）")
        if shortest * 1.9 < min(others) and min(others) - shortest > 4:
            return Check("unguessable", False, f"正确选项明显最短（{shortest} 字，其余不少于 {min(others)} 字）")
        if item.type in (ItemType.AUTHORITY, ItemType.CHOICE) and _is_told(right[0], wrong, item.stem):
            return Check("unguessable", False, "题干或文件名称说出了正确选项的用语")
        shared = [_shared(text, item.stem) for text in right]
        shared_wrong = [_shared(text, item.stem) for text in wrong]
        if min(shared) >= 3 and min(shared) > max(shared_wrong) + 2:
            return Check("unguessable", False, "只有正确选项重复了题干用语")
    marked = [
        item.type == ItemType.NUMBER and bool(re.search(r"以[上下内]|不超过|不少于", text)) for text in (*right, *wrong)
    ]
    if sum(marked) == 1:
        return Check("unguessable", False, "只有一个选项带有限定词")
    return Check("unguessable", True, "题干和选项未透露答案")


def one_right(item: Item, draft: Draft) -> Check:
    """Options differ by value, and none of the wrong ones stands in the article."""
    values = [normalised(option.text) for option in item.options]
    if len(set(values)) < len(values):
        return Check("one_right", False, "有选项换算后相同")
    if item.options and not any(option.is_key for option in item.options):
        return Check("one_right", False, "没有正确选项")
    if item.options and all(option.is_key for option in item.options):
        return Check("one_right", False, "所有选项都正确")
    wrong = [option.text for option in item.options if not option.is_key]
    text = _plain(draft.place.passage.text)
    inside = [option for option in wrong if _plain(option) in text and _holds(_plain(option), text)]
    if inside:
        return Check("one_right", False, f"干扰项“{inside[0]}”在同一条文中出现")
    return Check("one_right", True, "其他选项在库内均不成立" if wrong else "答案唯一")


_DANGLING = re.compile(
    r"前款|前条|前项|上款|本条(?!例)|上述|该条|该款|下列(?=规定处罚)|如下|第[一二三四五六七八九十百]+[条款项]"
)
_ALL_OF_THEM = re.compile(r"以上(?:都|均|全)|都(?:对|正确)|均正确")
_BROKEN = re.compile(r"[，、；：,;:]{2,}|。。|，。|、。|；。|（\s*）\s*（|[“‘]{2,}|的的|，，|后时(?![间期段代刻])")


def wording(item: Item) -> Check:
    """The rules of writing items."""
    faults = []
    stem = item.stem
    if not stem.endswith(("。", "？", "！")):
        faults.append("题干没有句末标点")
    if len(stem) > LONGEST_STEM:
        faults.append(f"题干太长（{len(stem)} 字）")
    if item.options and stem.count(CHOICE) != 1:
        faults.append(f"题干应有一处（ ），实有 {stem.count(CHOICE)} 处")
    if item.type == ItemType.CLOZE and stem.count(BLANK) != len(item.key):
        faults.append("题干的空数与答案数不一致")
    if (pointing := _DANGLING.search(without_precise_references(stem))) is not None:
        faults.append(f"题干指向题外文字（{pointing[0]}）")
    if any(_BROKEN.search(words) for words in (stem, *(option.text for option in item.options))):
        faults.append("标点不通顺")
    for left, right in ("（）", "“”", "《》", "()"):
        if any(text.count(left) != text.count(right) for text in (stem, *(option.text for option in item.options))):
            faults.append(f"{left}{right}不成对")
    for option in item.options:
        if _ALL_OF_THEM.search(option.text):
            faults.append("选项不得为“以上都是”一类")
        if len(option.text) > LONGEST_OPTION:
            faults.append(f"选项太长（{len(option.text)} 字）")
    return Check("wording", not faults, "；".join(faults) or "题干和选项合乎命题规则")


def quality(draft: Draft) -> Check:
    """The text is whole and not outdated; what is known of its standing is said."""
    flaws = [flaw.value for flaw in draft.place.passage.flaws]
    detail = f"原文质量有问题（{'、'.join(flaws)}）" if flaws else draft.place.standing.text
    return Check("quality", not flaws, detail)


class Seen:
    """Items accepted so far, against which the next one is compared."""

    def __init__(self) -> None:
        self._exact: set[tuple[str, ...]] = set()
        self._by_key: dict[tuple[ItemType, tuple[str, ...]], list[frozenset[str]]] = defaultdict(list)
        self._facts: dict[str, list[_Fact]] = defaultdict(list)

    def check(self, item: Item) -> Check:
        """Judge against what was added before."""
        if self._signature(item) in self._exact:
            return Check("duplicate", False, "与另一题完全相同")
        stem = pairs(_plain(_without_name(item.stem)))
        for other in self._by_key[self._kind(item)]:
            if stem and len(stem & other) >= NEAR * len(stem | other):
                return Check("duplicate", False, "与另一题几乎相同")
        if any(fact.is_asked_by(other) for fact in _facts(item) for other in self._facts[fact.passage]):
            return Check("duplicate", False, "与另一题考查同一处原文")
        return Check("duplicate", True, "没有重复")

    def add(self, item: Item) -> None:
        self._exact.add(self._signature(item))
        self._by_key[self._kind(item)].append(pairs(_plain(_without_name(item.stem))))
        for fact in _facts(item):
            self._facts[fact.passage].append(fact)

    @staticmethod
    def _signature(item: Item) -> tuple[str, ...]:
        return (
            _plain(item.stem),
            *sorted(_plain(option.text) for option in item.options if option.is_key),
            *item.key[:1],
        )

    @staticmethod
    def _kind(item: Item) -> tuple[ItemType, tuple[str, ...]]:
        right = tuple(sorted(_plain(option.text) for option in item.options if option.is_key))
        return item.type, right or tuple(_plain(key) for key in item.key)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A place that is asked about; of what follows for all members of a list, with the member that it was asked of."""

    passage: str
    span: tuple[int, int]
    case: tuple[int, int] | None

    def is_asked_by(self, other: _Fact) -> bool:
        overlaps = self.span[0] < other.span[1] and other.span[0] < self.span[1]
        return overlaps and (self.case is None or other.case is None or self.case == other.case)


def _facts(item: Item) -> list[_Fact]:
    """What an item asks: the place of its key, or of its quote where that is the key."""
    whole = item.type in (ItemType.LIST, ItemType.RECALL)
    return [
        _Fact(source.passage_id, span, None if whole or len(source.spans) < 2 else source.spans[-1])
        for source in item.sources
        for span in (source.key_spans or source.spans)
    ]


def _listed(draft: Draft, wrong: str, near: Sequence[int], bench: Bench) -> str:
    """A member of another list is refused where a passage near the stem has it too, or much of it; an edited one where anything says it."""
    if wrong in (edited := dict(draft.edited)):
        return "库内另有原文与该选项一致" if bench.says(wrong) or bench.says(_said_now(edited[wrong], wrong)) else ""
    own = pairs(wrong)
    lead = pairs(_plain(draft.body))
    for row in near:
        for sentence, its in bench.sentences(row):
            if len(own & its) >= 0.7 * len(own) and lead and overlap(draft.body, sentence) > 0.6:
                return "库内相近条文含有该选项"
    text = _plain(draft.place.passage.text)
    share = len(own & pairs(text)) / len(own) if own else 1.0
    return "与本条所列过于接近" if share > 0.75 else ""


def _said_now(before: str, after: str) -> str:
    """The changed words of a sentence with those around them; the whole where a duty became a power, which many rules say."""
    start = next((at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), 0)
    same = next((at for at, (old, new) in enumerate(zip(before[::-1], after[::-1], strict=False)) if old != new), 0)
    end = max(start, len(after) - same)
    return after if after[start:end] in _MODAL else after[max(0, start - BEFORE) : end + BEHIND]


_MODAL = frozenset({"可以", "应当"})


def _is_read_off(draft: Draft) -> bool:
    """The words around the blank lead, in the passage, to the key and to nothing else."""
    text = draft.place.passage.text
    if draft.type in (ItemType.LIST, ItemType.RECALL, ItemType.SHORT, ItemType.DEFINITION):
        if draft.instead:
            acts = (Part(draft.place, draft.spans, draft.key_spans), *draft.more)
            stands = ["".join(act.place.passage.text[slice(*span)] for span in act.key_spans) for act in acts]
            return sorted(map(_plain, stands)) == sorted(map(_plain, (*draft.right, *dict(draft.instead))))
        stands = [text[slice(*span)] for span in (draft.spans if draft.says else draft.key_spans)]
        stands += [part.place.passage.text[slice(*span)] for part in draft.more for span in part.spans]
        changed = [before for _, before in draft.edited] if draft.says else []
        return sorted(map(_plain, stands)) == sorted(map(_plain, (*draft.right, *changed)))
    if draft.type == ItemType.TRUE_FALSE:
        if draft.edit is None:
            return all(_plain(text[start:end]) in _plain(draft.body) for start, end in draft.ranges)
        return _plain(text[slice(*draft.key_spans[0])]) == _plain(draft.edit.before) and draft.right == (WRONG,)
    if len(draft.right) > 1:  # several blanks: filled in, they are the text
        filled = draft.body
        for key in draft.right:
            filled = filled.replace(BLANK, key, 1)
        return _plain(filled) in _plain(text)
    blank = CHOICE if CHOICE in draft.body else BLANK
    before, _, after = draft.body.partition(blank)
    left = _plain(re.split(r"[。；\n]", before)[-1])[-AROUND:]
    right = _plain(re.split(r"[。；\n]", after)[0])[:AROUND]
    edge = "" if right else "$"  # a blank at the end is read to the end of the sentence
    around = re.compile(f"{re.escape(left)}(.+?){re.escape(right)}{edge}") if left or right else None
    found = {
        match[1]
        for part in re.split(r"[。；\n]", text)
        for match in (around.finditer(_plain(part)) if around is not None else ())
    }
    keys = {_plain(key) for key in draft.right}
    if len(draft.spans) > 1:
        return all(key in _plain(text) for key in keys)
    return found >= keys and len(found) == 1


def _holds(option: str, sentence: str) -> bool:
    """Whether the sentence has the option as a value of its own: 5日 is not in 15日."""
    at = sentence.find(option)
    while at >= 0:
        before = sentence[at - 1 : at]
        if not (option[:1].isdigit() and before.isdigit()):
            return True
        at = sentence.find(option, at + 1)
    return False


def _shared(text: str, stem: str) -> int:
    return len(pairs(text) & pairs(_without_name(stem)))


def _is_told(right: str, wrong: Sequence[str], stem: str) -> bool:
    """Whether the stem, with the name of the instrument, has two successive characters of the key that no wrong option has."""
    of_wrong = frozenset().union(*map(pairs, wrong))
    return bool((pairs(right) - of_wrong - _OF_ALL_BODIES) & pairs(stem))


_OF_ALL_BODIES = pairs("县级以上地方各级人民政府公安机关主管部门管理机构行政机关负责人") | {"之日"}


def _without_name(stem: str) -> str:
    return re.sub(
        r"^(?:根据|按照|在)?(?:\d{4}年版)?(?:《[^》]*》|(?:以|论述|第一部分题为)“[^”]*”(?:开头)?)(?:的?一文)?(?:规定的?原文|规定|认为|原文|中)?，",
        "",
        stem,
    )


def _plain(text: str) -> str:
    """Numbers by value, widths folded, without white space and punctuation marks."""
    return re.sub(r"[\s，。、；：,.;:“”\"‘’'《》()（）]", "", normalised(text))
