"""Small bases to read in, and one of the starter documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from library.shelf import Shelf
from tests.conftest import ROOT
from tests.shelves import ShelfOf, open_shelf, shelf_at


@pytest.fixture
def shelf_of(tmp_path: Path) -> ShelfOf:
    """Put these files on a shelf."""
    return lambda files: shelf_at(tmp_path, files)


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
