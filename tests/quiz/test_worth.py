"""What is worth asking of police, and what a sentence brings along."""

from __future__ import annotations

import pytest

from quiz.worth import is_business_of_others, is_worth_asking, on_its_own, specifics
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
