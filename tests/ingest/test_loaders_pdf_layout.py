"""Printed pages: which of two readings is taken, and what goes from the edges."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.loaders.pdf_choice import choose_text, is_doubtful
from ingest.loaders.pdf_layout import PrintedLine, PrintedPage, arrange, lines_without_places
from ingest.records import Line


def page(number: int, *lines: tuple[str, float]) -> PrintedPage:
    """Lines by text and height; place and size are those of body text."""
    return PrintedPage(number, tuple(PrintedLine(text, 90.0, height, 16.0) for text, height in lines))


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "- 7 -",
        "—7—",
        "— 7 —",
        "－７－",
        "·7·",
        "第7页",
        "第 7 页",
        "第七页",
        "第7页 共12页",
        "第7页/共12页",
        "第7页（共12页）",
        "7/12",
        "7 / 12",
        "Page 7 of 12",
        "7",
    ],
)
def test_page_number_at_an_edge_is_dropped_in_any_dress(text: str) -> None:
    lines, notes = arrange([page(7, ("正文。", 0.5), (text, 0.05))])
    assert texts(lines) == ["正文。"] and notes == ["删去1处页码"]


@pytest.mark.parametrize("text", ["8", "第7页的表格", "7.", "（7）", "[7]", "2024年", "7-8", "第七条"])
def test_other_numbers_at_an_edge_stay(text: str) -> None:
    lines, notes = arrange([page(7, ("正文。", 0.5), (text, 0.05))])
    assert texts(lines) == ["正文。", text] and notes == []


def test_bare_numbers_go_where_they_count_the_pages_from_elsewhere() -> None:
    lines, _ = arrange([page(number, ("正文。", 0.5), (str(number + 40), 0.05)) for number in (1, 2)])
    assert texts(lines) == ["正文。", "正文。"]


def test_line_repeated_on_two_pages_or_in_the_middle_stays() -> None:
    two = [page(number, ("审批意见：", 0.95), ("正文。", 0.5)) for number in (1, 2)]
    assert texts(arrange(two)[0]) == ["审批意见：", "正文。"] * 2
    middle = [page(number, ("审批意见：", 0.6), ("正文。", 0.5)) for number in (1, 2, 3, 4)]
    assert texts(arrange(middle)[0]) == ["审批意见：", "正文。"] * 4


GOOD = "社区民警应当定期走访辖区群众，及时化解矛盾。"


@pytest.mark.parametrize(
    "worse",
    [
        "",
        "社区民警应当\ufffd\ufffd\ufffd\ufffd辖区群众",
        "(cid:12)(cid:13)(cid:14)",
        "\ue001\ue002",
        GOOD[:8],
        " ".join(GOOD),
    ],
    ids=["empty", "replaced", "glyph numbers", "private use", "shorter", "torn"],
)
def test_better_reading_of_a_page_is_chosen_from_either_side(worse: str) -> None:
    assert choose_text(worse, GOOD) == GOOD == choose_text(GOOD, worse)
    assert not is_doubtful(GOOD)


def test_first_reading_wins_where_both_are_level() -> None:
    assert choose_text("甲 1\n乙", "甲\n1 乙") == "甲 1\n乙"


@pytest.mark.parametrize("text", ["", "  \n", "\ue001\ue002\ue003", "警\ufffd", "社 区 民 警", "⼈⺠警察"])
def test_doubtful_reading_is_recognised(text: str) -> None:
    assert is_doubtful(text)


def test_lines_of_the_second_library_keep_their_order_and_their_edges() -> None:
    lines = lines_without_places("- 1 -\n 甲 \n\n乙\n丙\n丁\n戊\n己\n庚\n1")
    assert texts(arrange([PrintedPage(1, lines)])[0]) == ["甲", "乙", "丙", "丁", "戊", "己", "庚"]
