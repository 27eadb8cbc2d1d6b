"""What a document is: its title, its version, who issued it and since when it has effect."""

from __future__ import annotations

import pytest

from ingest.records import Kind, Line, Override
from ingest.versions import Identity, identify, instrument_name


def lines(*texts: str | Line) -> list[Line]:
    return [text if isinstance(text, Line) else Line(text) for text in texts]


def identity(*texts: str | Line, source: str = "a.txt") -> Identity:
    return identify(source, lines(*texts))


def enacted(*header: str, title: str = "青槐市户口登记条例", last: str = "第二条 略。") -> Identity:
    """An instrument with these lines between its title and its first article."""
    return identity(title, *header, "第一条 为了规范管理，制定本法。", last)


def test_an_instrument_is_described_from_its_name_and_its_lines() -> None:
    assert identity(
        "中华人民共和国巡防站条例",
        "（2023年5月10日国务院令第999号公布）",
        "第一条 为了规范管理，制定本条例。",
        "第二条 本条例自2023年7月1日起施行。",
        source="法规/巡防站条例(2023-05-10).md",
    ) == Identity(
        title="中华人民共和国巡防站条例",
        instrument="巡防站条例",
        version_date="2023-05-10",
        issuer="国务院",
        kind=Kind.ADMINISTRATIVE_REGULATION,
        effective_from="2023-07-01",
    )


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("规定(2023-05-10).txt", "2023-05-10"),
        ("规定（2023-05-10）.txt", "2023-05-10"),
        ("规定 ( 2023-05-10 ) 修订.txt", "2023-05-10"),
        ("规定.txt", "2019-04-27"),
        ("规定(2020-11-29).txt", "2020-11-29"),
        ("规定2016-11-07.txt", "2016-11-07"),
        ("规定2016-1-7.txt", "2016-01-07"),
        ("规定_20161231.txt", "2016-12-31"),
        ("规定2016-11-07b.txt", "2019-04-27"),
        ("规定20230510.txt", "2023-05-10"),
        ("规定_20230510.txt", "2023-05-10"),
        ("规定 2023-05-10.txt", "2023-05-10"),
        ("规定2023.5.10.txt", "2023-05-10"),
        ("规定（2023年5月10日修订）.txt", "2023-05-10"),
        ("规定_２０２３０５１０.txt", "2023-05-10"),
        ("2024-01-02下载_规定(2023-05-10).txt", "2023-05-10"),
        ("规定(2023-13-10).txt", "2019-04-27"),
        ("规定（2023年修订）.txt", "2019-04-27"),
        ("规定2021-2023.txt", "2019-04-27"),
        ("规定a20230510b.txt", "2019-04-27"),
        ("(2023-05-10)/规定.txt", "2019-04-27"),
    ],
)
def test_the_version_date_is_that_of_the_file_name_else_of_the_header(name: str, date: str) -> None:
    assert identity("规定", "2019年4月27日发布", "第一条 略。", source=name).version_date == date


def test_the_newest_date_of_the_header_counts() -> None:
    header = ("1999年1月1日公布", "根据２０１９年４月２７日《决定》修订", "根据2012年10月26日《决定》修正")
    assert enacted(*header).version_date == "2019-04-27"


@pytest.mark.parametrize("clause", ["自2024年1月1日起施行", "2024年1月1日起实施", "自 2024年1月1日 起生效"])
def test_a_date_of_effect_is_no_version_date(clause: str) -> None:
    assert enacted(f"（2023年5月10日发布，{clause}）").version_date == "2023-05-10"


@pytest.mark.parametrize(
    "written", ["二〇一二年十月二十六日", "二○一二年十月二十六日", "二０一二年十月二十六日", "２０１２年１０月２６日"]
)
def test_a_date_of_the_header_is_read_in_every_style_of_numeral(written: str) -> None:
    assert enacted(f"{written}公安部令第999号发布").version_date == "2012-10-26"


