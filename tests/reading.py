"""The one document of a file that holds one."""

from __future__ import annotations

from pathlib import Path

from ingest.reading import read_file
from ingest.records import Document


def read_document(folder: Path, source: str) -> Document:
    (document,) = read_file(folder, source).documents
    return document
