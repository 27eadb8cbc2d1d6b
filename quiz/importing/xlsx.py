"""Workbooks to rows.

In: the bytes of an xlsx file. Out: the sheets with their rows as text. Formulas count by their stored value.
A workbook that is too large, unpacks too large, is locked, has macros or declares a document type is refused before it is
parsed. Does not know what the columns mean.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

import openpyxl

from ingest.loaders.signatures import recognise
from quiz.errors import UnusableFile
from quiz.importing.columns import Row


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    rows: tuple[Row, ...]  # those with text


def read_workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Read every visible sheet; raise UnusableFile where the workbook is damaged, locked or suspicious."""
    if not data.startswith(b"PK\x03\x04"):
        what = recognise(data, suffix=".xlsx")
        found = f"是{what.label}" if what else "不是"
        raise UnusableFile(f"{name}：应是 Excel 表格（xlsx），实际{found}；请用 Excel 或 WPS 另存为 .xlsx。")
    _guard(data, name)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = tuple(
            Sheet(sheet.title, tuple(_rows(sheet, name)))
            for sheet in workbook.worksheets
            if sheet.sheet_state == "visible"
        )
    except UnusableFile:
        raise
    except (
        Exception
    ) as exc:  # openpyxl lets every kind of error out of a damaged file: KeyError, TypeError, ParseError, …
        raise UnusableFile(f"{name}：文件残缺或已损坏（{type(exc).__name__}）；{_ADVICE}") from exc
    return sheets


_ADVICE = "请用 Excel 或 WPS 打开核对后另存为新的 .xlsx。"
_MOST_MEMBERS = 2_000
_MOST_BYTES = 100 * 2**20  # unpacked; twenty thousand items are some 20 MB of markup
_HARMLESS_BYTES = 5 * 2**20
_HIGHEST_RATIO = 100  # markup of real workbooks shrinks to a fifteenth
_MOST_ROWS = 20_000
_MOST_COLUMNS = 60
_MOST_CHARACTERS = 5_000  # of a cell


def _guard(data: bytes, name: str) -> None:
    if data.count(b"PK\x01\x02") > _MOST_MEMBERS:
        raise UnusableFile(f"{name}：压缩包里的部分超过 {_MOST_MEMBERS} 个；{_ADVICE}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members, len(data), name)
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    # zipfile never gives out more than the size that the directory declares, which was checked.
                    _refuse_document_type(archive.read(member), name, member.filename)
    except UnusableFile:
        raise
    except Exception as exc:  # zipfile lets through whatever its decompressors raise
        raise UnusableFile(f"{name}：文件残缺或已损坏（{type(exc).__name__}）；{_ADVICE}") from exc


def _check_members(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    declared = sum(member.file_size for member in members)
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & 1 for member in members):
        found = "设有密码"
    elif declared > _MOST_BYTES:
        found = f"解压后约 {declared // 2**20} MB，超出上限 {_MOST_BYTES // 2**20} MB"
    elif declared > _HARMLESS_BYTES and declared > _HIGHEST_RATIO * size:
        found = f"解压后膨胀 {declared // size} 倍，像是压缩炸弹"
    elif any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        found = "用了该格式没有的压缩方法"
    elif len(set(names)) < len(names):
        found = "有重名的部分，内容无法确定"
    elif any(each.endswith("vbaproject.bin") for each in names):
        found = "带有宏"
    elif not any(each.startswith("xl/") for each in names):
        found = "不是 Excel 表格"
    else:
        return
    raise UnusableFile(f"{name}：{found}；{_ADVICE}")


class _Enough(Exception):
    """The root element begins; a document type can no longer follow."""


def _refuse_document_type(data: bytes, name: str, member: str) -> None:
    """Entities are how small files become large, and only a document type can declare them; the format forbids both."""
    parser = expat.ParserCreate()

    def refuse(*arguments: object) -> None:
        raise UnusableFile(f"{name}：其中 {member} 含有该格式禁止的文档类型声明；{_ADVICE}")

    def stop(*arguments: object) -> None:
        raise _Enough

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(data, True)
    except _Enough:
        return
    except expat.ExpatError as exc:
        raise UnusableFile(f"{name}：其中 {member} 残缺或已损坏；{_ADVICE}") from exc


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()  # a sheet may claim a million columns
    for number, cells in enumerate(
        sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True), start=1
    ):
        texts = tuple(map(_text, cells))
        if not any(texts):
            continue
        if number > _MOST_ROWS:
            raise UnusableFile(f"{name} “{sheet.title}”：超过 {_MOST_ROWS} 行；请分成几个文件。")
        if any(len(text) > _MOST_CHARACTERS for text in texts):
            raise UnusableFile(
                f"{name} “{sheet.title}” 第 {number} 行：有格子超过 {_MOST_CHARACTERS} 字；请核对是不是放错了文件。"
            )
        yield number, texts


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).replace("_x000D_", "").strip()
