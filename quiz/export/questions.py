"""Items as exports see them: by the way they are answered, with clean text, and only whole ones.

In: a Paper. Out: Questions in the order of the paper, and the items that cannot be asked, with reasons. Knows no format.

An item with a fault that would give a wrong key in some format (an option marked right that the key does not name, blanks
without words) is left out of all of them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from quiz.export.text import number, one_line, plain
from quiz.records import SINGLE_CHOICE, TYPE_TEXT, Difficulty, Item, ItemType, MultipleScoring, Paper, PaperItem, Source


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    BLANKS = "blanks"
    MATCHING = "matching"
    MEMBERS = "members"
    WRITTEN = "written"


KIND_TEXT = {
    Kind.SINGLE: "单项选择题",
    Kind.MULTIPLE: "多项选择题",
    Kind.TRUE_FALSE: "判断题",
    Kind.BLANKS: "填空题",
    Kind.MATCHING: "匹配题",
    Kind.MEMBERS: "简答题",
    Kind.WRITTEN: "简答题",
}

KIND_OF = {
    **dict.fromkeys(SINGLE_CHOICE, Kind.SINGLE),
    ItemType.LIST: Kind.MULTIPLE,
    ItemType.TRUE_FALSE: Kind.TRUE_FALSE,
    ItemType.CLOZE: Kind.BLANKS,
    ItemType.MATCHING: Kind.MATCHING,
    ItemType.RECALL: Kind.MEMBERS,
    ItemType.SHORT: Kind.WRITTEN,
    ItemType.DEFINITION: Kind.WRITTEN,
}

DIFFICULTY_TEXT = {Difficulty.EASY: "易", Difficulty.MEDIUM: "中", Difficulty.HARD: "难"}

SCORING_TEXT = {
    MultipleScoring.ALL_OR_NOTHING: "全部选对得分，多选、少选、错选、不选均不得分",
    MultipleScoring.HALF_FOR_PART: "全部选对得满分，少选得一半分，错选、不选不得分",
    MultipleScoring.PER_OPTION: "每选对一项得相应的分，每选错一项扣相应的分，扣完为止",
}

_ORDER = tuple(Kind)

OPEN = frozenset({Kind.MEMBERS, Kind.WRITTEN})  # marked by a person

BLANK = re.compile(r"_{2,}")
RIGHT, WRONG = "正确", "错误"


@dataclass(frozen=True, slots=True)
class Choice:
    """One lettered option, or one lettered text of a matching question."""

    letter: str
    text: str
    is_key: bool
    why: str
    target: int | None = None  # matching only: which target it belongs to, from 0; None: it belongs to none


@dataclass(frozen=True, slots=True)
class Question:
    """One item, ready to be written."""

    id: str  # the item's own
    name: str  # the id where it is plain, else a stable stand-in: safe as a name in XML and in files
    number: int  # as printed
    marks: float
    revision: int
    kind: Kind
    type_text: str  # 单项选择（数字期限）
    stem: str
    choices: tuple[Choice, ...]
    targets: tuple[str, ...]  # matching only, in an order that says nothing of the key
    key: tuple[str, ...]
    accept: tuple[str, ...]  # other spellings; empty where several blanks leave open whose they are
    explanation: str
    basis: tuple[str, ...]  # where the key is proved, one line a source
    topic: str
    difficulty: str

    @property
    def answer(self) -> str:
        """The key as people write it: B, ACD, 正确, 十五日；三年, A（2） B（1）."""
        if self.kind in {Kind.SINGLE, Kind.MULTIPLE}:
            return "".join(choice.letter for choice in self.choices if choice.is_key)
        if self.kind is Kind.MATCHING:
            return " ".join(f"{one.letter}（{one.target + 1}）" for one in self.choices if one.target is not None)
        return "；".join(self.key)

    @property
    def answer_with_spellings(self) -> str:
        """十五日（也可答：15日）; of options there is but one spelling."""
        written = self.kind is Kind.BLANKS or self.kind in OPEN
        return self.answer + (f"（也可答：{'；'.join(self.accept)}）" if written and self.accept else "")

    @property
    def lettered(self) -> tuple[str, ...]:
        """``A. text``: for places where no program writes the letters that key and 解析 speak of."""
        return tuple(f"{choice.letter}. {choice.text}" for choice in self.choices)

    @property
    def feedback(self) -> str:
        """What is told after answering: a model answer where no key marks the answer, 解析, 依据."""
        model = [f"参考答案：{self.answer_with_spellings}"] if self.kind in OPEN else []
        explained = [self.explanation] if self.explanation else []
        return "\n".join((*model, *explained, *(f"依据：{line}" for line in self.basis)))

    @property
    def asked(self) -> str:
        """The stem with what a bare stem lacks: brackets after a statement, the numbered targets of a matching question."""
        if self.kind is Kind.TRUE_FALSE and not re.search(r"[（(]\s*[）)]\W*$", self.stem):
            return self.stem + "（ ）"
        if self.kind is Kind.MATCHING:
            return "\n".join((self.stem, *(f"（{place}）{text}" for place, text in enumerate(self.targets, start=1))))
        return self.stem


def questions(paper: Paper) -> tuple[tuple[Question, ...], tuple[tuple[str, str], ...]]:
    """What can be asked, in order, and the id and reason of what cannot."""
    asked, left_out, seen = [], [], set()
    for entry in paper.items:
        if fault := "同一道题在卷中出现了两次" if entry.item.id in seen else _fault(entry.item):
            left_out.append((entry.item.id, fault))
            continue
        seen.add(entry.item.id)
        asked.append(_question(entry))
    return _numbered(tuple(asked)), tuple(left_out)


def heading(place: int, kind: Kind, section: tuple[Question, ...], scoring: MultipleScoring) -> str:
    """``一、单项选择题（每题 2 分，共 20 分）``."""
    marks = {question.marks for question in section}
    each = f"每题 {number(marks.pop())} 分" if len(marks) == 1 else f"共 {len(section)} 题"
    total = number(sum(question.marks for question in section))
    how = f"。{SCORING_TEXT[scoring]}" if kind is Kind.MULTIPLE else ""
    return f"{'一二三四五六'[place]}、{KIND_TEXT[kind]}（{each}，共 {total} 分{how}）"


def sections(asked: tuple[Question, ...]) -> tuple[tuple[Kind, tuple[Question, ...]], ...]:
    """Questions by kind, in the order that Chinese papers have; what is answered in lines of text stands together."""
    grouped: dict[Kind, list[Question]] = {}
    for question in sorted(asked, key=lambda question: _ORDER.index(_section(question))):
        grouped.setdefault(_section(question), []).append(question)
    return tuple((kind, tuple(section)) for kind, section in grouped.items())


def _section(question: Question) -> Kind:
    return Kind.WRITTEN if question.kind in OPEN else question.kind


def _numbered(asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Keep the paper's numbers where they follow the sections, as those of made papers do; else number as printed."""
    printed = [question for _, section in sections(asked) for question in section]
    numbers = [question.number for question in printed]
    if all(before < after for before, after in pairwise(numbers)):
        return asked
    places = {question.id: place for place, question in enumerate(printed, start=1)}
    return tuple(replace(question, number=places[question.id]) for question in asked)


