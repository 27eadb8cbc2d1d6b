"""The reviewed table: names, levels, issuers, and the newest versions it can prove."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ingest.instruments import known_instruments, missing_texts
from ingest.records import Kind
from tests.invented import document

LAW = "治安管理处罚法"


def test_a_nickname_is_the_name_of_one_instrument_only() -> None:
    seen: dict[str, str] = {}
    for instrument in known_instruments().values():
        for name in (instrument.name, *instrument.nicknames):
            assert seen.setdefault(name, instrument.name) == instrument.name


def test_every_instrument_that_was_enacted_has_a_level_and_an_issuer() -> None:
    without = {row.name for row in known_instruments().values() if row.level is None or row.issuer is None}
    assert without == {"网络犯罪防治法", "看守所法"}  # drafts when the table was reviewed


@pytest.mark.parametrize(
    ("name", "level", "issuer"),
    [
        ("户口登记条例", Kind.LAW, "全国人民代表大会常务委员会"),
        ("人民警察警衔条例", Kind.LAW, "全国人民代表大会常务委员会"),
        ("行政处罚法", Kind.LAW, "全国人民代表大会"),
        ("信访工作条例", Kind.PARTY_REGULATION, "中共中央、国务院"),
        ("城市生活无着的流浪乞讨人员救助管理办法", Kind.ADMINISTRATIVE_REGULATION, "国务院"),
        ("公安部对部分刀具实行管制的暂行规定", Kind.ADMINISTRATIVE_REGULATION, "国务院"),
        ("交通警察道路执勤执法工作规范", Kind.NORMATIVE_DOCUMENT, "公安部"),
    ],
)
def test_the_level_is_that_of_the_issuer_and_not_of_the_name(name: str, level: Kind, issuer: str) -> None:
    row = known_instruments()[name]
    assert (row.level, row.issuer) == (level, issuer)


def test_a_newest_version_has_a_day_of_effect_not_before_it_and_a_source_that_names_its_date() -> None:
    dated = [row for row in known_instruments().values() if row.newest_version]
    assert {row.name for row in dated} >= {LAW, "网络安全法", "旅馆业治安管理办法", "公安机关办理行政案件程序规定"}
    for row in dated:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.newest_version or "")
        assert (row.in_force_from or "") >= (row.newest_version or "")
        year, month, day = map(int, (row.newest_version or "").split("-"))
        assert row.source.startswith(f"{year}年{month}月{day}日")
        said = date.fromisoformat(row.in_force_from or "")
        on_its_day = row.in_force_from == row.newest_version and "自公布之日起施行" in row.source
        assert on_its_day or f"自{said.year}年{said.month}月{said.day}日起施行" in row.source


def test_nothing_is_said_of_versions_without_a_source() -> None:
    for row in known_instruments().values():
        assert bool(row.newest_version) == bool(row.in_force_from) == bool(row.source)


def test_what_the_table_says_of_the_law_that_was_replaced() -> None:
    law = known_instruments()[LAW]
    assert (law.newest_version, law.in_force_from) == ("2025-06-27", "2026-01-01")
    assert "治安法" in law.nicknames


def test_a_base_is_told_which_text_in_force_it_lacks_from_the_day_it_is_in_force() -> None:
    old = document(title=LAW, version_date="2012-10-26", kind=Kind.LAW)
    assert missing_texts([old], date(2025, 12, 31)) == ()
    [line] = missing_texts([old], date(2026, 1, 1))
    assert line.startswith(
        "本库缺少现行文本：《治安管理处罚法》2025-06-27版（2026-01-01起施行），现有最新为2012-10-26版；依据：2025年6月27日"
    )


def test_a_base_with_the_newest_text_or_with_a_guide_of_that_name_lacks_nothing() -> None:
    old = document(title=LAW, version_date="2012-10-26", kind=Kind.LAW)
    new = document(title=LAW, version_date="2025-06-27", kind=Kind.LAW)
    guide = document(title=LAW, version_date="2012-10-26", kind=Kind.GUIDANCE)
    undated = document(title=LAW, version_date=None, kind=Kind.LAW)
    unknown = document(title="犬只管理办法", version_date="2012-10-26")
    assert missing_texts([new, old, unknown], date(2026, 1, 1)) == ()
    assert missing_texts([guide, undated], date(2026, 1, 1)) == ()
