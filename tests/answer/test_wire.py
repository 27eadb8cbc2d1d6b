"""The stable JSON: exactly the keys that scripts and evaluations read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from answer.records import Answer, OtherPlace, Turn
from answer.wire import to_json, turns_from_json
from tests.conftest import TinyIndex

DAY = date(2026, 3, 1)
KEYS = {
    "id",
    "question",
    "status",
    "answer",
    "statements",
    "citations",
    "hits",
    "remarks",
    "confidence",
    "generation",
    "elapsed_ms",
}
CITATION_KEYS = {
    "n",
    "doc",
    "title",
    "path",
    "article",
    "paragraph",
    "item",
    "page",
    "quote",
    "passage",
    "passage_id",
    "version_date",
    "level",
    "status",
    "also_in",
}
HIT_KEYS = {"rank", "doc", "passage_id", "text", "path", "article", "score"}


@pytest.fixture(scope="module")
def answered(tiny_index: TinyIndex) -> Answer:
    return tiny_index.assistant.ask("巡防员不得有哪些行为？", today=DAY)


@pytest.fixture(scope="module")
def refused(tiny_index: TinyIndex) -> Answer:
    return tiny_index.assistant.ask("中午吃什么好", today=DAY)


def test_an_answer_has_exactly_the_promised_keys(answered: Answer) -> None:
    wire = to_json(answered, id="q1")
    assert set(wire) == KEYS
    assert {frozenset(entry) for entry in wire["statements"]} == {frozenset({"text", "spans", "citations"})}
    assert {frozenset(span) for entry in wire["statements"] for span in entry["spans"]} == {
        frozenset({"passage_id", "start", "end"})
    }
    assert {frozenset(entry) for entry in wire["citations"]} == {frozenset(CITATION_KEYS)}
    assert {frozenset(entry) for entry in wire["hits"]} == {frozenset(HIT_KEYS)}


def test_a_refusal_has_the_same_keys_and_cites_nothing(refused: Answer) -> None:
    wire = to_json(refused, id="q1")
    assert set(wire) == KEYS | {"refusal"}
    assert wire["refusal"] == "not_found"
    assert (wire["status"], wire["statements"], wire["citations"]) == ("refused", [], [])
    assert {frozenset(entry) for entry in wire["hits"]} == {frozenset(HIT_KEYS)}


def test_values_are_those_of_the_answer(answered: Answer) -> None:
    wire: dict[str, Any] = to_json(answered, id="q1")
    assert (wire["id"], wire["question"], wire["status"]) == ("q1", "巡防员不得有哪些行为？", "answered")
    assert wire["answer"].endswith("（三）泄露群众个人信息。[1]")
    assert wire["confidence"] in ("high", "medium", "low")
    assert wire["generation"] == answered.generation
    [citation] = wire["citations"]
    assert citation["doc"] == "法规/青槐市巡防站管理规定(2023-05-10).txt"
    assert citation["path"] == ["第二章 值守和巡逻", "第四条"]
    assert (citation["n"], citation["article"], citation["paragraph"], citation["item"]) == (1, "第四条", 1, None)
    assert (citation["status"], citation["level"], citation["also_in"]) == ("unknown", "local_rule", [])
    assert wire["statements"][0]["citations"] == [1]


def test_other_places_are_paths_of_documents_each_once(answered: Answer) -> None:
    [citation] = answered.citations
    places = (OtherPlace("a.md", "《甲》一、接警"), OtherPlace("a.md", "《甲》二、出警"))
    cited = replace(citation, also_in=places, alike=(OtherPlace("b.txt", "《乙办法》第三条"),))
    assert to_json(replace(answered, citations=(cited,)))["citations"][0]["also_in"] == ["a.md", "b.txt"]


def test_ten_hits_are_ranked_from_one(answered: Answer) -> None:
    wire = to_json(answered)
    assert [hit["rank"] for hit in wire["hits"]] == list(range(1, 11))
    assert [hit["passage_id"] for hit in wire["hits"]] == [hit.passage.id for hit in answered.hits]
    twenty = replace(answered, hits=answered.hits * 2)
    assert len(to_json(twenty)["hits"]) == 10


def test_the_object_survives_json_as_it_is(answered: Answer) -> None:
    wire = to_json(answered, id="q1")
    assert json.loads(json.dumps(wire, ensure_ascii=False)) == wire


def test_without_an_id_it_is_null(answered: Answer) -> None:
    assert to_json(answered)["id"] is None


def test_history_is_read_in_order_and_may_lack_answers() -> None:
    raw = [{"question": "甲", "answer": "一"}, {"question": "乙"}, {"question": "丙", "answer": None}]
    assert turns_from_json(raw) == (Turn("甲", "一"), Turn("乙", ""), Turn("丙", ""))
    assert turns_from_json(None) == ()


@pytest.mark.parametrize("raw", ["甲", {"question": "甲"}, ["甲"], [{"answer": "一"}], [{"question": 1}]])
def test_a_history_of_another_shape_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="history"):
        turns_from_json(raw)
