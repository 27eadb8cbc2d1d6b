"""The nouns of quizzes: what an item is and where every word of it came from.

In: nothing. Out: frozen records that are made (items/), checked, kept (bank.py), put on papers and exported.
Does not make, judge or store items.

Terms: the stem (题干) asks, the key (答案) is the right reply, distractors (干扰项) are the wrong options, the explanation (解析)
proves the key, the basis (依据) names the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ItemType(StrEnum):
    """How an item asks; the value is what exports and screens are keyed by."""

    NUMBER = "number"  # single choice: a number, a term of time, an amount
    AUTHORITY = "authority"  # single choice: who approves or decides
    TRUE_FALSE = "true_false"  # 判断: a sentence as it stands, or with one edit
    LIST = "list"  # multiple choice: which belong to an enumeration
    RECALL = "recall"  # list all members of an enumeration
    DEFINITION = "definition"  # 名词解释: what a term means
    CLOZE = "cloze"  # fill in a phrase
    MATCHING = "matching"  # articles to what they say
    SHORT = "short"  # a short answer
    CHOICE = "choice"  # single choice of any other kind: a measure, a place, a paper; of old item banks


TYPE_TEXT = {
    ItemType.NUMBER: "单项选择（数字期限）",
    ItemType.AUTHORITY: "单项选择（批准机关）",
    ItemType.TRUE_FALSE: "判断",
    ItemType.LIST: "多项选择",
    ItemType.RECALL: "列举",
    ItemType.DEFINITION: "名词解释",
    ItemType.CLOZE: "填空",
    ItemType.MATCHING: "匹配",
    ItemType.SHORT: "简答",
    ItemType.CHOICE: "单项选择",
}

SINGLE_CHOICE = frozenset({ItemType.NUMBER, ItemType.AUTHORITY, ItemType.CHOICE})


class Difficulty(StrEnum):
    """An estimate until people have answered; shown as words only."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Source:
    """The words of one passage that prove a key."""

    passage_id: str
    passage_sha256: str  # of the passage's text; another hash means another text
    document_id: str
    doc: str  # path relative to the corpus folder
    title: str
    instrument: str  # the name all versions share
    version_date: str | None
    level: str  # Kind value
    path: tuple[str, ...]
    article: str | None
    paragraph: int | None  # 款
    item: int | None  # 项
    spans: tuple[tuple[int, int], ...]  # of the quote, in the passage's text, in order
    quote: str  # the spans' words, joined by …… where they do not touch
    key_spans: tuple[
        tuple[int, int], ...
    ]  # where in the passage the key stands; empty where the key is the whole quote
    reference: str  # 《人民警察法》（2012-10-26）第九条第二款
    status_text: str  # whether it is in force, as said on the day of making


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a choice item, or one pair of a matching item."""

    id: str  # A, B, C, …
    text: str
    is_key: bool
    why: str  # why it is right or wrong, for the explanation of each option
    match: str = ""  # matching only: what the text belongs to


@dataclass(frozen=True, slots=True)
class Edit:
    """The one change that makes a sentence false."""

    kind: str  # term, authority, number, bound, connective, phrase, opposite, point, modal
    start: int  # in the quote
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Check:
    """One examination that an item passed or failed before anyone saw it."""

    name: str  # answerable, unguessable, one_right, wording, duplicate, quality
    passed: bool
    detail: str  # figures and reasons, in Chinese


@dataclass(frozen=True, slots=True)
class Item:
    """One quiz item. Equal inputs and an equal seed give equal items."""

    id: str  # from document, place, type and key: stable while the text is
    type: ItemType
    stem: str  # single and multiple choice end in （ ）。; a blank to fill is ____
    options: tuple[Option, ...]  # empty for true/false, recall, cloze and short answers
    key: tuple[str, ...]  # option ids; 正确 or 错误; the words of blanks, of members, of a short answer
    accept: tuple[str, ...]  # other spellings of the key that count: 15日 for 十五日
    explanation: str  # 解析: proves the key from the quote
    sources: tuple[
        Source, ...
    ]  # one; several for matching and for points under several headings; none for an imported item without a known basis
    topic: str  # the chapter or heading the words stand under
    difficulty: Difficulty
    edit: Edit | None  # only of a false statement
    generator: str  # name and version of what made it
    seed: int
    checks: tuple[Check, ...] = ()
    flags: tuple[str, ...] = ()  # what a reviewer should know, in Chinese: 只有三个选项


class Status(StrEnum):
    """Where an item stands in the bank."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    STALE = "stale"  # its source changed
    RETIRED = "retired"


STATUS_TEXT = {
    Status.DRAFT: "草稿",
    Status.IN_REVIEW: "待审",
    Status.APPROVED: "已采用",
    Status.STALE: "依据已变",
    Status.RETIRED: "已停用",
}


class MultipleScoring(StrEnum):
    """How multiple choice is marked; a property of the paper, not of an item."""

    ALL_OR_NOTHING = "all_or_nothing"
    HALF_FOR_PART = "half_for_part"  # 少选得一半，错选不得分
    PER_OPTION = "per_option"  # each right choice counts, each wrong one takes away


@dataclass(frozen=True, slots=True)
class PaperItem:
    """An item as it stood when the paper was made."""

    number: int  # from 1
    item: Item
    revision: int  # of the bank
    marks: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A frozen snapshot: later changes of items and texts do not reach it."""

    id: str
    title: str
    variant: str  # A, B, …; the order of items and options differs
    made_on: str  # ISO date
    generation: str  # of the index the items came from
    seed: int
    scoring: MultipleScoring
    items: tuple[PaperItem, ...]
