"""Whether anything that a build depends on has changed since the last one, told without reading a document.

In: the corpus folder and what else decides a build. Out: a digest of it all, and what the last clean build noted of its own. Files are
hashed, not parsed; the program's own reading rules count as input too. Builds that left something out note nothing: what
failed once may succeed now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.corpus import list_sources
from ingest.errors import NoCorpus
from ingest.manifest import NAME as MANIFEST

NOTE = "inputs.json"  # in the index folder


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What a clean build was made of, and what it made."""

    inputs: str
    generation: str
    represented: int  # passages that are the same as others and kept once


def digest_inputs(corpus_folder: Path, *others: str) -> str | None:
    """A digest of every file of the corpus, of the program's reading rules and of ``others``; None where a file cannot be read."""
    try:
        return _digest([*_sources(corpus_folder), *_rules()], *others)
    except (OSError, NoCorpus):
        return None


def digest_rules() -> str:
    """A digest of the program's reading rules and of the libraries it names; raise OSError where a file of them cannot be read."""
    return _digest(_rules())


def last_build(index_folder: Path) -> LastBuild | None:
    """What the last clean build noted; None where there is none, or its note is damaged."""
    try:
        return LastBuild(**json.loads((index_folder / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def note_build(index_folder: Path, build: LastBuild) -> None:
    """Note a clean build. A note that cannot be written only costs the next build its reading."""
    try:
        (index_folder / NOTE).write_text(json.dumps(asdict(build)), encoding="utf-8")
    except OSError:
        (index_folder / NOTE).unlink(missing_ok=True)


def _digest(files: Iterable[tuple[str, Path]], *others: str) -> str:
    digest = hashlib.sha256(json.dumps(others).encode())
    for name, path in files:
        with path.open("rb") as file:
            digest.update(f"{name}\x1f{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _sources(corpus_folder: Path) -> Iterator[tuple[str, Path]]:
    for source in list_sources(corpus_folder):
        yield source, corpus_folder / source
    if (corpus_folder / MANIFEST).is_file():
        yield MANIFEST, corpus_folder / MANIFEST


def _rules() -> Iterator[tuple[str, Path]]:
    root = Path(__file__).resolve().parent.parent
    for package in ("ingest", "index"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".csv", ".txt"):
                yield path.relative_to(root).as_posix(), path
    for path in root.glob("requirements.txt"):
        yield path.name, path  # another version of a library may read otherwise
