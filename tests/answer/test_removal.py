"""Feedback on a text goes whole and without a trace; other feedback stays."""

from __future__ import annotations

from pathlib import Path

from answer.feedback import FeedbackStore
from answer.removal import remove_feedback
from tests.upkeep.installed import feedback


def store_at(path: Path) -> FeedbackStore:
    store = FeedbackStore(path)
    store.add(feedback("犬证多少钱？", "不收取管理费。", ("p1", "p2")))
    store.add(feedback("犬证有效期？", "犬证有效期为二年。", ("p3",)))
    store.add(feedback("犬证有效期为二年，对吗？", "资料里没有。"))
    return store


def questions(store: FeedbackStore) -> list[str]:
    return [entry.feedback.question for entry in store.entries()]


def test_entries_that_cite_a_passage_go(tmp_path: Path) -> None:
    store = store_at(tmp_path / "f.sqlite3")
    assert remove_feedback(tmp_path / "f.sqlite3", {"p2"}, lambda text: False) == 1
    assert questions(store) == ["犬证有效期？", "犬证有效期为二年，对吗？"]


def test_entries_that_hold_its_words_go_and_leave_no_trace(tmp_path: Path) -> None:
    store = store_at(tmp_path / "f.sqlite3")
    assert remove_feedback(tmp_path / "f.sqlite3", set(), lambda text: "有效期为二年" in text) == 2
    assert questions(store) == ["犬证多少钱？"]
    assert [path for path in tmp_path.iterdir() if "有效期为二年".encode() in path.read_bytes()] == []


def test_numbers_of_entries_that_went_are_not_given_again(tmp_path: Path) -> None:
    store = store_at(tmp_path / "f.sqlite3")
    remove_feedback(tmp_path / "f.sqlite3", set(), lambda text: "对吗" in text)
    assert store.add(feedback("又一个")) == 4


def test_without_feedback_nothing_is_made(tmp_path: Path) -> None:
    assert remove_feedback(tmp_path / "f.sqlite3", {"p1"}, lambda text: True) == 0
    assert list(tmp_path.iterdir()) == []
