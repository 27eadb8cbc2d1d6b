"""Headings, numbers and labels that were run together with the text begin lines of their own; nothing is lost."""

from __future__ import annotations

import pytest

from ingest.cleaning.glued import drop_journal_codes, split_glued
from ingest.records import Line
from tests.ingest.cleaning.shown import numbered, texts

REST = "派出所应当在夜间组织巡逻，每两小时不少于一次，并做好记录。"


def test_numbers_that_are_due_begin_lines_after_the_end_of_a_sentence() -> None:
    line = (
        "主要做法如下：一、夜间巡逻。每两小时一次。（一）步行。两人以上。（二）驾车。两车以上。二、入户走访。每月一次。"
    )
    assert texts(split_glued, line) == [
        "主要做法如下：",
        "一、夜间巡逻。每两小时一次。",
        "（一）步行。两人以上。",
        "（二）驾车。两车以上。",
        "二、入户走访。每月一次。",
    ]


def test_a_number_after_a_heading_without_any_mark_begins_a_line() -> None:
    assert texts(split_glued, "一、巡逻的要点（一）时间。夜间为主。") == ["一、巡逻的要点", "（一）时间。夜间为主。"]
    assert texts(split_glued, "要求如下。1. 两人以上。2. 着制式服装。") == [
        "要求如下。",
        "1. 两人以上。",
        "2. 着制式服装。",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "民警应当统一、规范着装。",
        "依照第（一）项处理。依照第三条（一）的规定处理。",
        "到场后。（三）项工作同时进行。",
        "第一、第二联由民警存档。第二、第三联交当事人。",
        "速度为每小时1.5公里。面积为2.4平方米。",
        "他说：唯一、最好的办法是报警。",
        "案件共三起。三、四月份各一起。",
    ],
)
def test_numbers_inside_sentences_open_nothing(line: str) -> None:
    assert texts(split_glued, line) == [line]


def test_numbers_count_anew_in_every_text_and_under_every_heading() -> None:
    lines = (
        "一、巡逻。要求：（一）着装。（二）装备。二、走访。要求：（一）证件。",
        Line("题目", begins=True),
        "略。一、接警。",
    )
    assert texts(split_glued, *lines)[-5:] == ["二、走访。要求：", "（一）证件。", "题目", "略。", "一、接警。"]


def test_the_count_of_one_text_does_not_go_on_in_the_next() -> None:
    lines = ("甲。一、巡逻。二、走访。", Line("题目", begins=True), "略。三、接警。")
    assert texts(split_glued, *lines) == ["甲。", "一、巡逻。", "二、走访。", "题目", "略。三、接警。"]


def test_labels_of_a_collection_or_a_journal_begin_lines() -> None:
    assert texts(split_glued, "甲。【摘要】乙。【关键词】丙") == ["甲。", "【摘要】乙。", "【关键词】丙"]
    assert texts(split_glued, "处置建议作者简介：王某，教师。") == ["处置建议", "作者简介：王某，教师。"]
    assert texts(split_glued, "民警应当记录作者和关键词。") == ["民警应当记录作者和关键词。"]


@pytest.mark.parametrize(
    ("heading", "rest"),
    [
        ("一、加强夜间巡逻，防范盗窃", " " + REST),
        ("一、夜间巡逻的要点", "夜间巡逻的要点是定时定线，每两小时不少于一次，并做好巡逻记录和交接。"),
        ("一、关注群众需求", "公安机关要时刻关注群众的需求，走近基层，深入社区，及时解决群众反映的问题和困难。"),
        ("二、全面加强夜间巡逻工作", "民警要在夜间组织巡逻，每两小时不少于一次，并做好记录和交接工作。"),
        ("（一）夜间巡逻面临的问题", "近年来，夜间盗窃案件增多，巡逻警力不足，装备也比较陈旧，亟待解决。"),
    ],
)
def test_a_heading_that_runs_into_its_text_is_cut_off(heading: str, rest: str) -> None:
    assert texts(split_glued, heading + rest) == [heading, rest.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "一、加强夜间巡逻，防范入室盗窃。" + REST,
        REST,
        "一、加强巡逻 着制式服装",
        "一、公安机关接到其他公安机关移送的案件和线索材料，应当当场登记，并在二十四小时以内进行审查。",
        "二、各区县所属派出所应当在夜间组织巡逻，每两小时不少于一次，并做好记录和交接班工作，定期报告情况。",
        "三、对不服从管理的民警要批评教育的，由派出所所长负责，批评教育的内容和时间应当记录在案备查。",
        "1. 民警要在夜间组织巡逻，每两小时不少于一次。",
    ],
)
def test_headings_with_an_end_and_short_lines_stay(line: str) -> None:
    assert texts(split_glued, line) == [line]


def test_a_text_with_articles_and_headings_of_the_format_stay_as_they_are() -> None:
    law = ("第一条 应当：（一）甲。（二）乙。", "二、丙。（一）丁。")
    assert texts(split_glued, *law) == list(law)
    heading = numbered(Line("一、甲。（一）乙。", level=2))
    assert split_glued(heading) == heading


def test_codes_of_a_journal_go_and_the_text_after_them_stays() -> None:
    codes = "中图分类号：D631 文献标识码：A 文章编号：1000-0000（2020）01-001-05"
    assert texts(drop_journal_codes, codes + "随着城市发展，夜间案件增多。") == ["随着城市发展，夜间案件增多。"]
    assert texts(drop_journal_codes, codes, "甲。") == ["甲。"]


@pytest.mark.parametrize("line", ["文章编号规则由内勤掌握。", "关键词：巡逻", "文献标识码：ABC", "编号：1000-0000"])
def test_lines_that_only_look_like_codes_stay(line: str) -> None:
    assert texts(drop_journal_codes, line) == [line]
