"""Articles that quoted words refer to: 依照本法第九十条的规定处罚 says nothing without 第九十条.

In: a draft and the lookup of the open generation. Out: drafts of the articles that its quoted words name, in order; of an
instrument's own articles those of the same version. Does not follow references of references, and names none that the base lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from answer.compose import Draft, Range, whole_passage
from index.lookup import ArticleRequest, Lookup, find_part
from index.records import Hit
from ingest.numerals import NUMERAL, parse_number
from ingest.records import Document, Passage

MOST = 2  # articles; a rule that names more is a catalogue
LONGEST = 200  # characters of one article; of a longer one its first paragraph


def referred(draft: Draft, lookup: Lookup, hit: Callable[[int], Hit]) -> tuple[Draft, ...]:
    """The articles that the quoted words refer to; nothing if they name more than ``MOST``."""
    named = [
        request
        for start, end in draft.ranges
        for request in _requests(draft.hit.passage.text[start:end], draft.hit.document.instrument)
        if (request.instrument, request.article) != (draft.hit.document.instrument, draft.hit.passage.article)
    ]
    if len({(request.instrument, request.article) for request in named}) > MOST:
        return ()
    found: dict[str, Draft] = {}
    for request in named:
        for version in _version(request, draft.hit.document, lookup):
            for row in lookup.find(request, version)[:1]:
                target = hit(row)
                found.setdefault(target.passage.id, whole_passage(target, _part(target.passage, request)))
    return tuple(found.values())


def _requests(text: str, own: str) -> Iterator[ArticleRequest]:
    """Every article named in a text of an instrument; 、 and 和 carry the instrument's name on."""
    instrument = own
    last_end = 0
    for match in _REFERENCE.finditer(text):
        if match["title"]:
            instrument = match["title"].removeprefix("中华人民共和国")
        elif match["itself"] or not _JOINED.fullmatch(text, last_end, match.start()):
            instrument = own
        last_end = match.end()
        yield ArticleRequest(
            instrument,
            match["article"],
            parse_number(match["paragraph"]) if match["paragraph"] else None,
            parse_number(match["item"]) if match["item"] else None,
        )


def _version(request: ArticleRequest, document: Document, lookup: Lookup) -> Sequence[Document]:
    """The text that is meant: of the instrument itself the same version, of another its newest."""
    return (document,) if request.instrument == document.instrument else lookup.versions(request.instrument or "")[:1]


def _part(passage: Passage, request: ArticleRequest) -> Range | None:
    """The item or paragraph named; of a long article its first paragraph; None for the whole."""
    part = find_part(passage, request)
    if part is None and len(passage.text) > LONGEST:
        part = next(iter(passage.paragraphs), None)
    return (part.start, part.end) if part else None


_REFERENCE = re.compile(
    rf"(?:(?P<itself>本(?:法|条例|规定|办法|规范|细则|规则))|《(?P<title>[^《》]{{2,40}})》)?"
    rf"(?P<article>第[{NUMERAL}]+条(?:之[{NUMERAL}]+)?)(?:第(?P<paragraph>[{NUMERAL}]+)款)?(?:第[（(]?(?P<item>[{NUMERAL}]+)[）)]?项)?"
)
_JOINED = re.compile("(?:的规定)?[、，和或及至与]*(?:以及)?")
