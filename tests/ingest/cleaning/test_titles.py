"""Where a file that holds several texts begins a new one; a file with one text is never divided."""

from __future__ import annotations

import pytest

from ingest.cleaning.titles import (
    drop_false_titles,
    drop_repeated_titles,
    drop_rules,
    mark_instruments,
    mark_titles,
)
from ingest.records import Line
from tests.ingest.cleaning.shown import numbered, texts

TEXT = "民警在夜间巡逻时应当两人以上，携带对讲机、手电和执法记录仪。"
PAGE = ("当前位置：首页 > 公安", "上一篇：甲")


def begun(*lines: str | Line) -> list[str]:
    return [line.text for line in mark_titles(numbered(*lines)) if line.begins]


def test_a_title_printed_twice_is_there_once_and_begins_a_text() -> None:
    (title, text) = drop_repeated_titles(numbered("浅谈夜间巡逻", "浅谈夜间巡逻", TEXT))
    assert (title.text, title.level, title.begins) == ("浅谈夜间巡逻", 1, True)
    assert (text.text, text.begins) == (TEXT, False)


def test_a_title_printed_over_two_lines_and_then_in_one_is_there_once() -> None:
    assert texts(drop_repeated_titles, "〔浅谈夜间巡", "逻的方法〕", "浅谈夜间巡逻的方法", TEXT) == [
        "浅谈夜间巡逻的方法",
        TEXT,
    ]


def test_a_title_glued_to_its_text_is_cut_off() -> None:
    assert texts(drop_repeated_titles, "浅谈夜间巡逻", "浅谈夜间巡逻", "浅谈夜间巡逻" + TEXT) == ["浅谈夜间巡逻", TEXT]
    assert texts(drop_repeated_titles, "浅谈夜间巡逻", "浅谈夜间巡逻 " + TEXT) == ["浅谈夜间巡逻", TEXT]


def test_a_sentence_that_begins_with_the_words_of_its_title_stays_whole() -> None:
    assert texts(drop_repeated_titles, "夜间巡逻要点", "夜间巡逻要点有三。") == ["夜间巡逻要点", "夜间巡逻要点有三。"]


@pytest.mark.parametrize("line", ["（一）", "城东所", "注意安全。", "一、夜间巡逻的方法"])
def test_entries_that_come_twice_are_no_titles(line: str) -> None:
    assert texts(drop_repeated_titles, line, line) == [line, line]


def test_titles_of_a_page_begin_texts_and_lose_their_bullets() -> None:
    lines = mark_titles(numbered(*PAGE, "• 浅谈夜间巡逻", TEXT, "如何开好警民恳谈会", TEXT))
    assert [(line.text, line.level) for line in lines if line.begins] == [
        ("浅谈夜间巡逻", 1),
        ("如何开好警民恳谈会", 1),
    ]


def test_a_title_after_a_date_or_the_end_of_a_text_begins_a_notice() -> None:
    notices = ("关于夜间巡逻的通知", TEXT, "2019年3月10日", "开展出租房屋清查的通知", "各派出所：", TEXT)
    assert begun(*PAGE, *notices) == ["关于夜间巡逻的通知", "开展出租房屋清查的通知"]
    assert begun(*PAGE, "关于夜间巡逻的通知", TEXT, "现将通知", "开展出租房屋清查的通知", TEXT) == [
        "关于夜间巡逻的通知"
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ("巡逻经验【第一篇】", "走访经验【第二篇】"),
        ("篇一：夜间巡逻的方法", "篇二：入户走访的方法"),
        ("范文一：夜间巡逻总结", "范文二：入户走访总结"),
    ],
)
def test_numbered_texts_begin_without_a_page_around_them(titles: tuple[str, str]) -> None:
    assert begun(titles[0], TEXT, titles[1], TEXT) == list(titles)


def test_a_number_without_a_name_is_a_heading_inside_the_text() -> None:
    lines = mark_titles(numbered("述职报告范文", "范文一：", TEXT, "第二篇", TEXT))
    assert [(line.text, line.level) for line in lines if line.level] == [("范文一：", 2), ("第二篇", 2)]
    assert not any(line.begins for line in lines)


def test_a_series_of_titles_with_the_same_last_word_begins_a_text_each() -> None:
    lines = ("窗口服务工作总结", TEXT, "校园周边整治工作总结", TEXT, "流动人口管理工作总结", TEXT)
    assert begun(*lines) == list(lines[::2])
    assert begun("夜间巡逻工作指引", TEXT, "对讲机使用方法", TEXT) == []
    assert begun("窗口服务工作总结", TEXT) == []


def test_a_count_that_begins_again_below_a_title_divides() -> None:
    essays = (
        "文书写作范例",
        "年度工作总结",
        TEXT,
        "一、巡逻",
        TEXT,
        "二、走访",
        TEXT,
        "所长述职报告",
        TEXT,
        "一、履职",
        TEXT,
    )
    assert begun(*essays) == ["所长述职报告"]
    assert begun("夜间巡逻手册", TEXT, "火灾处置方案", TEXT, "一、报告", TEXT) == []
    assert begun(*essays[1:]) == ["年度工作总结", "所长述职报告"]
    assert begun(*essays[:7], "所长述职报告", TEXT, "三、履职", TEXT) == []


