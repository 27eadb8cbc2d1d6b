"""The numbers of Word's lists: counted as Word counts them, written as Word writes them."""

from __future__ import annotations

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from ingest.loaders.docx import load_docx
from tests.ingest.test_loaders_docx import W, saved, shown

LEVELS = (
    ("chineseCountingThousand", "第%1条", "space"),
    ("chineseCounting", "（%2）", "nothing"),
    ("decimal", "%3.", "tab"),
    ("upperLetter", "%1.%4", "tab"),
)


def numbered_document(override: str = "") -> Document:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{gap}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text, gap) in enumerate(LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/>{override}</w:num>'))
    return document


def add_item(document: Document, text: str, level: int, number_id: int = 90) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    markup = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'
    properties.append(parse_xml(markup))


def test_numbers_of_lists_are_shown_as_word_shows_them() -> None:
    document = numbered_document()
    for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1), ("庚", 3)):
        add_item(document, text, level)
    assert [text for text, _ in shown(load_docx(saved(document), "a.docx"))] == [
        "第一条 甲",
        "（一）乙",
        "（二）丙",
        "1. 丁",
        "第二条 戊",
        "（一）己",
        "二.A 庚",
    ]


def test_list_goes_on_under_another_id_and_restarts_where_it_says_so() -> None:
    document = numbered_document()
    for text, number_id in (("甲", 90), ("乙", 91), ("丙", 0)):
        add_item(document, text, 0, number_id)
    assert [text for text, _ in shown(load_docx(saved(document), "a.docx"))] == ["第一条 甲", "第二条 乙", "丙"]
    restarted = numbered_document('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="101"/></w:lvlOverride>')
    for text, number_id in (("甲", 90), ("乙", 91), ("丙", 91)):
        add_item(restarted, text, 0, number_id)
    expected = ["第一条 甲", "第一百零一条 乙", "第一百零二条 丙"]
    assert [text for text, _ in shown(load_docx(saved(restarted), "a.docx"))] == expected


def test_style_brings_its_number_and_bullets_show_none() -> None:
    document = docx.Document()
    for text, style in (("甲", "List Number"), ("乙", "List Bullet"), ("丙", "List Number")):
        document.add_paragraph(text, style=style)
    assert [text for text, _ in shown(load_docx(saved(document), "a.docx"))] == ["1. 甲", "乙", "2. 丙"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("japaneseCounting", "十一"),
        ("decimalEnclosedCircle", "⑪"),
        ("ideographTraditional", "11"),
        ("ideographDigital", "一一"),
        ("chineseLegalSimplified", "壹拾壹"),
        ("lowerRoman", "xi"),
        ("decimalFullWidth", "１１"),
        ("hindiNumbers", "11"),
    ],
)
def test_each_form_of_number_is_written_as_word_writes_it(form: str, expected: str) -> None:
    markup = f'<w:lvl {W} w:ilvl="0"><w:start w:val="11"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1、"/></w:lvl>'
    document = numbered_document(f'<w:lvlOverride w:ilvl="0">{markup}</w:lvlOverride>')
    add_item(document, "甲", 0, 91)
    loaded = load_docx(saved(document), "a.docx")
    assert shown(loaded) == [(f"{expected}、甲", None)]
    assert loaded.notes == (("编号格式hindiNumbers按阿拉伯数字写出",) if form == "hindiNumbers" else ())
