"""By which words a text is known, and every form in which they may stand in a file.

In: the documents that shall go and those that stay. Out: the distinctive sentences and their bytes. Does not search files.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ingest.passages import sentences
from ingest.records import Document
from upkeep.finding import Finder

SHORTEST = 12  # characters; shorter ones stand anywhere
LONGEST = 60  # characters; a longer one is looked for in parts, since a database divides what does not fit a page


def distinctive(going: Iterable[Document], staying: Iterable[Document]) -> tuple[str, ...]:
    """Sentences of those that go, and of what cleaning took from them, that stand in none of those that stay."""
    wanted = {
        part.encode("utf-8", "replace"): part
        for document in going
        for text in _texts(document)
        for part in _parts(text)
    }
    finder = Finder(wanted.keys())
    for document in staying:
        for text in _texts(document):
            for known in finder.find(text.encode("utf-8", "replace")):
                wanted.pop(known, None)
    return tuple(wanted.values())


def written_forms(sentence: str) -> Iterator[bytes]:
    """The bytes of a sentence in UTF-8, GB18030 and UTF-16, as JSON and HTML write it, with and without escapes."""
    escaped = json.dumps(sentence)[1:-1]
    in_utf8 = (
        sentence,
        html.escape(sentence),
        json.dumps(sentence, ensure_ascii=False)[1:-1],
        escaped,
        _with_capitals(escaped),
    )
    yield from dict.fromkeys(text.encode("utf-8", "replace") for text in in_utf8)
    yield from (sentence.encode(name, "replace") for name in ("gb18030", "utf-16-le", "utf-16-be"))


def _texts(document: Document) -> Iterator[str]:
    yield document.text
    yield from (removed.text for removed in document.removed)


def _parts(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        count = -(-(end - start) // LONGEST)
        edges = [start + (end - start) * number // count for number in range(count + 1)]
        parts = (text[first:last].strip() for first, last in pairwise(edges))
        yield from (part for part in parts if len(part) >= SHORTEST)


def _with_capitals(escaped: str) -> str:
    """``\\\\u6D3E`` for ``\\\\u6d3e``: programs differ."""
    head, *rest = escaped.split("\\u")
    return head + "".join("\\u" + part[:4].upper() + part[4:] for part in rest)
