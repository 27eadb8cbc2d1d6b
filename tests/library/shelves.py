"""A shelf over a few files, indexed with a model of a few kilobytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from index.build import build
from index.encoder import open_encoder
from index.generation import open_current
from index.lookup import Lookup
from library.shelf import Shelf
from tests.invented import write_corpus


def shelf_of(folder: Path, model: Path, files: dict[str, str]) -> Shelf:
    """Write the files below ``folder``, build an index of them there and open it."""
    encoder = open_encoder(str(model), folder)
    build(write_corpus(folder / "corpus", files), folder / "index", encoder, now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    generation = open_current(folder / "index")
    return Shelf(generation, Lookup(generation))
