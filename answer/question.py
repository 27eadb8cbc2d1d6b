"""What a question asks for, besides its words.

In: the question as typed, and the earlier turns. Out: a ParsedQuestion: the text to search with, whether a whole list is
wanted, and what the question names. Does not search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answer.expectation import Expectation, read_expectation
from answer.records import Turn
from index.lookup import Lookup, Named
from index.words import simplified
from ingest.numerals import NUMERAL, parse_number

LONGEST = 500  # characters; more is a document, not a question


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question, ready to search with."""

    text: str  # for the dense legs: the question in simplified characters, after a follow-up's context
    lexical: str  # for BM25: without question words
    wants_list: bool
    expects: Expectation
    named: Named


def parse(question: str, history: Sequence[Turn], lookup: Lookup) -> ParsedQuestion:
    """Read one question; a short follow-up (“那未成年人呢？”) takes the last question along."""
    text = _read(question)
    named = lookup.read(text)
    if history and _is_follow_up(text):
        earlier = _topic(history)
        named = _carry_over(lookup.read(earlier), named, text)
        text = f"{earlier} {text}"
    expects = read_expectation(text)
    return ParsedQuestion(
        text=text,
        lexical=_without_question_words(text),
        wants_list=not expects and bool(_LIST.search(text)),
        expects=expects,
        named=named,
    )


def _read(question: str) -> str:
    return simplified(unicodedata.normalize("NFKC", question)).strip()[:LONGEST]


def _topic(history: Sequence[Turn]) -> str:
    """The last question that stands by itself, or the first one: a chain of follow-ups keeps its topic."""
    asked = [_read(turn.question) for turn in history]
    return next((question for question in reversed(asked) if not _is_follow_up(question)), asked[0])


def _carry_over(earlier: Named, now: Named, text: str) -> Named:
    """What the follow-up names, completed by the question before: “那第二款呢” keeps the instrument and the article."""
    if now.instruments:
        return now
    articles = (
        tuple(replace(a, instrument=earlier.articles[-1].instrument) for a in now.articles if earlier.articles)
        or now.articles
    )
    paragraph = _PARAGRAPH.search(text)
    if not articles and earlier.articles and paragraph:
        articles = (replace(earlier.articles[-1], paragraph=parse_number(paragraph[1]), item=None),)
    return replace(now, instruments=earlier.instruments, articles=articles, year=now.year or earlier.year)


_PARAGRAPH = re.compile(rf"第\s*([{NUMERAL}]+)\s*款")
_FOLLOW_UP = re.compile(r"^(那么?|换成|还有|其中|它|上述|前面)|^.{1,7}呢[?？]?$")
_LONGEST_FOLLOW_UP = 16

_COUNT = "[二三四五六七八九十两几2-9]"
_LIST = re.compile(
    rf"哪些|哪{_COUNT}|{_COUNT}(?:个|种|项|条|类|点|步|方面|大|件|股|者|道)|什么(?:情形|情况|条件|职责|样的|事|服务|制度|内容|步骤)|"
    r"有哪|都有|列举|简答|分别|各(?:是|自|应|指)|情形|范围|包括|怎么做|如何做|怎么办|步骤|程序"
)
_QUESTION_WORDS = re.compile(
    r"请问|我想(?:问|知道)|想问(?:一下)?|到底|究竟|怎么(?:办|处理|罚|样|弄|做|定|回事)?|怎样|如何|什么|哪些|哪几|哪个|哪里|哪|多少|多久|多长(?:时间)?|几个|几种|"
    r"是不是|是否|能不能|可不可以|可以吗|行不行|有没有|会不会|要不要|该不该|吗|呢|吧|么|\?|？|为什么|为啥|啥|应该|应当怎么|咋"
)


def _is_follow_up(text: str) -> bool:
    return len(text) <= _LONGEST_FOLLOW_UP and bool(_FOLLOW_UP.search(text))


def _without_question_words(text: str) -> str:
    """Words that every question has would find passages that ask, not passages that answer."""
    stripped = _QUESTION_WORDS.sub(" ", text).strip()
    return stripped or text
