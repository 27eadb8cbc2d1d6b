"""The screen 出题, run without a browser: making, looking at items beside their source, papers, practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ingest.errors import KnowledgeBaseError
from library.shelf import Shelf
from quiz.bank import Bank, Decision, Outcome, Query, open_bank
from quiz.filling import Filled
from quiz.make import USUAL, Made, Request
from quiz.paper import Chosen, Heading, make_paper
from quiz.records import Item, ItemType, Status
from tests.quiz.bases import OpenBase, cite
from tests.quiz.made import multiple, true_false
from tests.ui.conftest import FakeAssistant, base_of, drawn
from ui.quiz.making import MakingJob

Show = Callable[[], AppTest]
SENTENCE = "盘查时间不超过二十四小时。"
BY = Decision("测试", "2026-03-01T09:00:00")
PARTS = {"making": "1 出题", "review": "2 审题", "papers": "3 组卷导出", "practice": "4 练习"}


def script(base: object, today: object) -> None:
    from ui.quiz.screen import show_quiz

    show_quiz(base, today=today)  # type: ignore[arg-type]


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """An empty bank that the screen uses."""
    opened = open_bank(tmp_path / "bank.sqlite3")
    monkeypatch.setattr("ui.openers.open_items", lambda path: opened)
    return opened


@pytest.fixture
def show(shelf: Shelf, bank: Bank) -> Callable[[str], AppTest]:
    """Open one part of the screen."""

    def run(part: str) -> AppTest:
        at = AppTest.from_function(script, default_timeout=30, args=(base_of(FakeAssistant(), shelf), date(2026, 3, 2)))
        at.session_state["quiz_part"] = PARTS[part]
        at.run()
        assert not at.exception
        assert "题目只取自原文" in drawn(at)
        return at

    return run


def item_of(shelf: Shelf, id_: str = "i1", **changes: object) -> Item:
    """An item whose basis is on the shelf."""
    return cite(OpenBase(Path(), shelf.generation, shelf.lookup), SENTENCE, "二十四小时", id_, **changes)


def statuses(bank: Bank) -> dict[str, Status]:
    return {entry.item.id: entry.status for entry in bank.find(Query())}


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click()
    return at.run()


def test_an_item_stands_beside_its_highlighted_source(show: Any, shelf: Shelf, bank: Bank) -> None:
    bank.add(item_of(shelf), BY)
    shown = drawn(show("review"))
    assert "1. 群众遗失的物品送到巡防站的" in shown and "<b>答案：</b>A" in shown
    assert f"<mark>{SENTENCE}</mark>" in shown
    assert "共 1 题，第 1 / 1 页" in shown


def test_accepting_is_written_down_with_the_name(show: Any, shelf: Shelf, bank: Bank) -> None:
    bank.add(item_of(shelf), BY)
    at = show("review")
    at.text_input(key="review_who").set_value("李教官").run()
    at.button(key="approve_i1").click().run()
    assert statuses(bank) == {"i1": Status.APPROVED}
    assert bank.history("i1")[-1].decision.who == "李教官"
    assert "没有题目" in drawn(at)


def test_a_page_is_accepted_at_once_and_an_item_dropped(show: Any, shelf: Shelf, bank: Bank) -> None:
    for number in range(6):
        bank.add(item_of(shelf, f"i{number}"), BY)
    at = show("review")
    assert "第 1 / 2 页" in drawn(at)
    at.button(key="drop_i0").click().run()
    assert statuses(bank)["i0"] is Status.RETIRED
    press(at, "采用本页 5 题")
    assert Counter(statuses(bank).values()) == {Status.APPROVED: 5, Status.RETIRED: 1}


def test_a_change_is_a_new_draft_and_a_faulty_one_is_not_saved(show: Any, shelf: Shelf, bank: Bank) -> None:
    bank.add(item_of(shelf), BY)
    at = show("review")
    at.text_input(key="edit_i1_key").set_value("")
    press(at, "存为新的一稿")
    assert "还不能存" in drawn(at) and bank.entry("i1").revision == 1
    at = show("review")
    at.text_area(key="edit_i1_stem").set_value("盘查时间不得超过（ ）。")
    press(at, "存为新的一稿")
    assert (bank.entry("i1").revision, bank.entry("i1").item.stem) == (2, "盘查时间不得超过（ ）。")


def test_a_source_that_left_the_base_is_told_with_the_words_of_then(show: Any, shelf: Shelf, bank: Bank) -> None:
    item = item_of(shelf)
    gone = replace(item.sources[0], passage_id="gone")
    bank.add(replace(item, sources=(gone,)), BY)
    shown = drawn(show("review"))
    assert "依据已变动" in shown and f"出题时的原文：{SENTENCE}" in shown


def test_sources_are_followed_into_the_base_of_now(show: Any, shelf: Shelf, bank: Bank) -> None:
    item = item_of(shelf)
    gone = replace(item.sources[0], passage_id="gone", passage_sha256="0" * 64, quote="没有的话", article="第九十九条")
    bank.add(item, BY)
    bank.add(replace(item, id="i2", sources=(gone,)), BY)
    at = show("review")
    at.button(key="review_check").click().run()
    assert "依据未变 1 题" in drawn(at) and "不再进入新试卷 1 题" in drawn(at)
    assert statuses(bank) == {"i1": Status.DRAFT, "i2": Status.STALE}


def test_hostile_items_are_shown_and_never_obeyed(show: Any, shelf: Shelf, bank: Bank) -> None:
    bank.add(item_of(shelf, stem="<script>x</script>盘查（ ）。", explanation="<img src=x>"), BY)
    shown = drawn(show("review"))
    assert "<script" not in shown and "<img" not in shown and "&lt;script&gt;" in shown


def test_without_accepted_items_there_is_no_paper(show: Any) -> None:
    assert "还没有采用的题目" in drawn(show("papers"))
    assert "还没有试卷" in drawn(show("practice"))


def test_a_paper_is_made_kept_and_offered_in_every_format(show: Any, shelf: Shelf, bank: Bank) -> None:
    for item in (item_of(shelf), multiple(), true_false()):
        bank.add(item, BY)
        bank.approve(item.id, BY)
    at = show("papers")
    at.text_input(key="paper_title").set_value("三月测验")
    at.checkbox(key="paper_both").check()
    press(at, "组卷")
    assert "试卷已存好" in drawn(at)
    assert [(paper.title, paper.variant, len(paper.items)) for paper in bank.papers()] == [
        ("三月测验", "A", 3),
        ("三月测验", "B", 3),
    ]
    at.run()
    assert len(at.selectbox(key="paper_format").options) >= 10


def test_practice_marks_and_explains(show: Any, shelf: Shelf, bank: Bank) -> None:
    chosen = [Chosen(item, 1, 1.0) for item in (item_of(shelf), true_false())]
    paper = make_paper(chosen, Heading("练习", "2026-03-01", "g"))
    bank.save_paper(paper)
    at = show("practice")
    right = {each.number: each.item for each in paper.items}
    for radio in at.radio:
        item = right[int(str(radio.key).rsplit("_", 1)[-1])]
        if item.type is ItemType.NUMBER:
            radio.set_value(item.key[0])
    press(at, "交卷")
    shown = drawn(at)
    assert "得分 1 / 2" in shown and "✓ 正确" in shown and "未作答" in shown and "<b>解析：</b>" in shown
    press(at, "再做一遍")
    assert "得分" not in drawn(at)


def made_of(items: tuple[Item, ...]) -> Made:
    return Made(items, {"选项可猜": 2}, {}, dict(Counter(item.type for item in items)), {}, {"文字质量差": 1})


def test_making_asks_for_what_is_chosen_and_tells_what_came_of_it(
    show: Any, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Request, int]] = []

    def fill(
        bank: Bank,
        generation: object,
        lookup: object,
        encoder: object,
        request: Request,
        seed: int,
        *rest: object,
        **named: object,
    ) -> Filled:
        asked.append((request, seed))
        return Filled(made_of((item_of(shelf),)), Counter({Outcome.NEW: 1}))

    job = MakingJob()
    monkeypatch.setattr("ui.quiz.making.fill_bank", fill)
    monkeypatch.setattr("ui.quiz.making.making_job", lambda: job)
    at = show("making")
    at.text_input(key="quiz_topics").set_value("时限 职责")
    at.number_input(key="quiz_limit").set_value(7)
    at.checkbox(key="quiz_outdated").check()
    press(at, "开始出题")
    while job.running:
        pass
    at.run()
    assert asked == [(Request(topics=("时限", "职责"), types=USUAL, limit=7, outdated=True), 0)]
    shown = drawn(at)
    assert "通过检查 1 题" in shown and "新题 1 题" in shown and "选项可猜" in shown and "文字质量差" in shown


def test_a_making_that_fails_says_why_and_can_be_tried_again(show: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Filled:
        raise KnowledgeBaseError("题库文件写不进去；请检查磁盘空间。")

    job = MakingJob()
    monkeypatch.setattr("ui.quiz.making.fill_bank", fail)
    monkeypatch.setattr("ui.quiz.making.making_job", lambda: job)
    at = press(show("making"), "开始出题")
    while job.running:
        pass
    at.run()
    assert "出题没有完成" in drawn(at) and "题库文件写不进去" in drawn(at)
    assert any(button.label == "开始出题" for button in at.button)


def test_a_bank_that_cannot_be_used_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> Bank:
        raise KnowledgeBaseError("bank.sqlite3 不是本程序的题库。")

    monkeypatch.setattr("ui.openers.open_items", fail)
    at = AppTest.from_function(
        script, default_timeout=30, args=(base_of(FakeAssistant(), shelf), date(2026, 3, 2))
    ).run()
    assert "题库用不了" in drawn(at) and "不是本程序的题库" in drawn(at)
