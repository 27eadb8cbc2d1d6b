"""What to ask next: questions about what stands next to the words that were quoted.

In: the passages that an answer cites, and what was asked so far. Out: a few short questions: the next article, articles of the
same chapter on punishment, terms and procedure, sibling headings. Each is read as a question before it is offered (asking.py),
none asks for what was quoted or asked already. Asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from answer.asking import Asking, headings
from index.words import words
from ingest.records import Document, Passage
from library.shelf import Shelf

MOST = 3
_CITATIONS = 2  # of an answer; what is quoted further down is farther from the question


def suggestions(cited: Sequence[str], asked: Sequence[str], shelf: Shelf, asking: Asking) -> tuple[str, ...]:
    """Up to three questions from the neighbourhood of cited passages (ids); ``asked`` are the questions so far."""
    passages = [passage for id_ in cited if (passage := shelf.passage(id_))]
    quoted = {(passage.document_id, passage.article) for passage in passages if passage.article}
    near = [_neighbours(passage, quoted, shelf, asking) for passage in passages[:_CITATIONS]]
    in_turn = chain.from_iterable(zip_longest(*near))
    said = {_key(question) for question in asked}
    found: dict[str, str] = {}
    for question in in_turn:
        if question and _key(question) not in said:
            found.setdefault(_key(question), question)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _neighbours(passage: Passage, quoted: set[tuple[str, str]], shelf: Shelf, asking: Asking) -> Iterator[str | None]:
    document = shelf.document(passage.document_id)
    if document is None:
        return
    if passage.article:
        for other, asked in _articles(passage, document, shelf):
            if other.article and (document.id, other.article) not in quoted:
                yield asking.article(document, other.article, asked)
    else:
        for heading in _headings(passage, document, shelf):
            yield asking.heading(document, heading)


def _articles(passage: Passage, document: Document, shelf: Shelf) -> Iterator[tuple[Passage, str]]:
    """The next article; of the same chapter the nearest on each matter that the article itself leaves open; the one before."""
    articles = [other for other in shelf.passages(document.id) if other.article]
    at = articles.index(passage)
    after, before = articles[at + 1 :], articles[:at][::-1]
    following = next((other for other in after if other.article != passage.article), None)
    preceding = next((other for other in before if other.article != passage.article), None)
    shown = {passage.article, following.article if following else None}
    if following:
        yield following, ""
    chapter = [other for other in (*after, *before) if passage.path[:-1] and other.path[:-1] == passage.path[:-1]]
    for matter, asked in _MATTERS:
        if not matter.search(passage.text):
            on_it = (other for other in chapter if other.article not in shown and matter.search(other.text))
            if (nearest := next(on_it, None)) is not None:
                shown.add(nearest.article)
                yield nearest, asked
    if preceding and preceding.article not in shown:
        yield preceding, ""


def _headings(passage: Passage, document: Document, shelf: Shelf) -> Iterator[str]:
    """Headings of other sections that say something, those after the passage first, siblings before others."""
    own = [section for section in document.sections if section.start < passage.end and passage.start < section.end]
    parents = {section.path[:-1] for section in own}
    kept = shelf.passages(document.id)
    telling = [
        (section, heading)
        for section, heading in headings(document)
        if section not in own
        and _says_something(document.text[section.start : section.end])
        and any(other.start <= section.start < other.end for other in kept)
    ]
    ordered = sorted(
        telling,
        key=lambda each: (
            each[0].path[:-1] not in parents,
            each[0].start < passage.start,
            abs(each[0].start - passage.start),
        ),
    )
    yield from (heading for _, heading in ordered)


def _says_something(text: str) -> bool:
    return len(text) >= _TELLING and "。" in text


def _key(question: str) -> str:
    """The same for questions in the same words."""
    return " ".join(words(question))


_TELLING = 40  # characters; a shorter section is little more than its heading
_MATTERS = (
    (re.compile(r"罚款|拘留|警告|吊销|没收|处分|追究"), "规定了什么处罚？"),
    (
        re.compile(r"期限|\d+\s*(?:日|小时|个月|年)|[一二三四五六七八九十]+(?:日|小时|个月|年)(?:以?内|之内|以[上下])"),
        "规定的期限是多久？",
    ),
    (re.compile(r"应当(?:先|立即|当场|及时)?(?:出示|制作|填写|告知|报告?|通知|登记)|批准"), "规定了什么程序？"),
)
