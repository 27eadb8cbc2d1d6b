"""A folder of files to documents and passages.

In: a corpus folder. Out: a Corpus: documents in the order of their paths, the passages of each, the links between versions,
every file that was left out with the reason in Chinese, and what in the manifest could not be used. One bad file never
stops the others. Passages that say the same are kept once (duplicates.py). Does not index anything and changes no file.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.child import Limits, Outcome, Request
from ingest.duplicates import as_copy, collapse, may_be_copied
from ingest.errors import NoCorpus, UnreadableFile
from ingest.lineage import link_versions
from ingest.manifest import read_manifest
from ingest.reading import Reading, divide, is_unchanged, printable
from ingest.records import ArticleLink, Document, Override, Passage
from ingest.workers import Workers

CARRIED_OVER = "沿用上次版本"
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


def read_corpus(
    folder: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    last_good: Callable[[str], tuple[Document, ...]] = lambda source: (),
    read_before: Callable[[str, Override | None], tuple[Document, ...]] = lambda source, override: (),
    recognised_folder: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen, so one default value is safe to share
) -> Corpus:
    """Read every file below ``folder``; raise NoCorpus if there is no such folder or nothing in it could be read.

    ``last_good`` says what a file was when it was last read; that stays in the corpus, marked, while it cannot be read.
    ``read_before`` says what the same rules, with the same word of the manifest, made of a file; while its bytes are the same
    it is not read again.
    What text recognition reads is kept in ``recognised_folder``, where one is given, and not recognised again.
    """
    sources = list_sources(folder)
    manifest = read_manifest(folder, sources)
    requests = [Request(folder, source, manifest.overrides.get(source), recognised_folder) for source in sources]
    outcomes = _read_all(requests, limits, progress, read_before)
    live = {document.id for reading in outcomes if isinstance(reading, Reading) for document in reading.documents}
    documents: list[Document] = []
    passages: list[tuple[Passage, ...]] = []
    left_out: list[LeftOut] = []
    same: dict[str, list[str]] = defaultdict(list)  # document id → sources with the same title, date and text
    for source, outcome in zip(sources, outcomes, strict=True):
        if isinstance(outcome, UnreadableFile):
            # A copy that can be read under another name is better than what is remembered.
            reading = _carried_over(document for document in last_good(source) if document.id not in live)
            mark = f"{CARRIED_OVER}，直到文件恢复，或用 --accept-loss 确认不再保留。" if reading.documents else ""
            left_out.append(LeftOut(printable(source), printable(str(outcome)) + mark))
        else:
            reading = outcome
        for document, divided in zip(reading.documents, reading.passages, strict=True):
            earlier = same[document.id]
            if earlier and not may_be_copied(document, divided):
                reason = f"{source}：内容与 {earlier[0]} 完全相同，只保留一份；请删去其中一个文件。"
                left_out.append(LeftOut(printable(source), reason))
                continue
            earlier.append(source)
            if len(earlier) > 1:
                document, divided = as_copy(document, divided, len(earlier))
            documents.append(document)
            passages.append(divided)
    if not documents:
        reasons = "".join(f"\n  {entry.reason}" for entry in left_out)
        raise NoCorpus(
            f"语料文件夹 {folder} 中没有可用的文件：应有 txt、md、html、pdf 或 docx，共找到 {len(sources)} 个文件。"
            f"请把文件放入该文件夹后重新建库。{reasons}"
        )
    return Corpus(
        tuple(documents),
        collapse(documents, _with_own_ids(passages)),
        tuple(left_out),
        link_versions(documents),
        tuple(map(printable, manifest.problems)),
    )


def read_one(folder: Path, source: str, *, recognised_folder: Path | None = None) -> Reading:
    """Read one file of a folder as ``read_corpus`` does; raise UnreadableFile with the reason."""
    with Workers() as workers:
        [outcome] = workers.read_all([Request(folder, source, None, recognised_folder)])
    if isinstance(outcome, UnreadableFile):
        raise outcome
    return outcome


def list_sources(folder: Path) -> list[str]:
    """Paths of all candidate files relative to the folder, sorted; hidden files, READMEs and lock files are not candidates.

    A folder whose content cannot be listed is a candidate itself, so that the report names it.
    """
    if not folder.is_dir():
        raise NoCorpus(f"语料文件夹 {folder} 不存在或不是文件夹；请用 --corpus 指定存放文件的文件夹。")
    return sorted(_candidates(folder))


def _read_all(
    requests: Sequence[Request],
    limits: Limits,
    progress: Callable[[int, int], None],
    read_before: Callable[[str, Override | None], tuple[Document, ...]],
) -> list[Outcome]:
    known = {request.source: _known(request, read_before) for request in requests}
    missing = [request for request in requests if known[request.source] is None]
    found: list[Outcome] = []
    progress(len(requests) - len(missing), len(requests))
    with Workers(limits=limits) as workers:
        for outcome in workers.read_all(missing):
            found.append(outcome)
            progress(len(requests) - len(missing) + len(found), len(requests))
    read = iter(found)
    return [known[request.source] or next(read) for request in requests]


def _known(request: Request, read_before: Callable[[str, Override | None], tuple[Document, ...]]) -> Reading | None:
    """What the file became before, if it is the same file."""
    documents = read_before(request.source, request.override)
    if not documents or not is_unchanged(request.folder, request.source, documents[0].sha256):
        return None
    return divide(documents)


def _with_own_ids(passages: Sequence[Sequence[Passage]]) -> list[tuple[Passage, ...]]:
    """Number the ids that passages of two files share, because these have the same title, version, place and words."""
    seen: Counter[str] = Counter()
    found = []
    for group in passages:
        seen.update(passage.id for passage in group)
        found.append(
            tuple(
                replace(passage, id=f"{passage.id}-of-{seen[passage.id]}") if seen[passage.id] > 1 else passage
                for passage in group
            )
        )
    return found


def _carried_over(documents: Iterable[Document]) -> Reading:
    return divide([replace(document, carried_over=True) for document in documents])


def _candidates(folder: Path) -> Iterator[str]:
    waiting = [""]  # a list and not recursion: folders can be nested deeper than calls
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(folder / here) as found:
                entries = list(found)
        except OSError as error:
            if not here:
                raise NoCorpus(
                    f"语料文件夹 {folder} 打不开（{error.strerror or error}）；请检查该文件夹的权限后重新建库。"
                ) from error
            yield here
            continue
        for entry in entries:
            relative = f"{here}/{entry.name}" if here else entry.name
            if entry.name.startswith((".", "~$")) or entry.name in SKIPPED_NAMES:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(relative)
            else:
                yield relative
