"""Names in a list: no two alike, and no longer than they need be."""

from __future__ import annotations

from dataclasses import replace

from library.naming import file_names, telling_names
from tests.shelves import ShelfOf


def test_versions_are_told_apart_by_their_date(shelf_of: ShelfOf) -> None:
    shelf = shelf_of(
        {
            "甲规定(2020-01-01).txt": "甲规定\n（2020年1月1日公布）\n第一条 甲。\n第二条 乙。\n第三条 丙。\n",
            "甲规定(2024-01-01).txt": "甲规定\n（2024年1月1日公布）\n第一条 甲。\n第二条 乙。\n第三条 丁。\n",
        }
    )
    assert sorted(telling_names(shelf.documents).values()) == ["甲规定（2020-01-01）", "甲规定（2024-01-01）"]


def test_texts_of_one_title_are_told_apart_by_file_and_place(shelf_of: ShelfOf) -> None:
    shelf = shelf_of({"手册.txt": "一、接警\n接警要问清地点。\n二、处警\n处警要快。\n"})
    [first] = shelf.documents
    other = replace(first, id="other", source="副本/手册.txt")
    assert telling_names([first]) == {first.id: "手册"}
    assert telling_names([first, other]) == {first.id: "手册〔手册.txt〕", "other": "手册〔副本/手册.txt〕"}
    again = replace(first, id="again")
    assert telling_names([first, again]) == {first.id: "手册〔手册.txt〕之1", "again": "手册〔手册.txt〕之2"}


def test_a_file_of_several_texts_goes_by_its_path(shelf_of: ShelfOf) -> None:
    [first] = shelf_of({"手册.txt": "一、接警\n接警要问清地点。\n二、处警\n处警要快。\n"}).documents
    other = replace(first, id="other", title="另一篇")
    assert file_names([first]) == {"手册.txt": "手册"}
    assert file_names([first, other]) == {"手册.txt": "手册.txt"}
