"""The manifest: what a person knows about the files better than the files themselves.

In: ``manifest.csv`` in the corpus folder (UTF-8 or GB18030, comma or tab), and the files that are there. Out: an Override
for each file it describes, and a Chinese sentence for every row that cannot be used, naming line, column, what was
expected, what was found and what to do. A bad row is left out; a bad manifest never stops a build. Does not read documents.

Facts about force (施行, 失效, 废止, 替代) are somebody's word: they count only with 核对人 and 核对日期.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import patterns
from ingest.records import LEVEL_TEXT, Kind, Override
from ingest.versions import instrument_name

NAME = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What manifest.csv says, by file, and what in it could not be used."""

    overrides: Mapping[str, Override]  # by path relative to the corpus folder
    problems: tuple[str, ...] = ()


def read_manifest(folder: Path, sources: Collection[str]) -> Manifest:
    """Read the manifest of a corpus folder that holds these files; without a manifest there is nothing to override."""
    path = folder / NAME
    if not path.exists() and not path.is_symlink():
        return Manifest({})
    try:
        table = _read_table(path)
    except _Unusable as problem:
        return Manifest({}, (str(problem),))
    overrides: dict[str, Override] = {}
    problems: list[str] = []
    seen: dict[str, int] = {}  # file → line
    for number, row in table:
        try:
            source = _find_source(row, sources, number)
            if source in seen:
                raise _Unusable(
                    f"{_at(number, 'file')}：{source} 在第 {seen[source]} 行已经写过，本行未采用；一个文件只写一行，请合并。"
                )
            seen[source] = number
            override = _read_row(row, number)
        except _Unusable as problem:
            problems.append(str(problem))
            continue
        if (override.checked_by is None or override.checked_on is None) and (unchecked := _facts(override)):
            problems.append(
                f"{NAME} 第 {number} 行（{source}）：写了{'、'.join(unchecked)}，但没有写全核对人和核对日期，这几栏未采用；"
                "请补上是谁、哪一天核对的。"
            )
            override = replace(override, effective_from=None, effective_to=None, repealed_on=None, replaces=())
        overrides[source] = override
    return Manifest(overrides, tuple(problems))


class _Unusable(Exception):
    """Why the manifest, or a row of it, is left out; its text is the problem as it is shown."""


_COLUMNS = {
    "file": "文件",
    "title": "标题",
    "level": "效力级别",
    "issuer": "发布机关",
    "version_date": "版本日期",
    "effective_from": "施行日期",
    "effective_to": "失效日期",
    "repealed": "废止日期",
    "replaces": "替代",
    "checked_by": "核对人",
    "checked_on": "核对日期",
}
_LEVELS = {name: kind for kind, text in LEVEL_TEXT.items() for name in (kind.value, text)}
_DATE = re.compile(r"([12]\d{3})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")  # Excel writes 2024/1/5
_LARGEST = 16_000_000  # bytes; a manifest of a hundred thousand files is smaller


def _read_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Every row that is not blank, with the number of its line, by English column name."""
    if not path.is_file() or not path.resolve().is_relative_to(path.parent.resolve()):
        raise _Unusable(f"{NAME}：应是语料文件夹里的普通文件，实际不是，整个清单未采用；请换成文件本身。")
    try:
        if path.stat().st_size > _LARGEST:
            raise _Unusable(f"{NAME}：超过 {_LARGEST // 1_000_000} MB，整个清单未采用；请核对是不是放错了文件。")
        text = _decode(path.read_bytes())
    except OSError as error:
        raise _Unusable(f"{NAME}：读不出来（{error.strerror}），整个清单未采用；请检查权限后重试。") from error
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter="\t" if "\t" in first and "," not in first else ",", strict=True)
    try:
        heading = [_column(cell) for cell in next(reader, [])]
        _check_heading(heading)
        return [
            (reader.line_num, _named(heading, cells, reader.line_num)) for cells in reader if any(map(str.strip, cells))
        ]
    except csv.Error as error:
        raise _Unusable(
            f"{NAME} 第 {reader.line_num} 行：引号没有成对，或分隔符不对（{error}），整个清单未采用；请用表格软件另存为 CSV。"
        ) from error


def _decode(content: bytes) -> str:
    """UTF-8, with or without a mark, or what Excel saves in Chinese."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Unusable(
        f"{NAME}：应是 UTF-8 或 GB18030 编码的文字，实际不是，整个清单未采用；请用表格软件另存为“CSV UTF-8”。"
    )


