"""Sections: what opens one, what is only mentioned, and the path that leads to each."""

from __future__ import annotations

import pytest

from ingest.records import Line, Section
from ingest.structure import find_sections, heading_text, join_lines

Divided = list[tuple[tuple[str, ...], str | None, str]]


def sections(lines: list[Line]) -> tuple[str, tuple[Section, ...]]:
    text, offsets = join_lines(lines)
    return text, find_sections(lines, offsets, len(text))


def divided(*lines: str | Line) -> Divided:
    """Path, article and text of every section."""
    text, found = sections([line if isinstance(line, Line) else Line(line) for line in lines])
    return [(section.path, section.article, text[section.start : section.end].rstrip("\n")) for section in found]


def articles(*lines: str | Line) -> list[str | None]:
    return [article for _, article, _ in divided(*lines) if article]


def test_lines_are_joined_by_line_feeds_and_keep_their_offsets() -> None:
    assert join_lines([Line("甲乙"), Line("丙"), Line("丁")]) == ("甲乙\n丙\n丁", (0, 3, 5))
    assert join_lines([]) == ("", ())


def test_parts_chapters_divisions_and_articles_make_a_path() -> None:
    assert divided(
        "青槐市巡防站条例",
        "第一编 总则",
        "第一章 一般规定",
        "第一条 甲。",
        "第二章 巡防",
        "第一节 登记",
        "第二条 乙。",
        "第二节 巡逻",
        "第三条 丙。",
        "第二编 附则",
        "第四条 丁。",
    ) == [
        ((), None, "青槐市巡防站条例"),
        (("第一编 总则",), None, "第一编 总则"),
        (("第一编 总则", "第一章 一般规定"), None, "第一章 一般规定"),
        (("第一编 总则", "第一章 一般规定", "第一条"), "第一条", "第一条 甲。"),
        (("第一编 总则", "第二章 巡防"), None, "第二章 巡防"),
        (("第一编 总则", "第二章 巡防", "第一节 登记"), None, "第一节 登记"),
        (("第一编 总则", "第二章 巡防", "第一节 登记", "第二条"), "第二条", "第二条 乙。"),
        (("第一编 总则", "第二章 巡防", "第二节 巡逻"), None, "第二节 巡逻"),
        (("第一编 总则", "第二章 巡防", "第二节 巡逻", "第三条"), "第三条", "第三条 丙。"),
        (("第二编 附则",), None, "第二编 附则"),
        (("第二编 附则", "第四条"), "第四条", "第四条 丁。"),
    ]


def test_sections_cover_the_text_without_gap_or_overlap() -> None:
    text, found = sections([Line("序"), Line("一、甲"), Line("（一）乙"), Line("丙。"), Line("二、丁"), Line("戊。")])
    assert [section.start for section in found] == [0, *(section.end for section in found[:-1])]
    assert found[-1].end == len(text)


def test_a_text_without_headings_is_one_section() -> None:
    assert divided("民警应当定期巡逻。", "并作出记录。") == [((), None, "民警应当定期巡逻。\n并作出记录。")]
    assert divided() == []


def test_inserted_articles_stand_between_their_neighbours() -> None:
    assert divided("第七条 甲。", "第七条之一 乙。", "（一）丙；", "第七条之二　丁。", "第八条 戊。") == [
        (("第七条",), "第七条", "第七条 甲。"),
        (("第七条之一",), "第七条之一", "第七条之一 乙。\n（一）丙；"),
        (("第七条之二",), "第七条之二", "第七条之二　丁。"),
        (("第八条",), "第八条", "第八条 戊。"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "第四十三条规定的行为，由公安机关查处。",
        "第三条规定的行为，由公安机关查处。",
        "第三条、第四条规定的行为，由公安机关查处。",
        "第四十三条应当一并适用。",
        "第一条之三应当一并适用。",
        "第三章规定的程序，适用于本条。",
        "第三章应当一并适用。",
    ],
    ids=["not due", "due by chance", "two of them", "without 规定", "no such insertion", "chapter", "chapter sentence"],
)
def test_a_reference_at_the_beginning_of_a_line_starts_nothing(line: str) -> None:
    assert divided("第一条 甲。", "第二条 乙。", line, "第三条 丙。") == [
        (("第一条",), "第一条", "第一条 甲。"),
        (("第二条",), "第二条", f"第二条 乙。\n{line}"),
        (("第三条",), "第三条", "第三条 丙。"),
    ]


def test_a_label_without_a_space_is_an_article_if_its_number_is_due() -> None:
    assert articles("第一条为了甲。", "第二条乙。", "第二条之一丙。", "第九条丁。", "第三条戊。") == [
        "第一条",
        "第二条",
        "第二条之一",
        "第三条",
    ]