def scoring_remark(paper: Paper, asked: tuple[Question, ...], instead: str) -> tuple[str, ...]:
    """For formats that cannot mark multiple choice as the paper says: what was meant, and what happens instead."""
    if not any(question.kind is Kind.MULTIPLE for question in asked):
        return ()
    return (f"本卷多项选择题的计分规则是“{SCORING_TEXT[paper.scoring]}”，{instead}",)


def _fault(item: Item) -> str:
    """Why an item cannot be asked; empty if it can."""
    kind = KIND_OF[item.type]
    letters = [option.id for option in item.options]
    marked = [option.id for option in item.options if option.is_key]
    if not plain(item.stem):
        return "题干为空"
    if kind in {Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING}:
        if len(letters) < 2:
            return f"选项应有两个以上，实有 {len(letters)} 个"
        if len(set(letters)) < len(letters) or not all(re.fullmatch("[A-Z]", letter) for letter in letters):
            return "选项编号应为互不相同的大写字母 A 至 Z"
        if not all(plain(option.text) for option in item.options):
            return "有选项没有文字"
    if kind in {Kind.SINGLE, Kind.MULTIPLE} and sorted(marked) != sorted(item.key):
        return f"答案写的是 {one_line('、'.join(item.key)) or '空'}，选项标出的却是 {'、'.join(marked) or '空'}"
    if kind is Kind.SINGLE and len(marked) != 1:
        return f"单项选择题应有一个正确选项，实有 {len(marked)} 个"
    if kind is Kind.MULTIPLE and not marked:
        return "多项选择题没有正确选项"
    if kind is Kind.TRUE_FALSE and item.key not in {(RIGHT,), (WRONG,)}:
        return f"判断题的答案应为{RIGHT}或{WRONG}，实为 {one_line('、'.join(item.key)) or '空'}"
    if kind is Kind.MATCHING and sum(bool(plain(option.match)) for option in item.options) < 2:
        return "匹配题应有两对以上"
    if kind in {Kind.BLANKS, Kind.MEMBERS, Kind.WRITTEN} and not (item.key and all(plain(word) for word in item.key)):
        return "没有答案文字"
    if kind is Kind.BLANKS and (blanks := len(BLANK.findall(item.stem))) != len(item.key):
        return f"题干有 {blanks} 个空，答案却有 {len(item.key)} 个"
    return ""


