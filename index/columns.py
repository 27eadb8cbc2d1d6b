"""What is known of every passage without reading it.

In: passages in row order and their documents. Out: Columns: arrays by row (document, article, flaws, place in the file), and the row of
an id. Rows of a document follow each other. Does not read passages (stored.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.records import Flaw, Passage

FLAW_BITS = {flaw: 1 << place for place, flaw in enumerate(Flaw)}


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Of every passage, by row."""

    documents: NDArray[np.int32]  # its document, counted in the order of documents; ascending
    articles: NDArray[np.int32]  # the code of its article in ``labels``; -1 for none
    flaws: NDArray[np.uint8]  # one bit for each, FLAW_BITS
    labels: Mapping[str, int]  # every label of an article that some passage has, with its code, in that order
    ids: NDArray[np.bytes_]  # ids, sorted
    id_rows: NDArray[np.int32]  # the row of each of them

    def row(self, passage_id: str) -> int | None:
        """The row of the passage with that id; None if there is none."""
        sought = passage_id.encode("utf-8", "replace")
        at = int(np.searchsorted(self.ids, np.bytes_(sought)))
        return int(self.id_rows[at]) if at < len(self.ids) and self.ids[at] == sought else None

    def rows(self, document: int) -> range:
        """The rows of a document."""
        first, after = np.searchsorted(self.documents, np.array([document, document + 1], dtype=np.int32))
        return range(int(first), int(after))

    def article_rows(self, document: int, label: str) -> tuple[int, ...]:
        """The rows of an article of a document, in order."""
        code = self.labels.get(label)
        if code is None:
            return ()
        own = self.rows(document)
        found = np.flatnonzero(self.articles[own.start : own.stop] == code)
        return tuple((found + own.start).tolist())

    def article_documents(self, label: str) -> frozenset[int]:
        """The documents that have an article of this label."""
        code = self.labels.get(label)
        return frozenset() if code is None else frozenset(self.documents[self.articles == code].tolist())

    def article_labels(self, document: int) -> tuple[str, ...]:
        """The labels of a document's articles, each once, in order."""
        own = self.rows(document)
        names = tuple(self.labels)
        codes = dict.fromkeys(self.articles[own.start : own.stop].tolist())
        return tuple(names[code] for code in codes if code >= 0)


def columns_of(passages: Iterable[Passage], documents: Iterable[str]) -> Columns:
    """The columns of passages whose documents have these ids, in order; raise KeyError over a passage of no document."""
    ordinals = {id_: ordinal for ordinal, id_ in enumerate(documents)}
    labels: dict[str, int] = {}
    of, articles, flaws, ids = [], [], [], []
    for passage in passages:
        of.append(ordinals[passage.document_id])
        articles.append(-1 if passage.article is None else labels.setdefault(passage.article, len(labels)))
        flaws.append(sum(FLAW_BITS[flaw] for flaw in set(passage.flaws)))
        ids.append(passage.id.encode())
    by_id = np.array(ids, dtype=np.bytes_) if ids else np.empty(0, dtype="S1")
    order = np.argsort(by_id, kind="stable")
    return Columns(
        documents=np.array(of, dtype=np.int32),
        articles=np.array(articles, dtype=np.int32),
        flaws=np.array(flaws, dtype=np.uint8),
        labels=labels,
        ids=by_id[order],
        id_rows=order.astype(np.int32),
    )