def test_a_day_of_effect_in_a_line_of_its_own_is_no_version_date_but_the_day_of_effect() -> None:
    found = enacted("2023年5月10日国务院令第999号公布", "2023年12月1日 施行")
    assert (found.version_date, found.effective_from) == ("2023-05-10", "2023-12-01")


def test_dates_behind_the_first_article_are_no_version_dates() -> None:
    assert enacted("2012年10月26日发布", last="第二条 2020年1月1日以前的行为，不予处罚。").version_date == "2012-10-26"
    assert enacted(last="第二条 2020年1月1日以前的行为，不予处罚。").version_date is None


def test_a_day_no_calendar_has_is_no_version_date() -> None:
    assert enacted("2023年2月30日发布").version_date is None


@pytest.mark.parametrize(
    ("header", "kind", "issuer"),
    [
        ("1958年1月9日全国人民代表大会常务委员会第九十一次会议通过", Kind.LAW, "全国人民代表大会常务委员会"),
        ("2012年3月14日第十一届全国人民代表大会第五次会议通过", Kind.LAW, "全国人民代表大会"),
        ("（2023年5月10日国务院令第999号公布）", Kind.ADMINISTRATIVE_REGULATION, "国务院"),
        ("1999年1月1日国务院批准 1999年2月1日公安部发布", Kind.ADMINISTRATIVE_REGULATION, "国务院"),
        ("1999年2月1日公安部发布，1999年1月1日国务院批准", Kind.ADMINISTRATIVE_REGULATION, "国务院"),
        ("2023年5月10日公安部令第999号发布", Kind.MINISTRY_RULE, "公安部"),
        ("公安部", Kind.MINISTRY_RULE, "公安部"),
        ("2023年5月10日中共中央、国务院发布", Kind.PARTY_REGULATION, "中共中央、国务院"),
        ("2023年5月10日最高人民法院审判委员会通过", Kind.JUDICIAL_INTERPRETATION, "最高人民法院"),
        ("2023年5月10日青槐市人民代表大会常务委员会通过", Kind.LOCAL_REGULATION, "青槐市人民代表大会常务委员会"),
        ("2023年5月10日青槐市养犬协会通过", Kind.UNKNOWN, None),
    ],
)
@pytest.mark.parametrize("title", ["青槐市户口登记条例", "青槐市户口登记办法", "青槐市户口登记规定"])
def test_the_kind_comes_from_the_issuer_and_not_from_the_title(
    title: str, header: str, kind: Kind, issuer: str | None
) -> None:
    found = enacted(header, "2023年6月1日", title=title)
    assert (found.kind, found.issuer) == (kind, issuer)


@pytest.mark.parametrize("title", ["中华人民共和国巡防站法", "公安机关巡防站工作规范", "巡防站工作条例"])
def test_a_title_alone_says_nothing_about_the_level(title: str) -> None:
    assert (enacted(title=title).kind, enacted(title=title).issuer) == (Kind.UNKNOWN, None)
    assert enacted("2023年5月10日国务院令第999号公布", title=title).kind is Kind.ADMINISTRATIVE_REGULATION


@pytest.mark.parametrize(
    ("title", "kind", "issuer"),
    [
        ("中华人民共和国户口登记条例", Kind.LAW, "全国人民代表大会常务委员会"),
        ("公安机关适用继续盘问规定(2004-07-12)", Kind.MINISTRY_RULE, "公安部"),
        ("交通警察道路执勤执法工作规范", Kind.NORMATIVE_DOCUMENT, "公安部"),
        ("看守所法", Kind.UNKNOWN, None),
    ],
)
def test_where_the_header_is_silent_the_table_of_known_instruments_decides(
    title: str, kind: Kind, issuer: str | None
) -> None:
    assert (enacted(title=title).kind, enacted(title=title).issuer) == (kind, issuer)
    assert enacted("2023年5月10日青槐市人民政府令第9号发布", title=title).kind is Kind.LOCAL_RULE


