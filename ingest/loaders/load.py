"""One file to lines, whatever its format: the only way into this folder.

In: a path to a regular file. Out: what the loader for its suffix makes of it; the file is read once.
Raises UnreadableFile, with a sentence on what to do, for everything that is not a whole, unlocked text file of a known
format under its right name. Does not follow links or judge where a file lies; the caller does.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path, PurePath

from ingest.loaders.characters import fold_radicals
from ingest.loaders.docx import load_docx
from ingest.loaders.html import load_html
from ingest.loaders.markdown import load_markdown
from ingest.loaders.refusals import unreadable
from ingest.loaders.signatures import (
    DOCX,
    PDF,
    TO_DOCX,
    TO_DOCX_WITHOUT_MACROS,
    TO_RECOGNISED,
    TO_TEXT,
    TO_UNPACKED,
    WEB_PAGE,
    recognise,
)
from ingest.loaders.text import load_text
from ingest.records import Loaded

Loader = Callable[[bytes, str], Loaded]
OnPage = Callable[[int, int], None]  # pages done, pages in all

_LOADERS: dict[str, Loader] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".docx": load_docx,
}
SUFFIXES = frozenset((*_LOADERS, ".pdf"))


def load(path: Path, on_page: OnPage = lambda done, total: None, recognised_folder: Path | None = None) -> Loaded:
    """Read one file; raise UnreadableFile with the reason and the next step where it cannot become a document.

    ``on_page`` hears how many pages are done and how many there are, after each page of a format that has pages; it may hear the
    same twice, and 60 seconds may pass before it hears again. What text recognition reads is kept in ``recognised_folder``.
    """
    return load_data(read_data(path), path.name, on_page, recognised_folder)


def read_data(path: Path) -> bytes:
    """The bytes of one file of a known format and a bearable size; everything else is refused before it is read."""
    name, suffix = path.name, path.suffix.lower()
    if suffix not in SUFFIXES:
        found = f"后缀是 {suffix}" if suffix else "没有后缀"
        raise unreadable(name, expected=_KNOWN, found=found, advice=_CONVERSIONS.get(suffix, _UNKNOWN))
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise unreadable(name, expected="普通文件", found="是管道或设备", advice="请将其移出语料文件夹")
            _check_size(status.st_size, suffix, name)
            return file.read(status.st_size)
    except OSError as error:
        found, advice = f"无法读取（{error.strerror or error}）", "请检查文件是否还在、权限是否正确"
        raise unreadable(name, expected="可以读取的文件", found=found, advice=advice) from error


def load_data(
    data: bytes, name: str, on_page: OnPage = lambda done, total: None, recognised_folder: Path | None = None
) -> Loaded:
    """What ``load`` makes of a file with these bytes and this name."""
    suffix = PurePath(name).suffix.lower()
    _check_content(data, suffix, name)
    if suffix not in _MOST_BYTES:
        _check_lines(max(data.count(b"\n"), data.count(b"\r")), name)  # before they take their room in memory
    if suffix == PDF.suffix:
        loaded = _load_pages(data, name, on_page, recognised_folder)
    else:
        loaded = _LOADERS[suffix](data, name)
    _check_lines(len(loaded.lines), name)
    if not any(char.isalnum() for line in loaded.lines for char in line.text):
        raise unreadable(name, expected="有文字的文件", found="没有可以读出的文字", advice=_EMPTY_ADVICE)
    return fold_radicals(loaded)


def _load_pages(data: bytes, name: str, on_page: OnPage, recognised_folder: Path | None) -> Loaded:
    from ingest.loaders.pdf import load_pdf  # its libraries take half of the time in which a reading process starts

    return load_pdf(data, name, on_page, recognised_folder)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a pipe at once instead of waiting for its writer, in case one took the place of a file just now."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_size(size: int, suffix: str, name: str) -> None:
    most = _MOST_BYTES.get(suffix, _MOST_BYTES_OF_TEXT)
    if size > most:
        limit = f"不超过 {most // 2**20} MB 的{suffix} 文件"
        found = f"有 {size / 2**20:.0f} MB"
        raise unreadable(name, expected=limit, found=found, advice="请去掉图片或拆分成几个文件后再放入")


def _check_lines(lines: int, name: str) -> None:
    if lines > _MOST_LINES:
        found = f"有{lines}行"
        raise unreadable(name, expected=f"不超过{_MOST_LINES}行的文件", found=found, advice="请拆分成几个文件后再放入")


def _check_content(data: bytes, suffix: str, name: str) -> None:
    """Compare what the bytes are with what the suffix promises."""
    if not data.strip():
        found = f"只有{len(data)}个空白字符" if data else "是空文件（0 字节）"
        raise unreadable(name, expected="有文字的文件", found=found, advice=_EMPTY_ADVICE)
    content = recognise(data, suffix=suffix)
    promised = _PROMISES.get(suffix)
    if content == promised or (content is None and promised == WEB_PAGE):
        return  # pages without <html> are common; load_html looks for tags
    expected = promised.label if promised else "文本文件"
    if content is None:
        advice = "如果是纯文本，请把后缀改为 .txt 后重新放入；否则请重新获取该文件"
        raise unreadable(name, expected=expected, found="内容不是这种格式", advice=advice)
    advice = f"请把后缀改为 {content.suffix} 后重新放入" if content.suffix else content.advice
    raise unreadable(name, expected=expected, found=f"是{content.label}", advice=advice)


_MOST_BYTES = {".pdf": 50 * 2**20, ".docx": 50 * 2**20}  # with pictures; those in use stay below 20 MB
_MOST_BYTES_OF_TEXT = 10 * 2**20  # all statutes in force together have about as much
_MOST_LINES = 300_000  # a text of the greatest size in lines of eleven hanzi
_PROMISES = {".html": WEB_PAGE, ".htm": WEB_PAGE, ".docx": DOCX, ".pdf": PDF}
_KNOWN = f"{'、'.join(sorted(SUFFIXES))} 文件"
_EMPTY_ADVICE = "请重新获取该文件，或将其移出语料文件夹"
_UNKNOWN = "请另存为 .docx、.pdf 或 .txt，或将其移出语料文件夹"
_CONVERSIONS = {
    **dict.fromkeys((".doc", ".dot", ".dotx", ".wps", ".wpt", ".rtf", ".odt", ".pages"), TO_DOCX),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ppt", ".pptx", ".dps", ".epub", ".caj"), TO_TEXT),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), TO_RECOGNISED),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"), TO_UNPACKED),
    **dict.fromkeys((".mht", ".mhtml", ".xml", ".xhtml"), "请在浏览器中打开后另存为 .html"),
    **dict.fromkeys((".docm", ".dotm"), TO_DOCX_WITHOUT_MACROS),
    ".ofd": "请用 OFD 阅读器导出为 PDF 或 .docx",
}
