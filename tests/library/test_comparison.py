"""Comparison: what became of each article from one version to another."""

from __future__ import annotations

from itertools import combinations

from library.comparison import compare
from library.records import Change, ComparedRow, Comparison, Words
from library.shelf import Shelf
from tests.shelves import ShelfOf, document_id

NAME = "青槐市夜市管理规定"
FIRST, SECOND, THIRD = (f"{NAME}({year}-01-01).txt" for year in (2015, 2018, 2022))
FILES = {
    FIRST: f"""{NAME}
2015年1月1日青槐市人民政府发布
第一条 夜市摊位应当登记，登记费每月一百元。
第二条 摊主应当保持通道畅通。
第三条 夜市管理办公室每周巡查二次，并公布结果。
第四条 本规定自2015年3月1日起施行。
""",
    SECOND: f"""{NAME}
2018年1月1日青槐市人民政府发布
第一条 夜市摊位应当登记，登记费每月五十元。
第二条 摊主应当 保持通道畅通。
第三条 本规定自2018年3月1日起施行。
""",
    THIRD: f"""{NAME}
2022年1月1日青槐市人民政府发布
第一条 夜市摊位应当登记，不收费用。
第二条 禁止使用明火照明和燃放烟花。
第三条 摊主应当保持通道畅通。
第四条 本规定自2022年3月1日起施行。
""",
}


def rows(comparison: Comparison | None) -> list[tuple[str, str | None, str | None]]:
    assert comparison is not None
    return [
        (row.kind.value, row.old.label if row.old else None, row.new.label if row.new else None)
        for row in comparison.rows
    ]


def marked(words: tuple[Words, ...]) -> str:
    """【…】 around what differs."""
    return "".join(f"【{each.text}】" if each.differs else each.text for each in words)


def test_articles_are_followed_through_the_versions_between(shelf_of: ShelfOf) -> None:
    shelf = shelf_of(FILES)
    comparison = compare(shelf, document_id(shelf, FIRST), document_id(shelf, THIRD))
    assert rows(comparison) == [
        ("changed", "第一条", "第一条"),
        ("added", None, "第二条"),
        ("renumbered", "第二条", "第三条"),
        ("removed", "第三条", None),
        ("changed", "第四条", "第四条"),
    ]
    assert comparison is not None and comparison.by_article
    assert {kind.value: comparison.count(kind) for kind in Change} == {
        "same": 0,
        "changed": 2,
        "renumbered": 1,
        "added": 1,
        "removed": 1,
    }


def test_the_words_that_differ_are_marked_and_white_space_does_not_count(shelf_of: ShelfOf) -> None:
    shelf = shelf_of(FILES)
    comparison = compare(shelf, document_id(shelf, FIRST), document_id(shelf, SECOND))
    assert rows(comparison)[:2] == [("changed", "第一条", "第一条"), ("same", "第二条", "第二条")]
    assert comparison is not None
    first, second = comparison.rows[:2]
    assert marked(first.old_words) == "夜市摊位应当登记，登记费每月【一百元】。"
    assert marked(first.new_words) == "夜市摊位应当登记，登记费每月【五十元】。"
    assert marked(second.new_words) == "摊主应当 保持通道畅通。"


def test_the_older_text_is_the_old_one_whichever_is_named_first(shelf_of: ShelfOf) -> None:
    shelf = shelf_of(FILES)
    old, new = document_id(shelf, FIRST), document_id(shelf, SECOND)
    assert compare(shelf, new, old) == compare(shelf, old, new)


def test_only_two_dated_texts_of_one_instrument_are_compared(shelf_of: ShelfOf) -> None:
    shelf = shelf_of({**FILES, "别的规定(2020-01-01).txt": "别的规定\n2020年1月1日发布\n第一条 应当登记。\n"})
    first = document_id(shelf, FIRST)
    assert compare(shelf, first, first) is None
    assert compare(shelf, first, "000000000000") is None
    assert compare(shelf, first, document_id(shelf, "别的")) is None


def test_texts_without_articles_are_compared_by_their_headings(shelf_of: ShelfOf) -> None:
    guide = "# 夜市工作指引\n\n核对日期：{}\n\n## 一、检查\n\n每周检查{}次，看通道。\n\n## {}\n\n收费的，告知不收。\n"
    shelf = shelf_of(
        {
            "夜市工作指引(2024-01-01).md": guide.format("2024-01-01", "一", "二、收费"),
            "夜市工作指引(2025-01-01).md": guide.format("2025-01-01", "两", "二、投诉"),
        }
    )
    one, other = (document.id for document in shelf.documents)
    comparison = compare(shelf, one, other)
    assert comparison is not None and not comparison.by_article
    assert ("changed", "一、检查", "一、检查") in rows(comparison)
    assert rows(comparison)[-2:] == [("removed", "二、收费", None), ("added", None, "二、投诉")]


def test_an_annex_is_compared_beside_the_articles(shelf_of: ShelfOf) -> None:
    annex = "附件1 摊位登记表\n登记表由摊主填写，一式{}份。\n"
    shelf = shelf_of({FIRST: FILES[FIRST] + annex.format("二"), SECOND: FILES[SECOND] + annex.format("三")})
    comparison = compare(shelf, document_id(shelf, FIRST), document_id(shelf, SECOND))
    assert comparison is not None
    assert marked(comparison.rows[-1].new_words).endswith("一式【三份】。")


def sides(row: ComparedRow) -> tuple[str, str]:
    return "".join(each.text for each in row.old_words), "".join(each.text for each in row.new_words)


def test_every_pair_of_the_starter_documents_keeps_every_article_with_its_words(starter_shelf: Shelf) -> None:
    pairs = 0
    for old, new in combinations(starter_shelf.documents, 2):
        comparison = compare(starter_shelf, old.id, new.id)
        if comparison is None:
            continue
        pairs += 1
        for number, place in enumerate((comparison.old, comparison.new)):
            document = starter_shelf.document(place.document_id)
            assert document is not None
            shown = [(row.old, row.new)[number] for row in comparison.rows]
            labels = [place.label for place in shown if place and place.label.startswith("第")]
            articles = [section.article for section in document.sections if section.article]
            assert sorted(labels) == sorted(articles)
            assert all(sides(row)[number] in document.text for row in comparison.rows)
        assert [row.new.label for row in comparison.rows if row.new and row.new.label.startswith("第")] == articles
    assert pairs == 1
