"""Web pages: what a browser shows of the text, line by line."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFile
from ingest.loaders.html import load_html

Shown = list[tuple[str, int | None]]


def read(source: str, encoding: str = "utf-8") -> Shown:
    return [(line.text, line.level) for line in load_html(source.encode(encoding), "页面.html").lines]


def texts(source: str) -> list[str]:
    return [text for text, _ in read(source)]


def test_page_gives_its_article_without_what_surrounds_it() -> None:
    page = """<!DOCTYPE html><html><head><title>接警要点_某市公安局</title><style>p{}</style></head><body>
    <header><h1>某市公安局</h1></header><nav><ul><li>首页</li></ul></nav>
    <form action="/s"><label>站内搜索</label><input><button>找</button></form>
    <article><header><h2>一、接<b>警</b></h2></header><p>问清<a href="x">位置</a>、人员。</p>
    <!-- 批注 --><script>document.write("<p>不读</p>")</script></article>
    <aside>相关阅读</aside><footer>版权所有</footer><noscript>请开启脚本</noscript></body></html>"""
    assert read(page) == [("接警要点_某市公安局", 1), ("一、接警", 2), ("问清位置、人员。", None)]


def test_title_is_not_repeated_where_the_page_has_its_own() -> None:
    assert read("<title>甲_网站</title><h1>甲</h1><p>乙") == [("甲", 1), ("乙", None)]
    assert read("<title>甲</title><p>甲</p><p>乙") == [("甲", 1), ("乙", None)]


def test_white_space_follows_the_rules_of_browsers() -> None:
    page = "<p>面对\n      庄河&nbsp;&nbsp;公安 <b> 机关</b>\nABC\n def</p><p>　　缩进</p>"
    assert texts(page) == ["面对庄河 公安 机关 ABC def", "　　缩进"]


def test_break_ends_a_line_and_two_breaks_leave_a_blank_one() -> None:
    assert texts("<div>甲<br>乙<br/><br>丙<br></div><p></p><p>&nbsp;</p>丁") == ["甲", "乙", "", "丙", "", "丁"]
    assert read("<h2>第一章<br>总则</h2>") == [("第一章 总则", 2)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲</li><li><p>乙</p><p>丙</p></li></ol>", ["1. 甲", "2. 乙", "丙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        (
            "<ol><li>1．甲<li>（二）乙<li>第三条 丙<li>④丁<li>戊</ol>",
            ["1．甲", "（二）乙", "第三条 丙", "④丁", "5. 戊"],
        ),
        ("<ol type=a><li>甲<ul><li>乙</ul><li>丙</ol>", ["a. 甲", "乙", "b. 丙"]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲<li>乙</ol>', ["一、甲", "二、乙"]),
        ('<ol style="list-style:none"><li>甲</ol><ul><li>乙</ul>', ["甲", "乙"]),
    ],
)
def test_items_of_ordered_lists_show_their_number_once(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


def test_row_of_data_is_one_line_and_a_table_for_layout_is_none() -> None:
    data = "<table><caption>记分</caption><tr><th>行为<th>分<tr><td>超速</td><td> </td><td>12</td></tr></table>"
    assert texts(data) == ["记分", "行为 | 分", "超速 |  | 12"]
    layout = "<table><tr><td><p>第一条 甲</p><p>第二条 乙</p><table><tr><td>一<td>二</table></td><td></td></tr></table>"
    assert texts(layout) == ["第一条 甲", "第二条 乙", "一 | 二"]
    columns = f"<table><tr><td>左</td><td>{'<p>行</p>' * 6}</td></tr></table>"
    assert texts(columns) == ["左", *["行"] * 6]


@pytest.mark.parametrize("hiding", ["hidden", 'style="display: none"', "style='color:red;visibility:hidden'"])
def test_hidden_elements_are_not_read(hiding: str) -> None:
    assert texts(f"<p>见</p><p {hiding}>不见<b>也不见</b></p><p>又见</p>") == ["见", "又见"]


def test_form_around_the_whole_page_is_kept() -> None:
    article = "第一条 社区民警应当走访辖区群众。" * 15
    assert texts(f"<form><input><p>{article}</p><select><option>京</option></select></form>") == [article]


def test_elements_left_open_end_where_browsers_end_them() -> None:
    assert texts("<p>甲<p hidden>藏<div>乙<ul><li>丙<li>丁</ul></b></div></p>戊") == ["甲", "乙", "丙", "丁", "戊"]
    assert texts("<div><table><tr><td>甲</div>乙<td>丙</table>丁") == ["甲乙 | 丙", "丁"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>\n甲\n\n  乙</pre>丙") == ["", "甲", "", "乙", "丙"]


def test_marked_sections_of_word_and_broken_ones_do_no_harm() -> None:
    assert texts("<p><![if !supportLists]>1.<![endif]>甲<![foo bar]>乙</p>") == ["1.甲乙"]


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("gb2312", "gb18030"), ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "big5"), ("big5", "utf-8-sig")],
)
def test_charset_is_found_even_where_the_label_is_wrong(label: str, encoding: str) -> None:
    assert read(f'<meta charset="{label}"><p>公安民警，走訪</p>', encoding) == [("公安民警，走訪", None)]


@pytest.mark.parametrize(
    ("page", "found", "advice"),
    [
        ("第一条 没有标签", "没有任何 HTML 标签", "请把后缀改为 .txt"),
        ("<div>" * 100_000 + "字", "标签嵌套过深", "复制正文另存为 .docx"),
        ("<b>" * 100_000 + "字" + "</b>" * 100_000, "标签嵌套过深", "复制正文另存为 .docx"),
        ("<br>" * 500_001, "标签过多", "复制正文另存为 .docx"),
    ],
)
def test_page_that_is_none_is_refused_with_the_next_step(page: str, found: str, advice: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(page)
    message = str(caught.value)
    assert message.startswith("页面.html：应是") and found in message and advice in message
