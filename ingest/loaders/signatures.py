"""What a file is, by its bytes and not by its name.

In: the bytes of one file. Out: its Content, or None where nothing but plain text is left as an explanation.
Does not check that the content is whole, and does not decode text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of file: its Chinese name, the suffix under which it can be loaded, and what to do where it cannot."""

    label: str
    suffix: str | None = None
    advice: str = "请将其移出语料文件夹"


PDF = Content("PDF 文件", ".pdf")
DOCX = Content("Word 文档（docx）", ".docx")
WEB_PAGE = Content("网页（HTML）", ".html")

TO_DOCX = "请用 Word 或 WPS 打开后另存为 .docx"
TO_DOCX_WITHOUT_MACROS = "请确认来源可靠后用 Word 或 WPS 打开，另存为不带宏的 .docx"
TO_TEXT = "请把其中的文字另存为 .docx 或 .txt"
TO_RECOGNISED = "请先用文字识别（OCR）软件转为 .docx 或 .txt，核对后再放入"
TO_UNPACKED = "请解压后把其中的文件放入"
TO_UNLOCKED = "请用密码打开后另存一份没有密码的文件"


def recognise(data: bytes, *, suffix: str) -> Content | None:
    """Say what these bytes are; None for anything without a mark of its own, such as plain text.

    The suffix matters in one case: a PDF may have something before its header, a text may mention that header.
    """
    for magic, content in _MAGIC:
        if data.startswith(magic):
            return content
    if data.startswith(_ZIP):
        return _recognise_archive(data)
    if data.startswith(_OLE):
        return _recognise_compound_file(data)
    if suffix == PDF.suffix and b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return PDF
    return WEB_PAGE if _WEB_PAGE.match(data) else None


def _recognise_archive(data: bytes) -> Content:
    """Member names stand uncompressed in an archive, so even a truncated one tells what it was."""
    for member, content in _ARCHIVES:
        if member in data:
            return content
    return Content("压缩包（zip）", advice=TO_UNPACKED)


def _recognise_compound_file(data: bytes) -> Content:
    for stream, content in _COMPOUND_FILES:
        if stream.encode("utf-16-le") in data:
            return content
    return Content("旧版 Office 文件", advice=TO_DOCX)


_PDF_HEADER_WITHIN = 1024  # readers accept the header anywhere in the first kilobyte
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_PICTURE = Content("图片", advice=TO_RECOGNISED)
_PROGRAM = Content("程序文件")
_PACKED = Content("压缩包", advice=TO_UNPACKED)
_MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", Content("RTF 文档", advice=TO_DOCX)),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90\x00", _PROGRAM),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!\x1a\x07", _PACKED),
    (b"BZh9", _PACKED),
    (b"\xfd7zXZ\x00", _PACKED),
)
_ARCHIVES: tuple[tuple[bytes, Content], ...] = (
    (b"word/document", DOCX),
    (b"xl/workbook", Content("Excel 表格", advice=TO_TEXT)),
    (b"ppt/presentation", Content("PowerPoint 演示文稿", advice=TO_TEXT)),
    (b"OFD.xml", Content("OFD 版式文件", advice="请用 OFD 阅读器导出为 PDF 或 .docx")),
    (b"application/vnd.oasis.opendocument", Content("OpenDocument 文档", advice=TO_DOCX)),
    (b"application/epub+zip", Content("EPUB 电子书", advice=TO_TEXT)),
)
_COMPOUND_FILES: tuple[tuple[str, Content], ...] = (
    ("EncryptedPackage", Content("设有密码的 Office 文档", advice=TO_UNLOCKED)),
    ("WordDocument", Content("旧版 Word 文档（doc）", advice=TO_DOCX)),
    ("Workbook", Content("旧版 Excel 表格（xls）", advice=TO_TEXT)),
    ("PowerPoint Document", Content("旧版 PowerPoint 演示文稿（ppt）", advice=TO_TEXT)),
)
