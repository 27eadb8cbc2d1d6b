"""What is worth asking of police, and what a sentence brings along."""

from __future__ import annotations

import pytest

from quiz.worth import (
    has_a_special_case_behind,
    is_business_of_others,
    is_excepted_behind,
    is_of_two_tiers,
    is_overtaken,
    is_worth_asking,
    on_its_own,
    speaks_of_others,
    specifics,
)
from tests.quiz.unenacted import evidence, statement


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("巡防员应当在三日内核查。", {"number"}),
        ("犬只登记后，应当书面通知养犬人。", {"form", "condition"}),
        ("养犬人应当爱护犬只。", set()),
    ],
)
def test_specifics_are_what_can_be_checked(words: str, found: set[str]) -> None:
    assert specifics(words) == found


def test_a_purpose_is_not_worth_asking() -> None:
    assert not is_worth_asking(evidence("第一条 公安机关应当加强犬只登记工作。").statements[0])


def test_a_later_sentence_brings_those_before_it() -> None:
    law = evidence(
        "第一条 养犬登记由派出所办理。养犬人迁居到其他城市的，派出所应当在十日内注销登记并收回犬证原件存档备查。"
    )
    whole = on_its_own(statement(law, "迁居"))
    assert whole is not None
    assert whole.text.startswith("养犬登记由派出所办理。养犬人迁居")
    assert whole.asked.startswith("养犬人迁居")


def test_what_schools_and_insurers_do_is_no_business_of_police() -> None:
    law = evidence("第一条 保险公司应当在十日内赔付养犬人。\n第二条 保险公司应当在十日内告知公安机关。")
    assert [is_business_of_others(found) for found in law.statements] == [True, False]


def test_a_list_of_what_others_do_is_known_by_its_lead() -> None:
    assert speaks_of_others("救助基金的来源包括：")
    assert not speaks_of_others("公安机关可以动用救助基金的情形包括：")


def test_what_another_service_punishes_is_no_business_of_police() -> None:
    law = evidence("第一条 娱乐场所违规养犬的，由卫生行政部门责令改正。\n第二条 违规养犬的，由公安机关责令改正。")
    assert [is_business_of_others(found) for found in law.statements] == [True, False]


def test_a_sentence_whose_exception_follows_is_not_true_alone() -> None:
    law = evidence(
        "第一条 养犬人应当在三日内到派出所办理犬证。但是，导盲犬除外。\n养犬人应当在三日内到派出所缴纳费用。"
    )
    assert [is_excepted_behind(statement(law, words)) for words in ("办理犬证", "缴纳费用")] == [True, False]


def test_a_general_case_before_a_special_one_does_not_say_for_whom_it_holds() -> None:
    law = evidence(
        "第一条 养犬人参加犬只管理学习的天数累计不得少于五天。烈性犬养犬人参加犬只管理学习的天数累计不得少于十天。"
    )
    assert [has_a_special_case_behind(found) for found in law.statements] == [True, False]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("违规养犬的，依照《治安管理处罚条例》处罚。", "青槐市犬只管理办法"),
        ("人民公社的犬只由合作社登记。", "犬只登记法"),
        ("养犬人不服处罚的，可以在十五日内申请复议。", "青槐市犬只管理办法"),
    ],
)
def test_what_names_bodies_or_rules_of_other_times_is_overtaken(text: str, title: str) -> None:
    assert is_overtaken(evidence(f"第一条 {text}\n", title=title).statements[0])


def test_a_law_may_say_itself_who_reconsiders() -> None:
    assert not is_overtaken(
        evidence("第一条 养犬人不服处罚的，可以在三日内申请复议。\n", title="犬只登记法").statements[0]
    )


def test_a_rule_that_the_next_paragraph_extends_is_not_true_alone() -> None:
    law = evidence(
        "第一条 对犬只的查封和扣押由法律设定。\n尚未制定法律的，行政法规可以设定其他查封。\n第二条 养犬登记证由县级公安机关核发。\n犬证应当载明姓名。"
    )
    assert is_excepted_behind(statement(law, "由法律设定"))
    assert not is_excepted_behind(statement(law, "公安机关核发"))


def test_a_member_with_a_grave_case_of_its_own_is_of_two_tiers() -> None:
    law = evidence(
        "第一条 养犬人有下列情形之一的，处二百元以上五百元以下罚款；情节严重的，处一千元以上二千元以下罚款：\n"
        "（一）未按照规定登记犬只的；\n（二）犬吠影响他人休息，情节严重的。"
    )
    cases = {"犬吠" in found.text: is_of_two_tiers(found) for found in law.cases}
    assert cases == {False: False, True: True}


def test_the_licences_of_other_departments_are_their_business() -> None:
    assert speaks_of_others("文化主管部门审批犬只表演应当举行听证。")
    assert not speaks_of_others("公安机关审批犬只表演应当举行听证。")
