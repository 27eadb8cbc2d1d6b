"""A document opened at a place: what is marked, where it is shown, and what stands around it."""

from __future__ import annotations

from datetime import date

import pytest

from library.links import place_of
from library.opened import Opened, open_place, surroundings
from library.records import Place
from library.references import ReferenceIndex
from library.shelf import Shelf
from tests.shelves import ShelfOf, document_id

DAY = date(2026, 3, 1)
RULES = """示范市巡查规定
（2024年5月1日公布）

第一章 总则

第一条 为了规范巡查，制定本规定。

第二条 巡查员应当佩戴标志。巡查两小时一次。

第二章 职责

第三条 巡查员依照本规定第二条佩戴标志。

第四条 违反本规定第二条的，给予警告。
"""


@pytest.fixture
def shelf(shelf_of: ShelfOf) -> Shelf:
    return shelf_of({"示范市巡查规定(2024-05-01).txt": RULES})


def opened(shelf: Shelf, place: Place, words: str = "") -> Opened:
    found = open_place(shelf, ReferenceIndex(shelf), place, DAY, words=words)
    assert found is not None
    return found


def of_article(shelf: Shelf, article: str, quote: str = "") -> Place:
    [passage] = [each for each in shelf.passages(document_id(shelf, "示范市")) if each.article == article]
    at = passage.text.find(quote)
    place = place_of(shelf, passage, [(at, at + len(quote))] if quote else [])
    assert place is not None
    return place


def test_the_quoted_words_are_marked_in_the_whole_text_and_their_article_is_shown(shelf: Shelf) -> None:
    found = opened(shelf, of_article(shelf, "第二条", "巡查两小时一次。"))
    [(start, end)] = found.layers.quoted
    assert found.view.text[start:end] == "巡查两小时一次。"
    [block] = [block for block in found.view.blocks if block.anchor == found.anchor]
    assert block.label == "第二条"


def test_a_place_named_by_its_label_alone_is_shown_too(shelf: Shelf) -> None:
    place = Place(document_id(shelf, "示范市"), "示范市巡查规定", "2024-05-01", "第四条")
    found = opened(shelf, place)
    assert found.layers.quoted == ()
    assert [block.label for block in found.view.blocks if block.anchor == found.anchor] == ["第四条"]


def test_a_whole_document_is_opened_at_its_beginning(shelf: Shelf) -> None:
    assert opened(shelf, Place(document_id(shelf, "示范市"), "示范市巡查规定", "2024-05-01")).anchor == ""


def test_words_are_found_and_articles_that_refer_here_are_named(shelf: Shelf) -> None:
    found = opened(shelf, of_article(shelf, "第二条"), words="佩戴标志")
    assert [found.view.text[start:end] for start, end in found.layers.found] == ["佩戴标志", "佩戴标志"]
    assert [place.label for place in found.referring[found.anchor]] == ["第三条", "第四条"]
    assert [found.view.text[each.start : each.end] for each in found.layers.references] == [
        "本规定第二条",
        "本规定第二条",
    ]


def test_what_cleaning_took_out_is_shown_only_when_asked_for(shelf_of: ShelfOf) -> None:
    notice = "当前位置：首页 > 公安\n关于夜间巡逻的通知\n各所应当加强夜间巡逻，发现情况立即报告。\n2019年3月10日\n下一篇：乙\n"
    shelf = shelf_of({"通知.txt": notice})
    [document] = shelf.documents
    place = Place(document.id, document.title, None)
    index = ReferenceIndex(shelf)
    hidden, shown = (open_place(shelf, index, place, DAY, taken=taken) for taken in (False, True))
    assert hidden is not None and shown is not None
    assert hidden.layers.taken == () and shown.layers.taken == shown.view.taken != ()


def test_the_surroundings_are_three_sections_on_either_side_of_one_document(shelf: Shelf) -> None:
    found = opened(shelf, of_article(shelf, "第二条"))
    assert [block.label for block in surroundings(found)] == [
        "",
        "第一章 总则",
        "第一条",
        "第二条",
        "第二章 职责",
        "第三条",
        "第四条",
    ]


def test_a_document_that_the_base_lacks_is_not_opened(shelf: Shelf) -> None:
    assert open_place(shelf, ReferenceIndex(shelf), Place("gone", "某规定", None), DAY) is None