def test_what_says_that_it_is_invented_has_no_authority() -> None:
    found = enacted("本规定为虚构文本。", "2023年5月10日公安部令第999号发布", title="公安机关巡防规定")
    assert (found.kind, found.issuer, found.version_date) == (Kind.UNKNOWN, None, "2023-05-10")
    assert identity("第一条 略。", source="虚构市公安机关巡防规定.txt").kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("version", "effective"),
    [("2023-05-10", "2023-07-01"), ("2023-07-01", "2023-07-01"), ("2023-07-02", None)],
)
def test_a_date_of_effect_older_than_the_version_is_that_of_the_first_text(version: str, effective: str | None) -> None:
    texts = ("规定", "第一条 略。", "第二条 本规定自2023年7月1日起施行。1999年1月1日发布的规定同时废止。")
    assert identity(*texts, source=f"规定({version}).txt").effective_from == effective


def test_an_amended_text_takes_the_day_of_effect_from_its_header() -> None:
    header = ("2005年8月28日公安部令第9号发布", "2025年6月27日修订，自2026年1月1日起施行")
    found = enacted(*header, last="第二条 本规定自2006年3月1日起施行。")
    assert (found.version_date, found.effective_from) == ("2025-06-27", "2026-01-01")


@pytest.mark.parametrize(
    ("header", "effective"),
    [
        (("2023年5月10日国务院令第9号公布",), "2023-05-10"),
        (("2023年5月1日国务院第9次常务会议通过", "2023年5月10日国务院令第9号公布"), "2023-05-10"),
        (("2023年5月10日国务院第9次常务会议通过",), None),
        (("1994年1月5日国务院令第9号公布", "2023年5月10日《国务院关于修改部分行政法规的决定》修订"), None),
        (("1994年1月5日国务院令第9号公布", "2023年5月10日国务院令第99号修订公布"), None),
    ],
)
def test_effect_on_publication_is_a_date_only_where_the_header_dates_this_version_s_publication(
    header: tuple[str, ...], effective: str | None
) -> None:
    assert enacted(*header, last="第二条 本条例自公布之日起施行。").effective_from == effective


def test_effect_some_days_after_publication_is_left_unknown() -> None:
    header = "2023年5月10日国务院令第9号公布"
    assert enacted(header, last="第二条 本条例自公布之日起30日后施行。").effective_from is None


@pytest.mark.parametrize(
    ("last", "until"),
    [
        ("本办法自2023年7月1日起施行，有效期至2028年6月30日。", "2028-06-30"),
        ("本办法自2023年7月1日起施行，有效期五年。", "2028-06-30"),
        ("本办法自2023年7月1日起施行，有效期为2年。", "2025-06-30"),
        ("本办法有效期至2028年6月30日。", "2028-06-30"),
        ("本办法自公布之日起30日后施行，有效期五年。", None),
        ("本办法自2023年7月1日起施行，有效期至2028年底。", None),
        ("犬证有效期为二年。", None),
        ("本办法自2023年7月1日起施行。", None),
    ],
)
def test_a_text_that_sets_itself_a_term_ends_on_the_day_that_follows_from_its_words(
    last: str, until: str | None
) -> None:
    assert enacted("2023年5月10日公安部令第9号发布", last=f"第二条 {last}").effective_to == until


def test_what_the_manifest_says_counts_before_the_text() -> None:
    override = Override(
        title="青槐市犬只条例",
        kind=Kind.LOCAL_REGULATION,
        issuer="青槐市人民代表大会",
        version_date="2020-02-03",
        effective_from="2020-03-01",
        replaces=("养犬规定",),
        checked_by="张三",
        checked_on="2026-11-01",
    )
    texts = lines("犬只规定", "2019年4月27日公安部令第9号发布", "第一条 略。", "第二条 本规定自2019年7月1日起施行。")
    found = identify("规定(2018-01-01).txt", texts, override)
    assert found == Identity(
        title="青槐市犬只条例",
        instrument="青槐市犬只条例",
        version_date="2020-02-03",
        issuer="青槐市人民代表大会",
        kind=Kind.LOCAL_REGULATION,
        effective_from="2020-03-01",
        replaces=("养犬规定",),
        checked_by="张三",
        checked_on="2026-11-01",
    )
    kept = identify("规定(2018-01-01).txt", texts, Override(issuer="公安部、司法部"))
    assert (kept.title, kept.kind, kept.issuer) == ("犬只规定", Kind.MINISTRY_RULE, "公安部、司法部")