def test_labels_above_the_first_heading_of_a_web_page_are_no_title() -> None:
    heading = Line("城东所开展夜查行动", level=2)
    lines = mark_titles(numbered("警务公开", *PAGE, heading, TEXT))
    assert [(line.text, line.level) for line in lines if line.begins] == [("城东所开展夜查行动", 1)]
    assert texts(drop_false_titles, *lines)[:1] == [""]


def test_a_row_of_dashes_above_a_title_divides() -> None:
    assert begun("反诈宣传工作方案", TEXT, "——————", "消防安全检查通知", TEXT, "*****", "禁毒宣传通知", TEXT) == [
        *("反诈宣传工作方案", "消防安全检查通知", "禁毒宣传通知")
    ]
    assert begun("夜间巡逻手册", TEXT, "——————", "对讲机和手电的用法", TEXT) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("夜间巡逻工作指引", TEXT, "有关材料清单", "巡逻工作指引", "走访工作指引"),
        ("夜间巡逻工作指引", "一、巡逻要点", TEXT, "二、报告", TEXT),
        (Line("夜间巡逻工作指引", level=1), Line("一、巡逻工作指引", level=2), TEXT, Line("走访工作指引", level=2), TEXT),
        ("依据：", "《青槐市巡防站规定》", "《青槐市养犬规定》", TEXT),
    ],
)  # fmt: skip
def test_a_guide_of_ones_own_is_never_divided(lines: tuple[str | Line, ...]) -> None:
    assert mark_titles(numbered(*lines)) == numbered(*lines)


def test_a_title_that_shares_nothing_with_its_text_is_not_trusted() -> None:
    title = Line("白榆县先进典型", level=1, begins=True)
    (text,) = drop_false_titles(numbered(title, TEXT))
    assert (text.text, text.begins) == (TEXT, True)


@pytest.mark.parametrize("title", ["浅谈夜间巡逻", "如何做好派出所工作", "对讲机管理漫谈录音"])
def test_a_title_that_shares_words_or_has_only_common_ones_is_kept(title: str) -> None:
    assert texts(drop_false_titles, Line(title, level=1, begins=True), TEXT) == [title, TEXT]


def test_an_instrument_is_called_what_it_is_called() -> None:
    title = Line("白榆县犬只条例", level=1, begins=True)
    assert texts(drop_false_titles, title, "第一条 略。") == ["白榆县犬只条例", "第一条 略。"]


def test_a_title_without_text_and_labels_before_the_first_text_go() -> None:
    titles = [Line(text, level=1, begins=True) for text in ("浅谈夜间巡逻", "浅谈入户走访")]
    assert texts(drop_false_titles, "某某网", titles[0], titles[1], "入户走访时应当出示证件。") == [
        *("", "浅谈入户走访", "入户走访时应当出示证件。")
    ]
    assert texts(drop_false_titles, TEXT, titles[1], "入户走访时应当出示证件。")[0] == TEXT


RULES = ("青槐市巡防站规定", "第一条 甲。", "第二条 乙。")


@pytest.mark.parametrize(
    "header",
    [
        (),
        ("（2022年11月1日青槐市人民政府发布）",),
        ("2022年11月1日青槐市人大常委会通过", "目 录", "第一章 总则", "第二章 附则", "第一章 总则"),
    ],
)
def test_articles_that_count_anew_under_the_name_of_an_instrument_begin_a_text(header: tuple[str, ...]) -> None:
    lines = mark_instruments(numbered(*RULES, "", "青槐市养犬条例（试行）", *header, "第一条 丙。"))
    assert [(line.text, line.level) for line in lines if line.begins] == [("青槐市养犬条例（试行）", 1)]


@pytest.mark.parametrize(
    "after",
    [
        ("附件1：养犬规定", "第一条 丙。"),
        ("青槐市养犬条例", "附件1：登记", "第一条 丙。"),
        ("引用的条文", "第一条 丙。"),
        ("违反本规定", "第三条 丁。"),
        ("依照养犬规定。", "第一条 丙。"),
        ("青槐市养犬条例", "犬只应当登记。", "第一条 丙。"),
    ],
)
def test_annexes_quotations_and_sentences_begin_no_instrument(after: tuple[str, ...]) -> None:
    assert mark_instruments(numbered(*RULES, *after)) == numbered(*RULES, *after)


def test_rows_of_dashes_and_stars_go_and_blanks_to_be_filled_in_stay() -> None:
    assert texts(drop_rules, "甲", "————————", "* * * * *", "=====", "_______", "— —", "1. 甲 ……") == [
        *("甲", "_______", "— —", "1. 甲 ……")
    ]
