"""Names by which documents are told apart in a list.

In: documents. Out: a name for each, no two alike: the title with the date of the version, and the file where that is not enough.
Does not order them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.records import Document


def telling_names(documents: Iterable[Document]) -> dict[str, str]:
    """The name of each document by its id: ``人民警察法（2012-10-26）``, ``巡逻手册``, ``巡逻手册〔副本/手册.txt〕``."""
    names = {document.id: _dated(document) for document in documents}
    sources = {document.id: document.source for document in documents}
    often = Counter(names.values())
    named = {key: name if often[name] == 1 else f"{name}〔{sources[key]}〕" for key, name in names.items()}
    still = Counter(named.values())
    seen: Counter[str] = Counter()
    for key, name in named.items():
        if still[name] > 1:  # texts of one file under one title
            seen[name] += 1
            named[key] = f"{name}之{seen[name]}"
    return named


def file_names(documents: Sequence[Document]) -> dict[str, str]:
    """The name of each file by its path: that of its document, or the path itself where it holds several."""
    names = telling_names(documents)
    held = Counter(document.source for document in documents)
    return {each.source: names[each.id] if held[each.source] == 1 else each.source for each in documents}


def _dated(document: Document) -> str:
    return f"{document.title}（{document.version_date}）" if document.version_date else document.title
