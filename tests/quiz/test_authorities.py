"""Agencies are read with their sort and their levels, so that two can be told apart."""

from __future__ import annotations

import pytest

from quiz.authorities import exclude_each_other, find_agencies


def names(text: str) -> list[str]:
    return [agency.name for agency in find_agencies(text)]


def test_an_agency_is_read_as_long_as_it_is_written() -> None:
    assert names("报设区的市级人民政府公安机关备案，抄送民政部门") == ["设区的市级人民政府公安机关", "民政部门"]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("县级人民政府公安机关", "设区的市级人民政府公安机关", True),
        ("县级以上人民政府公安机关", "设区的市级人民政府公安机关", False),
        ("公安机关", "公安派出所", False),
        ("公安机关", "人民检察院", True),
        ("公安机关交通管理部门", "公安机关", False),
        ("上一级公安机关", "本级公安机关", True),
        ("上一级公安机关", "省级人民政府公安机关", False),
    ],
)
def test_two_agencies_exclude_each_other_only_where_no_rule_for_one_means_the_other(
    one: str, other: str, apart: bool
) -> None:
    (first,), (second,) = find_agencies(one), find_agencies(other)
    assert exclude_each_other(first, second) is apart


def test_a_name_of_a_level_and_above_covers_all_above() -> None:
    (agency,) = find_agencies("设区的市级以上公安机关")
    assert agency.levels == {"city", "province", "nation"}