def _column(cell: str) -> str:
    """The English name of a column written in either language; any other heading stays as it is."""
    name = unicodedata.normalize("NFKC", cell).strip()
    return next((english for english, chinese in _COLUMNS.items() if name in (english, chinese)), name)


def _check_heading(heading: list[str]) -> None:
    expected = "、".join(f"{english}（{chinese}）" for english, chinese in _COLUMNS.items())
    if "file" not in heading:
        raise _Unusable(f"{NAME} 第 1 行：应有 file（文件）一栏，实际没有，整个清单未采用；可用的栏名：{expected}。")
    for name in heading:
        if name not in _COLUMNS and name:
            raise _Unusable(f"{NAME} 第 1 行：不认识栏名“{name}”，整个清单未采用；可用的栏名：{expected}。")
        if name and heading.count(name) > 1:
            raise _Unusable(f"{NAME} 第 1 行：{_COLUMNS[name]}一栏写了两次，整个清单未采用；请删去一栏。")


def _named(heading: list[str], cells: list[str], number: int) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(heading) :]):
        # One cell too many shifts all that follow: which cell belongs to which column can no longer be told.
        return {"surplus": str(number)}
    return {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if name}


def _find_source(row: dict[str, str], sources: Collection[str], number: int) -> str:
    if "surplus" in row:
        raise _Unusable(
            f"{NAME} 第 {number} 行：格数比第 1 行的栏数多，本行未采用；格子里有逗号的，请用英文双引号括起来。"
        )
    written = row.get("file", "")
    source = unicodedata.normalize("NFC", written.replace("\\", "/").removeprefix("./"))
    for known in sources:
        if unicodedata.normalize("NFC", known) == source:
            return known
    found = f"“{written}”" if written else "空白"
    raise _Unusable(
        f"{_at(number, 'file')}：应是语料文件夹里的一个文件（含子文件夹，如 法规/某规定.md），实际是{found}，本行未采用；请核对文件名。"
    )


def _read_row(row: dict[str, str], number: int) -> Override:
    level = row.get("level", "")
    if level and level not in _LEVELS:
        expected = "、".join(LEVEL_TEXT[kind] for kind in Kind)
        raise _Unusable(
            f"{_at(number, 'level')}：应是{expected}之一，实际是“{level}”，本行未采用；请改成其中一个，或留空。"
        )
    dates = {
        column: _date(row.get(column, ""), column, number)
        for column in ("version_date", "effective_from", "effective_to", "repealed", "checked_on")
    }
    if (first := dates["effective_from"]) and (last := dates["effective_to"]) and last < first:
        raise _Unusable(
            f"{_at(number, 'effective_to')}：应不早于施行日期 {first}，实际是 {last}，本行未采用；请核对两个日期。"
        )
    return Override(
        title=row.get("title") or None,
        kind=_LEVELS[level] if level else None,
        issuer=row.get("issuer") or None,
        version_date=dates["version_date"],
        effective_from=dates["effective_from"],
        effective_to=dates["effective_to"],
        repealed_on=dates["repealed"],
        replaces=tuple(_names(row.get("replaces", ""))),
        checked_by=row.get("checked_by") or None,
        checked_on=dates["checked_on"],
    )


def _date(cell: str, column: str, number: int) -> str | None:
    if not cell:
        return None
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", cell))
    if match and (found := patterns.iso_date(*match.groups())):
        return found
    raise _Unusable(f"{_at(number, column)}：应是日期，如 2024-01-05，实际是“{cell}”，本行未采用；请改正，或留空。")


def _names(cell: str) -> Iterator[str]:
    """Names of instruments in one cell: ``《甲办法》、《乙规定》`` or separated by semicolons."""
    bracketed = re.findall(r"《([^《》]+)》", cell)
    for name in bracketed or re.split(r"[;；、]", cell):
        if name.strip():
            yield instrument_name(name)


def _facts(override: Override) -> list[str]:
    """The columns about force that a row fills."""
    filled = {
        "effective_from": override.effective_from,
        "effective_to": override.effective_to,
        "repealed": override.repealed_on,
        "replaces": override.replaces,
    }
    return [_COLUMNS[column] for column, value in filled.items() if value]


def _at(number: int, column: str) -> str:
    return f"{NAME} 第 {number} 行“{_COLUMNS[column]}”（{column}）"
