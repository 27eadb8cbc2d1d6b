"""Pages of a PDF as pictures.

In: the bytes of a PDF file, or one open page. Out: pixels of a bounded size; how much of a page pictures cover.
Does not read text and does not recognise any. pypdfium2 must not be entered twice: whoever calls holds PDFIUM.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
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


_DEEPEST = 5  # pictures may lie in forms within forms
_SMALLEST = 0.02  # a page fifty times as long as wide holds no lines of text
_DENSITY = 150 / 72  # pixels to a point: 200 dots an inch gain nothing, at 72 marks are lost
_LEAST_PIXELS = 1754  # A4 at that density; photographed pages may call themselves smaller than they are
_MOST_PIXELS = 2500  # A3 at that density; keeps memory bounded whatever a page says of its size
