"""The HTML report: one page without scripts, every plot with its numbers, every error with what should have been found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from eval.page import to_html
from tests.eval.made import SOURCES, answer, asked, entry, gold, run_of

FIRST, SECOND = range(2)
DAY = date(2026, 3, 1)


class Outline(HTMLParser):
    """Tags in order, and whether every tag that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(html: str) -> Outline:
    parsed = Outline()
    parsed.feed(html)
    assert parsed.open == []
    return parsed


@pytest.fixture
def html() -> str:
    return to_html(
        [
            run_of(
                asked(gold(entry(FIRST), id_="right", type_="fact"), answer([FIRST], [FIRST]), 0.9),
                asked(gold(entry(FIRST), id_="missed", type_="fact"), answer([SECOND, FIRST], [SECOND]), 0.6),
                asked(gold(entry(FIRST), id_="far", type_="list"), answer([SECOND], refused=True), 0.2),
                asked(gold(id_="unanswerable", type_="none"), replace(answer([FIRST], [FIRST]), text="答了"), 0.5),
            )
        ],
        DAY,
    )


def test_the_page_needs_nothing_from_elsewhere(html: str) -> None:
    parsed = outline(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert not {"script", "img", "link", "iframe"} & set(parsed.tags)
    assert not [value for name, value in parsed.attributes if name in {"src", "href"} or name.startswith("on")]
    assert "width=device-width" in html


def test_each_plot_has_its_numbers_as_a_table(html: str) -> None:
    """The first table holds the figures."""
    parsed = outline(html)
    assert [tag for tag in parsed.tags if tag in {"svg", "table"}] == [
        "table",
        "svg",
        "table",
        "svg",
        "table",
        "svg",
        "table",
    ]
    assert '<th scope="row">0.9–1.0</th><td class="n">0.90</td><td class="n">1</td><td class="n">1.00</td>' in html
    assert '<td class="n">0.900</td><td class="n">1</td><td class="n">0.250</td><td class="n">0.000</td>' in html
    assert '<th scope="row">fact</th><td class="n">2</td><td class="n">1</td><td class="n">0.500</td>' in html
    assert (
        '<th scope="row">hit@1</th><td class="n">0.333</td><td class="n">[0.000–1.000]</td><td class="n">3</td>' in html
    )


def test_each_error_shows_what_should_have_been_found_and_where_it_came(html: str) -> None:
    missed, far, unanswerable = html.split("<article>")[1:]
    assert f"<blockquote>{SOURCES[FIRST]}：养犬应当办证。</blockquote>" in missed
    assert "检索排在第 2。" in missed
    assert f"[1] {SOURCES[SECOND]} 第二条" in missed
    assert "误拒" in far and "不在前 10 名。" in far
    assert "应当拒答" in unanswerable and '<dd class="reply">答了</dd>' in unanswerable


def test_text_is_never_markup() -> None:
    question = replace(gold(entry(FIRST), id_="x", type_="<b>"), question="<script>alert(1)</script>")
    html = to_html([run_of(asked(question, replace(answer(), text="<i>")))], DAY)
    assert "script" not in outline(html).tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_run_without_answers_says_so() -> None:
    html = to_html([run_of(asked(gold(id_="x"), answer(refused=True)))], DAY)
    assert "没有作答的题。" in html
    assert "答错的题（0）" in html
