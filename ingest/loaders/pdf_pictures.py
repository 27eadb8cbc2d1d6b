"""Pages of a PDF as pictures.

In: the bytes of a PDF file, or one open page. Out: pixels of a bounded size, for recognition or as a JPEG for eyes; how much of a
page pictures cover.
Does not read text and does not recognise any. pypdfium2 must not be entered twice: whoever calls holds PDFIUM.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.errors import UnreadableFile
from ingest.loaders.refusals import unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.loaders.recognition import Picture

PDFIUM = threading.Lock()  # the library underneath keeps global state


def share_of_pictures(page: pypdfium2.PdfPage) -> float:
    """The share of the page that its pictures cover, at most 1; scans may come in strips, so their areas are added."""
    left, foot, right, head = page.get_cropbox()
    area = (right - left) * (head - foot)
    if area <= 0:
        return 0.0
    covered = 0.0
    for picture in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEEPEST):
        low_x, low_y, high_x, high_y = picture.get_bounds()
        width, height = min(high_x, right) - max(low_x, left), min(high_y, head) - max(low_y, foot)
        covered += max(width, 0.0) * max(height, 0.0)
    return float(min(covered / area, 1.0))


def page_jpeg(data: bytes, name: str, number: int) -> bytes:
    """One page of a PDF, from 1, as a JPEG to be read on a screen; raise UnreadableFile where there is none to be drawn."""
    if b"%PDF-" not in data[:_HEAD_WITHIN]:
        raise unreadable(name, expected="PDF 文件", found="不是 PDF，没有页面图像", advice="请看文字")
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _not_drawn(name, number) from error
        try:
            if not 1 <= number <= len(document):
                found = f"共 {len(document)} 页，没有第 {number} 页"
                raise unreadable(name, expected="这一页在文件里", found=found, advice="请从原文重新打开")
            picture = _picture(document, number - 1)
        except pypdfium2.PdfiumError as error:
            raise _not_drawn(name, number) from error
        finally:
            document.close()
    packed = io.BytesIO()
    picture.convert("RGB").save(packed, "JPEG", quality=_JPEG_QUALITY)
    return packed.getvalue()


def draw_page(document: pypdfium2.PdfDocument, index: int) -> tuple[Picture, float] | None:
    """The pixels of one page and the size of one in points; None for a page that cannot be drawn."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        if min(width, height) < _SMALLEST * max(width, height):
            return None
        scale = min(max(_DENSITY, _LEAST_PIXELS / max(width, height)), _MOST_PIXELS / max(width, height))
        bitmap = page.render(scale=scale, may_draw_forms=False)
        try:
            return bitmap.to_numpy().copy(), 1 / scale
        finally:
            bitmap.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _picture(document: pypdfium2.PdfDocument, index: int) -> Image:
    """The pixels of one page for a screen, in memory of its own."""
    page = document[index]
    try:
        longest = max(*page.get_size(), 1.0)
        bitmap = page.render(scale=min(_SCREEN_DENSITY, _MOST_SCREEN_PIXELS / longest), may_draw_forms=False)
        try:
            picture: Image = bitmap.to_pil().copy()
            return picture
        finally:
            bitmap.close()
    finally:
        page.close()


def _not_drawn(name: str, number: int) -> UnreadableFile:
    advice = "请看文字，或用原来的软件打开这个文件"
    return unreadable(name, expected=f"能显示的第 {number} 页", found="画不出来", advice=advice)


_DEEPEST = 5  # pictures may lie in forms within forms
_SMALLEST = 0.02  # a page fifty times as long as wide holds no lines of text
_DENSITY = 150 / 72  # pixels to a point: 200 dots an inch gain nothing, at 72 marks are lost
_LEAST_PIXELS = 1754  # A4 at that density; photographed pages may call themselves smaller than they are
_MOST_PIXELS = 2500  # A3 at that density; keeps memory bounded whatever a page says of its size
_SCREEN_DENSITY = 110 / 72  # pixels to a point: small print can be read, and a page stays below some 200 kB
_MOST_SCREEN_PIXELS = 1800  # A3 at that density, whatever a page says of its size
_JPEG_QUALITY = 80
_HEAD_WITHIN = 1024  # bytes before the first mark of a PDF, as other readers allow
