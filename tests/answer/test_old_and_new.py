"""An act of an earlier day: the text of that day, what is newer, and the rule between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from answer.assistant import Assistant

TODAY = date(2026, 11, 22)
OLD = """青槐市犬只管理办法
2015年3月1日青槐市公安局发布
第一条 为了加强犬只管理，制定本办法。
第二条 携犬出户不束犬链的，处五十元罚款。
第三条 犬证每年更换。
第四条 本办法自2015年5月1日起施行。
"""
NEW = """青槐市犬只管理办法
2021年9月1日青槐市公安局发布
第一条 为了加强犬只管理，制定本办法。
第二条 携犬出户不束犬链的，给予警告；拒不改正的，处二百元罚款。
第三条 犬证每年更换。
第四条 本办法自2021年11月1日起施行。
"""
RULE = """中华人民共和国行政处罚法
（2021年1月22日第十三届全国人民代表大会常务委员会第二十五次会议修订）
第一条 为了规范行政处罚，制定本法。
第二条 实施行政处罚，适用违法行为发生时的规定。但是，规定已被修改，且新的规定处罚较轻的，适用新的规定。
第三条 本法自2021年7月15日起施行。
"""
FILES = {"青槐市犬只管理办法(2015-03-01).txt": OLD, "青槐市犬只管理办法(2021-09-01).txt": NEW}
LAW = {"行政处罚法(2021-01-22).txt": RULE}

Base = Callable[[dict[str, str]], Assistant]


def cited(assistant: Assistant, question: str) -> list[tuple[str, str | None, str | None]]:
    answer = assistant.ask(question, today=TODAY)
    return [(c.title.removeprefix("中华人民共和国"), c.version_date, c.article) for c in answer.citations]


def test_the_text_of_the_day_the_newer_one_and_the_rule_are_cited(base_of: Base) -> None:
    assert cited(base_of(FILES | LAW), "2018年5月发生的事，犬只管理办法第二条怎么处罚") == [
        ("青槐市犬只管理办法", "2015-03-01", "第二条"),
        ("青槐市犬只管理办法", "2021-09-01", "第二条"),
        ("行政处罚法", "2021-01-22", "第二条"),
    ]


def test_a_newer_text_that_reads_the_same_is_not_cited_again(base_of: Base) -> None:
    assert cited(base_of(FILES | LAW), "2018年5月发生的事，犬只管理办法第三条怎么处罚") == [
        ("青槐市犬只管理办法", "2015-03-01", "第三条"),
        ("行政处罚法", "2021-01-22", "第二条"),
    ]


def test_the_officer_is_told_by_which_day_and_that_the_choice_is_theirs(base_of: Base) -> None:
    answer = base_of(FILES | LAW).ask("2018年5月发生的事，犬只管理办法第二条怎么处罚", today=TODAY)
    assert answer.remarks == ("按行为时间“2018年5月”查找；适用旧规定还是新规定，由办案单位依法认定。",)


def test_a_base_without_the_rule_and_without_the_text_of_the_day_says_so(base_of: Base) -> None:
    answer = base_of({"青槐市犬只管理办法(2021-09-01).txt": NEW}).ask(
        "2018年5月发生的事，犬只管理办法第二条怎么处罚", today=TODAY
    )
    assert answer.remarks[1:] == (
        "本库没有“2018年5月”时的《青槐市犬只管理办法》文本；所引《青槐市犬只管理办法》（2021-09-01）在行为之后。",
        "本库没有收录《行政处罚法》关于新旧规定适用（从旧兼从轻）的条文，请另行核对。",
    )


def test_a_text_whose_first_day_is_unknown_is_named(base_of: Base) -> None:
    files = {"青槐市犬只管理办法(2015-03-01).txt": OLD.replace("第四条 本办法自2015年5月1日起施行。\n", "")}
    answer = base_of(files | LAW).ask("2018年5月发生的事，犬只管理办法第二条怎么处罚", today=TODAY)
    assert answer.remarks[1:] == ("《青槐市犬只管理办法》（2015-03-01）的施行日期不明，行为时是否已经施行请核对。",)


def test_a_question_without_a_day_gets_the_newest_text_alone(base_of: Base) -> None:
    assert cited(base_of(FILES | LAW), "犬只管理办法第二条") == [("青槐市犬只管理办法", "2021-09-01", "第二条")]


def test_a_number_without_a_name_means_the_text_of_the_day_too(base_of: Base) -> None:
    assert cited(base_of(FILES), "2018年5月发生的事，第二条怎么处罚")[0] == (
        "青槐市犬只管理办法",
        "2015-03-01",
        "第二条",
    )
