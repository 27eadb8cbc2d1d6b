"""The one document of a file that holds one."""

from __future__ import annotations

from pathlib import Path

from ingest.reading import read_file
from ingest.records import Document


def read_document(folder: Path, source: str, recognised_folder: Path | None = None) -> Document:
    (document,) = read_file(folder, source, recognised_folder=recognised_folder).documents
    return document
