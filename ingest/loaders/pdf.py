"""PDF files to lines.

In: the bytes of a PDF file. Out: its visual lines with their pages, without running heads and page numbers; notes say
which those were, which pages were read from their pictures and which have no text. Locked files, files cut off and files without
any text are refused. Does not join lines, nor restore tables and columns of a text layer.

pypdfium2 reads first, because it is fast, knows where each line stands and opens every common encryption. pypdf reads
again the pages whose text looks doubtful, and files that pypdfium2 cannot open. Pages without usable text go to scans.py.
"""

from __future__ import annotations

import io
import itertools
import logging
import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import UnreadableFile
from ingest.loaders.characters import reads_like_chinese
from ingest.loaders.pdf_choice import choose_text, count_readable, is_doubtful, is_unusable
from ingest.loaders.pdf_layout import PrintedLine, PrintedPage, arrange, lines_without_places, spans
from ingest.loaders.pdf_pictures import PDFIUM, share_of_pictures
from ingest.loaders.recognition import NoRecogniser
from ingest.loaders.refusals import unreadable
from ingest.loaders.scans import read_scans
from ingest.loaders.signatures import TO_RECOGNISED, TO_UNLOCKED
from ingest.records import Loaded, Recognised

OnPage = Callable[[int, int], None]  # pages done, pages in all

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks name no file; what matters becomes a note


def load_pdf(
    data: bytes,
    name: str,
    on_page: OnPage = lambda done, total: None,
    recognised_folder: Path | None = None,
) -> Loaded:
    """Read a PDF, telling ``on_page`` after each page; raise UnreadableFile where it is damaged, locked, too long or without text.

    Pages without usable text are recognised; what is read there is kept in ``recognised_folder``, where one is given.
    """
    if _END not in data.rstrip(b"\x00\t\n\r \x1a")[-_END_WITHIN:]:
        raise unreadable(name, expected=_EXPECTED, found="没有文件结束标记，像是没有下载完", advice=_ADVICE)
    pages, unread = _read_pages(data, name, on_page)
    pages, recognised, remarks = _with_scans(data, pages, unread, on_page, recognised_folder)
    lines, notes = arrange(pages)
    if not any(char.isalnum() for line in lines for char in line.text):
        found = f"共{len(pages)}页，各页都没有文字层，也没有识别出文字{''.join(f'（{remark}）' for remark in remarks)}"
        raise unreadable(name, expected="有文字的 PDF", found=found, advice=TO_RECOGNISED)
    if not reads_like_chinese("".join(line.text for line in lines)):
        found = "字体编码不完整，取出的文字是乱码"
        raise unreadable(name, expected="能复制出正确文字的 PDF", found=found, advice=TO_RECOGNISED)
    return Loaded(tuple(lines), pages=len(pages), notes=(*notes, *remarks), recognised=recognised)


def _read_pages(data: bytes, name: str, on_page: OnPage) -> tuple[list[PrintedPage], list[int]]:
    """The text of all pages, and the numbers of those that have to be read from their pictures."""
    try:
        with PDFIUM:
            read = list(_read_with_pdfium(data, name, on_page))
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise _locked(name) from error
        texts = _read_with_pypdf(data, name, None, on_page)
        if not texts:
            raise unreadable(name, expected=_EXPECTED, found="文件已损坏，无法打开", advice=_ADVICE) from error
        return [PrintedPage(number, lines_without_places(text)) for number, text in texts.items()], []
    pictures = {page.number for page, is_picture in read if is_picture}
    doubtful = [page.number for page, _ in read if page.number not in pictures and is_doubtful(page.text)]
    done = len(read) - len(pictures) - len(doubtful)
    again = _read_with_pypdf(data, name, doubtful, lambda *_: on_page(done, len(read))) if doubtful else {}
    pages = [_better_page(page, again.get(page.number, "")) for page, _ in read]
    unread = [page.number for page in pages if page.number in pictures or is_unusable(page.text)]
    on_page(len(pages) - len(unread), len(pages))
    return pages, unread


