"""The publish journal: lines are only added, broken ones do not count, and what was taken back never stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import GenerationError
from index.journal import Entry, Event, last_event, note, read_journal, succession


def entries(*events: str) -> list[Entry]:
    """``+a`` published, ``=a`` used, ``?a`` held, ``!a`` rejected, ``-a`` removed."""
    kinds = {"+": Event.PUBLISHED, "=": Event.USED, "?": Event.HELD, "!": Event.REJECTED, "-": Event.REMOVED}
    return [Entry("2026-03-01T00:00:00+00:00", kinds[event[0]], event[1:]) for event in events]


@pytest.mark.parametrize(
    ("events", "may_stand_in"),
    [
        ([], ()),
        (["+a", "+b", "+c"], ("c", "b", "a")),
        (["+a", "+b", "=a"], ("a",)),  # b was taken back
        (["+a", "+b", "=a", "=b"], ("b", "a")),
        (["+a", "+b", "+c", "=a", "+d"], ("d", "a")),
        (["+a", "?b", "!c"], ("a",)),
        (["+a", "?b", "+b"], ("b", "a")),  # held, then accepted
        (["+a", "+b", "-a"], ("b",)),
        (["+a", "+b", "+a"], ("a", "b")),
    ],
)
def test_what_was_in_use_and_never_taken_back_may_stand_in_the_latest_first(
    events: list[str], may_stand_in: tuple[str, ...]
) -> None:
    assert succession(entries(*events)) == may_stand_in


def test_the_last_event_of_a_generation_counts(tmp_path: Path) -> None:
    told = entries("+a", "?b", "+b")
    found = last_event(told, "b")
    assert found is not None and found.event is Event.PUBLISHED
    assert last_event(told, "c") is None


def test_entries_are_read_as_they_were_noted(tmp_path: Path) -> None:
    told = [
        *entries("+a"),
        Entry("2026-03-02T08:00:00+08:00", Event.HELD, "b", ("资料《甲》没有了。",), {"mrr": 0.5, "questions": "x"}),
    ]
    for entry in told:
        note(tmp_path, entry)
    assert read_journal(tmp_path) == tuple(told)


def test_a_line_that_a_crash_cut_off_is_passed_over_and_the_next_one_stands_alone(tmp_path: Path) -> None:
    for entry in entries("+a", "+b"):
        note(tmp_path, entry)
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    for end in range(len(whole.splitlines()[0]) + 1, len(whole) - 1):
        path.write_bytes(whole[:end])
        assert [entry.generation for entry in read_journal(tmp_path)] == ["a"]
    note(tmp_path, entries("+c")[0])
    assert [entry.generation for entry in read_journal(tmp_path)] == ["a", "c"]


def test_a_changed_byte_makes_a_line_count_as_not_written(tmp_path: Path) -> None:
    for entry in entries("+a", "+b"):
        note(tmp_path, entry)
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    first = len(whole.splitlines()[0])
    for place in range(first):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(bytes(changed))
        assert [entry.generation for entry in read_journal(tmp_path)] == ["b"]


def test_a_journal_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").mkdir()
    with pytest.raises(GenerationError, match=r"journal\.jsonl"):
        note(tmp_path, entries("+a")[0])
