"""The nouns of an answer.

In: nothing. Out: frozen records, complete at birth, that screens draw and commands print.
Does not search, choose or judge; answer/wire.py turns an Answer into the stable JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.records import Hit
from ingest.standing import Standing


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    REFUSED = "refused"  # the base holds no support for an answer
    UNAVAILABLE = "unavailable"  # there is no base to ask


class Refusal(StrEnum):
    """Why a question was refused."""

    NOT_FOUND = "not_found"  # nothing in the base supports an answer
    LACKS_INSTRUMENT = "lacks_instrument"  # the base has no such instrument
    WHICH_INSTRUMENT = "which_instrument"  # several have the article, and the question does not say which one is meant
    LACKS_VERSION = "lacks_version"  # the instrument is there, the text of that time is not
    LACKS_ARTICLE = "lacks_article"  # the text is there and has no such article, paragraph or item
    FILTERED_OUT = "filtered_out"  # there is an answer, outside of what the filters admit
    UNUSABLE = "unusable"  # no question, or more than one answer can hold


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one passage's text: ``passage.text[start:end]``."""

    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences quoted word for word; spans that do not touch are joined by ……"""

    text: str
    spans: tuple[Span, ...]
    citations: tuple[int, ...]  # numbers of Citation.n


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """Another place with the same or nearly the same words as a citation."""

    doc: str  # path relative to the corpus folder
    reference: str  # 《犬只管理办法》（2021-09-01）第三条


@dataclass(frozen=True, slots=True)
class Citation:
    """Where quoted text came from, with everything a reader needs to find and judge it."""

    n: int  # from 1, the [n] in the answer
    doc: str  # path relative to the corpus folder
    title: str
    path: tuple[str, ...]
    article: str | None
    paragraph: int | None  # 款, when the quote lies in one
    item: int | None  # 项, when the quote lies in one
    page: int | None
    quote: str
    spans: tuple[Span, ...]  # the stretches that make up the quote
    passage: str  # the whole passage
    passage_id: str
    version_date: str | None
    level: str  # Kind value
    level_text: str  # 法律, 部门规章, …
    status: Standing
    status_text: str  # 本库最新文本（2012-10-26），是否现行请核对
    cautions: tuple[str, ...]  # what a reader must know about the quality of the text; none for a clean one
    reference: str  # 《人民警察法》（2012-10-26）第九条第二款：“…”, for pasting into a document
    also_in: tuple[OtherPlace, ...]  # where else the passage stands
    alike: tuple[OtherPlace, ...] = ()  # articles of other instruments that say nearly the same


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question."""

    question: str
    status: AnswerStatus
    text: str  # statements with [1] markers, or the refusal in words
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]  # the ten best, whatever the status
    confidence: Confidence
    generation: str | None
    elapsed_ms: float
    nearest: tuple[Citation, ...] = ()  # on refusal: what the base does say nearby
    remarks: tuple[str, ...] = ()  # what a reader must know of the answer, in our words; nothing of it is quoted
    refusal: Refusal | None = None  # why, when it was refused
    offers: tuple[str, ...] = ()  # on refusal: questions that the base can answer instead
    further: tuple[str, ...] = ()  # after an answer: questions about what stands next to it
