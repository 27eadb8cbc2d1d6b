"""Files of old item banks: whole ones are read whatever their format, hostile and foreign ones refused by name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from quiz.errors import UnusableFile
from quiz.importing.reading import read_items
from quiz.importing.records import WrittenItem

HEADING = ("题型", "题干", "选项A", "选项B", "答案", "解析")
ROWS = (("单选题", "甲（ ）。", "三日", "五日", "A", "见第五条。"), ("判断题", "乙。", "", "", "×", ""))
ITEMS = (
    WrittenItem(2, "甲（ ）。", ("三日", "五日"), "A", "见第五条。", "单选题"),
    WrittenItem(3, "乙。", (), "×", "", "判断题"),
)


def workbook(*sheets: tuple[str, list[tuple[object, ...]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


GOOD = workbook(("题目", [HEADING, *ROWS]))


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def words(items: tuple[WrittenItem, ...]) -> list[tuple[object, ...]]:
    return [(item.row, item.stem, item.options, item.answer, item.explanation, item.type_text) for item in items]


def test_a_workbook_is_read(tmp_path: Path) -> None:
    reading = read_items(write(tmp_path, "旧题.xlsx", GOOD))
    assert words(reading.items) == words(ITEMS)
    assert [item.place for item in reading.items] == ["题目", "题目"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_is_read_in_any_usual_encoding_and_division(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (HEADING, *ROWS))
    assert read_items(write(tmp_path, "旧题.csv", text.encode(encoding))).items == ITEMS


def test_rows_of_a_table_are_numbered_by_the_line_on_which_they_begin(tmp_path: Path) -> None:
    text = '题干,答案\n"甲\n乙。",对\n丙。,错\n'
    assert [item.row for item in read_items(write(tmp_path, "旧题.csv", text)).items] == [2, 4]


def test_what_an_export_guarded_against_formulas_is_read_back(tmp_path: Path) -> None:
    (item,) = read_items(write(tmp_path, "旧题.csv", "题干,答案\n'=1+1 等于二。,对\n")).items
    assert item.stem == "=1+1 等于二。"


def test_a_word_document_is_read_as_text(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("一、单项选择题", "1. 甲（ ）。", "A.三日 B.五日", "答案：A 解析：见第五条。"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "旧题.docx"))
    (item,) = read_items(tmp_path / "旧题.docx").items
    assert (item.stem, item.options, item.answer, item.type_text) == ("甲（ ）。", ("三日", "五日"), "A", "单项选择题")


def test_a_word_document_with_a_table_is_read_as_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEADING))
    for row in (HEADING, ROWS[0]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "旧题.docx"))
    (item,) = read_items(tmp_path / "旧题.docx").items
    assert (item.stem, item.answer) == ("甲（ ）。", "A")


def test_each_sheet_counts_and_one_without_items_is_noted(tmp_path: Path) -> None:
    data = workbook(("判断", [("题干", "答案"), ("甲。", True), ("乙。", "错")]), ("说明", [("请先读我",)]))
    reading = read_items(write(tmp_path, "旧题.xlsx", data))
    assert [(item.stem, item.answer, item.type_text) for item in reading.items] == [
        ("甲。", "True", "判断"),
        ("乙。", "错", "判断"),
    ]
    assert reading.notes == ("旧题.xlsx “说明”：没有题干和答案两栏，未读入。",)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, change(member, old.read(member)))
    return buffer.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def billion_laughs(member: str, content: bytes) -> bytes:
    if member != "xl/worksheets/sheet1.xml":
        return content
    return b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + content


def lying_directory() -> bytes:
    """A workbook whose directory says that its sheet is small, though it unpacks to much."""
    big = rewritten(
        GOOD, lambda member, content: content + b" " * (8_000_000 - len(content)) if "sheet1" in member else content
    )
    return big.replace((8_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"", "文件是空的"),
        ("a.xlsx", GOOD[:2000], "残缺或已损坏"),
        ("a.xlsx", b"PK\x03\x04" + b"\xff" * 3000, "残缺或已损坏"),
        ("a.xlsx", b"%PDF-1.7 ...", "实际是PDF 文件"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "实际是旧版 Excel 表格"),
        ("a.xlsx", "题干,答案", "应是 Excel 表格"),
        ("a.xlsx", with_member(GOOD, "xl/media/0.bin", b"0" * 30_000_000), "像是压缩炸弹"),
        ("a.xlsx", with_member(GOOD, "xl/media/0.bin", b"0" * 110_000_000), "解压后约"),
        ("a.xlsx", lying_directory(), "残缺或已损坏"),
        ("a.xlsx", with_member(GOOD, "xl/vbaProject.bin", b"macro"), "带有宏"),
        ("a.xlsx", rewritten(GOOD, billion_laughs), "文档类型声明"),
        ("a.xlsx", rewritten(GOOD, lambda m, c: c[: len(c) // 2] if "sheet1" in m else c), "残缺或已损坏"),
        ("a.xlsx", rewritten(GOOD, lambda m, c: b"<a/>" if m == "xl/workbook.xml" else c), "残缺或已损坏|没有找到题目"),
        ("a.xlsx", workbook(("通讯录", [("姓名", "电话"), ("张三", "110")])), "没有找到题目"),
        ("a.csv", "姓名,电话\n张三,110\n", "应有题干和答案两栏，实际的栏名是“姓名、电话”"),
        ("a.csv", '题干,答案\n"甲,对\n', "引号没有成对"),
        ("a.csv", "题干,答案\n" + "甲" * 6000 + ",对\n", "第 2 行：有格子超过 5000 字"),
        ("a.csv", "题干,答案\n" + "甲。,对\n" * 20_001, "超过 20000 行"),
        ("a.csv", bytes(range(256)) * 50, "a.csv"),
        ("a.txt", "今年所里做了三件事。", "没有找到题目"),
        ("a.txt", "甲" * 6000, "第 1 行：超过 5000 字"),
        ("a.docx", b"PK\x03\x04junk", "a.docx"),
        ("a.pdf", b"%PDF-1.7", "应是 .xlsx、.csv、.docx、.txt、.jsonl 之一"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_by_name_and_reason(
    tmp_path: Path, name: str, data: bytes | str, reason: str
) -> None:
    with pytest.raises(UnusableFile, match=reason):
        read_items(write(tmp_path, name, data))


def test_a_sheet_that_claims_a_million_rows_is_read_by_what_it_holds(tmp_path: Path) -> None:
    data = rewritten(
        GOOD,
        lambda member, content: (
            content.replace(b'ref="A1:F3"', b'ref="A1:XFD1048576"') if "sheet1" in member else content
        ),
    )
    assert words(read_items(write(tmp_path, "a.xlsx", data)).items) == words(ITEMS)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.csv", tmp_path / "夹.csv"):
        if path.name == "夹.csv":
            path.mkdir()
        with pytest.raises(UnusableFile, match="没有这个文件"):
            read_items(path)
