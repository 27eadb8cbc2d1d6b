"""Word documents in Chinese dress: fonts, page, headings, page numbers.

In: a paper and paragraphs. Out: the bytes of a docx. Decides no wording. The only place that knows python-docx.

Word takes the font of Chinese characters from w:eastAsia alone, and a theme font beats it, so both styles and runs get
their rFonts written whole.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import cast

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from quiz.export.text import one_line
from quiz.export.zips import repack
from quiz.records import Paper

LATIN, BODY, HEAD = "Times New Roman", "宋体", "黑体"
FIXED_DATE = datetime(2000, 1, 1)  # Word's own dates would differ from run to run


class Sheet:
    """One document that is being written, from top to bottom."""

    def __init__(self, paper: Paper, title: str) -> None:
        self._document = Document()
        self._strip()
        self._dress()
        variant = one_line(paper.variant)
        properties = self._document.core_properties
        properties.title = one_line(title)[:255]  # longer than that is refused
        properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
        properties.created = properties.modified = FIXED_DATE
        properties.revision, properties.language = 1, "zh-CN"
        head = self.line(one_line(title), style="Title", font=HEAD)
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if variant:
            self.line(f"（{variant} 卷）", font=HEAD).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._number_pages(f"{variant} 卷　" if variant else "")

    def heading(self, text: str) -> None:
        """A section; stays on the page of what follows."""
        self.line(text, style="Heading 1", font=HEAD)

    def line(
        self,
        text: str,
        *,
        style: str = "Normal",
        font: str = BODY,
        bold: str = "",
        keep: bool = False,
        indent: float = 0,
    ) -> Paragraph:
        """A paragraph: ``bold`` goes before the text; ``keep`` holds it with the next; ``indent`` in cm."""
        paragraph = self._document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = keep or None  # None: as the style has it, which keeps headings
        paragraph.paragraph_format.left_indent = Cm(indent) if indent else None
        if bold:
            self._run(paragraph, bold, HEAD).bold = True
        self._run(paragraph, text, font)
        return paragraph

    def row(self, texts: list[str], *, indent: float, width: float) -> None:
        """Short texts side by side, ``width`` cm each."""
        paragraph = self.line("\t".join(texts), indent=indent)
        for place in range(1, len(texts)):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(indent + place * width))

    def data(self) -> bytes:
        """The finished file."""
        target = io.BytesIO()
        self._document.save(target)
        return repack(target.getvalue())

    def _strip(self) -> None:
        """Take out nine tenths of python-docx's template that a paper never uses: styles of tables, a second set of styles, a picture."""
        for relations in (self._document.part.rels, self._document.part.package.rels):
            for name, relation in list(relations.items()):
                if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                    del relations[name]
        styles = self._document.styles.element
        for style in styles.xpath("w:style[@w:type='table'][not(@w:default)]"):
            styles.remove(style)

    def _dress(self) -> None:
        page = self._document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
        page.top_margin = page.bottom_margin = Cm(2.3)
        for name, font, size in (
            ("Normal", BODY, 10.5),  # 五号
            ("Title", HEAD, 18),
            ("Heading 1", HEAD, 12),
            ("Header", BODY, 9),
            ("Footer", BODY, 9),
        ):
            style = cast(ParagraphStyle, self._document.styles[name])
            style.font.size = Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            _set_fonts(style.element.get_or_add_rPr(), font)
            style.paragraph_format.space_after = Pt(3)
            style.paragraph_format.line_spacing = 1.25
        for language in self._document.styles.element.xpath("w:docDefaults//w:lang"):
            language.set(qn("w:eastAsia"), "zh-CN")  # else Word checks the spelling of Chinese as English
        for border in self._document.styles["Title"].element.xpath("w:pPr/w:pBdr"):
            border.getparent().remove(border)

    def _number_pages(self, variant: str) -> None:
        """The variant too: loose pages of two variants look alike."""
        footer = self._document.sections[0].footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(footer, f"{variant}第 ", BODY)
        self._field(footer, "PAGE")
        self._run(footer, " 页 共 ", BODY)
        self._field(footer, "NUMPAGES")
        self._run(footer, " 页", BODY)

    def _field(self, paragraph: Paragraph, instruction: str) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        run = self._run(paragraph, "1", BODY)  # shown until Word counts
        paragraph._p.remove(run._r)
        field.append(run._r)
        paragraph._p.append(field)

    def _run(self, paragraph: Paragraph, text: str, font: str) -> Run:
        run = paragraph.add_run(text)
        _set_fonts(run._r.get_or_add_rPr(), font)
        return run


def _set_fonts(properties: object, font: str) -> None:
    """Write rFonts whole: Latin letters in one font, everything Chinese in the other."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{script}"), name)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dots are Chinese here
