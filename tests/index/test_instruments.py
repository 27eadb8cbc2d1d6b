"""Names of instruments in a text: full ones, nicknames, and those only the base knows."""

from __future__ import annotations

from index.instruments import Mention, find_mentions


def names(text: str, in_base: tuple[str, ...] = ()) -> list[str]:
    return [mention.name for mention in find_mentions(text, in_base)]


def test_nicknames_stand_for_full_names_and_keep_their_place() -> None:
    assert find_mentions("治安法43条和刑法", ()) == [Mention("治安管理处罚法", 0, 3), Mention("刑法", 7, 9)]


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
