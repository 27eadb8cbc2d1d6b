"""Leads of lists are told apart by of whom they speak and by what follows."""

from __future__ import annotations

import pytest

from quiz.leads import holds_elsewhere, is_sister, speaks_of_another
from tests.quiz.unenacted import evidence, listing, pools

FINE = "养犬单位有下列行为之一的，处五百元罚款："
MEMBERS = "\n（一）遗弃犬只的；\n（二）虐待犬只的。"


@pytest.mark.parametrize(
    ("other", "are_sisters"),
    [
        ("养犬单位有下列行为之一的，处一千元罚款：", True),
        ("违反本办法规定，养犬单位有下列情形之一的，给予警告：", True),
        ("巡防站工作人员有下列行为之一的，给予处分：", False),  # an officer's wrong
        ("养犬单位有下列情形之一的，可以从轻处罚：", False),  # a ground for leniency
        ("养犬单位应当具备下列条件：", False),
    ],
)
def test_sisters_speak_of_the_same_with_a_like_consequence(other: str, are_sisters: bool) -> None:
    law = evidence(f"第一条 {FINE}{MEMBERS}\n第二条 {other}{MEMBERS}\n")
    one, two = law.listings
    assert is_sister(one, two) is are_sisters


def test_a_list_is_no_sister_of_one_in_its_article() -> None:
    found = listing(evidence(f"第一条 {FINE}{MEMBERS}"), "养犬单位")
    assert not is_sister(found, found)


def test_a_member_may_have_a_subject_of_its_own() -> None:
    assert speaks_of_another("外国人未登记犬只的", FINE)
    assert not speaks_of_another("未登记犬只的", FINE)


@pytest.mark.parametrize(("other", "does"), [("初次养犬的，处五百元罚款。", True), ("初次养犬的，免予处罚。", False)])
def test_what_follows_may_follow_in_another_article(other: str, does: bool) -> None:
    law = evidence(f"第一条 {FINE}{MEMBERS}\n第二条 {other}\n")
    assert holds_elsewhere(listing(law, "养犬单位"), pools(law)) is does
