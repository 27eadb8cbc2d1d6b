"""What files became when they were read before, so that a build reads only those that have changed.

In: the index folder, and for each file what the manifest says of it. Out: the documents that the last build has of the file, as long
as the same rules read it with the same word of the manifest. They stand in the generation of that build, checked; beside the
generations only hashes are kept. Does not look at the file itself (ingest/corpus.py) and does not divide documents.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path

from index.errors import GenerationError
from index.generation import load_documents, seal
from index.published import find_generation
from index.unchanged import digest_rules
from ingest.corpus import Corpus
from ingest.reading import printable
from ingest.records import Document, Override

NOTE = "readings.json"  # in the index folder


class ReadBefore:
    """Answers for one build, and notes for the next one what this one has read."""

    def __init__(self, index_folder: Path) -> None:
        self._index_folder = index_folder
        self._overrides: dict[str, Override | None] = {}  # of every file that was asked for

    def find(self, source: str, override: Override | None) -> tuple[Document, ...]:
        """What the same rules made of a file with the same override; empty where that is not known for sure."""
        self._overrides[source] = override
        by_source, read = self._noted
        documents = by_source.get(source, ())
        return documents if documents and self._mark(documents[0]) in read else ()

    def note(self, generation_id: str, corpus: Corpus) -> None:
        """Note which files of a complete generation were read whole. A note that cannot be written only costs reading again.

        Files that were left out in part, copies of others, which have an id of their own, and those that could not be read
        are read by the next build.
        """
        path = self._index_folder / NOTE
        unsure = {entry.source for entry in corpus.left_out}
        unsure |= {printable(each.source) for each in corpus.documents if each.carried_over or "-" in each.id}
        of_source = {document.source: document for document in corpus.documents if document.source in self._overrides}
        read = [self._mark(document) for source, document in of_source.items() if printable(source) not in unsure]
        try:
            folder = find_generation(self._index_folder, generation_id)
            values = {"generation": generation_id, "seal": seal(folder), "read": read}
            path.write_text(json.dumps(values), encoding="ascii")
        except (OSError, GenerationError):
            path.unlink(missing_ok=True)

    @cached_property
    def _noted(self) -> tuple[Mapping[str, tuple[Document, ...]], Collection[str]]:
        """The documents of the generation that is noted, by file, and the marks of the files that were read whole."""
        try:
            noted = json.loads((self._index_folder / NOTE).read_text(encoding="ascii"))
            folder = find_generation(self._index_folder, noted["generation"])
            if seal(folder) != noted["seal"]:
                return {}, ()
            documents, read = load_documents(folder), frozenset(noted["read"])
        except (OSError, ValueError, TypeError, KeyError, GenerationError):
            return {}, ()  # damaged, or another format: everything is read
        by_source: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            by_source[document.source].append(document)
        return {source: tuple(group) for source, group in by_source.items()}, read

    @cached_property
    def _rules(self) -> str:
        return digest_rules()

    def _mark(self, document: Document) -> str:
        """Stands for the state of a file, without telling its name."""
        override = repr(self._overrides[document.source])
        state = json.dumps([self._rules, document.source, document.sha256, override])
        return hashlib.sha256(state.encode()).hexdigest()[:32]
