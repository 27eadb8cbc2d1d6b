"""One file of an old item bank to items as written, whatever its format.

In: a path to xlsx, csv, docx or txt. Out: a Reading; or UnusableFile, where the file is foreign, broken, too large or holds no item.
Does not shape items and stores nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.loaders.docx import load_docx
from ingest.loaders.text import decode, split_lines
from quiz.errors import UnusableFile
from quiz.importing.columns import Row, Table, read_table
from quiz.importing.records import Reading
from quiz.importing.text import read_text
from quiz.importing.xlsx import read_workbook

SUFFIXES = (".xlsx", ".csv", ".docx", ".txt", ".jsonl")


def read_items(path: Path) -> Reading:
    """Read one file; raise UnusableFile with the reason where nothing of it can be used."""
    data = file_bytes(path)
    name, suffix = path.name, path.suffix.lower()
    try:
        if suffix == ".xlsx":
            reading = _workbook(data, name)
        elif suffix == ".csv":
            reading = _table(_csv_rows(decode(data, name), name), name)
        elif suffix == ".docx":
            reading = _lines([line.text for line in load_docx(data, name).lines], name)
        else:
            reading = _lines(split_lines(decode(data, name)), name)
    except UnreadableFile as exc:
        raise UnusableFile(str(exc)) from exc
    if not reading.items and not reading.problems:
        raise UnusableFile(
            f"{name}：没有找到题目。文字应写成“1. 题干（ ）。 A.… B.… 答案：B 解析：…”，表格应有题干和答案两栏；请改好后重试。"
        )
    return reading


def file_bytes(path: Path) -> bytes:
    """What stands in a file of a kind that can be imported; raise UnusableFile where it is missing, too large or empty."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnusableFile(f"{path.name}：题库文件应是 {'、'.join(SUFFIXES)} 之一；请另存为其中一种。")
    try:
        if not path.is_file():
            raise UnusableFile(f"{path}：没有这个文件；请核对路径。")
        if (size := path.stat().st_size) > _LARGEST:
            raise UnusableFile(f"{path.name}：有 {size // 2**20} MB，上限是 {_LARGEST // 2**20} MB；请分成几个文件。")
        data = path.read_bytes()
    except OSError as exc:
        raise UnusableFile(f"{path} 读不出来（{exc.strerror or exc}）；请检查路径和权限。") from exc
    if not data.strip():
        raise UnusableFile(f"{path.name}：文件是空的；请重新获取。")
    return data


_LARGEST = 20 * 2**20  # bytes
_MOST_ROWS = 20_000
_MOST_CHARACTERS = 5_000  # of a line or cell
_BETWEEN_CELLS = " | "  # how ingest/loaders/tables.py writes rows of a Word table


def _workbook(data: bytes, name: str) -> Reading:
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in read_workbook(data, name):
        table = read_table(sheet.rows, name, sheet.name)
        if table is not None:
            tables.append(table)
            notes.extend(_unused(name, table))
        elif sheet.rows:
            notes.append(f"{name} “{sheet.name}”：没有题干和答案两栏，未读入。")
    return Reading(
        name,
        tuple(item for table in tables for item in table.items),
        tuple(problem for table in tables for problem in table.problems),
        tuple(notes),
    )


def _table(rows: Sequence[Row], name: str) -> Reading:
    table = read_table(rows, name)
    if table is None:
        found = "、".join(cell for cell in rows[0][1] if cell)[:60] if rows else ""
        raise UnusableFile(f"{name}：应有题干和答案两栏，实际的栏名是“{found}”；请在第 1 行写明栏名。")
    return Reading(name, table.items, table.problems, tuple(_unused(name, table)))


def _unused(name: str, table: Table) -> list[str]:
    return [f"{name}：不认识栏名“{'”“'.join(table.unused)}”，未使用。"] if table.unused else []


def _csv_rows(text: str, name: str) -> list[Row]:
    heading = text.partition("\n")[0]
    delimiter = max(",\t;", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    first = 1
    try:
        for cells in reader:
            if any(len(cell) > _MOST_CHARACTERS for cell in cells):
                raise UnusableFile(f"{name} 第 {first} 行：有格子超过 {_MOST_CHARACTERS} 字；请核对引号是否成对。")
            if len(rows) >= _MOST_ROWS:
                raise UnusableFile(f"{name}：超过 {_MOST_ROWS} 行；请分成几个文件。")
            rows.append((first, tuple(map(_unguarded, cells))))
            first = reader.line_num + 1
    except csv.Error as exc:
        raise UnusableFile(f"{name} 第 {first} 行：引号没有成对，或分隔符不对；请用表格软件另存为 CSV。") from exc
    return rows


def _unguarded(cell: str) -> str:
    """Without the apostrophe that exports put before what a table program would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _lines(lines: Sequence[str], name: str) -> Reading:
    if len(lines) > 10 * _MOST_ROWS:
        raise UnusableFile(f"{name}：超过 {10 * _MOST_ROWS} 行；请分成几个文件。")
    if long := next((number for number, line in enumerate(lines, start=1) if len(line) > _MOST_CHARACTERS), None):
        raise UnusableFile(f"{name} 第 {long} 行：超过 {_MOST_CHARACTERS} 字；请把每一题另起一行。")
    rows = [
        (number, tuple(line.split(_BETWEEN_CELLS)))
        for number, line in enumerate(lines, start=1)
        if _BETWEEN_CELLS in line
    ]
    if table := read_table(rows, name):
        return Reading(name, table.items, table.problems, tuple(_unused(name, table)))
    return read_text(lines, name)
