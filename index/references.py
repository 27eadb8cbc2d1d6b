"""Articles that a text of an instrument refers to: 依照本法第九十条、第九十一条的规定.

In: a text and the instrument it belongs to. Out: where each article is named and which one it is, in order. Does not know
whether the base has it, and not which version is meant (answer/referred.py, library/references.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.lookup import ArticleRequest
from ingest.numerals import NUMERAL, parse_number


@dataclass(frozen=True, slots=True)
class NameBefore:
    """The name of an instrument right before an article, where it is not simply 《…》."""

    start: int  # where the name begins
    instrument: str | None  # None: a text that is named, but nobody knows which
    version: str | None  # 2012-10-26 or 2012, as far as the text says


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """An article named at ``text[start:end]``, with the name of its instrument if that stands before it."""

    start: int
    end: int
    request: ArticleRequest
    version: str | None


def named_articles(
    text: str, own: str, before: Callable[[str, int], NameBefore | None] = lambda text, at: None
) -> Iterator[NamedArticle]:
    """Every article named in a text of the instrument ``own``; 、 and 和 carry the instrument's name on.

    ``before`` says what stands before ``text[at]`` that names an instrument without being 《…》 or 本法; by default nothing does.
    """
    instrument: str | None = own
    version = None
    last_end = 0
    for match in _NAMED.finditer(text):
        start = match.start()
        if match["title"]:
            instrument, version = match["title"].removeprefix("中华人民共和国"), None
        elif match["itself"]:
            instrument, version = own, None
        elif name := before(text, start):
            start, instrument, version = name.start, name.instrument, name.version
        elif not _JOINED.fullmatch(text, last_end, start):
            instrument, version = own, None
        last_end = match.end()
        request = ArticleRequest(
            instrument,
            match["article"],
            parse_number(match["paragraph"]) if match["paragraph"] else None,
            parse_number(match["item"]) if match["item"] else None,
        )
        yield NamedArticle(start, match.end(), request, version)


_NAMED = re.compile(
    rf"(?:(?P<itself>本(?:法|条例|规定|办法|规范|细则|规则))|《(?P<title>[^《》]{{2,40}})》)?"
    rf"(?P<article>第[{NUMERAL}]+条(?:之[{NUMERAL}]+)?)(?:第(?P<paragraph>[{NUMERAL}]+)款)?(?:第[（(]?(?P<item>[{NUMERAL}]+)[）)]?项)?"
)
_JOINED = re.compile("(?:的规定)?[、，和或及至与]*(?:以及)?")