def test_without_a_version_date_there_is_no_date_of_effect() -> None:
    assert enacted(last="第二条 本规定自2023年7月1日起施行。").effective_from is None


@pytest.mark.parametrize("written", ["核对日期：2026-03-01", "核对日期: 2026年3月1日"])
def test_a_text_that_was_checked_against_its_sources_is_guidance_of_that_day(written: str) -> None:
    found = identity("巡防指引", "一、接警", "问清地点。", f"依据：《规定》（2023年5月10日）。{written}")
    assert (found.kind, found.version_date, found.effective_from) == (Kind.GUIDANCE, "2026-03-01", None)


def test_a_guide_that_quotes_an_article_stays_guidance() -> None:
    found = identity("巡防指引", "2023年5月10日", "第九条 为了甲，可以乙。", "核对日期：2026-03-01")
    assert (found.kind, found.version_date, found.issuer) == (Kind.GUIDANCE, "2026-03-01", None)


def test_any_other_text_without_articles_is_an_essay() -> None:
    found = identity("浅谈巡逻", "公安部令第999号", "2023年5月10日，民警开展巡逻。")
    assert (found.kind, found.version_date, found.issuer) == (Kind.ESSAY, None, None)
    assert identity("浅谈巡逻", "甲。", source="浅谈(2023-05-10).txt").version_date == "2023-05-10"


def test_articles_without_a_space_behind_their_label_make_an_instrument() -> None:
    found = identity("青槐市规定", "2023年5月10日公安部令第999号发布", "第一条为了规范管理，制定本规定。")
    assert (found.kind, found.version_date) == (Kind.MINISTRY_RULE, "2023-05-10")


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        ((Line("青槐市 巡防站 规定", level=1), "甲。"), "青槐市巡防站规定"),
        (("青公〔2023〕9号", Line("青槐市巡防站规定", level=1), "甲。"), "青槐市巡防站规定"),
        (("青槐市巡防站规定", "甲。"), "青槐市巡防站规定"),
        (("● 青槐市巡防站规定", "甲。"), "青槐市巡防站规定"),
        ((Line("附件1：值守日志", level=1), "甲。"), "附件1：值守日志"),
        ((Line("第一章 总则", level=1), "第一条 甲。"), "文件名"),
        (("第一章 总则", "第一条 甲。"), "文件名"),
        (("一、接警", "甲。"), "文件名"),
        (("民警应当定期巡逻，并作出记录。",), "文件名"),
        (("甲" * 46, "乙。"), "文件名"),
    ],
)
def test_the_title_is_the_first_heading_or_line_else_the_file_name(texts: tuple[str | Line, ...], title: str) -> None:
    assert identity(*texts, source="某夹/文件名(2023-05-10).txt").title == title


def test_a_text_without_title_under_a_name_that_says_nothing_is_called_after_its_beginning() -> None:
    assert identity("民警应当定期巡逻，并作出记录。", source="004_93.txt").title == "（无题）民警应当定期巡逻"


@pytest.mark.parametrize(
    "title",
    [
        "巡防站条例",
        "中华人民共和国巡防站条例",
        "《中华人民共和国巡防站条例》(2012-10-26)",
        "巡防站条例_20121026",
        "巡防站条例（2012年10月26日修订）",
        "中华人民共和国 巡防站 条例（2019年修订）",
        "巡防站条例（试行）",
    ],
)
def test_all_versions_of_an_instrument_share_its_name(title: str) -> None:
    assert instrument_name(title) == "巡防站条例"
