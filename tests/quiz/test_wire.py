"""Items and papers survive JSON; what is not exactly one of them is refused by name."""

from __future__ import annotations

import json

import pytest

from quiz.errors import BadRecord
from quiz.records import Item, MultipleScoring, Paper, PaperItem
from quiz.wire import item_from_json, item_to_json, paper_from_json, paper_to_json, to_text
from tests.quiz.made import cloze, multiple, single, true_false


@pytest.mark.parametrize("item", [single(), multiple(), true_false(), cloze(), single(sources=())])
def test_an_item_survives_json_without_loss(item: Item) -> None:
    assert item_from_json(json.loads(to_text(item_to_json(item)))) == item


def test_a_paper_survives_json_without_loss() -> None:
    items = (PaperItem(1, single(), 3, 2.0), PaperItem(2, true_false(), 1, 1.5))
    paper = Paper("p1", "月考", "A", "2026-03-01", "g1", 7, MultipleScoring.HALF_FOR_PART, items)
    assert paper_from_json(json.loads(to_text(paper_to_json(paper)))) == paper


def test_keys_are_sorted_so_that_equal_items_give_equal_text() -> None:
    text = to_text(item_to_json(single()))
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_a_missing_field_is_named() -> None:
    raw = item_to_json(single())
    del raw["stem"], raw["key"]
    with pytest.raises(BadRecord, match="题目缺少字段 stem、key；"):
        item_from_json(raw)


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(BadRecord, match="题目有不认识的字段 points；"):
        item_from_json({**item_to_json(single()), "points": 1})


def test_the_place_of_a_fault_inside_is_named() -> None:
    raw = item_to_json(single())
    raw["options"][1]["is_key"] = "no"
    with pytest.raises(BadRecord, match="题目的 options 第 2 项的字段 is_key 应为true 或 false，实际为“'no'”"):
        item_from_json(raw)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "riddle"),
        ("seed", True),
        ("seed", 1.5),
        ("key", "A"),
        ("key", [1]),
        ("options", None),
        ("explanation", None),
        ("edit", []),
    ],
)
def test_a_value_of_another_kind_is_refused(field: str, value: object) -> None:
    with pytest.raises(BadRecord, match=field):
        item_from_json({**item_to_json(single()), field: value})


@pytest.mark.parametrize("raw", [None, [], "题", 3])
def test_what_is_no_object_is_refused(raw: object) -> None:
    with pytest.raises(BadRecord, match="应为 JSON 对象"):
        paper_from_json(raw)
