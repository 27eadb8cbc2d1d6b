"""What changed in the corpus since a generation was built, by content.

In: the corpus folder, the documents of a generation and what else is known of its build. Out: which files are new, changed and gone. Files
are hashed, not parsed: their time proves little, and decides only over files that were left out, and over the manifest. Does not build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.errors import GenerationError
from ingest.corpus import list_sources
from ingest.manifest import NAME as MANIFEST
from ingest.records import Document


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths relative to the corpus folder, each in the order of the folder."""

    sources: int  # files that are there now
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def changes(corpus_folder: Path, documents: Iterable[Document], left_out: Sequence[str], built_at: datetime) -> Changes:
    """Compare the folder with what was built; raise a KnowledgeBaseError if it cannot be read."""
    built = {document.source: document.sha256 for document in documents if not document.carried_over}
    sources = list_sources(corpus_folder)
    beside = [MANIFEST] if (corpus_folder / MANIFEST).is_file() else []
    known = {*built, *left_out}

    def changed(source: str) -> bool:
        path = corpus_folder / source
        return _sha256(path) != built[source] if source in built else path.lstat().st_mtime > built_at.timestamp()

    return Changes(
        sources=len(sources),
        new=tuple(source for source in sources if source not in known),
        changed=tuple(source for source in sources if source in known and changed(source))
        + tuple(source for source in beside if changed(source)),
        gone=tuple(sorted(known - set(sources))),
    )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise GenerationError(f"{path} 读不出来（{exc.strerror or exc}）；请检查权限。") from exc
