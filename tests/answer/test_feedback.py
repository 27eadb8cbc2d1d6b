"""Feedback in its database: kept, decided on, and read again by the tuning."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from answer.feedback import Decision, Feedback, FeedbackStore, Verdict, feedback_on, tuning_pairs
from index.tuning.pairs import read_pairs
from ingest.errors import KnowledgeBaseError
from tests.invented import document, passages
from tests.ui.conftest import answered

GIVEN = Feedback(
    at="2026-03-01T09:05:00",
    question="遛狗不牵绳怎么罚'; DROP TABLE feedback; --",
    status="answered",
    answer="处二百元罚款。[1]",
    citations=("《犬只管理办法》第三条：“处二百元罚款。”",),
    passage_ids=("p1",),
    generation="20260301-0a1b2c3d",
    verdict=Verdict.HELPFUL,
    reason="",
)


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "feedback" / "feedback.sqlite3")


def test_reading_before_anything_was_given_makes_no_file(tmp_path: Path) -> None:
    assert FeedbackStore(tmp_path / "a" / "b.sqlite3").entries() == ()
    assert list(tmp_path.iterdir()) == []


def test_what_was_given_is_kept_word_for_word(store: FeedbackStore) -> None:
    assert store.add(GIVEN) == 1
    (entry,) = store.entries()
    assert (entry.number, entry.feedback, entry.decision) == (1, GIVEN, Decision.OPEN)


def test_entries_are_accepted_and_rejected_by_number(store: FeedbackStore) -> None:
    for _ in range(3):
        store.add(GIVEN)
    store.accept(1)
    store.reject(2)
    assert [entry.decision for entry in store.entries()] == [Decision.ACCEPTED, Decision.REJECTED, Decision.OPEN]
    with pytest.raises(KnowledgeBaseError, match="没有第 9 条反馈"):
        store.accept(9)


def test_many_writers_lose_nothing(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: store.add(replace(GIVEN, reason=str(n))), range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert {entry.feedback.reason for entry in store.entries()} == {str(n) for n in range(40)}


def test_a_long_reason_is_refused_with_its_length(store: FeedbackStore) -> None:
    store.add(replace(GIVEN, reason="因" * 500))
    with pytest.raises(KnowledgeBaseError, match="说明最多 500 字，现有 501 字"):
        store.add(replace(GIVEN, reason="因" * 501))


def test_half_a_character_pair_is_kept_as_a_question_mark(store: FeedbackStore) -> None:
    store.add(replace(GIVEN, question="甲\ud800"))
    assert store.entries()[0].feedback.question == "甲?"


def test_a_broken_file_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite3"
    path.write_bytes(b"no database at all " * 100)
    before = path.read_bytes()
    with pytest.raises(KnowledgeBaseError, match=r"feedback\.sqlite3 应是反馈文件（SQLite），实际不是，没有改动它"):
        FeedbackStore(path).add(GIVEN)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [0, 1, 7])
def test_the_database_of_another_program_is_left_alone(version: int, tmp_path: Path) -> None:
    path = tmp_path / "feedback.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE feedback (a)")
        other.execute(f"PRAGMA user_version = {version}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(KnowledgeBaseError, match=r"feedback\.sqlite3 是别的程序的数据库，不是反馈，没有改动它"):
        FeedbackStore(path).add(GIVEN)
    assert path.read_bytes() == before


def test_the_file_of_a_newer_program_is_named_with_its_number(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(GIVEN)
    with sqlite3.connect(tmp_path / "feedback" / "feedback.sqlite3") as newer:
        newer.execute("PRAGMA user_version = 2")
    newer.close()
    with pytest.raises(KnowledgeBaseError, match="格式号是 2，本程序需要 1"):
        store.entries()


def test_feedback_takes_what_an_answer_cited() -> None:
    answer = replace(answered(), question="能当场盘问吗")
    given = feedback_on(answer, Verdict.WRONG, " 条款不对 ", datetime(2026, 3, 1, 9, 5))
    assert (given.at, given.question, given.status) == ("2026-03-01T09:05:00", "能当场盘问吗", "answered")
    assert given.passage_ids == tuple(citation.passage_id for citation in answer.citations)
    assert (given.verdict, given.reason) == (Verdict.WRONG, "条款不对")


def test_accepted_helpful_entries_are_read_by_the_tuning(store: FeedbackStore, tmp_path: Path) -> None:
    rules = document("第一条 养犬应当办证。\n第二条 处二百元罚款。", title="犬只管理办法")
    first, second = passages(rules)
    held = {"p1": (rules, first), "p2": (rules, second)}
    store.add(replace(GIVEN, question="养狗要办什么", passage_ids=("p1", "gone")))
    store.add(replace(GIVEN, question="没有采纳"))
    store.add(replace(GIVEN, question="不对的", verdict=Verdict.WRONG))
    store.add(replace(GIVEN, question="段落都不在了", passage_ids=("gone",)))
    for number in (1, 3, 4):
        store.accept(number)
    pairs = tuning_pairs(store.entries(), held.get)
    assert pairs == ({"question": "养狗要办什么", "articles": [{"name": "犬只管理办法第一条", "text": first.text}]},)
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs), encoding="utf-8")
    (pair,) = read_pairs(path)
    assert (pair.question, pair.text) == ("养狗要办什么", f"犬只管理办法 > 第一条\n{first.text}")
