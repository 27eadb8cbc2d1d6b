"""PDF files to lines.

In: the bytes of a PDF file. Out: its visual lines with their pages, without running heads and page numbers; notes say
which those were and which pages have no text. Locked files, files cut off and files of pictures only are refused.
Does not recognise pictures of text, join lines or restore tables and columns.

pypdfium2 reads first, because it is fast, knows where each line stands and opens every common encryption. pypdf reads
again the pages whose text looks doubtful, and files that pypdfium2 cannot open.
"""

from __future__ import annotations

import io
import logging
import math
import threading
from collections.abc import Callable, Iterator, Sequence

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import UnreadableFile
from ingest.loaders.characters import reads_like_chinese
from ingest.loaders.pdf_choice import choose_text, is_doubtful
from ingest.loaders.pdf_layout import PrintedLine, PrintedPage, arrange, lines_without_places
from ingest.loaders.refusals import unreadable
from ingest.loaders.signatures import TO_RECOGNISED, TO_UNLOCKED
from ingest.records import Loaded

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks name no file; what matters becomes a note


def load_pdf(data: bytes, name: str, on_page: Callable[[int, int], None] = lambda done, total: None) -> Loaded:
    """Read a PDF, telling ``on_page`` after each page; raise UnreadableFile where it is damaged, locked, too long or without text."""
    if _END not in data.rstrip(b"\x00\t\n\r \x1a")[-_END_WITHIN:]:
        raise unreadable(name, expected=_EXPECTED, found="没有文件结束标记，像是没有下载完", advice=_ADVICE)
    pages = _read_pages(data, name, on_page)
    lines, notes = arrange(pages)
    if not any(char.isalnum() for line in lines for char in line.text):
        found = f"共{len(pages)}页，各页都没有文字层（像是扫描件）"
        raise unreadable(name, expected="有文字层的 PDF", found=found, advice=TO_RECOGNISED)
    if not reads_like_chinese("".join(line.text for line in lines)):
        found = "字体编码不完整，取出的文字是乱码"
        raise unreadable(name, expected="能复制出正确文字的 PDF", found=found, advice=TO_RECOGNISED)
    return Loaded(tuple(lines), pages=len(pages), notes=tuple(notes))


def _read_pages(data: bytes, name: str, on_page: Callable[[int, int], None]) -> list[PrintedPage]:
    try:
        with _PDFIUM:
            pages = list(_read_with_pdfium(data, name, on_page))
        doubtful = [page.number for page in pages if is_doubtful(page.text)]
        # Of a second reading only that it goes on is told: all pages are done once.
        again = _read_with_pypdf(data, name, doubtful, lambda done, total: on_page(total, total)) if doubtful else {}
        return [_better_page(page, again.get(page.number, "")) for page in pages]
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise _locked(name) from error
        texts = _read_with_pypdf(data, name, None, on_page)
        if not texts:
            raise unreadable(name, expected=_EXPECTED, found="文件已损坏，无法打开", advice=_ADVICE) from error
        return [PrintedPage(number, lines_without_places(text)) for number, text in texts.items()]


def _better_page(page: PrintedPage, other: str) -> PrintedPage:
    return page if choose_text(page.text, other) == page.text else PrintedPage(page.number, lines_without_places(other))


def _read_with_pdfium(data: bytes, name: str, on_page: Callable[[int, int], None]) -> Iterator[PrintedPage]:
    document = pypdfium2.PdfDocument(data)
    try:
        _check_page_count(len(document), name)
        for index in range(len(document)):
            try:
                yield _read_page(document, index)
            except pypdfium2.PdfiumError:
                yield PrintedPage(index + 1, ())  # a damaged page; pypdf tries it, else it is noted as without text
            on_page(index + 1, len(document))
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, index: int) -> PrintedPage:
    page = document[index]
    text = page.get_textpage()
    try:
        _, foot, _, head = page.get_cropbox()
        characters = [pdfium.FPDFText_GetUnicode(text.raw, position) for position in range(text.count_chars())]
        return PrintedPage(index + 1, tuple(_printed_lines(text, characters, foot, head)))
    finally:
        text.close()
        page.close()


def _printed_lines(
    text: pypdfium2.PdfTextPage, characters: Sequence[int], foot: float, head: float
) -> Iterator[PrintedLine]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    start = 0
    for end in (*(place for place, code in enumerate(characters) if code in _LINE_ENDS), len(characters)):
        line = "".join("-" if code in _HYPHEN_MARKS else chr(code) for code in characters[start:end])
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            pdfium.FPDFText_GetLooseCharBox(text.raw, first, box)
            pdfium.FPDFText_GetMatrix(text.raw, first, matrix)
            size = pdfium.FPDFText_GetFontSize(text.raw, first) * math.hypot(matrix.c, matrix.d)
            height = (box.bottom - foot) / (head - foot) if head > foot else _MIDDLE
            yield PrintedLine(_whole_characters(line.strip()), left=box.left, height=height, size=size)
        start = end + 1


def _whole_characters(text: str) -> str:
    """Join the halves in which both libraries may give rare characters; a half without partner cannot be stored."""
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")


def _read_with_pypdf(
    data: bytes, name: str, numbers: Sequence[int] | None, on_page: Callable[[int, int], None]
) -> dict[int, str]:
    """Pages by number with their text; all of them if no numbers are given, none if the file cannot be opened."""
    with pypdf.apply_configuration(
        page_tree_maximum_entries=2 * _MOST_PAGES, stream_decoding_work_maximum_length=_MOST_DECODING
    ):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(name)
            count = len(reader.pages)
        except UnreadableFile:
            raise
        except Exception:  # damage comes out of this library as any kind of error
            return {}
        _check_page_count(count, name)
        texts: dict[int, str] = {}
        for number in numbers or range(1, count + 1):
            texts[number] = _extract(reader, number)
            on_page(number, count)
        return texts


def _extract(reader: pypdf.PdfReader, number: int) -> str:
    try:
        return _whole_characters(reader.pages[number - 1].extract_text())
    except Exception:  # as above; the page is then noted as without text
        return ""


def _check_page_count(count: int, name: str) -> None:
    if count > _MOST_PAGES:
        found = f"有{count}页"
        raise unreadable(name, expected=f"不超过{_MOST_PAGES}页的 PDF", found=found, advice="请拆分成几个文件后再放入")


def _locked(name: str) -> UnreadableFile:
    return unreadable(name, expected="可以直接打开的 PDF", found="设有打开密码", advice=TO_UNLOCKED)


_EXPECTED = "完整的 PDF 文件"
_ADVICE = "请重新获取完整的文件，或用 PDF 阅读器打开核对后另存一份"
_PDFIUM = threading.Lock()  # the library underneath keeps global state and must not be entered twice
_END = b"%%EOF"
_END_WITHIN = 2048  # some servers append a little to what they send
_MOST_PAGES = 3000  # the longest compilations of statutes have some 2,000
_MOST_DECODING = 100_000_000  # bytes for one stream; the text of a page takes less than a thousandth
_LINE_ENDS = (0x0A, 0x0D)
_HYPHEN_MARKS = (0x02, 0xFFFE)  # a hyphen at the end of a line has codes of its own
_MIDDLE = 0.5
