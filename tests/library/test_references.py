"""References: from a text to the articles it names, and back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from library.document import document_place
from library.records import Place
from library.references import ReferenceIndex, references
from library.shelf import Shelf
from tests.shelves import ShelfOf, document_id

DOGS_OLD = "青槐市犬只管理办法(2015-03-01).txt"
DOGS = "青槐市犬只管理办法(2021-09-01).txt"
STATION = "青槐市巡防站管理规定(2023-05-10).txt"
GUIDE = "犬只工作指引.md"
FILES = {
    DOGS_OLD: """青槐市犬只管理办法
2015年3月1日青槐市公安局发布
第一条 养犬应当办证。
第二条 违反本办法第一条的，处一百元罚款。
""",
    DOGS: """青槐市犬只管理办法
2021年9月1日青槐市公安局发布
第一条 养犬应当办证。
第二条 违反本办法第一条第一款规定的，给予警告。
第三条 有前条行为，伤人的，依照刑法第二百三十五条、第二百三十六条处理。
第四条 巡防员违反《青槐市巡防站管理规定》第二条、第九条的，依照该规定处理。
第五条 依照军犬管理法第一条登记的，不适用第一条、第二条。
""",
    STATION: """青槐市巡防站管理规定
2023年5月10日青槐市人民政府发布
第一条 为了规范巡防站，制定本规定。
第二条 巡防员依照《青槐市犬只管理办法》（以下简称养犬办法）捕捉犬只。
第三条 养犬办法第三条规定的犬只，由巡防站看管。违反青槐市犬只管理办法第１条的，移交。
""",
    GUIDE: """# 犬只工作指引

核对日期：2026-01-10

## 一、办证

没有办证的，给予警告（《青槐市犬只管理办法》（2021-09-01版）第一条、第二条）。
以前按《青槐市犬只管理办法》（2015年）第二条罚款，2003年的《青槐市犬只管理办法》（2003-01-01）第二条没有收录。按第九条办理。
""",
}


@pytest.fixture
def shelf(shelf_of: ShelfOf) -> Shelf:
    return shelf_of(FILES)


def read(shelf: Shelf, source: str) -> list[tuple[str, str, str | None, str | None]]:
    """The words, the name, and of the target the version and the article."""
    document = shelf.document(document_id(shelf, source))
    assert document is not None
    return [
        (document.text[found.start : found.end], found.name)
        + ((found.target.version_date, found.target.label) if found.target else (None, None))
        for found in references(shelf, document.id)
    ]


def test_own_articles_are_those_of_the_same_version(shelf: Shelf) -> None:
    assert read(shelf, DOGS_OLD) == [("本办法第一条", "《青槐市犬只管理办法》第一条", "2015-03-01", "第一条")]


def test_every_kind_of_name_leads_to_its_article_and_headings_are_none(shelf: Shelf) -> None:
    dogs, station = "《青槐市犬只管理办法》", "《青槐市巡防站管理规定》"
    assert read(shelf, DOGS) == [
        ("本办法第一条第一款", f"{dogs}第一条第一款", "2021-09-01", "第一条"),
        ("前条", f"{dogs}第二条", "2021-09-01", "第二条"),
        ("刑法第二百三十五条", "《刑法》第二百三十五条", None, None),
        ("第二百三十六条", "《刑法》第二百三十六条", None, None),
        (f"{station}第二条", f"{station}第二条", "2023-05-10", "第二条"),
        ("第九条", f"{station}第九条", None, None),
        # 军犬管理法 is a name that nobody knows: its 第一条 is not ours.
        ("第一条", f"{dogs}第一条", "2021-09-01", "第一条"),
        ("第二条", f"{dogs}第二条", "2021-09-01", "第二条"),
    ]


def test_names_without_marks_and_names_that_a_text_introduces_count(shelf: Shelf) -> None:
    dogs = "《青槐市犬只管理办法》"
    assert read(shelf, STATION) == [
        ("养犬办法第三条", f"{dogs}第三条", "2021-09-01", "第三条"),
        ("青槐市犬只管理办法第１条", f"{dogs}第一条", "2021-09-01", "第一条"),
    ]


def test_a_version_behind_the_name_is_the_one_that_is_meant(shelf: Shelf) -> None:
    dogs = "《青槐市犬只管理办法》"
    assert read(shelf, GUIDE) == [
        (f"{dogs}（2021-09-01版）第一条", f"{dogs}第一条", "2021-09-01", "第一条"),
        ("第二条", f"{dogs}第二条", "2021-09-01", "第二条"),
        (f"{dogs}（2015年）第二条", f"{dogs}第二条", "2015-03-01", "第二条"),
        (f"{dogs}（2003-01-01）第二条", f"{dogs}第二条", None, None),
    ]


def test_a_document_that_the_base_lacks_refers_to_nothing(shelf: Shelf) -> None:
    assert references(shelf, "000000000000") == ()


def test_an_article_knows_the_places_that_refer_to_it_newest_first_and_each_once(shelf: Shelf) -> None:
    index = ReferenceIndex(shelf)

    def places(source: str, article: str) -> list[tuple[str, str]]:
        return [(place.title, place.label) for place in index.referring(document_id(shelf, source), article)]

    assert places(DOGS, "第一条") == [
        ("犬只工作指引", "一、办证"),
        ("青槐市巡防站管理规定", "第三条"),
        ("青槐市犬只管理办法", "第二条"),
        ("青槐市犬只管理办法", "第五条"),
    ]
    assert places(DOGS_OLD, "第二条") == [("犬只工作指引", "一、办证")]
    assert places(STATION, "第三条") == []


def test_references_of_the_starter_documents_are_in_order_and_exact(starter_shelf: Shelf) -> None:
    index = ReferenceIndex(starter_shelf)
    count = 0
    for document in starter_shelf.documents:
        found = references(starter_shelf, document.id)
        count += len(found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        for reference in found:
            words = document.text[reference.start : reference.end]
            assert words.rstrip("款项").endswith("条") or "条" in words
            if reference.target:
                target = starter_shelf.document(reference.target.document_id)
                assert target and any(section.article == reference.target.label for section in target.sections)
                place = next(
                    document_place(document, section.article or (section.path[-1] if section.path else ""))
                    for section in document.sections
                    if section.start <= reference.start < section.end
                )
                if place != reference.target:
                    assert place in index.referring(reference.target.document_id, reference.target.label)
    assert count > 500


def test_a_place_is_of_the_document_itself(shelf: Shelf) -> None:
    [reference] = references(shelf, document_id(shelf, DOGS_OLD))
    assert reference.target == Place(document_id(shelf, DOGS_OLD), "青槐市犬只管理办法", "2015-03-01", "第一条")


def test_a_large_base_is_read_in_the_background(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ReferenceIndex(shelf).referring(document_id(shelf, DOGS), "第二条")
    assert known
    monkeypatch.setattr("library.references._READ_WHILE_WAITING", 0)
    index = ReferenceIndex(shelf)
    assert index.referring(document_id(shelf, DOGS), "第二条") in ((), known)
    assert index._reader is not None
    index._reader.join()
    assert index.referring(document_id(shelf, DOGS), "第二条") == known