def _question(entry: PaperItem) -> Question:
    item, kind = entry.item, KIND_OF[entry.item.type]
    targets = _targets(item) if kind is Kind.MATCHING else ()
    choices = tuple(
        Choice(
            option.id,
            one_line(option.text),
            option.is_key,
            one_line(option.why),
            targets.index(one_line(option.match)) if targets and plain(option.match) else None,
        )
        for option in item.options
    )
    key = tuple(one_line(word) for word in item.key)
    return Question(
        id=item.id,
        name=safe_name(item.id),
        number=entry.number,
        marks=entry.marks,
        revision=entry.revision,
        kind=kind,
        type_text=TYPE_TEXT[item.type],
        stem=plain(item.stem),
        choices=choices,
        targets=targets,
        key=key,
        accept=tuple(one_line(word) for word in item.accept if plain(word)) if len(key) == 1 else (),
        explanation=_explanation(item),
        basis=tuple(_basis(source, plain(item.explanation)) for source in item.sources),
        topic=one_line(item.topic),
        difficulty=DIFFICULTY_TEXT[item.difficulty],
    )


def safe_name(id: str) -> str:
    """The id if it is short and plain, else a digest that stands for it: equal ids give equal names."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", id):
        return id
    return f"x{_digest(id)[:32]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _targets(item: Item) -> tuple[str, ...]:
    """What texts are to be matched to, in an order that follows from the words alone and so tells nothing."""
    as_they_stand = list(dict.fromkeys(one_line(option.match) for option in item.options if plain(option.match)))
    mixed = sorted(as_they_stand, key=lambda target: _digest(f"{item.id}\n{target}"))
    return tuple(mixed[1:] + mixed[:1] if mixed == as_they_stand else mixed)


def _explanation(item: Item) -> str:
    """解析 without the closing sentence that names the basis, since 依据 has its own place in every format."""
    text = plain(item.explanation)
    said, mark, basis = text.rpartition("依据：")
    named = {one_line(part) for source in item.sources for part in (source.reference, source.status_text)} - {""}
    if mark and said.strip() and any(part in basis for part in named):
        return said.strip()
    return text


def _basis(source: Source, explanation: str) -> str:
    """Reference and standing; the quote too, where the explanation does not tell what the reference says."""
    reference, standing, quote = one_line(source.reference), one_line(source.status_text), one_line(source.quote)
    line = reference + (f"；{standing}" if standing else "")
    told = quote in explanation or (bool(reference) and reference in explanation.rpartition("依据：")[0])
    return line if told else f"{line}。原文：“{quote}”"
