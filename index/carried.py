"""What a file was when it was last read, for as long as it cannot be read.

In: the index folder and the files whose loss somebody has accepted. Out: the documents that the published generation has
of a file. Does not open vectors, and gives nothing where no generation of this format is published.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from index.errors import GenerationError
from index.published import read_current_documents
from ingest.records import Document


class LastGood:
    """Answers for one build; the generation is read when the first file fails, and once."""

    def __init__(self, index_folder: Path, accept_loss: frozenset[str]) -> None:
        self._index_folder = index_folder
        self._accept_loss = accept_loss

    def find(self, source: str) -> tuple[Document, ...]:
        """The documents of a file, or of all files in a folder, but for those whose loss is accepted."""
        if source in self._accept_loss:
            return ()
        return tuple(
            document
            for document in self._documents
            if (document.source == source or document.source.startswith(f"{source}/"))
            and document.source not in self._accept_loss
        )

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        try:
            return read_current_documents(self._index_folder)
        except GenerationError:
            return ()  # a damaged index or one of another format is replaced by this build, so it must not stop it
