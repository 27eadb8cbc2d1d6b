"""A sheet as a Word document.

In: a Sheet. Out: the bytes of a docx file, the same for the same sheet. Chinese text is set in 仿宋, headings in 黑体, with the names
that other systems know those fonts by. Writes no file.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from answer.sheet import Sheet

_TEXT, _HEADING, _LATIN = "仿宋", "黑体", "Times New Roman"
_DAY = datetime(2000, 1, 1)  # of the properties: when a sheet was made stands in its text
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def to_docx(sheet: Sheet) -> bytes:
    """The whole file."""
    document = _blank()
    document.core_properties.title = sheet.question[:255]
    document.add_heading(sheet.question, 0)
    _small(document, f"回答时间：{sheet.answered}")
    document.add_heading(sheet.verdict, 1)
    for line in sheet.lines:
        document.add_paragraph(line)
    if sheet.remarks:
        document.add_heading("请注意", 1)
        for remark in sheet.remarks:
            document.add_paragraph(remark)
    if sheet.entries:
        document.add_heading(sheet.heading, 1)
        for entry in sheet.entries:
            document.add_paragraph(f"[{entry.number}] {entry.reference}")
            _small(document, "；".join((entry.level, entry.status, *entry.cautions)))
            _small(document, f"文件：{entry.doc}")
    _small(document, sheet.disclaimer)
    _small(document, f"知识库：{sheet.base}")
    return _bytes(document)


def _blank() -> WordDocument:
    """An empty A4 document in Chinese type, with nothing in its properties that tells when or where it was made."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    for name, font, size in (("Normal", _TEXT, 12), ("Title", _HEADING, 18), ("Heading 1", _HEADING, 14)):
        _set(document, name, font, size)
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.comments = "警问", "警问", ""
    properties.created = properties.modified = _DAY
    properties.revision = 1
    return document


def _set(document: WordDocument, name: str, font: str, size: int) -> None:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle) or style.type != WD_STYLE_TYPE.PARAGRAPH:
        raise TypeError(f"the template of python-docx has no paragraph style {name}")
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = _LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win over a named one
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = properties.makeelement(qn("w:lang"), {})
        properties.append(language)
    language.set(qn("w:eastAsia"), "zh-CN")


def _small(document: WordDocument, text: str) -> None:
    document.add_paragraph().add_run(text).font.size = Pt(10)


def _bytes(document: WordDocument) -> bytes:
    """The package with the same times for every part, and with other names for the Chinese fonts in its font table."""
    saved, final = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as package:
        for name in parts.namelist():
            data = parts.read(name)
            if name == "word/fontTable.xml":
                data = data.replace(b"</w:fonts>", _OTHER_NAMES.encode() + b"</w:fonts>")
            info = zipfile.ZipInfo(name, _ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return final.getvalue()


_OTHER_NAMES = "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
    for name, others in ((_TEXT, "FangSong,STFangsong,宋体,SimSun"), (_HEADING, "SimHei,Noto Sans CJK SC"))
)
