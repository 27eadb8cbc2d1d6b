from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from answer.feedback import FeedbackStore, Verdict
from answer.filters import Filters
from answer.records import Refusal, Turn
from ingest.errors import KnowledgeBaseError
from library.shelf import Shelf
from tests.ui.conftest import (
    HOSTILE,
    QUOTE,
    FakeAssistant,
    answered,
    cited,
    drawn,
    passage_with,
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
    assert f'<p class="jw-statement jw-first">{QUOTE}</p>' in shown
    assert "原文摘录，出自《人民警察法》" in shown
    assert "第二章 职权 › 第九条 › 第一款" in shown
    assert "法律" in shown and "本库最新文本（2012-10-26），是否现行请核对" in shown
    assert "把握一般，请核对原文" in shown
    assert f'data-jw-copy="《人民警察法》（2012-10-26）第九条第一款：“{QUOTE}”"' in shown


def test_what_to_know_of_an_answer_stands_before_its_words_and_is_escaped(ask_screen: Open) -> None:
    told = replace(answered(), remarks=("按行为时间“<b>2018年”查找。",))
    shown = drawn(type_question(ask_screen(FakeAssistant(told)), "盘问"))
    assert shown.index("jw-verdict") < shown.index("按行为时间“&lt;b&gt;2018年”查找。") < shown.index("jw-statement")


def test_a_refusal_looks_like_no_answer_and_offers_what_is_near(ask_screen: Open, shelf: Shelf) -> None:
    near = cited(passage_with(shelf, "不超过十二小时"), "盘查时间不超过十二小时。")
    fake = FakeAssistant(replace(refused(), nearest=(near,), offers=("盘查有哪些要求？",)))
    at = type_question(ask_screen(fake), "天气")
    shown = drawn(at)
    assert 'class="jw-box jw-refusal"' in shown and "未找到依据" in shown
    assert "jw-statement" not in shown
    at.button(key="ask_near_1_1_open").click().run()
    assert "<mark>盘查时间不超过十二小时。</mark>" in drawn(at)
    at.button(key="ask_offer_1_0").click().run()
    assert [question for question, _ in fake.asked] == ["天气", "盘查有哪些要求？"]


def test_a_text_that_the_base_lacks_looks_like_no_refusal_to_answer(ask_screen: Open) -> None:
    lacking = replace(refused(), refusal=Refusal.LACKS_INSTRUMENT, text="本库没有收录《刑法》，无法据此回答。")
    shown = drawn(type_question(ask_screen(FakeAssistant(lacking)), "刑法第三条"))
    assert 'class="jw-box jw-lack"' in shown and "本库没有收录这部文件" in shown
    assert 'href="catalogue"' in shown and "jw-refusal" not in shown


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


def test_the_source_opens_at_the_quoted_words_and_closes_again(ask_screen: Open, shelf: Shelf) -> None:
    passage = passage_with(shelf, "不超过二十四小时")
    at = type_question(ask_screen(FakeAssistant(answered(cited(passage, "盘查时间不超过二十四小时。")))), "盘问")
    at.button(key="ask_cite_1_1_open").click().run()
    shown = drawn(at)
    assert "<mark>盘查时间不超过二十四小时。</mark>" in shown and "data-jw-show" in shown
    assert shown.index("盘查应当出示证件。") < shown.index("<mark>") < shown.index("责令改正。")
    assert f'href="source?d={passage.document_id}&amp;' in shown
    at.button(key="drawer_close").click().run()
    assert "<mark>" not in drawn(at) and "jw-statement" in drawn(at)


def test_a_source_that_left_the_base_is_said_to_have_changed(ask_screen: Open) -> None:
    at = type_question(ask_screen(FakeAssistant()), "盘问")
    at.button(key="ask_cite_1_1_open").click().run()
    assert "该处已变动" in drawn(at)


def test_what_stands_next_to_the_answer_is_asked_by_one_click(ask_screen: Open) -> None:
    fake = FakeAssistant(replace(answered(), further=("《人民警察法》第十条",)))
    at = type_question(ask_screen(fake), "盘问")
    at.button(key="ask_further_1_0").click().run()
    assert fake.asked[-1][0] == "《人民警察法》第十条"


def test_a_follow_up_carries_the_earlier_turns(ask_screen: Open) -> None:
    fake = FakeAssistant()
    type_question(type_question(ask_screen(fake), "什么情况下盘问？"), "最长多久？")
    assert fake.asked == [
        ("什么情况下盘问？", ()),
        ("最长多久？", (Turn("什么情况下盘问？", f"{QUOTE}[1]"),)),
    ]


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


def test_hostile_text_is_shown_and_never_obeyed(ask_screen: Open, shelf: Shelf) -> None:
    quote = HOSTILE.replace("\u202e", "")
    passage = passage_with(shelf, "![x](http://a.b/c.png)")
    there = next(words for words in (HOSTILE, quote) if words in passage.text)
    hostile = replace(cited(passage, there), title=HOSTILE, reference=HOSTILE)
    answer = replace(answered(hostile), further=(HOSTILE,), remarks=(HOSTILE,))
    at = ask_screen(FakeAssistant(answer, sample=(HOSTILE,)))
    assert at.button(key="ask_example_0").label == plain(HOSTILE)
    type_question(at, HOSTILE)
    at.button(key="ask_cite_1_1_open").click().run()
    shown = drawn(at)
    assert not at.exception
    assert "<script" not in shown and "<img" not in shown and "\u202e" not in shown
    assert "<mark>&lt;script&gt;x&lt;/script&gt;![x](http://a.b/c.png)[a](javascript:x)$x$:red[r]&lt;img" in shown
    # Nothing of it may go through Markdown, whatever the escaping.
    assert not at.markdown and not at.caption


def test_the_session_lists_its_questions_and_shows_one_again(ask_screen: Open) -> None:
    at = ask_screen(FakeAssistant())
    for question in ("甲问", "乙问"):
        type_question(at, question)
    assert "本次会话 2 问" in drawn(at)
    assert '<h2 class="jw-question"><span>问</span>乙问</h2>' in drawn(at)
    at.button(key="ask_turn_1").click().run()
    assert '<h2 class="jw-question"><span>问</span>甲问</h2>' in drawn(at)
    assert "正在显示" in at.button(key="ask_turn_1").label
    type_question(at, "丙问")
    assert '<h2 class="jw-question"><span>问</span>丙问</h2>' in drawn(at)


def test_a_long_session_is_searched_by_words(ask_screen: Open) -> None:
    at = ask_screen(FakeAssistant())
    for number in range(6):
        type_question(at, f"第{number}个问题")
    at.text_input(key="ask_history_words").set_value("第3个").run()
    assert [button.key for button in at.button if str(button.key).startswith("ask_turn_")] == ["ask_turn_4"]
    at.text_input(key="ask_history_words").set_value("没有的字").run()
    assert "会话里没有这些字。" in drawn(at)


def test_filters_stay_while_working_and_are_named_and_dropped(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = ask_screen(fake)
    at.multiselect(key="filter_documents_0").select("示范市盘查规定(2025-05-01).txt").run()
    at.text_input(key="filter_day_0").set_value("2024年5月").run()
    for question in ("甲", "乙"):
        type_question(at, question)
    assert [filters.documents for filters in fake.filters] == [frozenset({"示范市盘查规定(2025-05-01).txt"})] * 2
    assert [filters.act.said for filters in fake.filters if filters.act] == ["2024年5月"] * 2
    assert "只查：" in drawn(at) and "行为时间 2024年5月" in drawn(at)
    at.button(key="filter_clear").click().run()
    type_question(at, "丙")
    assert fake.filters[-1] == Filters()


def test_a_day_that_cannot_be_read_is_told_and_limits_nothing(ask_screen: Open) -> None:
    fake = FakeAssistant()
    at = ask_screen(fake)
    at.text_input(key="filter_day_0").set_value("很久以前").run()
    assert "行为时间读不懂" in drawn(at)
    type_question(at, "甲")
    assert fake.filters == [Filters()]


def test_feedback_is_stored_only_when_it_is_sent(
    ask_screen: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FeedbackStore(tmp_path / "feedback.sqlite3")
    monkeypatch.setattr("ui.openers.open_feedback", lambda: store)
    at = type_question(ask_screen(FakeAssistant()), "盘问")
    assert list(store.entries()) == []
    at.radio(key="feedback_1_verdict").set_value(Verdict.WRONG)
    at.text_area(key="feedback_1_reason").set_value("应引第八条")
    next(button for button in at.button if button.label == "发送反馈").click().run()
    [entry] = store.entries()
    assert (entry.feedback.question, entry.feedback.verdict) == ("盘问", Verdict.WRONG)
    assert entry.feedback.reason == "应引第八条"
    assert "已收到，谢谢。" in drawn(at)
