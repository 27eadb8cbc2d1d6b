from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from answer.records import Turn
from ingest.errors import KnowledgeBaseError
from tests.ui.conftest import (
    QUOTE,
    FakeAssistant,
    answered,
    citation,
    drawn,
    refused,
    type_question,
    unavailable,
)
from ui.ask import MAX_QUESTION
from ui.parts import plain

Open = Callable[[FakeAssistant], AppTest]


def test_the_start_offers_examples_and_says_what_the_answers_are_worth(ask_screen: Open) -> None:
    at = ask_screen(FakeAssistant())
    assert at.button(key="ask_example_0").label == "什么情况下可以当场盘问？"
    assert "仅供参考，以正式文本为准" in drawn(at)
    assert "2 份资料，30 段，2026-11-22 建库" in drawn(at)


def test_an_answer_shows_statement_citation_badges_and_reference(ask_screen: Open) -> None:
    at = type_question(ask_screen(FakeAssistant()), "盘问")
    shown = drawn(at)
    assert not at.exception
    assert f'<p class="jw-statement">{QUOTE}<button' in shown
    assert 'data-jw-goto="jw-cite-1-1"' in shown and 'id="jw-cite-1-1"' in shown
    assert "第二章 职权 › 第九条 › 第一款" in shown
    assert "法律" in shown and "本库最新文本（2012-10-26），是否现行请核对" in shown
    assert "把握一般，请核对原文" in shown
    assert f'data-jw-copy="《人民警察法》（2012-10-26）第九条第一款：“{QUOTE}”"' in shown


def test_what_to_know_of_an_answer_stands_under_it_and_is_escaped(ask_screen: Open) -> None:
    told = replace(answered(), remarks=("按行为时间“<b>2018年”查找。",))
    shown = drawn(type_question(ask_screen(FakeAssistant(told)), "盘问"))
    assert shown.index("jw-statement") < shown.index("按行为时间“&lt;b&gt;2018年”查找。")


def test_a_refusal_looks_like_no_answer_and_offers_what_is_near(ask_screen: Open) -> None:
    at = type_question(ask_screen(FakeAssistant(refused())), "天气")
    shown = drawn(at)
    assert 'class="jw-box jw-refusal"' in shown and "未找到依据" in shown
    assert "jw-statement" not in shown
    at.button(key="ask_near_1_1_open").click().run()
    assert f"<mark>{QUOTE}</mark>" in drawn(at)


def test_without_a_base_the_screen_says_so(ask_screen: Open) -> None:
    shown = drawn(type_question(ask_screen(FakeAssistant(unavailable())), "盘问"))
    assert "暂时无法回答" in shown and "知识库不可用。" in shown
    assert "未找到依据" not in shown and "jw-statement" not in shown


def test_an_error_while_answering_is_shown_in_its_own_words(ask_screen: Open) -> None:
    class Failing(FakeAssistant):
        def ask(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise KnowledgeBaseError("索引缺少文件 vectors.faiss；请重新建库。")

    at = type_question(ask_screen(Failing()), "盘问")
    assert "索引缺少文件 vectors.faiss；请重新建库。" in drawn(at)
    assert not at.exception


def test_the_source_opens_at_the_quoted_words_and_closes_again(ask_screen: Open) -> None:
    at = type_question(ask_screen(FakeAssistant()), "盘问")
    at.button(key="ask_cite_1_1_open").click().run()
    shown = drawn(at)
    assert f"<mark>{QUOTE}</mark>" in shown and "data-jw-show" in shown
    assert shown.index("上一条的文字。") < shown.index("<mark>") < shown.index("下一条的文字。")
    at.button(key="reader_close").click().run()
    assert "<mark>" not in drawn(at) and "jw-statement" in drawn(at)


def test_a_source_that_left_the_base_is_said_to_have_changed(ask_screen: Open) -> None:
    at = type_question(ask_screen(FakeAssistant(gone=True)), "盘问")
    at.button(key="ask_cite_1_1_open").click().run()
    assert "该处已变动" in drawn(at)


def test_a_follow_up_carries_the_earlier_turns(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = type_question(type_question(ask_screen(fake), "什么情况下盘问？"), "最长多久？")
    assert fake.asked == [
        ("什么情况下盘问？", ()),
        ("最长多久？", (Turn("什么情况下盘问？", f"{QUOTE}[1]"),)),
    ]
    assert [each.label for each in at.expander] == ["什么情况下盘问？"]


def test_an_example_is_asked_by_one_click(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = ask_screen(fake)
    at.button(key="ask_example_0").click().run()
    assert fake.asked == [("什么情况下可以当场盘问？", ())]
    assert "jw-statement" in drawn(at)


def test_clearing_forgets_the_conversation(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = type_question(ask_screen(fake), "盘问")
    at.button(key="ask_clear").click().run()
    assert "jw-statement" not in drawn(at) and at.button(key="ask_example_0")
    type_question(at, "再问")
    assert fake.asked[-1] == ("再问", ())


def test_a_question_is_not_asked_again_when_the_page_is_drawn_again(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = type_question(ask_screen(fake), "盘问")
    at.run()
    assert len(fake.asked) == 1


def test_an_empty_question_is_ignored(ask_screen: Open) -> None:
    fake = FakeAssistant()
    type_question(ask_screen(fake), "  \n ")
    assert fake.asked == []


def test_a_question_that_is_too_long_is_refused_with_the_numbers(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = type_question(ask_screen(fake), "问" * (MAX_QUESTION + 1))
    assert "问题最多 500 字，现有 501 字" in drawn(at)
    assert fake.asked == []
    type_question(at, "问" * MAX_QUESTION)
    assert len(fake.asked) == 1


def test_nothing_of_the_conversation_is_in_the_address(ask_screen: Open) -> None:
    at = type_question(ask_screen(FakeAssistant()), "盘问")
    assert not at.query_params


def test_hostile_text_is_shown_and_never_obeyed(ask_screen: Open) -> None:
    hostile = "<script>x</script>![x](http://a.b/c.png)[a](javascript:x)$x$:red[r]<img src=x onerror=y>\u202e:smile:"
    cited = citation(title=hostile, quote=hostile, passage=f"前{hostile}后")
    at = ask_screen(FakeAssistant(answered(cited), sample=(hostile,)))
    assert at.button(key="ask_example_0").label == plain(hostile)
    type_question(at, hostile)
    at.button(key="ask_cite_1_1_open").click().run()
    shown = drawn(at)
    assert not at.exception
    assert "<script" not in shown and "<img" not in shown and "\u202e" not in shown
    assert "<mark>&lt;script&gt;x&lt;/script&gt;![x](http://a.b/c.png)[a](javascript:x)$x$:red[r]&lt;img" in shown
    # Nothing of it may go through Markdown, whatever the escaping.
    assert not at.markdown and not at.caption
