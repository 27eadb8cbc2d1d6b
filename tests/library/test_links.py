"""Links: a place survives the way through an address, and is found again after the base was built anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.links import from_query, place_of, resolve, to_query
from library.records import Found, Place
from library.shelf import Shelf
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES
from tests.shelves import ShelfOf, document_id

DOGS = "青槐市犬只管理办法"


@pytest.fixture
def shelf(shelf_of: ShelfOf) -> Shelf:
    return shelf_of(FILES)


def marked_place(shelf: Shelf, source: str = DOGS_NEW, article: str = "第三条") -> Place:
    [passage] = [each for each in shelf.passages(document_id(shelf, source)) if each.article == article]
    place = place_of(shelf, passage, ((4, 6), (8, 10)))
    assert place is not None
    return place


def test_a_place_has_short_keys_in_an_address() -> None:
    place = Place("0a1b2c3d4e5f", DOGS, "2021-09-01", "第三条", "00112233445566ff-2", ((3, 17), (20, 25)))
    query = to_query(place)
    assert query == {
        "d": "0a1b2c3d4e5f",
        "t": DOGS,
        "v": "2021-09-01",
        "at": "第三条",
        "p": "00112233445566ff-2",
        "m": "3-17,20-25",
    }
    assert from_query(query) == place
    assert to_query(Place("0a1b2c3d4e5f", "", None)) == {"d": "0a1b2c3d4e5f"}


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "x"},
        {"at": "第三条"},
        {"d": "../../etc/passwd"},
        {"d": "a" * 65},
        {"d": ""},
        {"t": "a" * 201},
        {"t": "犬只\n办法"},
        {"t": "办法\u202e"},
    ],
)
def test_parameters_that_name_nothing_are_no_place(parameters: dict[str, str]) -> None:
    assert from_query(parameters) is None


@pytest.mark.parametrize(
    "marks",
    [
        "5-3",
        "3-3",
        "1-9,5-12",
        "-1-3",
        "1-2,",
        "a-b",
        "1-99999999",
        "１-２",
        ",".join(f"{i * 2}-{i * 2 + 1}" for i in range(61)),
    ],
)
def test_marks_of_another_form_are_as_if_not_there(marks: str) -> None:
    assert from_query({"p": "00ff", "m": marks}) == Place("", "", None, "", "00ff")


@pytest.mark.parametrize("day", ["2021-13-01", "2021", "20210901", "２０２１-09-01"])
def test_a_day_that_no_calendar_has_is_as_if_not_there(day: str) -> None:
    assert from_query({"t": DOGS, "v": day}) == Place("", DOGS, None)


@given(st.dictionaries(st.sampled_from(["d", "t", "v", "at", "p", "m"]), st.text(max_size=300)))
def test_whatever_an_address_holds_is_read_once_and_for_all(parameters: dict[str, str]) -> None:
    place = from_query(parameters)
    assert place is None or from_query(to_query(place)) == place


def test_a_place_that_is_as_it_was_is_given_back_complete(shelf: Shelf) -> None:
    place = marked_place(shelf)
    assert (place.title, place.version_date, place.label) == (DOGS, "2021-09-01", "第三条")
    for asked in (place, Place("", "", None, passage_id=place.passage_id, marked=place.marked)):
        found = resolve(shelf, asked)
        assert (found.state, found.place, found.reason) == (Found.HERE, place, "")


def test_words_that_did_not_change_are_found_in_a_text_that_did(shelf_of: ShelfOf) -> None:
    place = marked_place(shelf_of({DOGS_NEW: FILES[DOGS_NEW]}))
    changed = shelf_of({DOGS_NEW: FILES[DOGS_NEW].replace("二年", "三年")})
    found = resolve(changed, place)
    assert found.state == Found.HERE and found.place is not None
    assert found.place.document_id != place.document_id and found.place.marked == place.marked


def test_words_that_changed_lead_to_the_article_and_it_is_said(shelf_of: ShelfOf) -> None:
    place = marked_place(shelf_of({DOGS_NEW: FILES[DOGS_NEW]}))
    found = resolve(shelf_of({DOGS_NEW: FILES[DOGS_NEW].replace("二百元", "三百元")}), place)
    assert found.state == Found.MOVED and found.place is not None
    assert (found.place.label, found.place.passage_id, found.place.marked) == ("第三条", "", ())
    assert found.reason == "链接标出的字句在本库现有文本里已有改动，已转到第三条，请核对原文。"


def test_a_section_of_a_text_that_changed_is_offered_in_the_one_of_today(shelf: Shelf) -> None:
    found = resolve(shelf, Place("ffffffffffff", DOGS, "2021-09-01", "第三条"))
    assert found.state == Found.MOVED
    assert found.place == Place(document_id(shelf, DOGS_NEW), DOGS, "2021-09-01", "第三条")
    assert found.reason == "这份文本在本库已经更新，已转到现有文本（2021-09-01）第三条，请核对原文。"


def test_a_text_that_was_taken_away_leads_to_the_newest_of_its_instrument(shelf: Shelf) -> None:
    gone = Place("ffffffffffff", DOGS, "2003-01-01", "第三条")
    found = resolve(shelf, gone)
    assert found.state == Found.MOVED and found.place is not None
    assert (found.place.version_date, found.place.label) == ("2021-09-01", "第三条")
    assert found.reason == (
        f"本库现在没有《{DOGS}》（2003-01-01），已转到（2021-09-01）的第三条；条号可能有变动，请核对原文。"
    )
    found = resolve(shelf, Place("ffffffffffff", DOGS, "2003-01-01", "第九十条"))
    assert found.state == Found.GONE and found.place is not None and found.place.label == ""
    assert found.reason == f"本库现在没有《{DOGS}》（2003-01-01），可以看本库最新的文本（2021-09-01）。"


def test_what_the_base_never_had_is_gone_and_nothing_is_offered(shelf: Shelf) -> None:
    found = resolve(shelf, Place("ffffffffffff", "从未有过的办法", None))
    assert (found.state, found.place) == (Found.GONE, None)
    assert found.reason == "本库现在没有《从未有过的办法》，可能已被移出；请按名称重新查找。"
    assert resolve(shelf, Place("ffffffffffff", "", None)).reason.startswith("本库现在没有链接所指的文件")


def test_title_and_label_alone_mean_the_newest_text_or_the_one_of_that_day(shelf: Shelf) -> None:
    newest = resolve(shelf, Place("", DOGS, None, "第三条"))
    dated = resolve(shelf, Place("", DOGS, "2015-03-01", "第三条"))
    assert newest.state == dated.state == Found.HERE
    assert newest.place == Place(document_id(shelf, DOGS_NEW), DOGS, "2021-09-01", "第三条")
    assert dated.place == Place(document_id(shelf, DOGS_OLD), DOGS, "2015-03-01", "第三条")


def test_a_section_that_the_text_lacks_leads_to_the_text(shelf: Shelf) -> None:
    found = resolve(shelf, Place(document_id(shelf, RULES), "", None, "第九十条"))
    assert found.state == Found.MOVED and found.place is not None and found.place.label == ""
    assert found.reason == "《青槐市巡防站管理规定》（2023-05-10）里没有“第九十条”，已转到该文本。"


def test_marks_beyond_the_words_are_left_out(shelf: Shelf) -> None:
    place = marked_place(shelf)
    found = resolve(shelf, Place(place.document_id, place.title, None, "", place.passage_id, ((0, 99999),)))
    assert found.state == Found.MOVED and found.place is not None
    assert (found.place.passage_id, found.place.marked) == (place.passage_id, ())


def test_every_passage_of_the_starter_documents_survives_the_way_through_an_address(starter_shelf: Shelf) -> None:
    for passage in starter_shelf.generation.passages:
        place = place_of(starter_shelf, passage, ((0, len(passage.text)),))
        assert place is not None
        assert from_query(to_query(place)) == place
        found = resolve(starter_shelf, place)
        assert (found.state, found.place) == (Found.HERE, place)
        named = resolve(starter_shelf, Place("", place.title, place.version_date, place.label))
        assert named.state == Found.HERE


def test_a_heading_is_a_label_as_well(shelf: Shelf) -> None:
    guide = document_id(shelf, GUIDE)
    found = resolve(shelf, Place(guide, "", None, "二、查找步骤"))
    assert found.state == Found.HERE and found.place is not None and found.place.label == "二、查找步骤"
