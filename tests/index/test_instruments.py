"""Names of instruments in a text: full ones, nicknames, and those only the base knows."""

from __future__ import annotations

import re

from index.instruments import Mention, find_mentions
from ingest.instruments import known_instruments


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


def test_a_nickname_is_the_name_of_one_instrument_only() -> None:
    seen: dict[str, str] = {}
    for instrument in known_instruments().values():
        for name in (instrument.name, *instrument.nicknames):
            assert seen.setdefault(name, instrument.name) == instrument.name


def test_a_newest_version_in_the_table_has_a_date_of_effect_and_a_source() -> None:
    dated = [instrument for instrument in known_instruments().values() if instrument.newest_version]
    assert {instrument.name for instrument in dated} >= {"治安管理处罚法", "网络安全法"}
    for instrument in dated:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", instrument.newest_version or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", instrument.in_force_from or "")
        assert instrument.source


def test_what_the_table_says_of_the_law_that_was_replaced() -> None:
    law = known_instruments()["治安管理处罚法"]
    assert (law.newest_version, law.in_force_from) == ("2025-06-27", "2026-01-01")
    assert "治安法" in law.nicknames
