"""Progress as lines and as JSON: done, total, rate and time left."""

from __future__ import annotations

import io
import json

from index.progress_display import display
from index.records import Progress

STEPS = [(0.0, "编码", 10), (0.2, "编码", 26), (12.0, "编码", 130), (13.0, "编码", 140), (20.0, "编码", 250)]


def shown(kind: str) -> list[str]:
    """What is written for the steps above, out of 250, each at its second."""
    stream = io.StringIO()
    now = 0.0
    with display(kind, stream, clock=lambda: now) as show:
        for now, step, done in STEPS:  # noqa: B007 - the clock reads it
            show(Progress(step, done, 250))
        show(Progress("发布", 0, 1))
    return stream.getvalue().splitlines()


def test_lines_come_at_the_ends_and_every_ten_seconds_with_rate_and_time_left() -> None:
    assert shown("auto") == shown("lines")  # what is no terminal gets lines
    assert shown("lines") == ["编码 10/250", "编码 130/250，每秒 10.0，约剩 12 秒", "编码 250/250", "发布 0/1"]


def test_json_comes_twice_a_second_for_programs() -> None:
    rows = [json.loads(line) for line in shown("json")]
    assert rows[0] == {
        "step": "编码", "done": 10, "total": 250, "seconds": 0.0, "per_second": None, "seconds_left": None
    }  # fmt: skip
    assert rows[1] == {
        "step": "编码", "done": 130, "total": 250, "seconds": 12.0, "per_second": 10.0, "seconds_left": 12
    }  # fmt: skip
    assert [row["done"] for row in rows] == [10, 130, 140, 250, 0]


def test_a_bar_is_drawn_where_one_is_asked_for() -> None:
    drawn = "\n".join(shown("bar"))
    assert "编码" in drawn and "250/250" in drawn
