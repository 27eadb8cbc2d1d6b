"""A folder of files to documents and passages.

In: a corpus folder. Out: a Corpus: documents in the order of their paths, the passages of each, and every file that was
left out with the reason in Chinese. One bad file never stops the others. Does not index anything and changes no file.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.clean import clean
from ingest.errors import IngestError, NoCorpus, UnreadableFile
from ingest.loaders.load import load
from ingest.passages import split_passages
from ingest.records import Document, Line, Passage
from ingest.structure import find_sections, join_lines
from ingest.versions import identify

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
    passages: tuple[tuple[Passage, ...], ...]
    left_out: tuple[LeftOut, ...]


def read_corpus(folder: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Corpus:
    """Read every file below ``folder``; raise NoCorpus if there is no such folder or nothing in it could be read."""
    sources = list_sources(folder)
    documents: list[Document] = []
    passages: list[tuple[Passage, ...]] = []
    left_out: list[LeftOut] = []
    titles: dict[str, str] = {}  # document id → source
    for done, source in enumerate(sources):
        progress(done, len(sources))
        try:
            document = read_document(folder, source)
            if document.id in titles:
                raise UnreadableFile(
                    f"{source}：内容与 {titles[document.id]} 完全相同，只保留一份；请删去其中一个文件。"
                )
            divided = split_passages(document)
            if not divided:
                raise UnreadableFile(
                    f"{source}：清理后没有剩下正文（只有标题或网页附带文字）；请核对原文件，或将其移出语料文件夹。"
                )
        except IngestError as error:
            left_out.append(LeftOut(_printable(source), _printable(str(error))))
            continue
        titles[document.id] = source
        documents.append(document)
        passages.append(divided)
    progress(len(sources), len(sources))
    if not documents:
        reasons = "".join(f"\n  {entry.reason}" for entry in left_out)
        raise NoCorpus(
            f"语料文件夹 {folder} 中没有可用的文件：应有 txt、md、html、pdf 或 docx，共找到 {len(sources)} 个文件。"
            f"请把文件放入该文件夹后重新建库。{reasons}"
        )
    return Corpus(tuple(documents), tuple(passages), tuple(left_out))


def list_sources(folder: Path) -> list[str]:
    """Paths of all candidate files relative to the folder, sorted; hidden files, READMEs and lock files are not candidates."""
    if not folder.is_dir():
        raise NoCorpus(f"语料文件夹 {folder} 不存在或不是文件夹；请用 --corpus 指定存放文件的文件夹。")
    return sorted(_candidates(folder))


def read_document(folder: Path, source: str) -> Document:
    """Load, clean and divide into sections one file; raise UnreadableFile with the reason if it cannot become a document."""
    path = folder / source
    _check_place(folder, source)
    loaded = load(path)
    lines, notes = clean(loaded.lines)
    text, offsets = join_lines(lines)
    identity = identify(source, lines)
    return Document(
        id=_document_id(identity.title, identity.version_date, text),
        title=identity.title,
        kind=identity.kind,
        issuer=identity.issuer,
        version_date=identity.version_date,
        effective_from=identity.effective_from,
        instrument=identity.instrument,
        source=source,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        pages=loaded.pages,
        page_starts=_page_starts(lines, offsets, loaded.pages),
        text=text,
        sections=find_sections(lines, offsets, len(text)),
        notes=loaded.notes + notes,
    )


def _candidates(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in relative.parts) or path.name in SKIPPED_NAMES:
            continue
        if path.is_dir() and not path.is_symlink():
            continue
        yield relative.as_posix()


def _check_place(folder: Path, source: str) -> None:
    """Refuse everything that is not a regular file inside the folder, under a name that can be shown."""
    path = folder / source
    if source != _printable(source):
        raise UnreadableFile(f"{source}：文件名的编码已损坏，或含有控制字符，无法显示和引用；请改名后重新放入。")
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # RuntimeError is how Python 3.11 reports links in a circle
        raise UnreadableFile(f"{source}：这个链接绕回自身，未读取；请把文件本身复制进来。") from error
    if not inside:
        raise UnreadableFile(f"{source}：这个链接指向语料文件夹之外，未读取；请把文件本身复制进来。")
    if not path.exists():
        raise UnreadableFile(f"{source}：找不到这个文件，或它链接到的文件；请核对路径。")
    if not path.is_file():
        raise UnreadableFile(f"{source}：不是普通文件，未读取；请移出语料文件夹。")


def _printable(text: str) -> str:
    """A name or message with its control characters and broken bytes written out: they could steer a terminal or reverse a line.

    ``unzip`` makes names that are not UTF-8 from Chinese archives.
    """
    shown = text.encode("utf-8", "backslashreplace").decode()
    return "".join(_escaped(char) if unicodedata.category(char) in _UNSHOWABLE else char for char in shown)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode()


_UNSHOWABLE = frozenset(("Cc", "Cf", "Zl", "Zp"))


def _document_id(title: str, version_date: str | None, text: str) -> str:
    return hashlib.sha256("\x1f".join((title, version_date or "", text)).encode()).hexdigest()[:12]


def _page_starts(lines: list[Line], offsets: tuple[int, ...], pages: int | None) -> tuple[int, ...]:
    """Offset at which each page begins; a page without text begins where the next one with text does."""
    if pages is None:
        return ()
    starts: list[int | None] = [None] * pages
    for line, offset in zip(lines, offsets, strict=True):
        for at, page in ((0, line.page), *line.turns):
            if page is not None and starts[page - 1] is None:
                starts[page - 1] = offset + at
    following = offsets[-1] + len(lines[-1].text) if lines else 0
    filled: list[int] = []
    for start in reversed(starts):
        following = start if start is not None else following
        filled.append(following)
    return (0, *reversed(filled[:-1]))
