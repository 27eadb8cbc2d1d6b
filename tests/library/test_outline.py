"""The outline: headings to jump to, chapters with their articles."""

from __future__ import annotations

from library.outline import Entry, outline
from library.records import Block


def block(number: int, path: tuple[str, ...], *, article: bool = False) -> Block:
    return Block(f"s{number}", path, path[-1] if path else "", article, "", 0, 0, None, (), ())


def test_a_chapter_says_which_articles_it_holds() -> None:
    blocks = [
        block(0, ()),
        block(1, ("第一章 总则",)),
        block(2, ("第一章 总则", "第一条"), article=True),
        block(3, ("第一章 总则", "第二条"), article=True),
        block(4, ("第二章 职权",)),
        block(5, ("第二章 职权", "第三条"), article=True),
    ]
    assert outline(blocks) == (
        Entry("s1", "第一章 总则", "第一条至第二条", 0),
        Entry("s4", "第二章 职权", "第三条", 0),
    )


def test_sections_of_a_chapter_stand_below_it() -> None:
    blocks = [
        block(0, ("第二章 处罚",)),
        block(1, ("第二章 处罚", "第一节 种类")),
        block(2, ("第二章 处罚", "第一节 种类", "第十条"), article=True),
    ]
    assert [(entry.label, entry.articles, entry.depth) for entry in outline(blocks)] == [
        ("第二章 处罚", "第十条", 0),
        ("第一节 种类", "第十条", 1),
    ]


def test_an_instrument_without_chapters_lists_its_articles() -> None:
    blocks = [block(0, ()), block(1, ("第一条",), article=True), block(2, ("第二条",), article=True)]
    assert [entry.label for entry in outline(blocks)] == ["第一条", "第二条"]


def test_a_text_without_headings_has_no_outline() -> None:
    assert outline([block(0, ())]) == ()
