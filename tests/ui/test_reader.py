"""The reader, run without a browser over small real documents: every state of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from library.links import place_of, to_query
from library.shelf import Shelf
from tests.ui.conftest import FakeAssistant, base_of, drawn, passage_with

Show = Callable[..., AppTest]
NEW = "示范市盘查规定(2025-05-01).txt"
OLD = "示范市盘查规定(2021-05-01).txt"


def script(base: object, today: object) -> None:
    from ui.reader import show_reader

    show_reader(base, today=today)  # type: ignore[arg-type]


@pytest.fixture
def show(shelf: Shelf) -> Show:
    """Open the reader at an address."""

    def run(**query: str) -> AppTest:
        at = AppTest.from_function(script, default_timeout=30, args=(base_of(FakeAssistant(), shelf), date(2026, 3, 2)))
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return run


def id_of(shelf: Shelf, source: str) -> str:
    [found] = [document.id for document in shelf.documents if document.source == source]
    return found


def address_of(at: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else value for name, value in at.query_params.items()}


def test_without_an_address_it_offers_every_document_once(show: Show, shelf: Shelf) -> None:
    at = show()
    box = at.selectbox(key="reader_choice")
    assert len(set(box.options)) == len(box.options) == len(shelf.documents)
    box.select_index(next(i for i, name in enumerate(box.options) if "2025" in name)).run()
    assert address_of(at)["d"] == id_of(shelf, NEW)


def test_the_quoted_words_are_marked_in_the_whole_document(show: Show, shelf: Shelf) -> None:
    passage = passage_with(shelf, "不超过二十四小时")
    place = place_of(shelf, passage, [(passage.text.index("盘查时间"), len(passage.text))])
    assert place is not None
    shown = drawn(show(**to_query(place)))
    assert "<mark>盘查时间不超过二十四小时。</mark>" in shown
    assert shown.count("data-jw-show") == 1
    assert "第一章 总则" in shown and "责令改正。" in shown


def test_an_article_is_gone_to_in_any_numeral_style_and_stands_in_the_address(show: Show, shelf: Shelf) -> None:
    for typed in ("3", "第三条", "第3条", "３条"):
        at = show(d=id_of(shelf, NEW))
        at.text_input(key="reader_goto").set_value(typed).run()
        assert address_of(at)["at"] == "第三条", typed
        assert at.text_input(key="reader_goto").value == ""


def test_an_article_that_is_not_there_is_told_with_what_is(show: Show, shelf: Shelf) -> None:
    at = show(d=id_of(shelf, NEW))
    at.text_input(key="reader_goto").set_value("第九条").run()
    assert "没有转到" in drawn(at) and "没有第九条" in drawn(at) and "第一条至第四条" in drawn(at)


def test_words_are_found_counted_and_kept_in_the_address(show: Show, shelf: Shelf) -> None:
    at = show(d=id_of(shelf, NEW))
    at.text_input(key="reader_find").set_value("盘查").run()
    assert address_of(at)["f"] == "盘查"
    assert drawn(at).count('<mark class="jw-found"') == 4 and "/ 4 处" in drawn(at)
    at.text_input(key="reader_find").set_value("没有的词").run()
    assert "没有找到" in drawn(at)
    at.text_input(key="reader_find").set_value("").run()
    assert "f" not in address_of(at) and "jw-found" not in drawn(at)


def test_references_lead_to_their_article_and_articles_say_who_refers_to_them(show: Show, shelf: Shelf) -> None:
    shown = drawn(show(d=id_of(shelf, NEW)))
    assert '<a class="jw-xref" href="source?d=' in shown and ">本规定第三条</a>" in shown
    assert "<summary>被 1 处引用</summary>" in shown


def test_versions_are_named_and_compared_article_by_article(show: Show, shelf: Shelf) -> None:
    shown = drawn(show(d=id_of(shelf, NEW)))
    assert "2025-05-01文本" in shown and "（正在看）" in shown and "与本文本逐条对照" in shown
    at = show(d=id_of(shelf, NEW), c=id_of(shelf, OLD))
    shown = drawn(at)
    assert "<del>十二</del>" in shown and "<ins>二十四</ins>" in shown
    assert "有改动 1 处" in shown and "未改动 3 处" in shown
    assert "责令改正。" not in shown, "what is the same is folded away"
    assert "责令改正。" in drawn(show(d=id_of(shelf, NEW), c=id_of(shelf, OLD), u="1"))


def test_texts_of_different_instruments_are_not_compared(show: Show, shelf: Shelf) -> None:
    assert "不能对照" in drawn(show(d=id_of(shelf, NEW), c=id_of(shelf, "手册.txt")))


def test_after_a_rebuild_an_old_link_says_so_and_offers_the_new_place(show: Show, shelf: Shelf) -> None:
    shown = drawn(show(d="000000000000", t="示范市盘查规定", v="2025-05-01", at="第三条", p="0123456789abcdef"))
    assert "该处已变动" in shown
    assert f'href="source?d={id_of(shelf, NEW)}&amp;' in shown and "打开《示范市盘查规定》（2025-05-01）第三条" in shown


def test_a_document_that_left_the_base_is_told_and_another_can_be_chosen(show: Show) -> None:
    at = show(d="000000000000", t="没有的办法")
    assert "知识库里没有这一处" in drawn(at) and "没有的办法" in drawn(at)
    assert at.selectbox(key="reader_choice")


@pytest.mark.parametrize(
    "query", [{"d": "../../etc/passwd"}, {"d": "<script>", "t": "<b>x"}, {"m": "1-2", "p": "x" * 500}, {"g": "-1"}]
)
def test_a_forged_address_is_never_obeyed(show: Show, query: dict[str, str]) -> None:
    shown = drawn(show(**query))
    assert "<script" not in shown and "<b>x" not in shown


def test_a_hostile_text_is_shown_and_never_obeyed(show: Show, shelf: Shelf) -> None:
    shown = drawn(show(d=id_of(shelf, "手册.txt"), f="script"))
    assert "<script" not in shown and "<img" not in shown
    assert '&lt;<mark class="jw-found" data-jw-found="1">script</mark>&gt;' in shown
