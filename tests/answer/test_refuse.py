"""Refusals that need no evidence: a version, an instrument or an article that the base lacks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from answer.expectation import read_expectation
from answer.records import Refusal
from answer.refuse import Reason, lacking_article, lacking_instrument, lacking_version, unnamed_instrument
from index.build import build
from index.lookup import ArticleRequest, Lookup
from index.published import open_current
from tests.conftest import TinyIndex
from tests.invented import document, hit, write_corpus
from tests.stand_in import WordCountEncoder

DAY = date(2026, 3, 1)
NOTHING_ASKED = read_expectation("怎么规定")
DOGS = "青槐市犬只管理办法"


@pytest.fixture(scope="module")
def lookup(tiny_index: TinyIndex) -> Lookup:
    return Lookup(tiny_index.generation)


@pytest.fixture(scope="module")
def old_law(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    """A base that has only the replaced text of an instrument in the table of known replacements."""
    folder = tmp_path_factory.mktemp("old")
    text = "中华人民共和国治安管理处罚法\n第一条 本文仅供测试，内容为虚构。\n"
    write_corpus(folder / "corpus", {"中华人民共和国治安管理处罚法(2012-10-26).txt": text})
    build(folder / "corpus", folder / "index", WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    return Lookup(open_current(folder / "index"))


def test_a_year_that_the_base_lacks_is_named_with_those_it_has(lookup: Lookup) -> None:
    reason = lacking_version(lookup.read(f"2018年版{DOGS}第三条"), lookup, DAY)
    assert reason == Reason(
        Refusal.LACKS_VERSION, f"本库没有收录《{DOGS}》2018年的文本，现有版本：2021-09-01、2015-03-01。"
    )


@pytest.mark.parametrize("question", [f"2015年版{DOGS}第三条", f"{DOGS}第三条", f"{DOGS}现行规定", "2018年版的规定"])
def test_a_version_that_the_base_has_or_that_is_nobodys_is_not_lacking(question: str, lookup: Lookup) -> None:
    assert lacking_version(lookup.read(question), lookup, DAY) is None


@pytest.mark.parametrize("question", ["治安法新法第一条", "2025年版治安管理处罚法", "现行的治安管理处罚法怎么说"])
def test_the_newest_text_is_not_answered_from_a_replaced_one(question: str, old_law: Lookup) -> None:
    reason = lacking_version(old_law.read(question), old_law, DAY)
    assert reason is not None
    assert reason.text.startswith(
        "本库没有收录《治安管理处罚法》2025年的新文本（2026-01-01起施行），只有2012-10-26的旧文本"
    )


@pytest.mark.parametrize("question", ["治安法第一条", "治安法旧法第一条", "2012年版治安法第一条"])
def test_a_replaced_text_may_be_asked_for(question: str, old_law: Lookup) -> None:
    assert lacking_version(old_law.read(question), old_law, DAY) is None


def test_the_newest_text_is_not_missed_before_it_is_in_force(old_law: Lookup) -> None:
    assert lacking_version(old_law.read("治安法现行规定"), old_law, date(2025, 12, 31)) is None


def test_an_instrument_that_the_base_lacks_is_named(lookup: Lookup) -> None:
    reason = lacking_instrument(lookup.read("刑法怎么规定"), NOTHING_ASKED, lookup, ())
    assert reason == Reason(Refusal.LACKS_INSTRUMENT, "本库没有收录《刑法》，无法据此回答。")


def test_an_instrument_that_a_found_passage_speaks_of_may_be_asked_about(lookup: Lookup) -> None:
    speaks = hit(document("第一条 构成犯罪的，依照刑法追究。"))
    assert lacking_instrument(lookup.read("刑法怎么规定"), NOTHING_ASKED, lookup, [speaks]) is None


def test_a_passage_that_only_mentions_it_cannot_say_how_many_days_it_gives(lookup: Lookup) -> None:
    mentions = hit(document("第一条 构成犯罪的，依照刑法追究。"))
    asked = "刑法里关几天"
    reason = lacking_instrument(lookup.read(asked), read_expectation(asked), lookup, [mentions])
    assert reason == Reason(Refusal.LACKS_INSTRUMENT, "本库没有收录《刑法》，无法据此回答。")


def test_nothing_is_lacking_where_nothing_or_something_held_is_named(lookup: Lookup) -> None:
    assert lacking_instrument(lookup.read("犬证怎么办"), NOTHING_ASKED, lookup, ()) is None
    assert lacking_instrument(lookup.read(f"{DOGS}和刑法"), NOTHING_ASKED, lookup, ()) is None


def test_a_wrong_number_is_answered_with_the_last_one() -> None:
    request = ArticleRequest(DOGS, "第九条", None, None)
    assert (
        lacking_article(request, document(title=DOGS), "第五条").text
        == f"《{DOGS}》（2021-09-01）没有第九条，该文本最后一条是第五条；请核对条文序号。"
    )
    assert (
        lacking_article(request, document(title=DOGS, version_date=None), None).text
        == f"《{DOGS}》（日期不明）没有第九条；请核对条文序号。"
    )


def test_a_number_that_several_have_is_asked_back() -> None:
    request = ArticleRequest(None, "第三条", None, None)
    holders = [document(title=f"{n}办法") for n in "甲乙丙丁戊"]
    assert (
        unnamed_instrument(request, holders[:2]).text
        == "请说明是哪一部规定的第三条：本库中《甲办法》、《乙办法》都有这一条。"
    )
    assert "《丁办法》等5部都有这一条" in unnamed_instrument(request, holders).text
