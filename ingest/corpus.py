"""A folder of files to documents and passages.

In: a corpus folder. Out: a Corpus: documents in the order of their paths, the passages of each, the links between versions,
every file that was left out with the reason in Chinese, and what in the manifest could not be used. One bad file never
stops the others. Passages that say the same are kept once (duplicates.py). Does not index anything and changes no file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.duplicates import as_copy, collapse, may_be_copied
from ingest.errors import IngestError, NoCorpus, UnreadableFile
from ingest.lineage import link_versions
from ingest.manifest import read_manifest
from ingest.reading import printable, read_file
from ingest.records import ArticleLink, Document, Passage

SKIPPED_NAMES = frozenset({"README.md", "README.zh-CN.md", "manifest.csv"})  # about the corpus, not part of it


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that did not become a document, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything a build needs: documents[i] was divided into passages[i]."""

    documents: tuple[Document, ...]
    passages: tuple[tuple[Passage, ...], ...]  # without those that another one represents
    left_out: tuple[LeftOut, ...]
    links: tuple[ArticleLink, ...] = ()  # articles of older versions to those of the next
    problems: tuple[str, ...] = ()  # Chinese sentences about the manifest

    @property
    def represented(self) -> Counter[str]:
        """How many passages of each document, by its id, are represented by others."""
        return Counter(place.document_id for group in self.passages for passage in group for place in passage.also_in)


def read_corpus(folder: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Corpus:
    """Read every file below ``folder``; raise NoCorpus if there is no such folder or nothing in it could be read."""
    sources = list_sources(folder)
    manifest = read_manifest(folder, sources)
    documents: list[Document] = []
    passages: list[tuple[Passage, ...]] = []
    left_out: list[LeftOut] = []
    same: dict[str, list[str]] = defaultdict(list)  # document id → sources with the same title, date and text
    for done, source in enumerate(sources):
        progress(done, len(sources))
        try:
            reading = read_file(folder, source, override=manifest.overrides.get(source))
            for document, divided in zip(reading.documents, reading.passages, strict=True):
                earlier = same[document.id]
                if earlier and not may_be_copied(document, divided):
                    raise UnreadableFile(f"{source}：内容与 {earlier[0]} 完全相同，只保留一份；请删去其中一个文件。")
                earlier.append(source)
                if len(earlier) > 1:
                    document, divided = as_copy(document, divided, len(earlier))
                documents.append(document)
                passages.append(divided)
        except IngestError as error:
            left_out.append(LeftOut(printable(source), printable(str(error))))
    progress(len(sources), len(sources))
    if not documents:
        reasons = "".join(f"\n  {entry.reason}" for entry in left_out)
        raise NoCorpus(
            f"语料文件夹 {folder} 中没有可用的文件：应有 txt、md、html、pdf 或 docx，共找到 {len(sources)} 个文件。"
            f"请把文件放入该文件夹后重新建库。{reasons}"
        )
    return Corpus(
        tuple(documents),
        collapse(documents, passages),
        tuple(left_out),
        link_versions(documents),
        tuple(map(printable, manifest.problems)),
    )


def list_sources(folder: Path) -> list[str]:
    """Paths of all candidate files relative to the folder, sorted; hidden files, READMEs and lock files are not candidates."""
    if not folder.is_dir():
        raise NoCorpus(f"语料文件夹 {folder} 不存在或不是文件夹；请用 --corpus 指定存放文件的文件夹。")
    return sorted(_candidates(folder))


def _candidates(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in relative.parts) or path.name in SKIPPED_NAMES:
            continue
        if path.is_dir() and not path.is_symlink():
            continue
        yield relative.as_posix()
