"""Spaces of text recognition go; those that a writer set stay."""

from __future__ import annotations

import pytest

from ingest.cleaning.scanner import close_scanner_spaces, close_stray_spaces
from ingest.records import Line
from tests.ingest.cleaning.shown import texts


def test_three_spaces_in_ten_characters_come_from_a_scanner() -> None:
    assert texts(close_scanner_spaces, "群 众 路 线 是生命线") == ["群众路线是生命线"]  # 4 of 12
    assert texts(close_scanner_spaces, "张三 李四 王五 赵六") == ["张三 李四 王五 赵六"]  # 3 of 11


def test_spaces_that_text_recognition_put_between_characters_go() -> None:
    assert texts(close_scanner_spaces, "辖 区 有 8 0 0 0万 人 口 ， 民 警 9 0 人 。") == [
        "辖区有8000万人口，民警90人。"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "第一章 总 则",
        "第九条 为了维护秩序，制定本规定。",
        "甲 乙 丙 丁",
        "一组 甲 乙 丙 二组 丁戊己庚辛",
        "张三 李四 王五 赵六 钱七 孙八 周九 吴十 郑一 冯二 陈三",
        "GPS 与 110 和 122 联动 OK",
        "甲 | 乙 | 丙 | 丁",
    ],
)
def test_spaces_that_a_writer_set_stay(line: str) -> None:
    assert texts(close_scanner_spaces, line) == [line]


def test_a_line_between_scanned_ones_was_read_by_the_same_machine() -> None:
    scanned = "值 班 民 警 应 当 按 时 到 岗 。"
    closed = "值班民警应当按时到岗。"
    assert texts(close_scanner_spaces, scanned, "负责 登记来访群众", scanned) == [closed, "负责登记来访群众", closed]
    far = [f"第{number}组负责巡逻工作。" for number in "一二三四五六七八九十"]
    assert texts(close_scanner_spaces, scanned, *far, "张三 李四")[-1] == "张三 李四"


def test_the_machine_of_one_text_says_nothing_of_the_next() -> None:
    scanned = "值 班 民 警 应 当 按 时 到 岗 。"
    names = Line("张三 李四", begins=True)
    assert texts(close_scanner_spaces, scanned, scanned, names)[-1] == "张三 李四"


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("第五条 经审查，对符合条 件的申请人应当在三十日内办结。", "第五条 经审查，对符合条件的申请人应当在三十日内办结。"),
        ("第七条 本规定的有关事项，自2023年1月1 日起按照新的办法执行。", "第七条 本规定的有关事项，自2023年1月1日起按照新的办法执行。"),
    ],
)  # fmt: skip
def test_a_space_that_strayed_into_a_sentence_is_closed(line: str, closed: str) -> None:
    assert texts(close_stray_spaces, line) == [closed]


@pytest.mark.parametrize(
    "line",
    [
        "参加人员有，张三 李四 王五 赵六，均为青槐市城东派出所的民警。",
        "二、加强巡逻 派出所应当在夜间组织巡逻，每两小时不少于一次。",
        "一、加强巡逻，防范盗窃 派出所应当在夜间组织巡逻，每两小时不少于一次。",
        "加强巡逻 派出所应当在夜间组织巡逻，每两小时不少于一次。",
        "短句，有 空格。",
        "没有句号的一行，可能是一个标题 也可能是一行名单和备注",
    ],
)
def test_names_in_a_row_and_glued_headings_keep_their_spaces(line: str) -> None:
    assert texts(close_stray_spaces, line) == [line]
