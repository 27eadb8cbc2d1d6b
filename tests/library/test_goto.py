"""转到第__条: what an officer types leads to a place, or to a sentence that says what the text has."""

from __future__ import annotations

import pytest

from ingest.numerals import chinese_number
from library.goto import go_to
from library.records import Place
from library.shelf import Shelf
from tests.invented import DOGS_NEW, FILES, GUIDE, RULES
from tests.shelves import ShelfOf, document_id

TITLE = "青槐市巡防站管理规定"


@pytest.fixture
def shelf(shelf_of: ShelfOf) -> Shelf:
    many = "".join(f"第{number}条 第{number}项工作应当登记。\n" for number in map(chinese_number, range(1, 22)))
    return shelf_of(
        {
            **FILES,
            "青槐市登记办法(2020-01-01).txt": f"青槐市登记办法\n2020年1月1日发布\n{many}",
            "说明.txt": "巡防站的说明。\n",
        }
    )


def label(found: Place | str) -> str:
    assert isinstance(found, Place), found
    return found.label


@pytest.mark.parametrize(
    "typed",
    [
        "20",
        "20条",
        "第二十条",
        "第20条",
        "二十",
        "二〇",
        "第２０条",
        "２０",
        "本办法第二十条",
        " 第 20 条。",
        "青槐市登记办法20条",
    ],
)
def test_an_article_may_be_written_in_every_style(shelf: Shelf, typed: str) -> None:
    assert label(go_to(shelf, document_id(shelf, "青槐市登记"), typed)) == "第二十条"


@pytest.mark.parametrize("typed", ["4条之一", "第四条之一", "4之1", "第４條之一"])
def test_an_inserted_article_is_an_article_of_its_own(shelf: Shelf, typed: str) -> None:
    assert label(go_to(shelf, document_id(shelf, RULES), typed)) == "第四条之一"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("第3条第二款", "夜间巡逻每两小时进行一次，巡逻记录保存六十日。"), ("4条第一款（二）项", "（二）擅自离开岗位；")],
)
def test_a_paragraph_or_an_item_is_marked(shelf: Shelf, typed: str, words: str) -> None:
    found = go_to(shelf, document_id(shelf, RULES), typed)
    assert isinstance(found, Place)
    passage = shelf.passage(found.passage_id)
    assert passage is not None
    assert [passage.text[start:end].strip() for start, end in found.marked] == [words]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("200", "该文本共 7 条（第一条至第六条），没有第二百条。"),
        ("第二条第二款", "第二条共 1 款，没有第二款。"),
        ("第四条第9项", "第四条没有第九项。"),
        ("四三", "没有找到“四三”。该文本共 7 条（第一条至第六条）。"),
        ("0", "没有找到“0”。该文本共 7 条（第一条至第六条）。"),
        (" ", "请输入要转到的位置。该文本共 7 条（第一条至第六条）。"),
        ("刑法第二百条", f"这里只能转到《{TITLE}》的条文，第二百条属于《刑法》，请另行打开。"),
    ],
)
def test_what_a_text_lacks_is_said_with_what_it_has(shelf: Shelf, typed: str, said: str) -> None:
    assert go_to(shelf, document_id(shelf, RULES), typed) == said


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("二", "二、查找步骤"),
        ("2", "二、查找步骤"),
        ("二、", "二、查找步骤"),
        ("找到", "三、找到以后"),
        ("詢問", "一、接报询问"),
    ],
)
def test_a_text_without_articles_has_headings(shelf: Shelf, typed: str, heading: str) -> None:
    assert label(go_to(shelf, document_id(shelf, GUIDE), typed)) == heading


def test_a_chapter_of_a_text_with_articles_is_found_too(shelf: Shelf) -> None:
    rules = document_id(shelf, RULES)
    assert label(go_to(shelf, rules, "第二章")) == "第二章 值守和巡逻"
    assert label(go_to(shelf, rules, "附则")) == "第三章 附则"


def test_a_text_without_articles_says_its_headings_or_that_it_has_none(shelf: Shelf) -> None:
    said = go_to(shelf, document_id(shelf, GUIDE), "第三条")
    assert said == (
        "没有找到“第三条”。该文本不分条，共 3 个标题（“一、接报询问”、“二、查找步骤”、“三、找到以后”），可以输入标题的序号或者字词。"
    )
    assert go_to(shelf, document_id(shelf, "说明"), "3") == "没有找到“3”。该文本没有条文，也没有标题，请用查找。"


def test_a_document_that_was_taken_away_is_said_to_be_gone(shelf: Shelf) -> None:
    assert go_to(shelf, "000000000000", "3") == "本库已没有这份文件，请返回后重新查找。"


def test_every_article_of_every_starter_document_is_reached_by_its_own_number(starter_shelf: Shelf) -> None:
    for document in starter_shelf.documents:
        for section in document.sections:
            if section.article:
                assert label(go_to(starter_shelf, document.id, section.article)) == section.article


@pytest.mark.parametrize(
    "typed",
    ["九" * 500, "第" * 100, "((((", "\x00", "\ud800", "第99999999999999999999999条", "1-9999", "一" * 40 + "条"],
)
def test_nothing_that_is_typed_fails(shelf: Shelf, typed: str) -> None:
    assert isinstance(go_to(shelf, document_id(shelf, DOGS_NEW), typed), str)
