"""What a question asks for, besides its words.

In: the question as typed, and the earlier turns. Out: a ParsedQuestion: the text to search with, whether a whole list is
wanted, and what the question names. Does not search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from answer.day import ActDay, read_act_day, without_day
from answer.expectation import Expectation, read_expectation
from answer.records import Turn
from index.everyday import words_of_the_texts
from index.lookup import ArticleRequest, Lookup, Named
from index.words import simplified
from ingest.numerals import NUMERAL, parse_number

LONGEST = 500  # characters; more is a document, not a question


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question, ready to search with."""

    text: str  # for the dense legs: the question in simplified characters, after a follow-up's context
    lexical: str  # for BM25: without question words
    also: tuple[str, ...]  # words of the texts for everyday words of the question
    wants_list: bool
    expects: Expectation
    named: Named
    act: ActDay | None = None  # the day of the act, where the question tells one


def parse(question: str, history: Sequence[Turn], lookup: Lookup, today: date) -> ParsedQuestion:
    """Read one question; a short follow-up (“那未成年人呢？”, “下一条”) takes what was asked before along."""
    text = _read(question)
    named = lookup.read(text)
    if history and _is_follow_up(text):
        topic, *between = _conversation(history)
        earlier = lookup.read(topic)
        for said in between:
            earlier = _carry_over(earlier, lookup.read(said), said)
        named = _carry_over(earlier, named, text)
        text = f"{topic} {text}"
    expects = read_expectation(text)
    act = None if named.year else read_act_day(text, today)
    text = without_day(text) if act else text
    return ParsedQuestion(
        text=text,
        lexical=_without_question_words(text),
        also=words_of_the_texts(text),
        wants_list=not expects and bool(_LIST.search(text)),
        expects=expects,
        named=named,
        act=act,
    )


def _read(question: str) -> str:
    return simplified(unicodedata.normalize("NFKC", question)).strip()[:LONGEST]


def _conversation(history: Sequence[Turn]) -> list[str]:
    """The last question that stands by itself (or the first one) and the follow-ups after it."""
    asked = [_read(turn.question) for turn in history]
    topic = next((at for at in range(len(asked) - 1, 0, -1) if not _is_follow_up(asked[at])), 0)
    return asked[topic:]


def _carry_over(earlier: Named, now: Named, text: str) -> Named:
    """What the follow-up names, completed by the questions before: “那第二款呢” keeps the instrument and the article."""
    if now.instruments:
        return now
    articles = now.articles
    if articles and earlier.instruments:
        articles = tuple(replace(article, instrument=earlier.instruments[-1]) for article in articles)
    elif earlier.articles:
        articles = _same_article(earlier.articles[-1], text) or (earlier.articles if _speaks_of_version(now) else ())
    version = now if _speaks_of_version(now) else earlier
    return Named(
        instruments=earlier.instruments,
        articles=articles,
        year=version.year,
        wants_old=version.wants_old,
        wants_new=version.wants_new,
    )


def _same_article(article: ArticleRequest, text: str) -> tuple[ArticleRequest, ...]:
    """Another part of the article asked for before, or its neighbour; nothing if the text speaks of neither."""
    if step := _STEP.search(text):
        number = parse_number(step["count"]) if step["count"] else 1
        further = (number or 1) * (1 if step["way"] in "下后" else -1)
        return (replace(article, paragraph=None, item=None, further=article.further + further),)
    paragraph, item = _PARAGRAPH.search(text), _ITEM.search(text)
    if not paragraph and not item:
        return (replace(article, paragraph=None, item=None),) if _WHOLE.search(text) else ()
    return (
        replace(
            article,
            paragraph=parse_number(paragraph[1]) if paragraph else article.paragraph,
            item=parse_number(item[1] or item[2]) if item else None,
        ),
    )


def _speaks_of_version(named: Named) -> bool:
    return bool(named.year or named.wants_old or named.wants_new)


_STEP = re.compile(rf"(?P<way>[下上前后])(?P<count>[{NUMERAL}]?)条")
_PARAGRAPH = re.compile(rf"第\s*([{NUMERAL}]+)\s*款")
_ITEM = re.compile(rf"第\s*[(]?([{NUMERAL}]+)[)]?\s*项|(?<=[(])([{NUMERAL}]+)(?=[)])")
_WHOLE = re.compile(r"(?:整条|全文|全条|原文|完整)")
_FOLLOW_UP = re.compile(
    r"^(?:那么?(?![天里边儿时年些次位])|换成|还有|其中|它|上述|前面|[这该本同]一?条(?!件|例))|^.{1,7}呢[?？]?$|"
    rf"^(?:再?看看?)?[下上前后][{NUMERAL}]?条|^第\s*[(]?[{NUMERAL}]+[)]?\s*[条款项](?:第|之|$|[?？]|是|怎么|讲|说|呢|规定|内容)"
)
_ONLY_VERSION = re.compile(
    r"^(?:那|在|按照?)*(?:旧的?|新的?|老的?|以前的?|原来的?|现行的?|最新的?|修[订改正]前的?|(?:19|20)\d{2}年?的?那?)"
    r"(?:[版法]本?|规定|条文|文本)?的?(?:里|中|是|呢|怎么|如何|什么|规定|说|写|讲|啥|样|的|内容|[?？])*$"
)
_LONGEST_FOLLOW_UP = 16

_COUNT = "[二三四五六七八九十两几2-9]"
_LIST = re.compile(
    rf"哪些|哪{_COUNT}|{_COUNT}(?:个|种|项|条|类|点|步|方面|大|件|股|者|道)|什么(?:情形|情况|条件|职责|样的|事|服务|制度|内容|步骤)|"
    r"有哪|都有|列举|简答|分别|各(?:是|自|应|指)|情形|的情况[?？]?$|范围|包括|怎么做|如何做|怎么办|步骤|程序"
)
_QUESTION_WORDS = re.compile(
    r"请问|您好|你好|谢谢|麻烦|我想(?:问|知道)|想问(?:一下)?|咨询(?:一下)?|(?:帮我)?查一下|告诉我|到底|究竟|"
    r"怎么(?:办|处理|罚|样|弄|做|定|回事|说|规定)?|怎样|如何|(?:指的?)?是什么|有什么|什么|有哪些|哪些|哪几|哪个|哪里|哪儿?|多少|多久|多长(?:时间)?|"
    r"几个|几种|是不是|是否|能不能|可不可以|可以吗|行不行|有没有|会不会|要不要|该不该|吗(?!啡)|呢|(?<![网酒])吧|么|\?|？|为什么|为啥|[干讲]啥|啥|应该|应当怎么|"
    r"咋(?:办|整|弄)?"
)


def _is_follow_up(text: str) -> bool:
    return len(text) <= _LONGEST_FOLLOW_UP and bool(_FOLLOW_UP.search(text) or _ONLY_VERSION.search(text))


def _without_question_words(text: str) -> str:
    """Words that every question has would find passages that ask, not passages that answer."""
    stripped = _QUESTION_WORDS.sub(" ", text).strip()
    return stripped or text
