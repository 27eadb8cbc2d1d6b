"""The printed page of a sheet."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from answer.printed import to_html
from answer.sheet import Entry, Sheet

SHEET = Sheet(
    question="遛狗<b>不牵绳</b>？",
    answered="2026-03-01 09:05",
    verdict="原文摘录",
    lines=("给予警告；\n拒不改正的，处二百元罚款。[1]",),
    remarks=("注意 & 核对。",),
    heading="引用",
    entries=(
        Entry(
            1,
            "《犬只管理办法》（2021-09-01）第三条：“<script>alert(1)</script>”",
            "部门规章",
            "是否现行请核对",
            ("疑有漏字",),
            "a.md",
        ),
    ),
    disclaimer="仅供参考。",
    base="4 份资料",
)


class Page(HTMLParser):
    """Tags with their attributes, and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def test_text_is_shown_as_it_is_and_never_becomes_a_tag() -> None:
    page = Page(to_html(SHEET))
    assert "遛狗<b>不牵绳</b>？" in page.words
    assert "[1] 《犬只管理办法》（2021-09-01）第三条：“<script>alert(1)</script>”" in page.words
    assert not {"script", "b"} & {tag for tag, _ in page.tags}


def test_the_page_is_chinese_for_a4_and_needs_nothing_from_elsewhere() -> None:
    html = to_html(SHEET)
    page = Page(html)
    assert page.tags[0] == ("html", {"lang": "zh-CN"})
    assert "size: A4" in html
    assert not {"link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not any({"src", "href"} & set(attributes) for _, attributes in page.tags)
    assert "url(" not in html
    assert "@import" not in html


def test_everything_of_the_sheet_is_on_the_page() -> None:
    words = Page(to_html(SHEET)).words
    assert "部门规章；是否现行请核对；疑有漏字" in words
    assert {"回答时间：2026-03-01 09:05", "注意 & 核对。", "文件：a.md", "仅供参考。", "知识库：4 份资料"} <= set(words)


def test_what_is_empty_has_no_heading() -> None:
    words = Page(to_html(replace(SHEET, remarks=(), entries=()))).words
    assert not {"请注意", "引用"} & set(words)