def _with_scans(
    data: bytes, pages: Sequence[PrintedPage], unread: Sequence[int], on_page: OnPage, folder: Path | None
) -> tuple[list[PrintedPage], tuple[Recognised, ...], list[str]]:
    """Put what recognition reads in the place of pages without usable text; return also remarks on them."""
    if not unread:
        return list(pages), (), []
    numbers, left_over = unread[:_MOST_RECOGNISED], unread[_MOST_RECOGNISED:]
    done = itertools.count(len(pages) - len(unread) + 1)
    try:
        scans = read_scans(data, numbers, folder, lambda: on_page(next(done), len(pages)))
    except NoRecogniser:
        return (
            list(pages),
            (),
            [f"第{spans(unread)}页需要文字识别，但识别组件缺失或损坏；请按 requirements.txt 重新安装"],
        )
    on_page(len(pages), len(pages))
    unsure = [scan.number for scan in scans.pages if scans.confidence[scan.number] < _LEAST_SURE]
    sure = [scan for scan in scans.pages if scan.number not in unsure]
    taken = {scan.number: scan for scan in sure if _says_more(scan.text, pages[scan.number - 1].text)}
    recognised = tuple(Recognised(number, scans.confidence[number]) for number in taken)
    remarks = [
        f"第{spans(group)}页{what}，已用文字识别读出（可信度{statistics.fmean(scans.confidence[number] for number in group):.2f}），引用前请核对原件"
        for what, group in (
            ("没有文字层", [number for number in taken if not pages[number - 1].text]),
            ("没有可用的文字层", [number for number in taken if pages[number - 1].text]),
        )
        if group
    ]
    if unsure:
        remarks.append(f"第{spans(unsure)}页识别的结果不可信（可信度不足{_LEAST_SURE}），未采用；请换清晰的扫描件")
    if left_over:
        remarks.append(f"第{spans(left_over)}页超出每个文件识别{_MOST_RECOGNISED}页的上限，未识别；请把文件拆分后放入")
    if not scans.stored:
        remarks.append("识别结果未能写入磁盘，下次建库将重新识别；请检查磁盘空间和权限")
    return [taken.get(page.number, page) for page in pages], recognised, remarks


def _says_more(recognised: str, printed: str) -> bool:
    """A cover whose few words stand both in the picture and in the text layer is better taken from the latter."""
    if not reads_like_chinese(recognised):
        return False
    return is_unusable(printed) or count_readable(recognised) > 2 * count_readable(printed)


def _better_page(page: PrintedPage, other: str) -> PrintedPage:
    return page if choose_text(page.text, other) == page.text else PrintedPage(page.number, lines_without_places(other))


def _read_with_pdfium(data: bytes, name: str, on_page: OnPage) -> Iterator[tuple[PrintedPage, bool]]:
    """Each page, and whether it is a picture with no more than a mark or a number as text."""
    document = pypdfium2.PdfDocument(data)
    try:
        _check_page_count(len(document), name)
        done = 0
        for index in range(len(document)):
            try:
                page, is_picture = _read_page(document, index)
            except pypdfium2.PdfiumError:  # a damaged page; pypdf tries it, else it is noted as without text
                page, is_picture = PrintedPage(index + 1, ()), False
            yield page, is_picture
            done += not (is_picture or is_doubtful(page.text))
            on_page(done, len(document))
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[PrintedPage, bool]:
    page = document[index]
    text = page.get_textpage()
    try:
        _, foot, _, head = page.get_cropbox()
        characters = [pdfium.FPDFText_GetUnicode(text.raw, position) for position in range(text.count_chars())]
        printed = PrintedPage(index + 1, tuple(_printed_lines(text, characters, foot, head)))
        is_picture = count_readable(printed.text) <= _MARK and share_of_pictures(page) >= _MOSTLY
        return printed, is_picture
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


def _read_with_pypdf(data: bytes, name: str, numbers: Sequence[int] | None, on_page: OnPage) -> dict[int, str]:
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
            on_page(len(texts), count)
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
_END = b"%%EOF"
_END_WITHIN = 2048  # some servers append a little to what they send
_MOST_PAGES = 3000  # the longest compilations of statutes have some 2,000
_MOST_RECOGNISED = 500  # pages; half an hour of computing
_LEAST_SURE = 0.75  # confidence; readable pages have 0.9 and more, handwriting and nonsense less than this
_MARK = 60  # characters of a page number, a running head or a watermark over a picture
_MOSTLY = 0.5  # share of a page that its pictures cover
_MOST_DECODING = 100_000_000  # bytes for one stream; the text of a page takes less than a thousandth
_LINE_ENDS = (0x0A, 0x0D)
_HYPHEN_MARKS = (0x02, 0xFFFE)  # a hyphen at the end of a line has codes of its own
_MIDDLE = 0.5
