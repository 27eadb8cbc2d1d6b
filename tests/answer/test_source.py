"""The source around a citation: the quote marked, neighbours of the same document beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from answer.assistant import Assistant
from answer.records import Citation, SourceView
from answer.source import read_source
from ingest.records import Elsewhere
from tests.conftest import TinyIndex

DAY = date(2026, 3, 1)


def opened(assistant: Assistant, question: str) -> tuple[Citation, SourceView]:
    """The first citation of an answer, and its source."""
    citation = assistant.ask(question, today=DAY).citations[0]
    view = assistant.source(citation)
    assert view is not None
    return citation, view


@pytest.fixture(scope="module")
def assistant(tiny_index: TinyIndex) -> Assistant:
    return tiny_index.assistant


def test_the_quote_is_marked_and_the_pieces_are_the_whole_passage(assistant: Assistant) -> None:
    citation, view = opened(assistant, "青槐市巡防站管理规定第三条第二款")
    assert "".join(piece.text for piece in view.cited.pieces) == citation.passage
    assert [piece.text for piece in view.cited.pieces if piece.marked] == [
        "夜间巡逻每两小时进行一次，巡逻记录保存六十日。"
    ]


def test_a_quote_of_several_stretches_is_marked_in_all_of_them(assistant: Assistant) -> None:
    _, view = opened(assistant, "青槐市巡防站管理规定第四条第（三）项")
    assert [piece.text for piece in view.cited.pieces if piece.marked] == [
        "巡防员不得有下列行为：",
        "（三）泄露群众个人信息。",
    ]
    assert view.cited.pieces[0].text == "第四条 "


def test_three_neighbours_stand_on_either_side_in_reading_order(assistant: Assistant) -> None:
    _, view = opened(assistant, "青槐市巡防站管理规定第四条之一")
    assert [block.heading for block in view.before] == ["第二条", "第三条", "第四条"]
    assert [block.heading for block in view.after] == ["第五条", "第六条"]
    assert not [piece for block in (*view.before, *view.after) for piece in block.pieces if piece.marked]


def test_neighbours_are_never_of_another_document(assistant: Assistant) -> None:
    _, first = opened(assistant, "青槐市犬只管理办法第一条")
    _, last = opened(assistant, "青槐市犬只管理办法第五条")
    assert (first.before, last.after) == ((), ())
    assert [block.heading for block in last.before] == ["第二条", "第三条", "第四条"]


def test_the_view_says_what_the_citation_says(assistant: Assistant) -> None:
    citation, view = opened(assistant, "2015年版青槐市犬只管理办法第三条")
    assert (view.title, view.doc, view.version_date) == (citation.title, citation.doc, "2015-03-01")
    assert (view.status, view.status_text) == (citation.status, citation.status_text)
    assert view.path == citation.path == ("第三条",)


def test_a_passage_that_the_base_no_longer_holds_has_no_source(assistant: Assistant) -> None:
    citation, _ = opened(assistant, "青槐市犬只管理办法第一条")
    assert assistant.source(replace(citation, passage_id="gone")) is None


def test_what_another_document_represents_is_shown_in_its_own_document_too(tiny_index: TinyIndex) -> None:
    passages = tiny_index.generation.passages
    (moved,) = (passage for passage in passages if passage.text.startswith("第三条 巡防站实行"))
    place = Elsewhere(moved.document_id, moved.start, moved.end)
    (first, *others) = (passage for passage in passages if passage is not moved)
    assert first.document_id != moved.document_id
    generation = replace(tiny_index.generation, passages=(replace(first, also_in=(place,)), *others))
    citation, whole = opened(tiny_index.assistant, "青槐市巡防站管理规定第四条之一")
    view = read_source(generation, citation)
    assert view is not None
    assert ["".join(piece.text for piece in block.pieces) for block in view.before] == [
        "".join(piece.text for piece in block.pieces) for block in whole.before
    ]
    assert [block.heading for block in view.before] == ["第二条", "", "第四条"]
