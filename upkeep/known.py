"""Which texts an installation knows, and which of them is meant.

In: the index folder, the corpus folder, and what a person calls a text. Out: the documents of every generation, also of damaged and
half-removed ones, and the Target that shall go. Does not remove anything.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.published import generations_folder
from index.storage import read_documents
from ingest.records import Document
from upkeep.errors import NotNamed, StillThere

TEXTS = "texts.jsonl"
TABLES = ("documents.jsonl", TEXTS)  # what read_documents reads of a generation


@dataclass(frozen=True, slots=True)
class Held:
    """The folder of a generation and what it holds."""

    folder: Path
    documents: tuple[Document, ...] | None  # None where that cannot be read


@dataclass(frozen=True, slots=True)
class Target:
    """A text that shall go: a file with everything that was ever read from it."""

    documents: tuple[Document, ...]  # each state of it once
    sources: frozenset[str]  # paths at which only this text ever stood; none where another text stands there now
    ids: frozenset[str]
    sha256s: frozenset[str]  # of the files

    def includes(self, document: Document) -> bool:
        return document.id in self.ids or document.sha256 in self.sha256s or document.source in self.sources


def held_documents(index_folder: Path) -> tuple[Held, ...]:
    """Every folder of a generation, whatever state it is in, and those that a removal has set aside."""
    folders = [folder for folder in (generations_folder(index_folder), aside_folder(index_folder)) if folder.is_dir()]
    found = (path for folder in folders for path in sorted(folder.iterdir()) if path.is_dir())
    return tuple(Held(each, _read(each)) for each in found)


def aside_folder(index_folder: Path) -> Path:
    """Where a removal keeps what the text is known by, until all of it is gone; builders leave it alone."""
    return index_folder / "purging"


def find_target(name: str, held: Iterable[Held], corpus_folder: Path) -> Target:
    """The text that goes by this path, id or exact title; raise NotNamed with what it might have been."""
    documents = [document for each in held for document in each.documents or ()]
    by_source = [document for document in documents if document.source == name]
    meant = by_source or [document for document in documents if name in (document.id, document.title)]
    if not meant:
        raise NotNamed(
            f"没有哪份资料叫“{name}”；请写它的路径（同报告所列）、编号或完整标题。{_similar(name, documents)}"
        )
    if len({(document.id, document.source) for document in meant}) > 1 and not by_source:
        raise NotNamed(f"有几份资料都叫“{name}”，请写明路径或编号：{_listed(meant)}")
    sources = {document.source for document in meant}
    if not by_source:
        sources = {source for source in sources if not os.path.lexists(corpus_folder / source)}
    sha256s = frozenset(document.sha256 for document in meant)
    first = Target((), frozenset(sources), frozenset(document.id for document in meant), sha256s)
    states = {document.id: document for document in documents if first.includes(document)}
    return Target(
        tuple(states.values()),
        first.sources,
        frozenset(states),
        frozenset(document.sha256 for document in states.values()),
    )


def refuse_standing(target: Target, folders: Iterable[Path]) -> None:
    """Raise StillThere where a file of the text stands in the corpus folder, or in one that was kept aside."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_dir() and not path.is_symlink():
                continue
            source = path.relative_to(folder).as_posix()
            if source in target.sources or _sha256(path) in target.sha256s:
                raise StillThere(
                    f"{path} 还在，以后建库或恢复时又会收入；请先把它移出 {folder} 或删除，再运行 purge。什么也没有改动。"
                )


def refuse_published(target: Target, held: Held) -> None:
    """Raise StillThere where the generation in use still holds the text."""
    for document in held.documents or ():
        if target.includes(document):
            raise StillThere(
                f"新建的索引里仍有这份资料：{document.source}（《{document.title}》）；"
                "请把该文件也移出资料文件夹，再运行 purge。"
            )


def _read(folder: Path) -> tuple[Document, ...] | None:
    try:
        return read_documents(folder)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _similar(name: str, documents: Sequence[Document]) -> str:
    names = {known: document for document in documents for known in (document.source, document.title)}
    near = [known for known in names if name in known] or difflib.get_close_matches(name, names, _SHOWN, _LIKE)
    return f"相近的有：{_listed([names[known] for known in near[:_SHOWN]])}" if near else ""


def _listed(documents: Iterable[Document]) -> str:
    lines = {f"\n  {each.source}（《{each.title}》，编号 {each.id}）": None for each in documents}
    return "".join(lines)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # nor can a build read it


_SHOWN = 5
_LIKE = 0.4
