"""One file to lines, whatever its format: the only way into this folder.

In: a path to a regular file. Out: what the loader for its suffix makes of it; the file is read once.
Raises UnreadableFile, with a sentence on what to do, for everything that is not a whole, unlocked text file of a known
format under its right name. Does not follow links or judge where a file lies; the caller does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.loaders.characters import fold_radicals
from ingest.loaders.docx import load_docx
from ingest.loaders.html import load_html
from ingest.loaders.markdown import load_markdown
from ingest.loaders.pdf import load_pdf
from ingest.loaders.refusals import unreadable
from ingest.loaders.signatures import DOCX, PDF, TO_DOCX, TO_RECOGNISED, TO_TEXT, TO_UNPACKED, WEB_PAGE, recognise
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
    name, suffix = path.name, path.suffix.lower()
    if suffix not in SUFFIXES:
        found = f"后缀是 {suffix}" if suffix else "没有后缀"
        raise unreadable(name, expected=_KNOWN, found=found, advice=_CONVERSIONS.get(suffix, _UNKNOWN))
    data = _read(path)
    _check_content(data, suffix, name)
    loaded = load_pdf(data, name, on_page, recognised_folder) if suffix == PDF.suffix else _LOADERS[suffix](data, name)
    if not any(char.isalnum() for line in loaded.lines for char in line.text):
        raise unreadable(name, expected="有文字的文件", found="没有可以读出的文字", advice=_EMPTY_ADVICE)
    return fold_radicals(loaded)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        found, advice = f"无法读取（{error.strerror or error}）", "请检查文件是否还在、权限是否正确"
        raise unreadable(path.name, expected="可以读取的文件", found=found, advice=advice) from error
    if len(data) > _MOST_BYTES:
        limit = f"不超过 {_MOST_BYTES // 2**20} MB 的文件"
        raise unreadable(path.name, expected=limit, found="超过这个大小", advice="请去掉图片或拆分成几个文件后再放入")
    return data


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


_MOST_BYTES = 50 * 2**20  # documents with pictures stay below 20 MB; parsing takes many times the size in memory
_PROMISES = {".html": WEB_PAGE, ".htm": WEB_PAGE, ".docx": DOCX, ".pdf": PDF}
_KNOWN = f"{'、'.join(sorted(SUFFIXES))} 文件"
_EMPTY_ADVICE = "请重新获取该文件，或将其移出语料文件夹"
_UNKNOWN = "请另存为 .docx、.pdf 或 .txt，或将其移出语料文件夹"
_CONVERSIONS = {
    **dict.fromkeys((".doc", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".rtf", ".odt", ".pages"), TO_DOCX),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ppt", ".pptx", ".dps", ".epub", ".caj"), TO_TEXT),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), TO_RECOGNISED),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"), TO_UNPACKED),
    **dict.fromkeys((".mht", ".mhtml", ".xml", ".xhtml"), "请在浏览器中打开后另存为 .html"),
    ".ofd": "请用 OFD 阅读器导出为 PDF 或 .docx",
}
