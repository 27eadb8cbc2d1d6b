"""Names of instruments in a text: full ones, nicknames, and those only the base knows."""

from __future__ import annotations

import pytest

from index.instruments import InstrumentNames, Mention


def names(text: str, in_base: tuple[str, ...] = ()) -> list[str]:
    return [mention.name for mention in InstrumentNames(in_base).mentions(text)]


def test_nicknames_stand_for_full_names_and_keep_their_place() -> None:
    assert InstrumentNames(()).mentions("治安法43条和刑法") == [Mention("治安管理处罚法", 0, 3), Mention("刑法", 7, 9)]


def test_of_names_that_overlap_the_longest_counts() -> None:
    assert names("道路交通安全法实施条例第十条") == ["道路交通安全法实施条例"]
    assert names("行政处罚法") == ["行政处罚法"]
    assert names("治安管理处罚法") == ["治安管理处罚法"]  # 处罚法 alone would be 行政处罚法


def test_a_name_that_only_the_base_has_is_found() -> None:
    assert names("青槐市犬只管理办法第三条") == []
    assert names("青槐市犬只管理办法第三条", ("青槐市犬只管理办法",)) == ["青槐市犬只管理办法"]


def test_a_short_title_in_the_base_is_no_name_that_a_question_means() -> None:
    assert names("请写小结", ("小结",)) == []


def test_a_name_in_traditional_characters_in_the_base_is_found_and_nicknames_mean_it() -> None:
    assert names("青槐市犬只管理办法第三条", ("青槐市犬隻管理辦法",)) == ["青槐市犬隻管理辦法"]
    assert names("治安法", ("治安管理處罰法",)) == ["治安管理處罰法"]
    assert names("治安法", ("治安管理處罰法", "治安管理处罚法")) == ["治安管理处罚法"]


@pytest.mark.parametrize(
    "said",
    ["巡防站管理规定", "青槐市巡防站规定", "巡防站规定", "巡防站那个规定", "巡防站的规定", "街面巡防站管理规定"],
)
def test_a_name_that_only_the_base_has_may_be_shortened(said: str) -> None:
    assert names(f"{said}旧版第七条", ("青槐市街面巡防站管理规定(示例)",)) == ["青槐市街面巡防站管理规定(示例)"]


@pytest.mark.parametrize("said", ["管理规定", "青槐市规定", "街面规定", "那个规定", "街面管理"])
def test_a_part_that_tells_nothing_names_nothing(said: str) -> None:
    assert names(f"{said}第七条", ("青槐市街面巡防站管理规定",)) == []


def test_a_part_that_two_instruments_share_names_neither() -> None:
    both = ("青槐市巡防站管理规定", "白槐市巡防站管理规定")
    assert names("巡防站管理规定第七条", both) == []
    assert names("白槐市巡防站规定第七条", both) == ["白槐市巡防站管理规定"]


def test_characters_of_a_name_in_order_mean_it_where_no_other_has_them() -> None:
    names = InstrumentNames(["公安机关办理行政案件程序规定", "公安机关办理刑事案件程序规定"])
    assert names.loosely("公安办行政案件规定") == "公安机关办理行政案件程序规定"
    assert names.loosely("公安办理案件规定") is None, "either could be meant"
    assert names.loosely("行政案件公安规定") is None, "another order"
    assert names.loosely("公安行政案件办法") is None, "another kind"


def test_a_longer_name_in_the_text_is_not_taken_for_its_end() -> None:
    assert names("保安服务管理条例", ("青槐市公园服务管理条例",)) == ["保安服务管理条例"]
