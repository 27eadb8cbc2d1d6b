"""The strings that are encoded and indexed for a passage and its clauses.

In: a document, a passage, a clause. Out: the text with where it stands (title > path) in front. The context is never
part of a passage's own text; it only helps to find it. Does not encode and does not index.
"""

from __future__ import annotations

from ingest.clauses import Clause
from ingest.records import Document, Passage


def passage_string(document: Document, passage: Passage) -> str:
    """``人民警察法 > 第二章 职权 > 第九条`` and the text, as the model and BM25 read a passage."""
    return f"{_place(document, passage)}\n{passage.text}"


def clause_string(document: Document, passage: Passage, clause: Clause) -> str:
    """Title, lead sentence and clause, as the model reads a clause."""
    lead = passage.text[clause.lead[0] : clause.lead[1]] if clause.lead else ""
    return f"{document.instrument} {lead}{passage.text[clause.start : clause.end]}"


def _place(document: Document, passage: Passage) -> str:
    return " > ".join((document.instrument, *passage.path))
