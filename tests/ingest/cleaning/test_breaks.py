"""Lines that a page broke are joined; lines that a writer ended are not."""

from __future__ import annotations

import pytest

from ingest.cleaning.breaks import join_broken_headings, join_broken_lines
from ingest.records import Line
from tests.ingest.cleaning.shown import numbered, texts


def printed(*lines: str, page: int = 1) -> list[Line]:
    return [Line(text, page=page) for text in lines]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("民警应当核对身份，", "并作出记录。"),
        ("应当登记姓名、", "住址、电话。"),
        ("面对青槐市日益复杂的治安形势，派出所必须不断提高", "政治素质和业务能力。"),
        ("（一）取证难。受害人往往不愿作证，现场证据", "容易灭失。"),
    ],
)
def test_a_line_broken_in_mid_sentence_is_joined_without_a_space(first: str, second: str) -> None:
    assert texts(join_broken_lines, "巡逻手册", first, second) == ["巡逻手册", first + second]


def test_a_title_may_hold_a_comma() -> None:
    lines = ("电动车上路，这些规定要知道", "近期电动车事故多发。")
    assert texts(join_broken_lines, *lines) == list(lines)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一条 民警应当核对身份。", "并作出记录。"),
        ("第一条 应当登记下列事项：", "姓名、住址、电话"),
        ("工作总结", "今年以来，成绩明显。"),
        ("民警应当核对下列事项，", "（一）姓名；"),
        ("民警应当核对下列事项，", "第二条 民警应当记录。"),
        ("民警应当核对下列事项，", "二、记录"),
        ("依据下列文件，", "《青槐市巡防站规定》"),
        ("[1] 王某.夜间巡逻研究[J].青槐学报,2018(3):12-15", "[2] 赵某.入户走访[M]"),
        ("岗位，职责，备注 | 甲乙丙丁戊己庚辛", "所长 | 带班"),
        ("2023年5月10日青槐市公安局发布，2024年1月1日修订", "根据有关法律，制定本规定。"),
        ("（一）值班，备勤和巡逻", "值班民警应当按时到岗。"),
    ],
)
def test_whole_lines_are_not_joined(first: str, second: str) -> None:
    assert texts(join_broken_lines, "巡逻手册", first, second) == ["巡逻手册", first, second]


def test_headings_of_the_format_are_never_joined() -> None:
    lines = numbered(Line("青槐市派出所关于，加强巡逻，加强走访的意见", level=1), "根据有关规定，现提出意见。")
    assert join_broken_lines(lines) == lines
    assert join_broken_lines(lines[::-1]) == lines[::-1]


def test_the_beginning_of_a_text_is_never_joined_to_the_one_before() -> None:
    lines = numbered("民警应当核对身份，", Line("并作出记录。", begins=True))
    assert join_broken_lines(lines) == lines


def test_a_blank_line_breaks_a_sentence_only_where_the_line_before_is_long() -> None:
    long = "公安机关应当自受理之日起三十日内作出决定，案情重大、复杂的，经上一级公安机关批准"
    assert len(long) == 40
    assert texts(join_broken_lines, long, "", "可以延长三十日。") == [long + "可以延长三十日。"]
    short = "第一季度，巡逻一百次"
    assert texts(join_broken_lines, short, "", "可以延长三十日。") == [short, "可以延长三十日。"]


def test_a_reference_at_the_beginning_of_a_line_continues_the_sentence() -> None:
    first, second = "第九条 依照本规定", "第四十三条规定的行为。"
    assert texts(join_broken_lines, first, second) == [first + second]


def test_full_lines_of_a_page_are_joined_and_short_ones_end_a_paragraph() -> None:
    lines = printed(
        "第一条 民警接到群众求助后应当立即核对",  # 19 characters: a full line
        "求助人的姓名住址和联系电话（可以事后补",  # 19
        "录），并且告知",  # 7: the end of a paragraph, though nothing marks it
        "民警到达现场后应当打开执法记录仪并说明",  # 19
        "身份。",
    )
    assert texts(join_broken_lines, *lines) == [
        "第一条 民警接到群众求助后应当立即核对求助人的姓名住址和联系电话（可以事后补录），并且告知",
        "民警到达现场后应当打开执法记录仪并说明身份。",
    ]