def test_a_second_instrument_in_one_file_counts_anew() -> None:
    assert articles("第一条甲。", "第二条乙。", "第一条丙。", "第二条丁。") == ["第一条", "第二条", "第一条", "第二条"]


def test_a_label_with_a_space_is_an_article_whatever_its_number() -> None:
    assert articles("第九条 甲。", "第十二条　乙。", "第二十条（登记）丙。") == ["第九条", "第十二条", "第二十条"]


def test_full_width_and_arabic_labels_are_articles() -> None:
    assert articles("第１条 甲。", "第2条 乙。", "第 3 条 丙。", "第4条之1 丁。") == [
        "第１条",
        "第2条",
        "第3条",
        "第4条之1",
    ]


def test_numbered_lines_inside_an_article_are_items() -> None:
    lines = (
        "第一条 应当登记下列事项：",
        "（一）姓名；",
        "1. 曾用名",
        "2. 别名",
        "（二）住址。",
        "一、其他",
        "同时告知。",
    )
    assert divided(*lines) == [(("第一条",), "第一条", "\n".join(lines))]


def test_numbered_lines_outside_articles_are_sections() -> None:
    assert divided(
        "接警指引",
        "一、接警",
        "（一）询问",
        "1. 地点",
        "问清楚。",
        "2. 人数",
        "问清楚。",
        "（二）登记",
        "录入。",
        "二、处警",
        "到场。",
    ) == [
        ((), None, "接警指引"),
        (("一、接警",), None, "一、接警"),
        (("一、接警", "（一）询问"), None, "（一）询问"),
        (("一、接警", "（一）询问", "1. 地点"), None, "1. 地点\n问清楚。"),
        (("一、接警", "（一）询问", "2. 人数"), None, "2. 人数\n问清楚。"),
        (("一、接警", "（二）登记"), None, "（二）登记\n录入。"),
        (("二、处警",), None, "二、处警\n到场。"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        ("1. 核对身份。", "2. 登记物品。"),
        ("1. 是否受伤？", "2. 是否被困？"),
        ("1. 下列情形从快：", "2. 下列情形从严："),
        ("1. 核对身份；", "2. 登记物品；", "3. 移交派出所"),
        ("（一）核对身份；", "（二）登记物品；", "（三）移交派出所。"),
        ("1. 强光手电", "2. 急救包", "3. 拒马"),
        ("（一）强光手电", "（二）急救包"),
    ],
    ids=["sentences", "questions", "leads", "semicolons", "brackets", "things", "things in brackets"],
)
def test_entries_of_a_list_are_no_headings(entries: tuple[str, ...]) -> None:
    assert divided("一、装备", *entries, "以上各项每日检查。") == [
        (("一、装备",), None, "\n".join(("一、装备", *entries, "以上各项每日检查。")))
    ]


def test_a_heading_with_its_text_in_the_same_line_is_no_entry_of_a_list() -> None:
    assert [path for path, _, _ in divided("一、接警", "（一）询问。问清地点。", "（二）登记。录入系统。")] == [
        ("一、接警",),
        ("一、接警", "（一）询问"),
        ("一、接警", "（二）登记"),
    ]


def test_chapters_without_a_space_behind_their_label_are_chapters() -> None:
    assert divided("第一章总则", "第一条甲。")[1][0] == ("第一章总则", "第一条")
    assert articles("第一条甲。", "第二章" + "所述情形" * 10) == ["第一条"]


def test_a_list_left_unfinished_does_not_reach_into_the_next_section() -> None:
    lines = (Line("一、装备", level=2), "（一）强光手电；", Line("二、值班", level=2), "（一）交接", "当面交接。")
    assert [path for path, _, _ in divided(*lines)] == [("一、装备",), ("二、值班",), ("二、值班", "（一）交接")]


def test_an_annex_ends_the_articles_and_its_numbers_are_sections_again() -> None:
    assert divided(
        "第一章 总则", "第一条 甲。", "附件1：值守日志", "一、栏目", "日期。", "附件2：台账", "一、种类", "三种。"
    ) == [
        (("第一章 总则",), None, "第一章 总则"),
        (("第一章 总则", "第一条"), "第一条", "第一条 甲。"),
        (("附件1：值守日志",), None, "附件1：值守日志"),
        (("附件1：值守日志", "一、栏目"), None, "一、栏目\n日期。"),
        (("附件2：台账",), None, "附件2：台账"),
        (("附件2：台账", "一、种类"), None, "一、种类\n三种。"),
    ]


