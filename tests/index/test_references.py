"""Articles that a text names, each with its instrument and where it stands."""

from __future__ import annotations

import pytest

from index.lookup import ArticleRequest
from index.references import NameBefore, named_articles

OWN = "青槐市犬只管理办法"


def read(text: str) -> list[tuple[str, str | None, str]]:
    """What is named: the words, the instrument, the article."""
    return [
        (text[named.start : named.end], named.request.instrument, named.request.article)
        for named in named_articles(text, OWN)
    ]


def test_own_articles_are_named_with_本办法_or_alone() -> None:
    assert read("违反本办法第三条的，依照第四条处罚。") == [
        ("本办法第三条", OWN, "第三条"),
        ("第四条", OWN, "第四条"),
    ]


@pytest.mark.parametrize("between", ["、", "和", "的规定和", "至", "或"])
def test_an_enumeration_carries_the_instrument_on(between: str) -> None:
    found = read(f"《青槐市巡防站规定》第三条{between}第五条")
    assert [(instrument, article) for _, instrument, article in found] == [
        ("青槐市巡防站规定", "第三条"),
        ("青槐市巡防站规定", "第五条"),
    ]


def test_a_sentence_later_the_own_instrument_is_meant_again() -> None:
    assert read("依照《中华人民共和国巡防法》第二条，并按第五条登记。") == [
        ("《中华人民共和国巡防法》第二条", "巡防法", "第二条"),
        ("第五条", OWN, "第五条"),
    ]


def test_paragraph_and_item_belong_to_the_article() -> None:
    [named] = named_articles("本办法第四条之一第二款第（三）项", OWN)
    assert named.request == ArticleRequest(OWN, "第四条之一", 2, 3)
    assert (named.start, named.end) == (0, 16)


def test_what_stands_before_a_number_can_name_its_instrument_and_version() -> None:
    def before(text: str, at: int) -> NameBefore | None:
        return NameBefore(at - 2, "刑法", "1997") if text[:at].endswith("刑法") else None

    found = list(named_articles("依照刑法第三条、第四条。", OWN, before))
    assert [(named.start, named.request.instrument, named.version) for named in found] == [
        (2, "刑法", "1997"),
        (8, "刑法", "1997"),
    ]
