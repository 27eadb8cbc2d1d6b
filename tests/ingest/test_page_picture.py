"""Pages as pictures: the right page, in a bounded size, from an unchanged file of the folder, within limits."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.child import Limits
from ingest.errors import UnreadableFile
from ingest.page_picture import page_picture
from tests.ingest.test_workers import ACTING

A4 = (595.28, 841.89)
QUICK = Limits(seconds=1, seconds_per_megabyte=0, memory=200 * 2**20)


@pytest.fixture(autouse=True)
def no_child_left() -> Iterator[None]:
    """Whatever happens in a test, its children are gone afterwards."""
    before = set(psutil.Process().children(recursive=True))
    yield
    assert set(psutil.Process().children(recursive=True)) <= before


def pdf_with(folder: Path, *greys: float, size: tuple[float, float] = A4) -> str:
    """A file of pages filled with these greys, from 0 (black) to 1; returns its sha256."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True)
    for grey in greys:
        canvas.setFillGray(grey)
        canvas.rect(0, 0, *size, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    folder.mkdir(exist_ok=True)
    (folder / "扫描.pdf").write_bytes(buffer.getvalue())
    return hashlib.sha256(buffer.getvalue()).hexdigest()


def refusal(folder: Path, sha256: str, page: int = 1, source: str = "扫描.pdf") -> str:
    with pytest.raises(UnreadableFile) as raised:
        page_picture(folder, source, sha256, page)
    return str(raised.value)


def test_the_asked_page_is_drawn_at_110_dots_an_inch(tmp_path: Path) -> None:
    sha256 = pdf_with(tmp_path, 0, 0.5, 1)
    picture = Image.open(io.BytesIO(page_picture(tmp_path, "扫描.pdf", sha256, 2)))
    assert picture.format == "JPEG"
    assert [abs(side - points * 110 / 72) < 2 for side, points in zip(picture.size, A4, strict=True)] == [True, True]
    middle = picture.convert("L").getpixel((400, 600))
    assert isinstance(middle, int) and abs(middle - 128) < 4


def test_a_page_that_calls_itself_enormous_is_drawn_in_a_bounded_size(tmp_path: Path) -> None:
    sha256 = pdf_with(tmp_path, 0.5, size=(14_000, 7_000))
    assert Image.open(io.BytesIO(page_picture(tmp_path, "扫描.pdf", sha256, 1))).size == (1800, 900)


def test_a_page_that_the_file_lacks_is_refused(tmp_path: Path) -> None:
    sha256 = pdf_with(tmp_path, 0, 1)
    assert "共 2 页，没有第 3 页" in refusal(tmp_path, sha256, 3)
    assert "没有第 0 页" in refusal(tmp_path, sha256, 0)


def test_a_file_that_has_changed_since_is_not_shown(tmp_path: Path) -> None:
    before = pdf_with(tmp_path, 0)
    pdf_with(tmp_path, 1)
    assert "扫描.pdf：文件已变动" in refusal(tmp_path, before)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    assert "扫描.pdf：找不到这个文件" in refusal(tmp_path, "0" * 64)


@pytest.mark.parametrize("source", ["../扫描.pdf", "link.pdf"])
def test_nothing_outside_the_folder_is_shown(tmp_path: Path, source: str) -> None:
    sha256 = pdf_with(tmp_path, 0)
    inside = tmp_path / "corpus"
    inside.mkdir()
    (inside / "link.pdf").symlink_to(tmp_path / "扫描.pdf")
    assert "语料文件夹之外" in refusal(inside, sha256, source=source)


def test_what_is_no_pdf_has_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("第一条 值班。", encoding="utf-8")
    sha256 = hashlib.sha256((tmp_path / "说明.txt").read_bytes()).hexdigest()
    assert "不是 PDF" in refusal(tmp_path, sha256, source="说明.txt")


def test_a_pdf_cut_short_is_refused_in_words(tmp_path: Path) -> None:
    pdf_with(tmp_path, 0)
    cut = (tmp_path / "扫描.pdf").read_bytes()[:40]
    (tmp_path / "扫描.pdf").write_bytes(cut)
    assert "画不出来" in refusal(tmp_path, hashlib.sha256(cut).hexdigest())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hang.pdf", "到时仍没有读完"),
        ("swell.pdf", "还没读完就超过了"),
        ("die.pdf", "被信号 11 终止"),
        ("quit.pdf", "退出码 7"),
    ],
)
def test_a_file_that_hangs_swells_or_kills_costs_its_picture_only(tmp_path: Path, name: str, found: str) -> None:
    acting = (*ACTING[:2], ACTING[2].replace('request["', 'request["picture_of"]["'))
    with pytest.raises(UnreadableFile, match=found):
        page_picture(tmp_path, name, "0" * 64, 1, limits=QUICK, command=acting)