def test_an_annex_stands_under_no_chapter_even_where_the_format_marks_chapters() -> None:
    title, chapter = Line("青槐市巡防站规定", level=1), Line("第一章 总则", level=2)
    for annex in (Line("附件 值守日志"), Line("附件 值守日志", level=2), Line("附件 值守日志", level=3)):
        assert divided(title, chapter, "第一条 甲。", annex, "每日填写。")[-1] == (
            ("附件 值守日志",),
            None,
            "附件 值守日志\n每日填写。",
        )
        assert divided(title, chapter, "略。", annex, "每日填写。")[-1][0] == ("附件 值守日志",)


def test_a_number_that_was_due_before_the_annex_is_not_due_in_it() -> None:
    assert articles("第一条甲。", "第二条乙。", "附件：实施细则", "第三条应当一并适用。") == ["第一条", "第二条"]


def test_an_annex_may_have_articles_of_its_own() -> None:
    assert divided("第五条甲。", "第六条 乙。", "附件：实施细则", "第一条丙。", "第二条丁。")[2:] == [
        (("附件：实施细则",), None, "附件：实施细则"),
        (("附件：实施细则", "第一条"), "第一条", "第一条丙。"),
        (("附件：实施细则", "第二条"), "第二条", "第二条丁。"),
    ]


def test_headings_of_the_format_hold_headings_by_wording() -> None:
    assert divided(
        Line("巡防手册", level=1),
        Line("接警", level=2),
        "一、询问",
        "问清楚。",
        Line("细节", level=3),
        "1. 地点",
        "到门牌。",
        Line("处警", level=2),
        "到场。",
    ) == [
        ((), None, "巡防手册"),
        (("接警",), None, "接警"),
        (("接警", "一、询问"), None, "一、询问\n问清楚。"),
        (("接警", "细节"), None, "细节"),
        (("接警", "细节", "1. 地点"), None, "1. 地点\n到门牌。"),
        (("处警",), None, "处警\n到场。"),
    ]


def test_articles_marked_as_headings_are_articles() -> None:
    assert divided(
        Line("巡防站规定", level=1),
        Line("第一章 总则", level=2),
        Line("第一条 目的", level=3),
        "为了甲，制定本规定。",
        Line("第二条", level=3),
        "（一）乙；",
        Line("第二章 附则", level=2),
        Line("第三条 施行", level=3),
        "自发布之日起施行。",
    ) == [
        ((), None, "巡防站规定"),
        (("第一章 总则",), None, "第一章 总则"),
        (("第一章 总则", "第一条"), "第一条", "第一条 目的\n为了甲，制定本规定。"),
        (("第一章 总则", "第二条"), "第二条", "第二条\n（一）乙；"),
        (("第二章 附则",), None, "第二章 附则"),
        (("第二章 附则", "第三条"), "第三条", "第三条 施行\n自发布之日起施行。"),
    ]


def test_a_chapter_ends_the_article_before_it() -> None:
    assert divided("第一条 甲。", "第二章 附则", "说明。") == [
        (("第一条",), "第一条", "第一条 甲。"),
        (("第二章 附则",), None, "第二章 附则\n说明。"),
    ]


def test_the_title_opens_no_section_but_a_first_chapter_does() -> None:
    assert divided(Line("巡防手册", level=1), "甲。") == [((), None, "巡防手册\n甲。")]
    assert divided(Line("第一章 总则", level=1), "第一条 甲。")[1][0] == ("第一章 总则", "第一条")
    assert divided(Line("一、接警", level=1), "甲。") == [(("一、接警",), None, "一、接警\n甲。")]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("一、接警", "一、接警"),
        ("一、基本情况：", "一、基本情况"),
        ("（二）询问要点。问清时间、地点和人数。", "（二）询问要点"),
        ("三、工作要求：服从指挥", "三、工作要求"),
        ("四、" + "在巡逻中发现可疑人员应当依法盘查，" * 3, "四、在巡逻中发现可疑人员应当依法盘查"),
        ("五、" + "甲" * 60, "五、" + "甲" * 38),
    ],
)
def test_a_path_shows_a_heading_without_the_text_behind_it(line: str, shown: str) -> None:
    assert heading_text(line) == shown


def test_a_numbered_heading_that_the_format_does_not_mark_stands_beside_its_marked_siblings() -> None:
    lines = (Line("一、接警", level=2), "问清地点。", "二、出警", "立即出发。", Line("三、反馈", level=2), "写明经过。")
    assert [path for path, _, _ in divided(*lines)] == [("一、接警",), ("二、出警",), ("三、反馈",)]
