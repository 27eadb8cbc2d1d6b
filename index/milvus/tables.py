"""The rows of a generation as Milvus holds them.

In: an open generation. Out: two Tables, of passages and of clauses, whose row i is row i there. Vectors are those of the generation,
the weights of words are our own BM25's. Does not connect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from index.generation import Generation
from index.inverted import InvertedIndex

Kind = Literal["key", "number", "text", "vector", "words"]

ROW, DOCUMENT, PASSAGE, INSTRUMENT, VERSION, VECTOR, WORDS = (
    *("row", "document", "passage", "instrument", "version"),
    *("vector", "words"),
)
# Milvus refuses a row whose sparse vector is empty. A passage without words gets this one, for which nobody asks.
_NO_WORD = 2**32 - 2
_LONGEST_NAME = 1000  # characters of an instrument's name; a field of text takes 4096 bytes


@dataclass(frozen=True, slots=True)
class Table:
    """One collection to be."""

    what: str  # in Chinese, for people
    fields: Mapping[str, Kind]
    dimension: int
    rows: int
    row: Callable[[int], dict[str, Any]]


def passage_table(generation: Generation, *, with_words: bool) -> Table:
    """One row a passage: where it stands, its vector and, for servers that can hold them, the weights of its words."""
    whole = generation.vectors
    vectors = (
        whole.half if isinstance(whole, InvertedIndex) else whole.vectors()
    )  # of many passages they stay in their file
    weights = generation.lexical.row_weights() if with_words else None
    fields: dict[str, Kind] = {
        ROW: "key",
        DOCUMENT: "number",
        PASSAGE: "text",
        INSTRUMENT: "text",
        VERSION: "text",
        VECTOR: "vector",
    }

    def row(number: int) -> dict[str, Any]:
        passage = generation.passages[number]
        document = generation.documents[passage.document_id]
        made: dict[str, Any] = {
            ROW: number,
            DOCUMENT: int(generation.document_rows[number]),
            PASSAGE: passage.id,
            INSTRUMENT: document.instrument[:_LONGEST_NAME],
            VERSION: document.version_date or "",
            VECTOR: np.asarray(vectors[number], dtype=np.float32),
        }
        if weights is not None:
            made[WORDS] = weights.of(number) or {_NO_WORD: 1.0}
        return made

    return Table(
        "段落", fields | ({WORDS: "words"} if with_words else {}), generation.manifest.dimension, len(vectors), row
    )


def clause_table(generation: Generation) -> Table:
    """One row a clause: the passage it stands in and its vector."""
    vectors = generation.clause_vectors
    firsts = generation.clause_rows
    fields: dict[str, Kind] = {ROW: "key", DOCUMENT: "number", PASSAGE: "number", VECTOR: "vector"}

    def row(number: int) -> dict[str, Any]:
        passage = int(np.searchsorted(firsts, number, side="right")) - 1
        return {
            ROW: number,
            DOCUMENT: int(generation.document_rows[passage]),
            PASSAGE: passage,
            VECTOR: np.asarray(vectors[number], dtype=np.float32),
        }

    return Table("语句", fields, generation.manifest.dimension, len(vectors), row)
