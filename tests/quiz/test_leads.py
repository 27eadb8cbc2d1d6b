"""Leads of lists are told apart by whose acts they list and by what follows."""

from __future__ import annotations

import pytest

from quiz.leads import are_of_one_kind, speaks_of_another

FINE = "养犬单位有下列行为之一的，处五百元罚款："


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("收容企业有下列情形之一的，给予警告：", True),
        ("巡防站工作人员有下列行为之一的，给予处分：", False),  # an officer's wrong
        ("养犬单位有下列情形之一的，可以从轻处罚：", False),  # a ground for leniency
        ("养犬单位应当具备下列条件：", False),
    ],
)
def test_only_members_of_one_kind_stand_beside_each_other(other: str, alike: bool) -> None:
    assert are_of_one_kind(FINE, other) is alike


def test_a_member_may_have_a_subject_of_its_own() -> None:
    assert speaks_of_another("外国人未登记犬只的", FINE)
    assert not speaks_of_another("未登记犬只的", FINE)
