"""The documents of an open generation, at hand for reading.

In: an open generation and its lookup. Out: documents, their passages in reading order, and passages by id.
Does not search, and does not say how anything looks.
"""

from __future__ import annotations

from index.generation import Generation
from index.lookup import Lookup
from ingest.records import Document, Passage


class Shelf:
    """Everything of one generation that reading needs; may be shared between threads."""

    def __init__(self, generation: Generation, lookup: Lookup) -> None:
        self.generation = generation
        self.lookup = lookup
        self._ordinals = {id_: ordinal for ordinal, id_ in enumerate(generation.documents)}

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document, in the order of the generation."""
        return self.lookup.documents

    def document(self, document_id: str) -> Document | None:
        """The document with that id; None if the base has none."""
        return self.generation.documents.get(document_id)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with that id; None if the base has none."""
        row = self.generation.columns.row(passage_id)
        return None if row is None else self.generation.passages[row]

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """The passages kept of a document, in reading order; words that another document represents have none."""
        ordinal = self._ordinals.get(document_id)
        if ordinal is None:
            return ()
        rows = self.generation.columns.rows(ordinal)
        return tuple(sorted((self.generation.passages[row] for row in rows), key=lambda passage: passage.start))
