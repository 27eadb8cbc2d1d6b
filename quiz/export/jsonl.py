"""JSON Lines: the lossless form, written and read back.

In: a Paper, or the bytes of such a file. Out: the bytes, or an equal Paper. items.schema.json beside this file says what a line may hold.

Strings stay as they are: offsets in quotes count their characters, so nothing is normalised or cleaned. Characters that could
mislead a reader or break a line are written as \\u escapes.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from quiz.errors import UnusableFile
from quiz.export.records import Exported, file_name
from quiz.records import Paper
from quiz.wire import paper_from_json, paper_to_json

FORMAT = 1
_OURS = {"record", "format"}  # what a line has beside the fields of its record
SCHEMA = Path(__file__).with_name("items.schema.json")
# Inside strings only, as everything else that json writes is ASCII: controls, line ends, marks of direction, halves of characters.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
_MEANING = {
    "required": "缺少字段",
    "additionalProperties": "有多余的字段",
    "type": "类型不对",
    "enum": "不是许可的值",
    "const": "不是许可的值",
    "minimum": "数值太小",
    "maximum": "数值太大",
    "minItems": "项数太少",
    "maxItems": "项数太多",
    "minLength": "不能为空",
}


class NotOurItems(UnusableFile):
    """A file of items is broken, or from another program; nothing of it was taken over."""


def jsonl(paper: Paper) -> Exported:
    """The paper on the first line, one item on each line that follows. Nothing is left out."""
    raw = paper_to_json(paper)
    entries = raw.pop("items")
    lines = [{"record": "paper", "format": FORMAT, **raw}, *({"record": "item", **entry} for entry in entries)]
    data = "".join(f"{_line(line)}\n" for line in lines).encode()
    return Exported(file_name(paper, "", "jsonl"), data, ())


def read_jsonl(data: bytes, name: str) -> Paper:
    """The paper of a file; raise NotOurItems, naming the file and the line, if anything in it is not as the schema says."""
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as exc:
        raise NotOurItems(f"{name} 不是 UTF-8 文本（第 {exc.start} 字节起），请用本系统导出的 jsonl 文件") from exc
    objects = [(row, _object(name, row, line)) for row, line in enumerate(lines, start=1) if line.strip()]
    if not objects or objects[0][1]["record"] != "paper":
        raise NotOurItems(f"{name} 第 1 行应是卷（record 为 paper），请用本系统导出的 jsonl 文件")
    seen: dict[str, int] = {}
    for row, raw in objects[1:]:
        if raw["record"] != "item":
            raise NotOurItems(f"{name} 第 {row} 行又是一个卷，一个文件只能有一个，请分成两个文件")
        if (id := raw["item"]["id"]) in seen:
            raise NotOurItems(f"{name} 第 {row} 行的题目 {id} 与第 {seen[id]} 行重复，请删去一行")
        seen[id] = row
    head, *entries = [{key: value for key, value in raw.items() if key not in _OURS} for _, raw in objects]
    return paper_from_json({**head, "items": entries})


def _line(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _object(name: str, row: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as exc:
        raise NotOurItems(f"{name} 第 {row} 行不是 JSON：{str(exc)[:80]}，请用本系统导出的 jsonl 文件") from exc
    record = value.get("record") if isinstance(value, dict) else None
    if record not in ("paper", "item"):
        raise NotOurItems(f"{name} 第 {row} 行应是 record 为 paper 或 item 的对象，请用本系统导出的 jsonl 文件")
    if error := best_match(_validator("paper" if record == "paper" else "entry").iter_errors(value)):
        raise NotOurItems(f"{name} 第 {row} 行不合格式：{_told(error)}")
    return cast(dict[str, Any], value)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


@cache
def _validator(definition: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})


def _told(error: ValidationError) -> str:
    """``item.options[1].text 类型不对，应为 "string"，实为 12``."""
    allowed, found = cast(Any, error.validator_value), cast(Any, error.instance)
    place = error.json_path.removeprefix("$").removeprefix(".") or "整行"
    meaning = _MEANING.get(str(error.validator), "不合规定")
    if error.validator == "required":
        missing = [field for field in allowed if field not in found]
        return f"{place} {meaning} {'、'.join(missing)}"
    if error.validator == "additionalProperties":
        extra = sorted(set(found) - set(cast(Any, error.schema)["properties"]))
        return f"{place} {meaning} {'、'.join(extra)}"[:300]
    return f"{place} {meaning}，应为 {_brief(allowed)}，实为 {_brief(found)}"


def _brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]}…"
