"""Whether a text is in force: computed from dates, and never claimed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from ingest.records import LEVEL_TEXT, Document, Kind
from ingest.standing import Standing, stand
from tests.invented import document

DAY = date(2026, 3, 1)
LAW = "治安管理处罚法"  # in the table: newest version 2025-06-27, in force from 2026-01-01


def law(version_date: str, effective_from: str | None = None) -> Document:
    return document(title=LAW, version_date=version_date, effective_from=effective_from, kind=Kind.LAW)


def dogs(version_date: str | None, effective_from: str | None = None) -> Document:
    return document(version_date=version_date, effective_from=effective_from)


def test_by_itself_a_text_is_the_newest_in_the_base_and_nothing_more() -> None:
    found = stand(dogs("2021-09-01"), (dogs("2021-09-01"),), DAY)
    assert found.standing is Standing.UNKNOWN
    assert found.text == "本库最新文本（2021-09-01），是否现行请核对"


def test_a_text_whose_file_cannot_be_read_now_says_so_and_is_judged_like_any_other() -> None:
    kept = replace(dogs("2021-09-01"), carried_over=True)
    found = stand(kept, (kept,), DAY)
    assert found.standing is Standing.UNKNOWN
    assert found.text == "本库最新文本（2021-09-01），是否现行请核对；沿用上次版本（原文件现无法读取）"


def test_a_text_without_a_date_says_so() -> None:
    assert stand(dogs(None), (dogs(None),), DAY).text == "本库最新文本（日期不明），是否现行请核对"


def test_nothing_is_ever_in_force_by_itself() -> None:
    dates = ("2010-01-01", "2025-06-27", "2026-01-01", None)
    for title, version_date, effective_from, kind in product(("犬只管理办法", LAW), dates, dates, Kind):
        one = document(title=title, version_date=version_date, effective_from=effective_from, kind=kind)
        for versions in ((one,), (one, document(title=title, version_date="2018-01-01"))):
            for day in (date(2025, 12, 31), date(2026, 1, 1)):
                found = stand(one, versions, day)
                assert found.standing is not Standing.IN_FORCE
                assert "现行有效" not in found.text


def test_an_old_text_is_superseded_where_a_newer_one_is_in_the_base() -> None:
    old, new = dogs("2015-03-01"), dogs("2021-09-01")
    found = stand(old, (new, old), DAY)
    assert found.standing is Standing.SUPERSEDED
    assert found.text == "旧文本（2015-03-01），本库另有较新文本（2021-09-01）"
    assert stand(new, (new, old), DAY).standing is Standing.UNKNOWN


def test_an_old_text_is_not_superseded_before_the_newer_one_takes_effect() -> None:
    old, new = dogs("2015-03-01"), dogs("2026-02-01", effective_from="2026-07-01")
    before = stand(old, (new, old), DAY)
    assert before.standing is Standing.UNKNOWN
    assert before.text == "本文本（2015-03-01）是否现行请核对；本库另有尚未施行的较新文本（2026-02-01）"
    assert stand(old, (new, old), date(2026, 6, 30)).standing is Standing.UNKNOWN
    assert stand(old, (new, old), date(2026, 7, 1)).standing is Standing.SUPERSEDED


def test_a_text_that_has_not_taken_effect_says_when_it_will() -> None:
    new = dogs("2026-02-01", effective_from="2026-07-01")
    found = stand(new, (new,), DAY)
    assert (found.standing, found.text) == (Standing.NOT_YET, "尚未施行（2026-07-01起施行）")
    assert stand(new, (new,), date(2026, 7, 1)).standing is Standing.UNKNOWN


def test_the_table_supersedes_an_older_text_from_its_day_on_and_not_before() -> None:
    old = law("2012-10-26")
    before = stand(old, (old,), date(2025, 12, 31))
    assert before.standing is Standing.UNKNOWN
    assert before.text == "本库最新文本（2012-10-26），是否现行请核对；2025年版将于2026-01-01施行"
    after = stand(old, (old,), date(2026, 1, 1))
    assert after.standing is Standing.SUPERSEDED
    assert after.text == "已被2025年版取代（2026-01-01起施行），本文本为2012-10-26版"


def test_before_the_day_of_the_table_an_older_text_can_still_be_superseded_by_the_base() -> None:
    versions = (law("2012-10-26"), law("2005-08-28"))
    assert stand(versions[1], versions, date(2025, 12, 31)).standing is Standing.SUPERSEDED


def test_the_newest_text_of_the_table_takes_effect_on_its_day() -> None:
    new = law("2025-06-27")
    before = stand(new, (new,), date(2025, 12, 31))
    assert (before.standing, before.text) == (Standing.NOT_YET, "尚未施行（2026-01-01起施行）")
    after = stand(new, (new,), date(2026, 1, 1))
    assert (after.standing, after.text) == (Standing.UNKNOWN, "本库最新文本（2025-06-27），是否现行请核对")


def test_a_text_without_a_date_is_not_called_superseded() -> None:
    versions = (dogs("2021-09-01"), dogs(None))
    assert stand(versions[1], versions, DAY).standing is Standing.UNKNOWN


@pytest.mark.parametrize("kind", [Kind.GUIDANCE, Kind.ESSAY])
def test_guidance_says_when_it_was_checked(kind: Kind) -> None:
    one = document(version_date="2026-01-10", kind=kind)
    assert stand(one, (one,), DAY).text == "资料核对日期 2026-01-10，请以现行规定为准"
    undated = document(version_date=None, kind=kind)
    assert stand(undated, (undated,), DAY).text == "参考资料，请以现行规定为准"


def checked(of: Document) -> Document:
    """As the manifest would have it: compared by a person on a day."""
    return replace(of, checked_by="张三", checked_on="2026-02-01")


def test_a_checked_text_that_has_begun_is_in_force_and_says_who_checked_it() -> None:
    one = checked(dogs("2021-09-01", effective_from="2021-11-01"))
    found = stand(one, (one,), DAY)
    assert (found.standing, found.text) == (Standing.IN_FORCE, "现行有效（张三，2026-02-01核对）")


@pytest.mark.parametrize(
    "one",
    [
        replace(checked(dogs("2021-09-01", "2021-11-01")), checked_by=None),
        replace(checked(dogs("2021-09-01", "2021-11-01")), checked_on=None),
        checked(dogs("2021-09-01")),
        checked(dogs("2021-09-01", "2026-07-01")),
        replace(checked(dogs("2021-09-01", "2021-11-01")), repealed_on="2026-03-01"),
        replace(checked(dogs("2021-09-01", "2021-11-01")), effective_to="2026-02-28"),
        replace(checked(dogs("2021-09-01", "2021-11-01")), kind=Kind.GUIDANCE),
        checked(law("2012-10-26", "2013-01-01")),
    ],
    ids=["nobody", "no day", "no effect", "not yet", "repealed", "expired", "guidance", "in the table"],
)
def test_a_text_is_not_in_force_while_anything_is_missing_or_against_it(one: Document) -> None:
    assert stand(one, (one,), DAY).standing is not Standing.IN_FORCE


def test_a_checked_text_is_superseded_once_a_newer_one_takes_effect() -> None:
    old, new = checked(dogs("2021-09-01", "2021-11-01")), dogs("2026-02-01", "2026-07-01")
    before = stand(old, (new, old), DAY)
    assert before.standing is Standing.IN_FORCE
    assert before.text == "现行有效（张三，2026-02-01核对）；本库另有尚未施行的较新文本（2026-02-01）"
    assert stand(old, (new, old), date(2026, 7, 1)).standing is Standing.SUPERSEDED


def test_a_repealed_text_says_since_when_and_from_that_day_on_only() -> None:
    one = replace(checked(dogs("2021-09-01", "2021-11-01")), repealed_on="2026-03-01")
    assert stand(one, (one,), date(2026, 2, 28)).standing is Standing.IN_FORCE
    found = stand(one, (one,), date(2026, 3, 1))
    assert (found.standing, found.text) == (Standing.REPEALED, "已废止（2026-03-01起）")


def test_a_text_whose_term_has_passed_has_expired_on_the_day_after_its_last() -> None:
    one = replace(dogs("2021-09-01", "2021-11-01"), effective_to="2026-02-28")
    assert stand(one, (one,), date(2026, 2, 28)).standing is Standing.UNKNOWN
    found = stand(one, (one,), date(2026, 3, 1))
    assert (found.standing, found.text) == (Standing.REPEALED, "已失效（有效期至2026-02-28）")


def test_a_text_that_another_instrument_replaced_says_which_once_that_is_in_effect() -> None:
    old = dogs("2021-09-01", "2021-11-01")
    new = checked(document(title="养犬条例", version_date="2026-02-01", effective_from="2026-07-01"))
    before = stand(old, (old,), DAY, replacing=(new,))
    assert before.standing is Standing.UNKNOWN
    after = stand(old, (old,), date(2026, 7, 1), replacing=(new,))
    assert (after.standing, after.text) == (Standing.SUPERSEDED, "已被《养犬条例》取代")


def test_where_the_base_holds_the_newest_text_of_the_table_an_older_one_is_sent_there() -> None:
    old, new = law("2012-10-26"), law("2025-06-27")
    found = stand(old, (new, old), DAY)
    assert (found.standing, found.newer) == (Standing.SUPERSEDED, new)
    assert found.text == "旧文本（2012-10-26），本库另有较新文本（2025-06-27）"


def test_where_the_base_holds_an_older_text_than_the_table_none_of_its_texts_is_sent_for() -> None:
    oldest, old = law("2005-08-28"), law("2012-10-26")
    found = stand(oldest, (old, oldest), DAY)
    assert (found.standing, found.newer) == (Standing.SUPERSEDED, None)
    assert found.text == "已被2025年版取代（2026-01-01起施行），本文本为2005-08-28版"


def test_checked_guidance_says_when_it_was_checked_last() -> None:
    one = checked(document(version_date="2025-01-10", kind=Kind.GUIDANCE))
    assert stand(one, (one,), DAY).text == "资料核对日期 2026-02-01，请以现行规定为准"


def test_every_level_has_a_name() -> None:
    assert set(LEVEL_TEXT) == set(Kind)
