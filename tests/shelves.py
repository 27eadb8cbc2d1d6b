"""Small bases to read in: documents indexed in a moment and put on a shelf."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.build import build
from index.columns import columns_of
from index.generation import Generation
from index.lookup import Lookup
from index.published import open_current
from ingest.records import Passage
from library.shelf import Shelf
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

ShelfOf = Callable[[dict[str, str]], Shelf]


def open_shelf(corpus: Path, index: Path) -> Shelf:
    """Index a corpus with vectors that count a few characters; reading needs no better ones."""
    build(corpus, index, WordCountEncoder(), now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    generation = open_current(index)
    return Shelf(generation, Lookup(generation))


def shelf_at(folder: Path, files: dict[str, str]) -> Shelf:
    """Write the files below ``folder`` and put them on a shelf."""
    return open_shelf(write_corpus(folder / "corpus", files), folder / "index")


def with_passages(generation: Generation, passages: Sequence[Passage]) -> Generation:
    """The same base with other passages in the same rows."""
    return replace(generation, passages=passages, columns=columns_of(passages, generation.documents))


def document_id(shelf: Shelf, source: str) -> str:
    """The id of the document of a file, or of the only one whose path begins so."""
    [found] = [document.id for document in shelf.documents if document.source.startswith(source)]
    return found
