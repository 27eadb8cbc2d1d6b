"""Small bases to read in, and one of the starter documents."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.generation import open_current
from index.lookup import Lookup
from library.shelf import Shelf
from tests.conftest import ROOT
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

ShelfOf = Callable[[dict[str, str]], Shelf]


def open_shelf(corpus: Path, index: Path) -> Shelf:
    """Index a corpus with vectors that count a few characters; reading needs no better ones."""
    build(corpus, index, WordCountEncoder(), now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    generation = open_current(index)
    return Shelf(generation, Lookup(generation))


@pytest.fixture
def shelf_of(tmp_path: Path) -> ShelfOf:
    """Put these files on a shelf."""
    return lambda files: open_shelf(write_corpus(tmp_path / "corpus", files), tmp_path / "index")


@pytest.fixture(scope="session")
def starter_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The starter documents that ship with the project, without those that take long to open (pdf, docx)."""
    if not (ROOT / "corpus").is_dir():
        pytest.skip("the starter documents are not here")
    folder = tmp_path_factory.mktemp("starter")
    (folder / "corpus").mkdir()
    for file in (ROOT / "corpus").iterdir():
        if file.suffix in {".md", ".txt", ".html"}:
            shutil.copy(file, folder / "corpus")
    return open_shelf(folder / "corpus", folder / "index")


def document_id(shelf: Shelf, source: str) -> str:
    """The id of the document of a file, or of the only one whose path begins so."""
    [found] = [document.id for document in shelf.documents if document.source.startswith(source)]
    return found
