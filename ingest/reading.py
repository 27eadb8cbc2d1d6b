"""One file to documents and their passages.

In: the corpus folder and the path of one file in it. Out: what the file became. Raises UnreadableFile with the reason in
Chinese if it cannot become a document. Does not look at other files and changes none.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.clean import clean
from ingest.errors import UnreadableFile
from ingest.loaders.load import load_data, read_data
from ingest.passages import split_passages
from ingest.records import Document, Line, Passage
from ingest.structure import find_sections, join_lines
from ingest.versions import identify


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file became; a page of a web site may hold several documents."""

    documents: tuple[Document, ...]
    passages: tuple[tuple[Passage, ...], ...]  # of documents[i]


def read_file(folder: Path, source: str, on_page: Callable[[int, int], None] = lambda done, total: None) -> Reading:
    """Load, clean, divide; ``on_page`` hears of every page that is done, where the format has pages."""
    document = read_document(folder, source, on_page)
    passages = split_passages(document)
    if not passages:
        raise UnreadableFile(
            f"{source}：清理后没有剩下正文（只有标题或网页附带文字）；请核对原文件，或将其移出语料文件夹。"
        )
    return Reading((document,), (passages,))


def read_document(
    folder: Path, source: str, on_page: Callable[[int, int], None] = lambda done, total: None
) -> Document:
    """Load, clean and divide into sections one file; raise UnreadableFile with the reason if it cannot become a document."""
    path = folder / source
    _check_place(folder, source)
    data = read_data(path)
    loaded = load_data(data, path.name, on_page)
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
        sha256=hashlib.sha256(data).hexdigest(),
        pages=loaded.pages,
        page_starts=_page_starts(lines, offsets, loaded.pages),
        text=text,
        sections=find_sections(lines, offsets, len(text)),
        notes=loaded.notes + notes,
    )


def _check_place(folder: Path, source: str) -> None:
    """Refuse everything that is not a regular file inside the folder, under a name that can be shown."""
    path = folder / source
    if source != printable(source):
        raise UnreadableFile(f"{source}：文件名的编码已损坏，或含有控制字符，无法显示和引用；请改名后重新放入。")
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # RuntimeError is how Python 3.11 reports links in a circle
        raise UnreadableFile(f"{source}：这个链接绕回自身，未读取；请把文件本身复制进来。") from error
    if not inside:
        raise UnreadableFile(f"{source}：这个链接指向语料文件夹之外，未读取；请把文件本身复制进来。")
    if not path.exists():
        raise UnreadableFile(f"{source}：找不到这个文件，或它链接到的文件；请核对路径。")
    if path.is_dir() and not path.is_symlink():
        raise UnreadableFile(f"{source}：这个文件夹打不开，其中的文件都未读取；请检查它的权限，或将其移出语料文件夹。")
    if not path.is_file():
        raise UnreadableFile(f"{source}：不是普通文件，未读取；请移出语料文件夹。")


def printable(text: str) -> str:
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
