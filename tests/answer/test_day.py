"""The day of an act, as questions tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from answer.day import ActDay, read_act_day, read_day, text_of_day, without_day
from ingest.records import Document
from tests.invented import document

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("2018年5月3日打的架怎么处罚", date(2018, 5, 3)),
        ("二〇一八年五月三日打的架怎么处罚", date(2018, 5, 3)),
        ("2018年2月偷的手机，现在才抓到", date(2018, 2, 28)),
        ("2008年收购废旧金属没登记的怎么罚", date(2008, 12, 31)),
        ("前年打的架现在还能罚吗", date(2024, 12, 31)),
        ("今年3月发生的事", date(2026, 3, 31)),
        ("2020-01-15发生的盗窃", date(2020, 1, 15)),
    ],
)
def test_a_question_tells_when_the_act_was_done(question: str, last: date) -> None:
    act = read_act_day(question, TODAY)
    assert act is not None and act.last == last


@pytest.mark.parametrize(
    "question",
    [
        "1994年那版收购办法怎么处罚",  # a version
        "2025年新修订的治安管理处罚法怎么处罚高空抛物",
        "2021年行政处罚法怎么规定听证",
        "2020年1月1日起施行的办法怎么处罚",
        "去年的工作总结怎么写",  # nothing was done
        "犬证2023年到期了吗",
        "2030年发生的事怎么罚",  # not yet
        "2018年13月打的架怎么罚",  # no such month
    ],
)
def test_a_year_of_a_text_or_of_nothing_done_is_no_day_of_an_act(question: str) -> None:
    assert read_act_day(question, TODAY) is None


def test_the_day_is_not_searched_for() -> None:
    assert without_day("2018年9月在网吧里偷了手机，现在才抓到，怎么处罚") == "在网吧里偷了手机,,怎么处罚"
    assert without_day("2018年5月") == "2018年5月"


def version(date_: str, effective_from: str | None = None) -> Document:
    return replace(document("第一条 养犬应当办证。", version_date=date_), effective_from=effective_from)


def test_an_act_falls_under_the_newest_text_begun_by_its_day() -> None:
    newest, middle, oldest = version("2022-03-01", "2022-06-01"), version("2015-03-01"), version("2001-01-01")

    def found(question: str) -> Document:
        act = read_act_day(question, TODAY)
        assert act is not None
        return text_of_day((newest, middle, oldest), act)

    assert found("2022年6月打的架") is newest
    assert found("2022年5月打的架") is middle  # made public, but not begun
    assert found("2015年2月打的架") is oldest
    assert found("1999年1月打的架") is oldest  # nothing older is there


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("2024-05-03", date(2024, 5, 3)),
        (" 2024年5月 ", date(2024, 5, 31)),
        ("2024.5", date(2024, 5, 31)),
        ("20240503", date(2024, 5, 3)),
        ("2024/5/3", date(2024, 5, 3)),
        ("二〇二四年五月三日", date(2024, 5, 3)),
        ("2024", date(2024, 12, 31)),
        ("去年3月", date(TODAY.year - 1, 3, 31)),
        ("昨天", TODAY - timedelta(days=1)),
        (TODAY.isoformat(), TODAY),
        ("今年", TODAY),  # it is not over, and nobody did anything tomorrow
    ],
)
def test_a_date_typed_alone_is_the_last_day_that_it_can_mean(typed: str, last: date) -> None:
    read = read_day(typed, TODAY)
    assert isinstance(read, ActDay)
    assert read.last == last


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("那天", "看不懂行为时间“那天”"),
        ("", "看不懂行为时间“”"),
        ("2024-13-01", "没有“2024-13-01”这一天"),
        ("2024年2月30日", "没有“2024年2月30日”这一天"),
        ("2099-01-01", "“2099-01-01”还没有到"),
    ],
)
def test_a_date_that_is_none_or_to_come_is_answered_in_words(typed: str, said: str) -> None:
    read = read_day(typed, TODAY)
    assert isinstance(read, str)
    assert read.startswith(said)
