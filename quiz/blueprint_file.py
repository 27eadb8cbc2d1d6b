"""Blueprints as files: a table (csv) or JSON.

In: a csv or json file. Out: a Blueprint, or an error that names the row and the reason. Does not choose items.

Columns of the table: 规则 (题目, 至少, 总分 or 多选计分; 题目 where empty), 资料, 章节, 题型, 难度 (several with 、 or ;), 题数, 占分, 每题分.
A row 题目 has 每题分 and either 题数 or 占分 (30%, or 30 marks); 占分 in per cent needs a row 总分 with 占分 100. A row 至少 has a scope and 占分.
A row 多选计分 has in 题型 the rule: 全对得分, 少选得一半 or 按项计分. The JSON form is {"总分": 100, "多选计分": "…", "题目": [{…}], "至少": [{…}]} with the
same names.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableFile
from ingest.loaders.text import decode
from quiz.blueprint import AtLeast, Blueprint, Cell, Scope
from quiz.errors import BadBlueprint
from quiz.records import SINGLE_CHOICE, TYPE_TEXT, Difficulty, ItemType, MultipleScoring

_Row = tuple[str, Mapping[str, str]]  # where it stands, its cells


def read_blueprint(path: Path) -> Blueprint:
    """Read a blueprint file; raise BadBlueprint naming row and reason."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as exc:
        raise BadBlueprint(f"组卷要求 {path} 读不出来（{exc.strerror or exc}）；请检查路径和权限。") from exc
    if data is None:
        raise BadBlueprint(f"组卷要求 {path} 超过 {_LARGEST // 1000} KB；请核对是不是放错了文件。")
    try:
        text = decode(data, path.name)
    except UnreadableFile as exc:
        raise BadBlueprint(str(exc)) from exc
    if path.suffix.lower() == ".json":
        return _blueprint(path.name, _json_rows(path.name, text))
    return _blueprint(path.name, _table_rows(path.name, text))


COLUMNS = ("规则", "资料", "章节", "题型", "难度", "题数", "占分", "每题分")
_LARGEST = 1_000_000  # bytes
_MOST_ITEMS = 500  # on one paper
_ITEMS, _AT_LEAST, _TOTAL, _SCORING = "题目", "至少", "总分", "多选计分"
_TYPES: dict[str, tuple[ItemType, ...]] = {
    **{text: (type_,) for type_, text in TYPE_TEXT.items()},
    **{type_.value: (type_,) for type_ in ItemType},
    **dict.fromkeys(
        ("单选", "单选题", "单项选择", "单项选择题"), tuple(each for each in ItemType if each in SINGLE_CHOICE)
    ),
    **dict.fromkeys(("多选", "多选题", "多项选择题"), (ItemType.LIST,)),
    **dict.fromkeys(("判断题",), (ItemType.TRUE_FALSE,)),
    **dict.fromkeys(("填空题",), (ItemType.CLOZE,)),
    **dict.fromkeys(("匹配题",), (ItemType.MATCHING,)),
    **dict.fromkeys(("简答题",), (ItemType.SHORT, ItemType.RECALL, ItemType.DEFINITION)),
    **dict.fromkeys(("列举题",), (ItemType.RECALL,)),
}
_DIFFICULTIES = {
    "易": Difficulty.EASY,
    "中": Difficulty.MEDIUM,
    "难": Difficulty.HARD,
    **{d.value: d for d in Difficulty},
}
_RULES = {
    "全对得分": MultipleScoring.ALL_OR_NOTHING,
    "少选得一半": MultipleScoring.HALF_FOR_PART,
    "按项计分": MultipleScoring.PER_OPTION,
    **{rule.value: rule for rule in MultipleScoring},
}


