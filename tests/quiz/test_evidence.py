"""What questions are made of: sentences that stand alone, enumerations, and cases."""

from __future__ import annotations

import pytest

from quiz.evidence import stands_alone
from tests.quiz.unenacted import evidence, listing, statement


@pytest.mark.parametrize(
    "sentence",
    [
        "逾期不改正的，处二百元罚款。",
        "前款规定的费用由养犬人承担。",
        "该机关应当登记。",
        "其负责人应当到场。",
        "情节严重的，吊销犬证。",
        "未设立收容站的，由派出所收容。",
        "对于没有主人的，收容站可以处理。",
        "自被收容之日起三十日内，收容站应当作出决定。",
        "违反第九条规定的，给予警告。",
    ],
)
def test_a_sentence_that_points_elsewhere_does_not_stand_alone(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        *("巡防员应当佩戴标志。", "养犬人及其家属应当配合。", "收容站应当登记犬只，并向其主人核实。"),
        "对有组织犯罪案件的犬只，公安机关应当封存。",
        "需要检疫伤人犬只的，收容站应当在三日内送检。",
        "没有收容资质的单位应当将犬只送交收容站。",
        "应当注销的犬证必须及时收回。",
        "使用工作犬的人员，必须经过培训。",
        "遗弃犬只的，处一千元以上三千元以下罚款。",
    ],
)
def test_a_sentence_that_names_what_it_is_about_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence)


def test_a_sentence_brings_the_one_that_it_leans_on() -> None:
    found = statement(evidence("第一条 养犬人应当每年为犬只接种狂犬病疫苗。逾期不接种的，处二百元罚款。"), "逾期")
    assert found.text == "养犬人应当每年为犬只接种狂犬病疫苗。逾期不接种的，处二百元罚款。"
    assert found.asked == "逾期不接种的，处二百元罚款。"


def test_a_paragraph_that_points_to_another_makes_no_statement() -> None:
    assert not any("前款" in found.text for found in evidence().statements)


def test_an_enumeration_has_its_members_without_numbers_and_without_the_catch_all() -> None:
    found = listing(evidence(), "收容站应当")
    assert found.member_texts == ("收容走失犬只", "登记犬只的来源和去向", "组织领养和防疫")
    assert found.open_end


def test_a_member_is_put_into_its_lead() -> None:
    found = statement(evidence(), "虐待")
    assert found.text == "养犬人虐待犬只的，处五百元以上一千元以下罚款。"


def test_nothing_is_left_of_the_words_that_announce_the_list() -> None:
    text = "第一条 犬只具有下列情形之一的，不适用领养：\n（一）未满三个月的；\n（二）患有狂犬病的。"
    assert statement(evidence(text), "未满").text == "犬只未满三个月的，不适用领养。"


def test_words_of_a_case_are_found_in_the_passage() -> None:
    found = statement(evidence(), "虐待")
    at = found.text.index("五百元")
    span = found.locate(at, at + 3)
    assert span is not None
    assert found.place.passage.text[slice(*span)] == "五百元"
    assert found.locate(0, len(found.text) - 1) is None


def test_a_statement_until_a_number_leaves_out_the_cases_behind_it_and_is_quoted_whole() -> None:
    text = "第一条 养犬人遗弃犬只的，处五百元罚款；情节严重的，处一千元罚款。"
    whole = statement(evidence(text), "遗弃")
    first = whole.until(whole.text.index("五百元"))
    assert first.text == "养犬人遗弃犬只的，处五百元罚款。"
    assert (first.spans, whole.until(whole.text.index("一千元"))) == (whole.ranges, whole)


def test_a_sentence_too_long_to_be_read_ends_behind_its_last_readable_clause() -> None:
    long = "养犬人" + "和他的邻居" * 45 + "应当及时登记。"
    found = statement(evidence(f"第一条 养犬人遗弃犬只的，处五百元罚款；{long}"), "遗弃")
    assert found.text == "养犬人遗弃犬只的，处五百元罚款。"


def test_a_lead_that_says_on_what_occasion_takes_its_members() -> None:
    law = evidence("第一条 违反本办法规定，有下列行为之一的，处五百元罚款：\n（一）遗弃犬只的；\n（二）虐待犬只的。")
    assert statement(law, "虐待").text == "违反本办法规定，虐待犬只的，处五百元罚款。"
