"""What the beginning of a line opens, and what it only mentions."""

from __future__ import annotations

import pytest

from ingest import patterns
from ingest.patterns import (
    ARTICLE,
    CHAPTER,
    DIVISION,
    FIRST,
    PART,
    SECOND,
    THIRD,
    Opening,
    is_item,
    iso_date,
    item_number,
    opening,
    starts_unit,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第一编 总则", Opening(PART, "第一编", 1, 0, True)),
        ("第二分编 物权", Opening(PART, "第二分编", 2, 0, True)),
        ("第三章 职权", Opening(CHAPTER, "第三章", 3, 0, True)),
        ("第二节　登记", Opening(DIVISION, "第二节", 2, 0, True)),
        ("第九条 为维护社会治安秩序，", Opening(ARTICLE, "第九条", 9, 0, True)),
        ("第 43 条 殴打他人的，", Opening(ARTICLE, "第43条", 43, 0, True)),
        ("第４３条　殴打他人的，", Opening(ARTICLE, "第４３条", 43, 0, True)),
        ("第四十三条之一 组织他人的，", Opening(ARTICLE, "第四十三条之一", 43, 1, True)),
        ("第四十三条 之 二 组织他人的，", Opening(ARTICLE, "第四十三条之二", 43, 2, True)),
        ("第一百二十条【组织】组织他人的，", Opening(ARTICLE, "第一百二十条", 120, 0, True)),
        ("第四十四条公安机关应当", Opening(ARTICLE, "第四十四条", 44, 0, False)),
        ("第一条、为了加强管理", Opening(ARTICLE, "第一条", 1, 0, False)),
        ("附件1：值守日志", Opening(PART, "附件1", 1, 0, True)),
        ("附 件", Opening(PART, "附件", None, 0, True)),
        ("附录 名词解释", Opening(PART, "附录", None, 0, True)),
        ("一、接警", Opening(FIRST, "一、", 1, 0, True)),
        ("（十二）询问要点", Opening(SECOND, "（十二）", 12, 0, True)),
        ("(二)询问要点", Opening(SECOND, "(二)", 2, 0, True)),
        ("1. 受理", Opening(THIRD, "1.", 1, 0, True)),
        ("２、登记", Opening(THIRD, "２、", 2, 0, True)),
        ("(3)核查", Opening(THIRD, "(3)", 3, 0, True)),
        ("（３）核查", Opening(THIRD, "（３）", 3, 0, True)),
        ("附近的群众报警称", None),
        ("1.5倍以上", None),
        ("2024年5月", None),
        ("民警应当", None),
        ("", None),
    ],
)
def test_the_beginning_of_a_line_says_what_it_opens(line: str, expected: Opening | None) -> None:
    assert opening(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "第四十三条规定的行为，由公安机关查处。",
        "第四十三条的规定不适用于军队。",
        "第四十三条、第四十四条规定的罚款",
        "第四十三条和第四十四条规定的罚款",
        "第四十三条至第四十五条所列行为",
        "第四十三条第二款规定的处罚",
        "第四十三条第一项以外的行为",
        "第四十三条之一规定的行为",
        "第三章规定的程序适用于本章。",
        "第二节所称场所",
    ],
)
def test_a_reference_at_the_beginning_of_a_line_opens_nothing(line: str) -> None:
    assert opening(line) is None
    assert not starts_unit(line)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（一）身份证明；", ("bracketed", 1)),
        ("( 十二 )住所证明。", ("bracketed", 12)),
        ("三、住所证明。", ("plain", 3)),
        ("4. 住所证明。", ("dotted", 4)),
        ("（５）住所证明。", ("digit", 5)),
        ("⑥住所证明。", ("circled", 6)),
    ],
)
def test_items_say_how_they_are_numbered(line: str, number: tuple[str, int]) -> None:
    assert is_item(line)
    assert starts_unit(line)
    assert item_number(line) == number


@pytest.mark.parametrize("line", ["第一项规定的行为", "1.5倍", "一是核对身份；", "（略）", "十五日内", ""])
def test_lines_without_a_number_in_front_are_no_items(line: str) -> None:
    assert not is_item(line)
    assert item_number(line) is None


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("2012", "10", "26"), "2012-10-26"),
        (("２０１９", "４", "２７"), "2019-04-27"),
        (("2024", "02", "29"), "2024-02-29"),
        (("2023", "2", "29"), None),
        (("2012", "13", "1"), None),
        (("2012", "0", "1"), None),
        (("1012", "1", "1"), None),
    ],
)
def test_only_days_of_the_calendar_are_dates(parts: tuple[str, str, str], expected: str | None) -> None:
    assert iso_date(*parts) == expected


def test_dates_are_found_with_blanks_inside() -> None:
    assert patterns.DATE.findall("自2006年3月1日起，至２０１９年 4月27 日止") == [
        ("2006", "3", "1"),
        ("２０１９", "4", "27"),
    ]
