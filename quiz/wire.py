"""Items and papers as JSON objects and back, without loss.

In: items and papers. Out: dicts of JSON values and their text with sorted keys; reading gives equal records. The only place
where these records become dicts. A field that is missing, unknown or of another kind is an error that names it.
Does not write files and does not judge items.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, TypeVar

from quiz.errors import BadRecord
from quiz.records import (
    Check,
    Difficulty,
    Edit,
    Item,
    ItemType,
    MultipleScoring,
    Option,
    Paper,
    PaperItem,
    Source,
)

_Record = TypeVar("_Record")
_Word = TypeVar("_Word", bound=StrEnum)


def item_to_json(item: Item) -> dict[str, Any]:
    """An item as JSON values."""
    return asdict(item)


def item_from_json(raw: object) -> Item:
    """The item that ``item_to_json`` gave; raise BadRecord naming what is wrong."""
    return _item(raw, "题目")


def paper_to_json(paper: Paper) -> dict[str, Any]:
    """A paper as JSON values."""
    return asdict(paper)


def paper_from_json(raw: object) -> Paper:
    """The paper that ``paper_to_json`` gave; raise BadRecord naming what is wrong."""
    return _paper(raw, "试卷")


def to_text(raw: dict[str, Any]) -> str:
    """JSON on one line with sorted keys: equal records give equal text."""
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))


class _Object:
    """One JSON object that must have exactly the fields of a record; every reading names the place."""

    def __init__(self, raw: object, record: type, where: str) -> None:
        if not isinstance(raw, dict):
            raise BadRecord(f"{where}应为 JSON 对象，实际为{_kind(raw)}；请使用本程序导出的文件。")
        needed = [field.name for field in fields(record)]
        if missing := [name for name in needed if name not in raw]:
            raise BadRecord(f"{where}缺少字段 {'、'.join(missing)}；请使用本程序导出的文件。")
        if unknown := sorted(str(name) for name in raw if name not in needed):
            raise BadRecord(f"{where}有不认识的字段 {'、'.join(unknown)}；请删去，或使用本程序导出的文件。")
        self._raw = raw
        self._where = where

    def text(self, name: str) -> str:
        value = self._raw[name]
        return value if isinstance(value, str) else self._fail(name, "文字", value)

    def text_or_none(self, name: str) -> str | None:
        return None if self._raw[name] is None else self.text(name)

    def whole(self, name: str) -> int:
        value = self._raw[name]
        return int(value) if _is_whole(value) else self._fail(name, "整数", value)

    def whole_or_none(self, name: str) -> int | None:
        return None if self._raw[name] is None else self.whole(name)

    def number(self, name: str) -> float:
        value = self._raw[name]
        fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        return float(value) if fine else self._fail(name, "数", value)

    def truth(self, name: str) -> bool:
        value = self._raw[name]
        return value if isinstance(value, bool) else self._fail(name, "true 或 false", value)

    def word(self, name: str, words: type[_Word]) -> _Word:
        value = self._raw[name]
        known = [each for each in words if each.value == value]
        return known[0] if known else self._fail(name, "、".join(words), value)

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._list(name)
        return tuple(value if isinstance(value, str) else self._fail(name, "文字的列表", value) for value in values)

    def spans(self, name: str) -> tuple[tuple[int, int], ...]:
        spans = []
        for value in self._list(name):
            if not (isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_whole, value))):
                self._fail(name, "[起, 止] 的列表", value)
            spans.append((value[0], value[1]))
        return tuple(spans)

    def records(self, name: str, read: Callable[[object, str], _Record]) -> tuple[_Record, ...]:
        return tuple(
            read(value, f"{self._where}的 {name} 第 {number} 项")
            for number, value in enumerate(self._list(name), start=1)
        )

    def record(self, name: str, read: Callable[[object, str], _Record]) -> _Record:
        return read(self._raw[name], f"{self._where}的 {name}")

    def record_or_none(self, name: str, read: Callable[[object, str], _Record]) -> _Record | None:
        return None if self._raw[name] is None else self.record(name, read)

    def _list(self, name: str) -> list[Any]:
        value = self._raw[name]
        return list(value) if isinstance(value, list | tuple) else self._fail(name, "列表", value)

    def _fail(self, name: str, expected: str, found: object) -> Any:
        raise BadRecord(f"{self._where}的字段 {name} 应为{expected}，实际为{_kind(found)}；请使用本程序导出的文件。")


def _item(raw: object, where: str) -> Item:
    found = _Object(raw, Item, where)
    return Item(
        id=found.text("id"),
        type=found.word("type", ItemType),
        stem=found.text("stem"),
        options=found.records("options", _option),
        key=found.texts("key"),
        accept=found.texts("accept"),
        explanation=found.text("explanation"),
        sources=found.records("sources", _source),
        topic=found.text("topic"),
        difficulty=found.word("difficulty", Difficulty),
        edit=found.record_or_none("edit", _edit),
        generator=found.text("generator"),
        seed=found.whole("seed"),
        checks=found.records("checks", _check),
        flags=found.texts("flags"),
    )


def _option(raw: object, where: str) -> Option:
    found = _Object(raw, Option, where)
    return Option(
        id=found.text("id"),
        text=found.text("text"),
        is_key=found.truth("is_key"),
        why=found.text("why"),
        match=found.text("match"),
    )


def _source(raw: object, where: str) -> Source:
    found = _Object(raw, Source, where)
    return Source(
        passage_id=found.text("passage_id"),
        passage_sha256=found.text("passage_sha256"),
        document_id=found.text("document_id"),
        doc=found.text("doc"),
        title=found.text("title"),
        instrument=found.text("instrument"),
        version_date=found.text_or_none("version_date"),
        level=found.text("level"),
        path=found.texts("path"),
        article=found.text_or_none("article"),
        paragraph=found.whole_or_none("paragraph"),
        item=found.whole_or_none("item"),
        spans=found.spans("spans"),
        quote=found.text("quote"),
        key_spans=found.spans("key_spans"),
        reference=found.text("reference"),
        status_text=found.text("status_text"),
    )


def _edit(raw: object, where: str) -> Edit:
    found = _Object(raw, Edit, where)
    return Edit(
        kind=found.text("kind"), start=found.whole("start"), before=found.text("before"), after=found.text("after")
    )


def _check(raw: object, where: str) -> Check:
    found = _Object(raw, Check, where)
    return Check(name=found.text("name"), passed=found.truth("passed"), detail=found.text("detail"))


def _paper(raw: object, where: str) -> Paper:
    found = _Object(raw, Paper, where)
    return Paper(
        id=found.text("id"),
        title=found.text("title"),
        variant=found.text("variant"),
        made_on=found.text("made_on"),
        generation=found.text("generation"),
        seed=found.whole("seed"),
        scoring=found.word("scoring", MultipleScoring),
        items=found.records("items", _paper_item),
    )


def _paper_item(raw: object, where: str) -> PaperItem:
    found = _Object(raw, PaperItem, where)
    return PaperItem(
        number=found.whole("number"),
        item=found.record("item", _item),
        revision=found.whole("revision"),
        marks=found.number("marks"),
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _kind(value: object) -> str:
    """What stands there, short enough for a message."""
    shown = repr(value)
    return "空（null）" if value is None else f"“{shown[:40]}{'…' if len(shown) > 40 else ''}”"
