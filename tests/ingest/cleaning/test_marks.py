"""Characters that nobody reads go; characters that look odd but say something stay."""

from __future__ import annotations

import pytest

from ingest.cleaning.marks import strip_invisible, strip_stray
from ingest.records import Run
from tests.ingest.cleaning.shown import numbered, texts


def test_invisible_characters_go_and_every_blank_is_a_space() -> None:
    lines = ("\u3000\u3000第一\u200b条\u3000为了\u00a0规范，\ufeff制定\u00ad本规定。\t", "\u200b", "第二条\x07 略。")
    assert texts(strip_invisible, *lines) == ["第一条 为了 规范，制定本规定。", "", "第二条 略。"]


def test_every_character_that_stays_knows_its_place() -> None:
    (line,) = strip_invisible(numbered("\u3000甲\u200b乙"))
    assert (line.text, line.runs) == ("甲乙", (Run(0, 1), Run(1, 3)))


@pytest.mark.parametrize("line", ["第１２条 Ａ类", "𠮷野家", "①—②", "5 cm²", "甲🚓乙"])
def test_widths_and_rare_characters_stay(line: str) -> None:
    assert texts(strip_invisible, line) == [line]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("\\ 一、巡逻的要点\\ （一）时间\\", "一、巡逻的要点 （一）时间"),
        ("巡逻的要点\\（一）时间", "巡逻的要点（一）时间"),
        ("(√)浅谈巡逻", "浅谈巡逻"),
        ("（✓）浅谈巡逻", "浅谈巡逻"),
    ],
)
def test_strayed_backslashes_and_ticks_go(line: str, left: str) -> None:
    assert texts(strip_stray, line) == [left]


@pytest.mark.parametrize(
    "line", ["民警\\应当", "资料在 C:\\资料\\甲.txt", "正则 \\d+", "检查项目打（√）", "甲（√） 乙（ ）", "2\\3"]
)
def test_paths_and_ticked_boxes_stay(line: str) -> None:
    assert texts(strip_stray, line) == [line]
