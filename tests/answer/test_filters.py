"""What filters admit, how they are said, and what they do to an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from answer.assistant import Assistant
from answer.day import ActDay
from answer.filters import Filters
from answer.records import AnswerStatus, Refusal
from ingest.records import Kind
from ingest.standing import Standing
from library.groups import Group
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES, document

DAY = date(2026, 3, 1)
STATION = "青槐市巡防站管理规定"
DOGS = "青槐市犬只管理办法"
LAW = document(kind=Kind.LAW)


def test_no_filter_admits_everything_and_says_nothing() -> None:
    assert Filters().admits(LAW, Standing.REPEALED)
    assert not Filters().limit
    assert Filters().describe() == ""


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(documents=frozenset({LAW.source, "别的.md"})), True),
        (Filters(documents=frozenset({"别的.md"})), False),
        (Filters(groups=frozenset({Group.RULES})), True),
        (Filters(groups=frozenset({Group.MATERIAL})), False),
        (Filters(levels=frozenset({Kind.LAW, Kind.ESSAY})), True),
        (Filters(levels=frozenset({Kind.ESSAY})), False),
        (Filters(standings=frozenset({Standing.UNKNOWN})), True),
        (Filters(standings=frozenset({Standing.SUPERSEDED})), False),
        (Filters(levels=frozenset({Kind.LAW}), standings=frozenset({Standing.SUPERSEDED})), False),
    ],
)
def test_any_member_of_a_limit_will_do_and_all_limits_must_hold(filters: Filters, admitted: bool) -> None:
    assert filters.admits(LAW, Standing.UNKNOWN) is admitted


def test_filters_are_said_in_the_order_of_rank() -> None:
    filters = Filters(
        documents=frozenset({"a/甲.md", "乙.md", "丙.md"}),
        levels=frozenset({Kind.MINISTRY_RULE, Kind.LAW}),
        standings=frozenset({Standing.IN_FORCE}),
        act=ActDay("2018年5月", date(2018, 5, 31)),
    )
    assert filters.describe() == "“甲”、“丙”等 3 份资料；法律、部门规章；现行有效；行为时间 2018年5月"


@pytest.fixture(scope="module")
def assistant(tiny_index: TinyIndex) -> Assistant:
    return tiny_index.assistant


def only(*documents: str) -> Filters:
    return Filters(documents=frozenset(documents))


def test_only_admitted_documents_are_searched(assistant: Assistant) -> None:
    answer = assistant.ask("遛狗不牵绳怎么罚？", today=DAY, filters=only(RULES, GUIDE))
    assert {hit.document.source for hit in answer.hits} <= {RULES, GUIDE}


@pytest.mark.parametrize(
    "filters", [Filters(standings=frozenset({Standing.SUPERSEDED})), only(DOGS_OLD)], ids=["by standing", "by document"]
)
def test_an_old_text_that_a_filter_picks_is_not_hidden_by_the_newer_one(filters: Filters, assistant: Assistant) -> None:
    answer = assistant.ask("携犬出户不束犬链怎么罚？", today=DAY, filters=filters)
    assert [(c.doc, c.article) for c in answer.citations][:1] == [(DOGS_OLD, "第三条")]
    assert answer.remarks == ()


def test_without_a_filter_the_newest_text_is_searched(assistant: Assistant) -> None:
    answer = assistant.ask("携犬出户不束犬链怎么罚？", today=DAY)
    assert {hit.document.source for hit in answer.hits if hit.document.instrument == DOGS} == {DOGS_NEW}


def test_an_article_that_is_named_is_shown_from_outside_with_a_remark(assistant: Assistant) -> None:
    answer = assistant.ask(f"{STATION}第三条", today=DAY, filters=only(GUIDE))
    assert [citation.doc for citation in answer.citations] == [RULES]
    assert answer.remarks == (f"《{STATION}》不在当前筛选范围内。",)


def test_of_a_named_instrument_the_admitted_version_is_shown(assistant: Assistant) -> None:
    answer = assistant.ask(f"{DOGS}第三条", today=DAY, filters=only(DOGS_OLD))
    assert ([citation.doc for citation in answer.citations], answer.remarks) == ([DOGS_OLD], ())


def test_a_version_that_is_spoken_of_is_not_exchanged_for_an_admitted_one(assistant: Assistant) -> None:
    answer = assistant.ask(f"2015年版{DOGS}第三条", today=DAY, filters=only(DOGS_NEW))
    assert [citation.doc for citation in answer.citations] == [DOGS_OLD]
    assert answer.remarks == (f"《{DOGS}》（2015-03-01）不在当前筛选范围内。",)


def test_a_bare_number_is_looked_up_among_admitted_documents(assistant: Assistant) -> None:
    answer = assistant.ask("第三条", today=DAY, filters=only(RULES))
    assert [(citation.doc, citation.article) for citation in answer.citations] == [(RULES, "第三条")]


def test_a_bare_number_that_only_others_have_is_refused_with_the_filter(assistant: Assistant) -> None:
    answer = assistant.ask("第六条", today=DAY, filters=only(DOGS_NEW))
    assert answer.refusal is Refusal.FILTERED_OUT
    name = f"“{DOGS}(2021-09-01)”"
    assert answer.text.startswith(f"在当前筛选范围（{name}）内没有找到能够回答这个问题的依据。放宽筛选后有依据。")


def test_what_nothing_answers_is_not_promised_without_filters(assistant: Assistant) -> None:
    answer = assistant.ask("中午吃什么好", today=DAY, filters=only(GUIDE))
    assert answer.refusal is Refusal.NOT_FOUND
    said = "在当前筛选范围（“走失老人查找工作指引”）内没有找到能够回答这个问题的依据。放宽筛选后也没有找到。"
    assert answer.text.startswith(said)


def test_a_filter_that_admits_nothing_refuses(assistant: Assistant) -> None:
    answer = assistant.ask("犬证有效期多久？", today=DAY, filters=only("没有.md"))
    assert (answer.status, answer.refusal, answer.hits) == (AnswerStatus.REFUSED, Refusal.FILTERED_OUT, ())


ACT = Filters(act=ActDay("2018年5月", date(2018, 5, 31)))


def test_the_day_of_the_act_chooses_the_text_of_that_day(assistant: Assistant) -> None:
    answer = assistant.ask(f"{DOGS}第三条", today=DAY, filters=ACT)
    assert answer.citations[0].doc == DOGS_OLD
    assert answer.remarks[0].startswith("按行为时间“2018年5月”查找")


def test_a_day_or_version_in_the_question_comes_before_the_day_of_the_filter(assistant: Assistant) -> None:
    told = assistant.ask(f"2022年3月发生的事，{DOGS}第三条怎么罚", today=DAY, filters=ACT)
    named = assistant.ask(f"2021年版{DOGS}第三条", today=DAY, filters=ACT)
    assert [answer.citations[0].doc for answer in (told, named)] == [DOGS_NEW, DOGS_NEW]


def test_a_filter_that_keeps_out_the_text_of_the_day_is_not_blamed_on_the_base(
    base_of: Callable[[dict[str, str]], Assistant],
) -> None:
    answer = base_of(FILES).ask(
        f"{DOGS}第三条",
        today=DAY,
        filters=Filters(documents=frozenset({DOGS_NEW}), act=ACT.act),
    )
    assert answer.citations[0].doc == DOGS_NEW
    assert any(remark.startswith("当前筛选范围内没有“2018年5月”时") for remark in answer.remarks)
