"""Word documents: reading order, headings, what is shown and what is left out."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import parse_xml

from ingest.loaders.docx import load_docx
from ingest.records import Loaded

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Shown = list[tuple[str, int | None]]


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def shown(loaded: Loaded) -> Shown:
    return [(line.text, line.level) for line in loaded.lines]


def load_body(*paragraphs: str) -> Loaded:
    """A document with these paragraphs, written as the inside of <w:p> or, if it begins with <w:, as it stands."""
    document = docx.Document()
    for paragraph in paragraphs:
        markup = paragraph if paragraph.startswith(("<w:p>", "<w:tbl", "<w:sdt")) else f"<w:p>{paragraph}</w:p>"
        root, rest = markup.split(">", 1)
        document.element.body.insert_element_before(parse_xml(f"{root} {W}>{rest}"), "w:sectPr")
    return load_docx(saved(document), "规定.docx")


def test_paragraphs_and_tables_come_in_reading_order() -> None:
    document = docx.Document()
    document.add_heading("社区警务规定", 0)
    document.add_heading("第一章 总则", 1)
    document.add_paragraph("第一条 甲")
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ("岗位", "职责", "", "所长", "带班\n审批", "备注"), strict=True):
        cell.text = text
    document.add_paragraph("")
    document.add_heading("细则", 9)
    assert shown(load_docx(saved(document), "规定.docx")) == [
        ("社区警务规定", 1),
        ("第一章 总则", 1),
        ("第一条 甲", None),
        ("岗位 | 职责", None),
        ("所长 | 带班 审批 | 备注", None),
        ("", None),
        ("细则", 6),
    ]


def test_nested_table_and_single_cell_keep_their_lines() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "注意事项"
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "乙"
    assert [text for text, _ in shown(load_docx(saved(document), "a.docx")) if text] == ["注意事项", "甲 | 乙"]


def test_headings_are_known_by_name_outline_or_inheritance() -> None:
    document = docx.Document()
    for name, base in (("标题 3", None), ("单位标题", "Heading 2"), ("目录 1", None)):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles[base] if base else None
    for name in ("标题 3", "单位标题", "目录 1", "Normal"):
        document.add_paragraph(name, style=name)
    body = document.add_paragraph("正文", style="Heading 1")
    body._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="9"/>'))
    fourth = document.add_paragraph("四级")
    fourth._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="3"/>'))
    loaded = load_docx(saved(document), "a.docx")
    assert shown(loaded) == [("标题 3", 3), ("单位标题", 2), ("Normal", None), ("正文", None), ("四级", 4)]
    assert loaded.notes == ("略去自动生成的目录1行",)


def test_soft_line_break_begins_a_line_except_in_a_heading() -> None:
    document = docx.Document()
    document.add_heading("关于接警的\n通知", 1)
    document.add_paragraph("甲\n\n乙\t丙")
    assert shown(load_docx(saved(document), "a.docx")) == [
        ("关于接警的 通知", 1),
        ("甲", None),
        ("", None),
        ("乙 丙", None),
    ]


def test_tracked_changes_read_as_accepted() -> None:
    loaded = load_body(
        "<w:r><w:t>罚款</w:t></w:r><w:del><w:r><w:delText>五十</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>一百</w:t></w:r></w:ins><w:r><w:t>元</w:t></w:r>",
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>",
        "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删去的段</w:delText></w:r></w:del>",
    )
    assert shown(loaded) == [("罚款一百元", None), ("移来", None)]
    assert loaded.notes == ("文档有未接受的修订，按接受全部修订读入",)


def test_text_inside_links_controls_and_fields_is_read() -> None:
    loaded = load_body(
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent>"
        "</w:sdt><w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple><w:smartTag><w:r><w:t>签</w:t></w:r></w:smartTag>"
        "<w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/><w:sym w:char='F0FE'/><w:sym w:char='2460'/></w:r>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>段</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert shown(loaded) == [("链控域签-□①", None), ("段", None)]


def test_what_is_left_out_is_noted() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>红头</w:t></w:r></w:p></w:txbxContent>"
    loaded = load_body(
        f"<w:r><w:drawing>{box}</w:drawing></w:r><w:r><w:t>正文</w:t><w:footnoteReference/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>"
    )
    assert shown(loaded) == [("正文显", None)]
    assert loaded.notes == (
        "1个文本框未读入，如有正文请移到文本框外",
        "1处脚注、尾注或批注未读入",
        "略去隐藏文字1处",
    )
