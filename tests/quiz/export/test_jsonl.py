from __future__ import annotations

import dataclasses
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.export.jsonl import SCHEMA, NotOurItems, jsonl, read_jsonl
from quiz.records import Item, ItemType, Option, Paper, Source
from tests.quiz.export.made import EVERY_TYPE, HOSTILE, NUMBER, TWO_BLANKS, hostile_paper, paper

WORDS = st.text(st.characters(blacklist_categories=()), max_size=20).filter(
    lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") == text
)  # two halves side by side are one character to every reader of JSON


@pytest.mark.parametrize(
    "made", [paper([*EVERY_TYPE, TWO_BLANKS]), paper([]), hostile_paper()], ids=["all", "none", "hostile"]
)
def test_a_paper_comes_back_as_it_was(made: Paper) -> None:
    assert read_jsonl(jsonl(made).data, "卷.jsonl") == made


@given(WORDS, WORDS, WORDS)
def test_any_text_comes_back_as_it_was(stem: str, key: str, title: str) -> None:
    made = paper([dataclasses.replace(NUMBER, stem=stem, key=(key,))], title=title)
    assert read_jsonl(jsonl(made).data, "卷.jsonl") == made


def test_every_line_is_as_the_schema_says() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    lines = jsonl(paper()).data.decode().splitlines()
    assert len(lines) == 10
    for line in lines:
        validator.validate(json.loads(line))


@pytest.mark.parametrize(("name", "record"), [("item", Item), ("option", Option), ("source", Source)])
def test_the_schema_knows_every_field(name: str, record: type) -> None:
    fields = [field.name for field in dataclasses.fields(record)]
    definition = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"][name]
    assert sorted(definition["properties"]) == sorted(definition["required"]) == sorted(fields)


def test_hostile_characters_stand_as_escapes_on_one_line_each() -> None:
    text = jsonl(hostile_paper()).data.decode()
    assert len(text.splitlines()) == 10
    assert not any(sign in text for sign in "\u202e\u200f\u2028\x00\x1b")


def lines() -> list[dict[str, object]]:
    return [json.loads(line) for line in jsonl(paper([NUMBER])).data.splitlines()]


def read(objects: list[object]) -> Paper:
    return read_jsonl("\n".join(json.dumps(one) for one in objects).encode(), "题.jsonl")


def test_a_broken_line_is_named_with_row_and_reason() -> None:
    head, item = lines()
    item["item"]["options"][1]["text"] = 12  # type: ignore[index]
    with pytest.raises(
        NotOurItems, match=r'^题.jsonl 第 2 行不合格式：item.options\[1\].text 类型不对，应为 "string"，实为 12$'
    ):
        read([head, item])


def test_missing_and_surplus_fields_are_named() -> None:
    head, item = lines()
    with pytest.raises(NotOurItems, match="第 2 行不合格式：整行 缺少字段 marks"):
        read([head, {name: value for name, value in item.items() if name != "marks"}])
    with pytest.raises(NotOurItems, match="第 2 行不合格式：整行 有多余的字段 extra"):
        read([head, {**item, "extra": 1}])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe\x00", "不是 UTF-8 文本"),
        (b"PK\x03\x04", "第 1 行不是 JSON"),
        (b"", "第 1 行应是卷"),
        (b"[1]", "第 1 行应是 record 为 paper 或 item 的对象"),
        (b'{"record": "item"}', "第 1 行不合格式"),
        (b"[" * 100_000, "第 1 行不是 JSON"),
        (b'{"record": NaN}', "第 1 行不是 JSON"),
    ],
)
def test_a_foreign_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotOurItems, match=reason):
        read_jsonl(data, "别的文件")


def test_an_item_twice_and_a_second_paper_are_refused() -> None:
    head, item = lines()
    with pytest.raises(NotOurItems, match="第 3 行的题目 made-number 与第 2 行重复"):
        read([head, item, item])
    with pytest.raises(NotOurItems, match="第 3 行又是一个卷"):
        read([head, item, head])


def test_a_file_saved_on_windows_is_read() -> None:
    data = b"\xef\xbb\xbf" + jsonl(paper([NUMBER])).data.replace(b"\n", b"\r\n")
    assert read_jsonl(data, "题.jsonl") == paper([NUMBER])


def test_endless_marks_are_refused() -> None:
    head, item = lines()
    text = "\n".join([json.dumps(head), json.dumps({**item, "marks": 7}).replace('"marks": 7', '"marks": 1e999')])
    with pytest.raises(NotOurItems, match="marks 数值太大"):
        read_jsonl(text.encode(), "题.jsonl")


def test_nothing_is_cleaned() -> None:
    assert HOSTILE in read_jsonl(jsonl(hostile_paper()).data, "题.jsonl").items[0].item.stem


def test_the_schema_knows_every_type() -> None:
    types = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["item"]["properties"]["type"]["enum"]
    assert sorted(types) == sorted(ItemType)
