"""Whatever lies in a corpus folder: it becomes lines, or a sentence that says what is wrong and what to do."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.errors import UnreadableFile
from ingest.loaders.load import SUFFIXES, load
from ingest.records import Line

CORPUS = Path(__file__).parents[2] / "corpus"


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("第一条 甲")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_file() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(90, 600, "第一条 甲")
    canvas.save()
    return buffer.getvalue()


WEB_PAGE = "<!DOCTYPE html><html><body><p>第一条 甲</p></body></html>".encode()
TEXT = "第一条 甲".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LEGACY_WORD = OLE + "WordDocument".encode("utf-16-le")
LOCKED_WORD = OLE + "EncryptedPackage".encode("utf-16-le")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
ZIP = b"PK\x03\x04" + b"\0" * 26 + b"a.txt"
EXCEL = b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml"
OFD = b"PK\x03\x04" + b"\0" * 26 + b"OFD.xml"


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("甲.txt", TEXT, Line("第一条 甲")),
        ("甲.TXT", TEXT, Line("第一条 甲")),
        ("甲.md", TEXT, Line("第一条 甲")),
        ("甲.markdown", b"# " + TEXT, Line("第一条 甲", level=1)),
        ("甲.html", WEB_PAGE, Line("第一条 甲")),
        ("甲.htm", b"<p>" + TEXT, Line("第一条 甲")),
        ("甲.docx", word_file(), Line("第一条 甲")),
        ("甲.pdf", pdf_file(), Line("第一条 甲", page=1)),
        ("甲.pdf", b"junk before the header\n" + pdf_file(), Line("第一条 甲", page=1)),
        ("说明.txt", "文件头写着 %PDF- 的是 PDF".encode(), Line("文件头写着 %PDF- 的是 PDF")),
        ("旧.txt", "第⼀条 甲".encode(), Line("第一条 甲")),
    ],
)
def test_every_known_format_is_read(tmp_path: Path, name: str, data: bytes, line: Line) -> None:
    (tmp_path / name).write_bytes(data)
    assert load(tmp_path / name).lines == (line,)
    assert Path(name).suffix.lower() in SUFFIXES


@pytest.mark.parametrize(
    ("name", "data", "found", "advice"),
    [
        ("空.txt", b"", "是空文件（0 字节）", "请重新获取该文件"),
        ("空.docx", b"", "是空文件（0 字节）", "请重新获取该文件"),
        ("空.pdf", b" \n\r\n\t", "只有5个空白字符", "请重新获取该文件"),
        ("空.md", "\ufeff　\n***\n".encode(), "没有可以读出的文字", "请重新获取该文件"),
        ("空.html", b"<html><body><script>x=1</script></body></html>", "没有可以读出的文字", "请重新获取该文件"),
        ("程序.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 99, "是程序文件", "移出语料文件夹"),
        ("程序.md", bytes(range(256)) * 9, "含有二进制内容", "请确认没有放错文件"),
        ("程序.html", b"<p>" + bytes(range(256)) * 9, "含有二进制内容", "请确认没有放错文件"),
        ("通知.txt", pdf_file(), "是 PDF 文件", "请把后缀改为 .pdf"),
        ("通知.md", word_file(), "是 Word 文档（docx）", "请把后缀改为 .docx"),
        ("通知.txt", WEB_PAGE, "是网页（HTML）", "请把后缀改为 .html"),
        ("通知.pdf", word_file(), "是 Word 文档（docx）", "请把后缀改为 .docx"),
        ("通知.pdf", b"\xef\xbb\xbf\n<!-- x --><HTML>" + TEXT, "是网页（HTML）", "请把后缀改为 .html"),
        ("通知.pdf", TEXT, "内容不是这种格式", "请把后缀改为 .txt"),
        ("通知.docx", pdf_file(), "是 PDF 文件", "请把后缀改为 .pdf"),
        ("通知.docx", LEGACY_WORD, "是旧版 Word 文档（doc）", "请用 Word 或 WPS 打开后另存为 .docx"),
        ("通知.docx", LOCKED_WORD, "是设有密码的 Office 文档", "请用密码打开后另存"),
        ("通知.docx", OLE, "是旧版 Office 文件", "另存为 .docx"),
        ("通知.docx", rb"{\rtf1\ansi x}", "是 RTF 文档", "另存为 .docx"),
        ("通知.docx", EXCEL, "是 Excel 表格", "另存为 .docx 或 .txt"),
        ("通知.docx", ZIP, "是压缩包（zip）", "请解压后"),
        ("通知.pdf", OFD, "是 OFD 版式文件", "导出为 PDF 或 .docx"),
        ("通知.pdf", PNG, "是图片", "文字识别（OCR）"),
        ("通知.html", b"\x1f\x8b\x08\0", "是压缩包", "请解压后"),
        ("通知.docx", word_file()[:-99], "文件残缺或已损坏", "请重新获取完整的文件"),
        ("通知.pdf", pdf_file()[:-99], "没有文件结束标记", "请重新获取完整的文件"),
        ("通知.doc", LEGACY_WORD, "后缀是 .doc", "请用 Word 或 WPS 打开后另存为 .docx"),
        ("通知.WPS", LEGACY_WORD, "后缀是 .wps", "请用 Word 或 WPS 打开后另存为 .docx"),
        ("通知.rtf", b"{\\rtf", "后缀是 .rtf", "请用 Word 或 WPS 打开后另存为 .docx"),
        ("名单.xls", OLE, "后缀是 .xls", "另存为 .docx 或 .txt"),
        ("照片.jpg", PNG, "后缀是 .jpg", "文字识别（OCR）"),
        ("材料.zip", ZIP, "后缀是 .zip", "请解压后"),
        ("网页.mht", b"MIME-Version: 1.0", "后缀是 .mht", "另存为 .html"),
        ("公文.ofd", OFD, "后缀是 .ofd", "导出为 PDF 或 .docx"),
        ("数据.bin", b"x", "后缀是 .bin", "请另存为 .docx、.pdf 或 .txt"),
        ("无后缀", TEXT, "没有后缀", "请另存为 .docx、.pdf 或 .txt"),
    ],
)
def test_every_refusal_names_the_file_what_was_found_and_the_next_step(
    tmp_path: Path, name: str, data: bytes, found: str, advice: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        load(tmp_path / name)
    message = str(caught.value)
    assert message.startswith(f"{name}：应是") and found in message and advice in message and message.endswith("。")


def test_file_over_the_limit_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    for name, limit in (("大.txt", 10), ("大.md", 10), ("大.html", 10), ("大.pdf", 50), ("大.docx", 50)):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(2**40)
        with pytest.raises(
            UnreadableFile, match=rf"{name}：应是不超过 {limit} MB 的{path.suffix} 文件，.*请去掉图片或拆分"
        ):
            load(path)


def test_file_that_vanished_or_may_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"缺.txt：应是可以读取的文件.*请检查文件是否还在"):
        load(tmp_path / "缺.txt")
    closed = tmp_path / "闭.txt"
    closed.write_bytes(TEXT)
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(UnreadableFile, match=r"闭.txt：应是可以读取的文件"):
        load(closed)


@pytest.mark.parametrize(("name", "data"), [("坏.docx", word_file()), ("坏.pdf", pdf_file()), ("坏.html", WEB_PAGE)])
def test_damage_anywhere_is_refused_or_read_but_never_a_crash(tmp_path: Path, name: str, data: bytes) -> None:
    chance = random.Random(7)
    path = tmp_path / name
    for _ in range(60):
        damaged = bytearray(data[: chance.randrange(len(data) // 2, len(data))] if chance.random() < 0.3 else data)
        for _ in range(chance.randrange(1, 9)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            assert load(path).lines
        except UnreadableFile as error:
            assert name in str(error)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the starter documents are not here")
def test_starter_documents_are_read() -> None:
    files = sorted(path for path in CORPUS.rglob("*") if path.suffix in SUFFIXES)
    assert [path.name for path in files if len(load(path).lines) < 10] == []