def _table_rows(name: str, text: str) -> list[_Row]:
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ",", strict=True
    )
    try:
        heading = [unicodedata.normalize("NFKC", cell).strip() for cell in next(reader, [])]
        for column in heading:
            if column not in COLUMNS:
                raise BadBlueprint(f"{name} 第 1 行：不认识栏名“{column}”；可用的栏名：{'、'.join(COLUMNS)}。")
        if len(set(heading)) < len(heading):
            raise BadBlueprint(f"{name} 第 1 行：有一栏写了两次；请删去一栏。")
        rows: list[_Row] = []
        for cells in reader:
            where = f"第 {reader.line_num} 行"
            if not any(map(str.strip, cells)):
                continue
            if any(cell.strip() for cell in cells[len(heading) :]):
                raise BadBlueprint(f"{name} {where}：格数比第 1 行的栏数多；格子里有逗号的，请用英文双引号括起来。")
            rows.append((where, {column: cell.strip() for column, cell in zip(heading, cells, strict=False)}))
    except csv.Error as exc:
        raise BadBlueprint(
            f"{name} 第 {reader.line_num} 行：引号没有成对，或分隔符不对；请用表格软件另存为 CSV。"
        ) from exc
    return rows


def _json_rows(name: str, text: str) -> list[_Row]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise BadBlueprint(f"{name}：不是 JSON（{exc}）；请核对括号和引号。") from exc
    known = (_TOTAL, _SCORING, _ITEMS, _AT_LEAST)
    if not isinstance(raw, dict) or not set(raw) <= set(known):
        raise BadBlueprint(f"{name}：应为 JSON 对象，字段只能是{'、'.join(known)}。")
    rows: list[_Row] = []
    if _TOTAL in raw:
        rows.append((_TOTAL, {"规则": _TOTAL, "占分": _plain(raw[_TOTAL])}))
    if _SCORING in raw:
        rows.append((_SCORING, {"规则": _SCORING, "题型": _plain(raw[_SCORING])}))
    for rule in (_ITEMS, _AT_LEAST):
        entries = raw.get(rule, [])
        if not isinstance(entries, list):
            raise BadBlueprint(f"{name} 的“{rule}”应为列表。")
        for number, entry in enumerate(entries, start=1):
            where = f"“{rule}”第 {number} 项"
            if not isinstance(entry, dict) or not set(entry) <= set(COLUMNS[1:]):
                raise BadBlueprint(f"{name} {where}：应为 JSON 对象，字段只能是{'、'.join(COLUMNS[1:])}。")
            rows.append((where, {"规则": rule, **{column: _plain(value) for column, value in entry.items()}}))
    return rows


