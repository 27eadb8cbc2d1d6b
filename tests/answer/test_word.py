"""The Word file of a sheet, read back by python-docx and by our own loader."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from docx import Document
from docx.oxml.ns import qn

from answer.word import to_docx
from ingest.loaders.docx import load_docx
from tests.answer.test_printed import SHEET

EXPECTED = [
    ("Title", "遛狗<b>不牵绳</b>？"),
    ("Normal", "回答时间：2026-03-01 09:05"),
    ("Heading 1", "原文摘录"),
    ("Normal", "给予警告；\n拒不改正的，处二百元罚款。[1]"),
    ("Heading 1", "请注意"),
    ("Normal", "注意 & 核对。"),
    ("Heading 1", "引用"),
    ("Normal", "[1] 《犬只管理办法》（2021-09-01）第三条：“<script>alert(1)</script>”"),
    ("Normal", "部门规章；是否现行请核对；疑有漏字"),
    ("Normal", "文件：a.md"),
    ("Normal", "仅供参考。"),
    ("Normal", "知识库：4 份资料"),
]


def test_word_reads_headings_and_paragraphs_in_order() -> None:
    document = Document(io.BytesIO(to_docx(SHEET)))
    assert [(p.style.name if p.style else "", p.text) for p in document.paragraphs] == EXPECTED


def test_our_own_loader_reads_the_same_lines() -> None:
    lines = [line.text for line in load_docx(to_docx(SHEET), "sheet.docx").lines if line.text]
    assert lines == [line for _, text in EXPECTED for line in text.split("\n")]


def test_an_equal_sheet_gives_the_same_bytes() -> None:
    data = to_docx(SHEET)
    assert to_docx(replace(SHEET)) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_chinese_fonts_are_set_and_have_other_names() -> None:
    data = to_docx(SHEET)
    styles = Document(io.BytesIO(data)).styles
    fonts = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))  # type: ignore[union-attr]
        for name in ("Normal", "Title", "Heading 1")
    }
    assert fonts == {"Normal": "仿宋", "Title": "黑体", "Heading 1": "黑体"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert 'w:name="仿宋"><w:altName w:val="FangSong,' in package.read("word/fontTable.xml").decode()
