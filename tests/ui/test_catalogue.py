"""The catalogue screen, run without a browser over a small real index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.lookup import Lookup
from library.shelf import Shelf
from tests.conftest import TinyIndex
from tests.shelves import shelf_at
from tests.ui.conftest import drawn

HOSTILE = "<img src=x onerror=alert(1)>养鹅规定"


def script(shelf: object, today: object) -> None:
    from ui.catalogue import show_catalogue

    show_catalogue(shelf, today)


@pytest.fixture
def screen() -> Callable[[Shelf], AppTest]:
    def run(shelf: Shelf) -> AppTest:
        at = AppTest.from_function(script, default_timeout=60, args=(shelf, date(2026, 3, 2))).run()
        assert not at.exception
        assert "目录" in drawn(at)
        return at

    return run


@pytest.fixture
def tiny(tiny_index: TinyIndex) -> Shelf:
    return Shelf(tiny_index.generation, Lookup(tiny_index.generation))


def choose(at: AppTest, part: str) -> AppTest:
    (choice,) = at.button_group
    at = choice.set_value(part).run()
    assert not at.exception
    return at


class Links(HTMLParser):
    """The addresses of the links of a page, and the elements in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            assert "data-jw-page" in dict(attrs)
            self.found.append(dict(attrs)["href"] or "")


def test_every_document_is_a_row_with_a_link_to_the_reader(screen: Callable[[Shelf], AppTest], tiny: Shelf) -> None:
    page = drawn(screen(tiny))
    assert len(Links(page).found) == len(tiny.documents)
    assert page.count("<table") == page.count("<caption>") == 2
    assert page.count('scope="row"') == len(tiny.documents)
    assert "旧文本（2015-03-01），本库另有较新文本（2021-09-01）" in page
    assert "4 份资料（4 个文件）" in page


def test_words_choose_rows_and_say_when_there_are_none(screen: Callable[[Shelf], AppTest], tiny: Shelf) -> None:
    at = screen(tiny)
    at.text_input[0].set_value("犬只 旧文本").run()
    assert len(Links(drawn(at)).found) == 1 and "找到 1 份" in drawn(at)
    at.text_input[0].set_value("没有的词").run()
    assert "没有符合的资料" in drawn(at) and not at.exception


def test_hostile_names_are_shown_as_they_are_written(screen: Callable[[Shelf], AppTest], tmp_path: Path) -> None:
    text = f"{HOSTILE}\n2023年5月10日青槐市人民政府发布\n第一条 依照《<b onclick=a>养鸭办法》办理。\n"
    built = shelf_at(tmp_path, {"规定(2023-05-10).txt": text})
    hostile = {key: replace(each, title=HOSTILE, issuer=HOSTILE) for key, each in built.generation.documents.items()}
    manifest = replace(built.generation.manifest, left_out=((HOSTILE, HOSTILE),))
    generation = replace(built.generation, documents=hostile, manifest=manifest)
    at = screen(Shelf(generation, Lookup(generation)))
    pages = [drawn(at), drawn(choose(at, "主题分布")), drawn(choose(at, "本库缺什么"))]
    for page in pages:
        assert not Links(page).tags & {"img", "script"}
        assert "onclick=a>" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;养鹅规定" in pages[0]
    assert pages[2].count("&lt;img") >= 3


def test_a_small_base_says_why_there_is_no_picture(screen: Callable[[Shelf], AppTest], tiny: Shelf) -> None:
    page = drawn(choose(screen(tiny), "主题分布"))
    assert "资料不多，没有归纳主题" in page and "jw-cat-picture" not in page


def test_what_is_missing_comes_with_what_to_do(screen: Callable[[Shelf], AppTest], tmp_path: Path) -> None:
    text = "青槐市巡防规定\n2023年5月10日青槐市人民政府发布\n第一条 依照《青槐市养鹅条例》办理。\n"
    shelf = shelf_at(tmp_path, {"规定(2023-05-10).txt": text, "空.txt": ""})
    page = drawn(choose(screen(shelf), "本库缺什么"))
    assert "《青槐市养鹅条例》" in page and "空.txt" in page
    assert "请把文件放入语料文件夹后重建索引（python -m index build）。" in page
    assert "是否现行没有人核对过：1 份" in page


def test_more_than_a_hundred_rows_are_paged(screen: Callable[[Shelf], AppTest], tiny: Shelf) -> None:
    generation = tiny.generation
    one = next(iter(generation.documents.values()))
    many = {f"d{n}": replace(one, id=f"d{n}", title=f"规定{n:03d}", instrument=f"规定{n:03d}") for n in range(101)}
    made = replace(generation, documents={**generation.documents, **many})
    at = screen(Shelf(made, Lookup(made)))
    assert "规定099" not in drawn(at) or "规定100" not in drawn(at)
    (page,) = at.number_input
    assert page.label == "第几页（共 2 页）"
    page.set_value(2).run()
    assert "规定100" in drawn(at) and "规定000" not in drawn(at)
