"""Invented pages, printed and scanned, and how much of them was read rightly."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import numpy
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

Drawn = tuple[str, float, float, float]  # text, left, height above the foot, size
Ruled = tuple[float, float, float, float]  # from x, y to x, y

WIDTH, HEIGHT = A4


def printed(texts: Sequence[Drawn], rules: Sequence[Ruled] = ()) -> Image.Image:
    """One page as a scanner without faults sees it, 150 dots an inch; skips where this machine has no hanzi to print with."""
    if not _has_hanzi():
        pytest.skip("no font with hanzi is installed (Debian: fonts-noto-cjk), so no page can be printed")
    return _printed(texts, rules)


def column(*texts: str, left: float = 80, top: float = 740, size: float = 12, pitch: float = 24) -> list[Drawn]:
    return [(text, left, top - pitch * place, size) for place, text in enumerate(texts)]


def worn(page: Image.Image, *, tilt: float) -> Image.Image:
    """The page as a copier sees it: askew by ``tilt`` degrees, grey, noisy and packed as JPEG."""
    grey = numpy.asarray(page.convert("L").rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255), float)
    noise = numpy.random.default_rng(1).normal(0, 15, grey.shape)
    packed = io.BytesIO()
    Image.fromarray((grey * 0.85 + 25 + noise).clip(0, 255).astype("uint8")).save(packed, "JPEG", quality=60)
    return Image.open(packed).convert("RGB")


def pdf_of(*pages: Image.Image | Sequence[Drawn], mark: str = "") -> bytes:
    """A PDF whose pages are pictures, or text where lines are given; ``mark`` is printed over each picture as text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for page in pages:
        if isinstance(page, Image.Image):
            canvas.drawImage(ImageReader(page), 0, 0, WIDTH, HEIGHT)
            canvas.setFont("STSong-Light", 9)
            canvas.drawString(400, 20, mark)
        else:
            _draw(canvas, page, ())
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def share_right(expected: str, found: str) -> float:
    """One minus the edit distance over the length, spaces aside; half and full width count as different."""
    expected, found = "".join(expected.split()), "".join(found.split())
    row = list(range(len(found) + 1))
    for count, char in enumerate(expected, start=1):
        previous, row = row, [count]
        for place, other in enumerate(found, start=1):
            row.append(min(previous[place] + 1, row[-1] + 1, previous[place - 1] + (char != other)))
    return 1 - row[-1] / len(expected)


def invented_text(characters: int, seed: int = 0) -> str:
    """Running text of invented duties, without line breaks."""
    choose = random.Random(seed).choice
    text = ""
    while len(text) < characters:
        text += f"{choose(_WHO)}{choose(_WHEN)}{choose(_WHAT)}，{choose(_THEN)}。"
    return text[: characters - 1] + "。"


def broken(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def _has_hanzi() -> bool:
    page = numpy.asarray(_printed([("警", 100, 400, 60)], ()).convert("L"))
    inked = int((page < 128).sum())
    return inked > 1500  # a missing character is drawn as nothing or as a thin box


def _printed(texts: Sequence[Drawn], rules: Sequence[Ruled]) -> Image.Image:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    _draw(canvas, texts, rules)
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(buffer.getvalue())
    picture: Image.Image = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    document.close()
    return picture


def _draw(canvas: Canvas, texts: Sequence[Drawn], rules: Sequence[Ruled]) -> None:
    for text, left, height, size in texts:
        canvas.setFont("STSong-Light", size)
        canvas.drawString(left, height, text)
    for rule in rules:
        canvas.line(*rule)


_WHO = ("值班民警", "社区民警", "接待岗辅警", "值班所领导", "案管员", "巡逻组组长")
_WHEN = ("在十五分钟以内", "接到报告后", "每月二十五日以前", "交接班时", "发现异常的", "三个工作日以内")
_WHAT = (
    "应当核对来访登记",
    "应当检查执法记录仪",
    "应当清点随身物品",
    "应当回访求助群众",
    "应当更新台账",
    "应当报告指挥室",
)
_THEN = (
    "并由两人签名确认",
    "不得由一人单独进行",
    "重大情况同时书面报告",
    "记录保存三年",
    "逾期的由教导员提醒",
    "必要时请求增援",
)
