"""Wrong agencies: other levels in the same wording, or bodies that could do it; none where the sentence tells."""

from __future__ import annotations

import pytest

from quiz.authorities import find_agencies
from quiz.wrong_agencies import agencies_like, rungs
from tests.quiz.unenacted import evidence, pools


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("县级公安机关", ["设区的市级公安机关", "省级公安机关", "公安部", "公安派出所"]),
        (
            "县级以上公安机关负责人",
            ["设区的市级以上公安机关负责人", "省级以上公安机关负责人", "办案部门负责人", "公安派出所负责人"],
        ),
        ("设区的市的人民政府", ["县级人民政府", "省级人民政府", "国务院", "乡镇人民政府"]),
        ("上一级公安机关", ["本级公安机关", "省级公安机关", "县级公安机关"]),
        ("本级公安机关", ["上一级公安机关", "省级公安机关", "县级公安机关"]),
        ("公安机关", []),
    ],
)
def test_a_name_has_rungs_in_its_own_wording(name: str, others: list[str]) -> None:
    assert rungs(name) == others


def like(text: str, name: str) -> tuple[str, ...]:
    law = evidence(f"第一条 {text}\n第二条 犬只疫病，由卫生健康部门处理。")
    (agency,) = [found for found in find_agencies(text) if found.name == name]
    return agencies_like(agency, name, text, law.places[0], pools(law))


def test_beside_a_body_of_the_same_level_stand_others_of_it() -> None:
    assert like("收容站的设立，报同级公安机关备案。", "同级公安机关") == (
        *("上一级公安机关", "同级人民政府", "同级人民检察院"),
    )


def test_only_bodies_that_the_instrument_names_stand_beside_the_police() -> None:
    assert like("捕捉疯犬，应当经公安机关同意。", "公安机关") == ("卫生健康部门",)
    assert "人民检察院" not in like("捕捉疯犬，应当经公安机关同意，人民检察院监督。", "公安机关")


def test_who_stands_above_is_asked_for_among_others_of_the_same_level() -> None:
    names = like("养犬人不服的，可以向上一级公安机关申诉。", "上一级公安机关")
    assert names == ("同级人民检察院", "同级公安机关法制部门", "同级公安机关督察机构")


def test_who_settles_disputes_stands_beside_a_court_only_where_there_is_one() -> None:
    assert "仲裁委员会" not in like("禁养令由人民法院执行。", "人民法院")
    assert "仲裁委员会" in like("犬只伤人引起的纠纷，由人民法院处理。", "人民法院")


def test_beside_a_person_stand_persons() -> None:
    names = like("情况复杂的，经上一级公安机关负责人批准延长。", "上一级公安机关负责人")
    assert names == ("同级人民检察院检察长", "本级公安机关法制部门负责人", "本级公安机关督察长")


def test_who_is_among_those_of_the_right_level_is_no_wrong_option() -> None:
    names = like("设立犬只收容站，由省级以上公安机关批准。", "省级以上公安机关")
    assert names == ("设区的市级以上公安机关", "县级以上公安机关", "公安派出所")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("派出所应当将结果报本级人民政府备案。", "本级人民政府"),
        ("省级人民政府公布名录，报省级人民政府公安机关备案。", "省级人民政府公安机关"),
        ("养犬人可以向人民法院提起诉讼。", "人民法院"),
        ("养犬人伤人的，由公安机关处五日拘留。", "公安机关"),
        ("发现疯犬伤人的，应当及时向公安机关报案。", "公安机关"),
        ("发现疯犬的，应当向公安机关报告。", "公安机关"),  # everybody knows
        ("运犬车装载的枪支丢失的，应当向公安机关报告。", "公安机关"),
    ],
)
def test_nothing_is_asked_where_only_one_can_do_it(text: str, name: str) -> None:
    assert like(text, name) == ()