def test_a_full_line_of_a_page_that_ends_a_sentence_ends_a_paragraph() -> None:
    lines = printed("第一条 民警接到群众求助后应当立即核实。", "民警到达现场后应当打开执法记录仪并说明", "身份。")
    assert texts(join_broken_lines, *lines) == [
        "第一条 民警接到群众求助后应当立即核实。",
        "民警到达现场后应当打开执法记录仪并说明身份。",
    ]


WRAPPED = (  # set in lines of 24, the first of each paragraph two shorter
    "近年来辖区内在建工地增多，因拖欠工资、工伤赔偿引",
    "发的纠纷上升。派出所承担大量调处任务，民警压力较",
    "大。",
    "一起纠纷往往涉及几十名工人，情绪激动，容易引",
    "发堵路等过激行为，处置难度较大，稍有不慎就会激化",
    "，应当慎重。",
)


@pytest.mark.parametrize("blank", [(), ("",)])
def test_paragraphs_set_in_lines_of_one_width_are_joined_with_and_without_blank_lines(blank: tuple[str, ...]) -> None:
    lines = [piece for line in WRAPPED for piece in (line, *blank)]
    assert texts(join_broken_lines, *lines) == ["".join(WRAPPED[:3]), "".join(WRAPPED[3:])]


def test_no_line_begins_with_a_closing_mark() -> None:
    said = ("村民张大爷说：“民警来得快，话说得明白，办事公道。", "”他很满意。")
    assert len(said[0]) == 25
    lines = [line if len(line) < 24 else "又" + line for line in WRAPPED]
    assert texts(join_broken_lines, *lines, *said)[-1] == "".join(said)


def test_entries_that_happen_to_be_of_one_length_are_not_joined() -> None:
    entries = [f"青槐市公安局城东分局第{number}派出所治安管理办公室电话" for number in "一二三四五六"]
    assert texts(join_broken_lines, *entries) == entries
    sentences = [f"第{number}组民警应当每两小时巡逻一次，记录发现的问题。" for number in "一二三四五六"]
    assert texts(join_broken_lines, *sentences) == sentences
    items = [f"第{number}组民警应当每两小时巡逻一次，记录发现的问题；" for number in "一二三四五六"]
    assert texts(join_broken_lines, *items) == items


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (
            "巡防站采用北斗定位，设备型号为 Alpha",
            "Beta，由民警保管。",
            "巡防站采用北斗定位，设备型号为 Alpha Beta，由民警保管。",
        ),
        ("巡防站成立以来，共接待群众求助20", "26人次。", "巡防站成立以来，共接待群众求助2026人次。"),
        ("巡防站成立以来，共接待群众求助20", "人次。", "巡防站成立以来，共接待群众求助20人次。"),
    ],
)
def test_only_latin_words_are_joined_with_a_space(first: str, second: str, joined: str) -> None:
    assert texts(join_broken_lines, "巡逻手册", first, second) == ["巡逻手册", joined]


def test_the_rest_of_a_broken_heading_is_joined() -> None:
    paragraph = "所长应当每日主持早会，布置当天的巡逻任务。"
    assert texts(join_broken_headings, "四、要具有一定的科学", "管理能力，善于协调", paragraph) == [
        *("四、要具有一定的科学管理能力，善于协调", paragraph)
    ]
    rest = "政治素质 所长应当每日主持早会，布置当天的巡逻任务。"
    assert texts(join_broken_headings, "一、首先不断提高", rest) == ["一、首先不断提高" + rest]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、加强巡逻", "所长应当每日主持早会，布置当天的巡逻任务。"),
        ("一、巡逻的方法", "（一）步行巡逻"),
        ("一、巡逻，", "二、走访"),
        ("一、设备和", "甲 | 乙"),
        ("要具有一定的科学", "管理能力，善于协调"),
    ],
)
def test_whole_headings_and_other_lines_stay(first: str, second: str) -> None:
    after = "所长应当每日主持早会。"
    assert texts(join_broken_headings, first, second, after) == [first, second, after]


@pytest.mark.parametrize("following", ["2007-09-14）第十九条）。", "《青槐市巡防站规定》第三条）。", "一）项处理。"])
def test_what_a_bracket_opens_stands_on_the_next_line_whatever_that_begins_with(following: str) -> None:
    lines = Line("安全责任人应当立即报告（", page=1), Line(following, page=1)
    assert texts(join_broken_lines, *lines) == [f"安全责任人应当立即报告（{following}"]
