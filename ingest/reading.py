"""One file to documents and their passages.

In: the corpus folder and the path of one file in it. Out: what the file became. Raises UnreadableFile with the reason in
Chinese if it cannot become a document. Does not look at other files and changes none.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ingest.cleaning.clean import Action, Change, Cleaned, clean, remarks
from ingest.errors import UnreadableFile
from ingest.loaders.load import load_data, read_data
from ingest.origin import join_runs, original_ranges, text_offset
from ingest.passages import split_passages
from ingest.quality import mark_flaws
from ingest.records import Document, Line, Loaded, Override, Passage, Removed, Run
from ingest.structure import find_sections, join_lines
from ingest.versions import identify


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file became; a page of a web site may hold several documents."""

    documents: tuple[Document, ...]
    passages: tuple[tuple[Passage, ...], ...]  # of documents[i]


def read_file(
    folder: Path,
    source: str,
    on_page: Callable[[int, int], None] = lambda done, total: None,
    override: Override | None = None,
    recognised_folder: Path | None = None,
) -> Reading:
    """Load, clean, divide; ``on_page`` hears of every page that is done, where the format has pages.

    ``override`` is what the manifest says of the file. What text recognition reads is kept in ``recognised_folder``, where
    one is given, and not recognised again.
    """
    path = folder / source
    _check_place(folder, source)
    data = read_data(path)
    loaded = load_data(data, path.name, on_page, recognised_folder)
    cleaned = clean(loaded.lines)
    original = "\n".join(line.text for line in loaded.lines)
    sha256 = hashlib.sha256(data).hexdigest()
    seen: dict[str, int] = {}
    documents, passages = [], []
    spare: list[Change] = []  # of texts that hold no passage: a title, or headings with nothing below
    texts = list(_texts(cleaned))
    if override is not None and len(texts) > 1:
        override = replace(override, title=None)  # one title cannot name several texts
    for text in texts:
        document = _document(source, sha256, loaded, text, original, override)
        divided = split_passages(document, seen)
        if not divided:
            spare += [*text.changes, *_all_removed(text)]
            continue
        documents.append(_told(document, spare, original) if spare else document)
        passages.append(mark_flaws(document, divided))
        spare = []
    if spare and documents:
        documents[-1] = _told(documents[-1], spare, original)
    if not documents:
        raise UnreadableFile(
            f"{source}：清理后没有剩下正文（只有标题或网页附带文字）；请核对原文件，或将其移出语料文件夹。"
        )
    return Reading(tuple(documents), tuple(passages))


def divide(documents: Sequence[Document]) -> Reading:
    """What a file became, from the documents alone that were read from it: their passages as reading made them."""
    seen: dict[str, int] = {}
    return Reading(tuple(documents), tuple(mark_flaws(each, split_passages(each, seen)) for each in documents))


def is_unchanged(folder: Path, source: str, sha256: str) -> bool:
    """Whether a file that was read before may be read and is still the same."""
    try:
        read_unchanged(folder, source, sha256)
    except UnreadableFile:
        return False
    return True


def read_unchanged(folder: Path, source: str, sha256: str) -> bytes:
    """The bytes of a file that was read before; raise UnreadableFile where it cannot be had or is another one by now."""
    _check_place(folder, source)
    data = read_data(folder / source)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UnreadableFile(
            f"{source}：文件已变动，与建库时的内容不同，页码和文字可能对不上；请维护人员运行 python -m index build 更新后再看。"
        )
    return data


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of one text of a file, and what cleaning did in its stretch of the original."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def _texts(cleaned: Cleaned) -> Iterator[_Text]:
    """Divide what a file holds where a text begins; what was removed between two texts belongs to the second, as its false title does."""
    lines = cleaned.lines
    begins = [0, *(index for index, line in enumerate(lines) if line.begins and index), len(lines)]
    texts = len(begins) - 1
    ends = [end for _, end in (list(original_ranges([lines[index - 1]]))[-1] for index in begins[1:-1])]
    places = [0, *ends]
    by_text: list[list[Change]] = [[] for _ in range(texts)]
    for change in cleaned.changes:
        by_text[min(bisect_right(places, change.start), texts) - 1].append(change)
    for number, ((first, last), changes) in enumerate(zip(pairwise(begins), by_text, strict=True), 1):
        of_many = (f"原文件含 {texts} 篇，这是第 {number} 篇",) if texts > 1 else ()
        yield _Text(lines[first:last], tuple(changes), of_many + remarks(changes))


def _told(document: Document, changes: Sequence[Change], original: str) -> Document:
    """The document that also accounts for these changes, which happened before or after it."""
    removed = (*document.removed, *_removed(changes, original, document.runs, len(document.text)))
    in_order = tuple(sorted(removed, key=lambda one: one.original))
    return replace(document, removed=in_order, notes=document.notes + remarks(changes))


def _all_removed(text: _Text) -> tuple[Change, ...]:
    return tuple(Change(start, end, Action.REMOVED, _NO_TEXT) for start, end in original_ranges(text.lines))


def _document(
    source: str, sha256: str, loaded: Loaded, part: _Text, original: str, override: Override | None
) -> Document:
    text, offsets = join_lines(part.lines)
    runs = join_runs(part.lines)
    identity = identify(source, part.lines, override)
    return Document(
        id=_document_id(identity.title, identity.version_date, text),
        title=identity.title,
        kind=identity.kind,
        issuer=identity.issuer,
        version_date=identity.version_date,
        effective_from=identity.effective_from,
        instrument=identity.instrument,
        source=source,
        sha256=sha256,
        pages=loaded.pages,
        page_starts=_page_starts(loaded, runs, len(text)),
        text=text,
        sections=find_sections(part.lines, offsets, len(text)),
        notes=loaded.notes + part.notes,
        runs=runs,
        removed=_removed(part.changes, original, runs, len(text)),
        recognised=loaded.recognised,
        effective_to=identity.effective_to,
        repealed_on=identity.repealed_on,
        replaces=identity.replaces,
        checked_by=identity.checked_by,
        checked_on=identity.checked_on,
    )


def _removed(changes: Sequence[Change], original: str, runs: Sequence[Run], length: int) -> tuple[Removed, ...]:
    """What a reader of the original can see and a reader of the text cannot, in order."""
    found = [
        Removed(text_offset(runs, length, change.start), change.start, original[change.start : change.end], change.rule)
        for change in changes
        if change.action == Action.REMOVED and _is_visible(original[change.start : change.end])
    ]
    return tuple(sorted(found, key=lambda removed: removed.original))


def _is_visible(text: str) -> bool:
    return any(not char.isspace() and char.isprintable() for char in text)


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


_NO_TEXT = "只有标题没有正文"
_UNSHOWABLE = frozenset(("Cc", "Cf", "Zl", "Zp"))


def _document_id(title: str, version_date: str | None, text: str) -> str:
    return hashlib.sha256("\x1f".join((title, version_date or "", text)).encode()).hexdigest()[:12]


def _page_starts(loaded: Loaded, runs: Sequence[Run], length: int) -> tuple[int, ...]:
    """Offset at which each page begins; a page without text begins where the next one with text does."""
    if loaded.pages is None:
        return ()
    starts: dict[int, int] = {}  # page → offset in the original
    position = 0
    for line in loaded.lines:
        if line.page is not None:
            starts.setdefault(line.page, position)
        position += len(line.text) + 1
    filled: list[int] = []
    following = length
    for page in range(loaded.pages, 0, -1):
        following = text_offset(runs, length, starts[page]) if page in starts else following
        filled.append(following)
    return (0, *reversed(filled[:-1]))
