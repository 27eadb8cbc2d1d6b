from __future__ import annotations

from dataclasses import replace

from answer.records import OtherPlace
from ingest.standing import Standing
from tests.ui.conftest import citation
from ui.parts import also, badges, place, plain, quoted


def test_quoted_text_is_what_it_was_less_markup_and_invisible_characters() -> None:
    assert quoted('<a href="x">&') == "&lt;a href=&quot;x&quot;&gt;&amp;"
    assert quoted("第九条\u200b\u202e第一款\n（一）") == "第九条第一款\n（一）"


def test_a_label_is_read_as_plain_text() -> None:
    assert plain("![x](y) $z$ **b**") == r"\!\[x\]\(y\) \$z\$ \*\*b\*\*"
    assert plain(":red[a]\n换行") == "\u2060\\:\u2060red\\[a\\] 换行"
    assert plain("w.a@b->") == "w\u2060\\.\u2060a\u2060\\@\u2060b\u2060\\-\u2060\\>"
    assert plain("什么情况下：可以盘问？") == "什么情况下：可以盘问？"


def test_the_place_names_article_paragraph_item_and_page() -> None:
    cited = replace(citation(), item=3, page=4)
    assert place(cited) == "第二章 职权 › 第九条 › 第一款 › 第（三）项 · 第 4 页"
    assert place(replace(citation(), path=(), paragraph=None)) == "第九条"
    assert place(replace(citation(), path=("一、接警",), article=None, paragraph=None)) == "一、接警"


def test_every_standing_has_a_sign_besides_its_words() -> None:
    for standing in Standing:
        drawn = badges("法律", standing, "说明", ())
        assert f"jw-{standing.value}" in drawn and 'aria-hidden="true"' in drawn and "说明" in drawn


def test_doubts_about_a_text_stand_beside_its_rank_as_words() -> None:
    drawn = badges("文章资料", Standing.UNKNOWN, "说明", ("原文疑有<漏字>",))
    assert '<span aria-hidden="true">⚠</span> 原文疑有&lt;漏字&gt;</span>' in drawn


def test_other_places_of_the_same_words_are_named_and_escaped() -> None:
    assert also(citation()) == ""
    cited = replace(
        citation(),
        also_in=(OtherPlace("a.md", "《甲<b>》一、接警"), OtherPlace("b.md", "《乙》")),
        alike=(OtherPlace("c.txt", "《丙法》（2021-09-01）第三条"),),
    )
    assert also(cited) == (
        '<p class="jw-also">另见：《甲&lt;b&gt;》一、接警、《乙》</p>'
        '<p class="jw-also">文字相近：《丙法》（2021-09-01）第三条</p>'
    )
