from __future__ import annotations

import dataclasses
import io
import re
import zipfile

from docx import Document
from docx.oxml.ns import qn

from quiz.export.docx_paper import docx_paper
from quiz.export.text import plain
from quiz.records import MultipleScoring
from tests.quiz.export.made import LIST, NUMBER, RECALL, SHORT, TWO_BLANKS, hostile_paper, paper

BRACKETS = "（\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0）"  # no line ends within


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def xml(data: bytes) -> str:
    """Every part of the file, as one text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_paper_has_title_variant_and_lines_for_the_name() -> None:
    first, second, third, fourth, *_ = lines(docx_paper(paper()).data)
    assert (first, second) == ("巡防站规定测验", "（A 卷）")
    assert all(word in third for word in ("姓名：", "警号：", "单位：", "得分："))
    assert fourth == "共 9 题，满分 19 分。"


def test_sections_follow_each_other_by_type() -> None:
    found = [
        line
        for line in lines(docx_paper(paper(scoring=MultipleScoring.PER_OPTION)).data)
        if re.match("[一二三四五六]、", line)
    ]
    assert found == [
        "一、单项选择题（每题 2 分，共 6 分）",
        "二、多项选择题（每题 3 分，共 3 分。每选对一项得相应的分，每选错一项扣相应的分，扣完为止）",
        "三、判断题（每题 2 分，共 2 分）",
        "四、填空题（每题 2 分，共 2 分）",
        "五、匹配题（每题 2 分，共 2 分）",
        "六、简答题（每题 2 分，共 4 分）",
    ]


def test_questions_are_numbered_and_options_keep_their_letters() -> None:
    text = lines(docx_paper(paper([NUMBER, LIST])).data)
    assert f"1. 根据《青槐市巡防站管理规定》，巡逻记录保存{BRACKETS}。" in text
    assert "A. 三十日\tB. 六十日\tC. 九十日" in text
    assert text[-4:] == ["A. 饮酒后上岗", "B. 擅自离开岗位", "C. 使用配发的手电", "D. 泄露群众个人信息"]


def test_a_statement_gets_brackets_to_fill() -> None:
    assert any(line.endswith(f"夜间巡逻每三小时进行一次。{BRACKETS}") for line in lines(docx_paper(paper()).data))


def test_blanks_have_room_for_handwriting_whatever_their_answer() -> None:
    text = lines(docx_paper(paper([TWO_BLANKS])).data)
    assert text[-1] == "1. 每________________小时一次，保存________________。"


def test_an_open_question_stands_on_one_page_with_the_lines_to_write_on() -> None:
    *_, stem, first, second, third, fourth, last = Document(io.BytesIO(docx_paper(paper([SHORT])).data)).paragraphs
    assert stem.text == "1. 简述巡逻记录的保存期限。"
    kept = [one.paragraph_format.keep_with_next for one in (stem, first, second, third, fourth, last)]
    assert kept == [True, True, True, True, True, None]


def test_every_page_names_its_variant() -> None:
    for variant, footer in (("B", "B 卷　第  页 共  页"), ("", "第  页 共  页")):
        document = Document(io.BytesIO(docx_paper(paper(variant=variant)).data))
        assert document.sections[0].footer.paragraphs[0].text == footer


def test_no_part_of_the_file_holds_a_trace_of_the_key() -> None:
    found = xml(docx_paper(paper()).data)
    traces = [
        "解析",
        "依据",
        "答案",
        "夜间巡逻每两小时",
        "60日",
        "错误",
        "第三条第二款",
        "made-",
        "只有三个选项",
        "第二章",
    ]
    assert [trace for trace in traces if trace in found] == []


def test_the_paper_is_the_same_whatever_the_key() -> None:
    flipped = tuple(dataclasses.replace(one, is_key=not one.is_key, why="") for one in LIST.options)
    other = [
        dataclasses.replace(LIST, key=("C",), options=flipped),
        dataclasses.replace(RECALL, key=("别的",), explanation="别的"),
    ]
    assert docx_paper(paper(other)).data == docx_paper(paper([LIST, RECALL])).data


def test_chinese_fonts_are_set_on_styles_and_on_every_run() -> None:
    document = Document(io.BytesIO(docx_paper(paper()).data))
    for name, font in (("Normal", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not any("Theme" in attribute for attribute in fonts.attrib)
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs} == {"宋体", "黑体"}


def test_word_is_told_that_the_text_is_chinese() -> None:
    styles = Document(io.BytesIO(docx_paper(paper()).data)).styles.element
    assert [one.get(qn("w:eastAsia")) for one in styles.iter(qn("w:lang"))] == ["zh-CN"]


def test_pages_are_numbered_by_fields() -> None:
    document = Document(io.BytesIO(docx_paper(paper()).data))
    footer = document.sections[0].footer.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_file_has_no_time_and_no_author() -> None:
    data = docx_paper(paper()).data
    properties = Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.created.year, properties.modified.year) == ("", 2000, 2000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_hostile_text_stands_on_the_paper_as_text() -> None:
    made = hostile_paper()
    text = "\n".join(lines(docx_paper(made).data))
    for entry in made.items:
        first = plain(entry.item.stem).split("\n")[0].replace("____", "_" * 16).replace("（ ）", BRACKETS)
        assert first in text