def _plain(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _blueprint(name: str, rows: Sequence[_Row]) -> Blueprint:
    whole, scoring = _head(name, rows)
    cells, at_least = [], []
    for where, row in rows:
        rule = row.get("规则") or _ITEMS
        if rule == _ITEMS:
            cells.append(_cell(name, where, row, whole))
        elif rule == _AT_LEAST:
            share = _share(name, where, row, whole)
            at_least.append(AtLeast(f"{name} {where}", _scope(name, where, row), share))
        elif rule not in (_TOTAL, _SCORING):
            raise BadBlueprint(
                f"{name} {where}：“规则”应是{_ITEMS}、{_AT_LEAST}、{_TOTAL}或{_SCORING}，实际是“{rule}”。"
            )
    if not cells:
        raise BadBlueprint(f"{name}：没有一行要求题目；请写明题型、题数和每题分。")
    if (count := sum(cell.count for cell in cells)) > _MOST_ITEMS:
        raise BadBlueprint(f"{name}：共要 {count} 题，超过一份试卷的上限 {_MOST_ITEMS} 题；请核对题数。")
    reached = sum(cell.count * cell.marks for cell in cells)
    if whole is not None and not math.isclose(reached, whole, abs_tol=0.01):
        raise BadBlueprint(f"{name}：各行合计 {reached:g} 分，与总分 {whole:g} 分不符；请改正题数、占分或每题分。")
    return Blueprint(tuple(cells), tuple(at_least), scoring)


def _head(name: str, rows: Sequence[_Row]) -> tuple[float | None, MultipleScoring]:
    """Total marks, where said, and the rule of multiple choice."""
    whole, scoring = None, MultipleScoring.ALL_OR_NOTHING
    for where, row in rows:
        if row.get("规则") == _TOTAL:
            whole = _positive(name, where, "占分", row.get("占分", ""))
        elif row.get("规则") == _SCORING:
            written = row.get("题型", "")
            if written not in _RULES:
                raise BadBlueprint(f"{name} {where}：多选计分应是全对得分、少选得一半或按项计分，实际是“{written}”。")
            scoring = _RULES[written]
    return whole, scoring


def _cell(name: str, where: str, row: Mapping[str, str], whole: float | None) -> Cell:
    marks = _positive(name, where, "每题分", row.get("每题分", ""))
    counted, shared = row.get("题数", ""), row.get("占分", "")
    if bool(counted) == bool(shared):
        raise BadBlueprint(f"{name} {where}：“题数”和“占分”应填一个，实际{'两个都填了' if counted else '都没有填'}。")
    if counted:
        count = _positive(name, where, "题数", counted)
    elif "%" in unicodedata.normalize("NFKC", shared):
        count = _share(name, where, row, whole) * _must_have(name, where, whole) / marks
    else:
        count = _positive(name, where, "占分", shared) / marks
    if not math.isclose(count, round(count), abs_tol=1e-6):
        found = f"“题数”是 {counted}，不是整数" if counted else f"占分 {shared} 不能由每题 {marks:g} 分凑成"
        raise BadBlueprint(f"{name} {where}：{found}；请改正。")
    return Cell(f"{name} {where}", _scope(name, where, row), round(count), marks)


def _share(name: str, where: str, row: Mapping[str, str], whole: float | None) -> float:
    """A share of all marks, from 60% or from 60 marks."""
    written = unicodedata.normalize("NFKC", row.get("占分", ""))
    if "%" in written:
        share = _positive(name, where, "占分", written.removesuffix("%")) / 100
    else:
        share = _positive(name, where, "占分", written) / _must_have(name, where, whole)
    if share > 1:
        raise BadBlueprint(f"{name} {where}：“占分”超过了全部分数（{written}）；请改正。")
    return share


def _must_have(name: str, where: str, whole: float | None) -> float:
    if whole is None:
        raise BadBlueprint(f"{name} {where}：这样写占分需要总分；请加一行，“规则”写总分，“占分”写分数，例如 100。")
    return whole


def _scope(name: str, where: str, row: Mapping[str, str]) -> Scope:
    types = [_known(name, where, "题型", each, _TYPES) for each in _several(row.get("题型", ""))]
    return Scope(
        documents=_several(row.get("资料", "")),
        topics=_several(row.get("章节", "")),
        types=tuple(type_ for group in types for type_ in group),
        difficulties=tuple(_known(name, where, "难度", each, _DIFFICULTIES) for each in _several(row.get("难度", ""))),
    )


def _known(name: str, where: str, column: str, written: str, table: Mapping[str, Any]) -> Any:
    if written in table:
        return table[written]
    hanzi = "、".join(word for word in table if not word.isascii())
    raise BadBlueprint(f"{name} {where}：“{column}”应是{hanzi}之一，实际是“{written}”；请改正。")


def _several(cell: str) -> tuple[str, ...]:
    """Names in one cell; those in 《》 may hold a separator."""
    if bracketed := re.findall(r"《([^《》]+)》", cell):
        return tuple(bracketed)
    return tuple(part.strip() for part in re.split(r"[;；、]", cell) if part.strip())


def _positive(name: str, where: str, column: str, written: str) -> float:
    folded = unicodedata.normalize("NFKC", written).strip()
    if re.fullmatch(r"\d{1,5}(\.\d{1,4})?", folded) and float(folded) > 0:
        return float(folded)
    raise BadBlueprint(f"{name} {where}：“{column}”应是大于 0 的数，实际是“{written or '空白'}”；请改正。")
