"""Word documents to lines.

In: the bytes of a docx file. Out: its paragraphs and tables in reading order, with heading levels and the numbers that
Word shows but does not store. Tracked insertions count as text, deletions do not; a soft line break begins a new line.
Does not read headers and footers, text boxes, notes, comments, generated tables of contents or hidden text; except for
headers and footers, what was left out is noted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.loaders.docx_numbering import Numbering
from ingest.loaders.docx_package import Package, open_package
from ingest.loaders.docx_styles import Styles, numbering, outline_level
from ingest.loaders.refusals import unreadable
from ingest.loaders.tables import row_lines
from ingest.records import Line, Loaded


def load_docx(data: bytes, name: str) -> Loaded:
    """Read a Word document; raise UnreadableFile where it is damaged, encrypted or suspicious."""
    package = open_package(data, name)
    body = package.document.find("body")
    reader = _Reader(package)
    try:
        lines = tuple(reader.lines(body)) if body is not None else ()
    except RecursionError as error:
        raise unreadable(
            name, expected="正常嵌套的 Word 文档", found="表格嵌套过深", advice="请用 Word 打开，把表格转为文字后另存"
        ) from error
    return Loaded(lines, notes=tuple(reader.notes()))


class _Reader:
    """Reads blocks in order, since numbers depend on the paragraphs before; counts what it leaves out."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering)
        self._contents_lines = 0
        self._hidden_runs = 0

    def lines(self, container: Element) -> Iterator[Line]:
        for block in _blocks(container):
            if block.tag == "p":
                yield from self._paragraph(block)
            else:
                yield from self._table(block)

    def notes(self) -> Iterator[str]:
        document = self._package.document
        counts = (
            (_text_boxes(document), "{}个文本框未读入，如有正文请移到文本框外"),
            (sum(1 for tag in _NOTE_MARKS for _ in document.iter(tag)), "{}处脚注、尾注或批注未读入"),
            (sum(1 for _ in document.iter("altChunk")), "{}个嵌入的文档未读入"),
            (self._contents_lines, "略去自动生成的目录{}行"),
            (self._hidden_runs, "略去隐藏文字{}处"),
        )
        for count, note in counts:
            if count:
                yield note.format(count)
        if any(True for tag in ("del", "moveFrom") for _ in document.iter(tag)):
            yield "文档有未接受的修订，按接受全部修订读入"
        if self._numbering.unknown_forms:
            yield f"编号格式{'、'.join(sorted(self._numbering.unknown_forms))}按阿拉伯数字写出"

    def _paragraph(self, paragraph: Element) -> Iterator[Line]:
        properties = paragraph.find("pPr")
        named = None if properties is None else properties.find("pStyle")
        style = None if named is None else named.get("val")
        texts = self._text(paragraph).split("\n")
        if self._styles.is_contents(style):
            self._contents_lines += 1
            return
        if not any(texts) and properties is not None and properties.find("rPr/del") is not None:
            return  # the paragraph itself is deleted, so it shows no number either
        label = self._label(properties, style)
        if any(texts):
            texts[0] = label + texts[0]
        outline = outline_level(properties)
        level = self._styles.heading_level(style) if outline is None else outline or None
        if level and any(texts):
            yield Line(" ".join(text for text in texts if text), level=level)  # a break in a heading is typography
        else:
            yield from (Line(text) for text in texts)

    def _label(self, properties: Element | None, style: str | None) -> str:
        number_id, level = numbering(properties)
        inherited_id, inherited_level = self._styles.numbering(style)
        number_id = number_id if number_id is not None else inherited_id
        if number_id is None or number_id == "0":
            return ""
        return self._numbering.label(number_id, level if level is not None else inherited_level, style)

    def _text(self, paragraph: Element) -> str:
        """The text of a paragraph as Word shows it with all changes accepted; soft breaks are line feeds."""
        pieces: list[str] = []
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            if element.tag == "r" and _is_hidden(element):
                self._hidden_runs += 1
            elif element.tag == "t":
                pieces.append((element.text or "").replace("\n", " "))
            elif element.tag in _CHARACTERS:
                pieces.append(_CHARACTERS[element.tag])
            elif element.tag == "sym":
                pieces.append(_symbol(element))
            elif element.tag not in _NOT_SHOWN:
                waiting.extend(reversed(element))
        return "\n".join(piece.strip(" ") for piece in "".join(pieces).split("\n"))

    def _table(self, table: Element) -> Iterator[Line]:
        for row in _children(table, "tr"):
            if row.find("trPr/del") is None:
                yield from row_lines([list(self.lines(cell)) for cell in _children(row, "tc")])


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, also those inside content controls and insertions."""
    return _children(container, "p", "tbl")


def _children(container: Element, *tags: str) -> Iterator[Element]:
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag in tags:
            yield element
        elif element.tag in _WRAPPERS:
            waiting.extend(reversed(element))


def _is_hidden(run: Element) -> bool:
    mark = run.find("rPr/vanish")
    return mark is not None and mark.get("val") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    """A character of a symbol font, which exists in that font only, is shown as a box."""
    code = element.get("char", "")
    character = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return character if character and not unicodedata.category(character).startswith("C") else "□"


def _text_boxes(document: Element) -> int:
    """Text boxes with text; each is stored a second time for old readers."""
    doubles = {id(box) for fallback in document.iter("Fallback") for box in fallback.iter("txbxContent")}
    boxes = (box for box in document.iter("txbxContent") if id(box) not in doubles)
    return sum(any(text.text for text in box.iter("t")) for box in boxes)


_WRAPPERS = frozenset(["sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"])
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = frozenset(
    [
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "drawing",
        "pict",
        "object",
        "Fallback",
        "rt",
        "sdtPr",
        "txbxContent",
    ]
)
_NOTE_MARKS = ("footnoteReference", "endnoteReference", "commentReference")
