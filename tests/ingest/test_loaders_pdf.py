"""PDF files: visual lines with pages, what stands at the edges, and files that cannot be read."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.errors import UnreadableFile
from ingest.loaders.characters import fold_radicals
from ingest.loaders.pdf import load_pdf
from ingest.records import Line, Loaded

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

Drawn = tuple[str, float, float, float]  # text, left, height above the foot, size


def drawn(*pages: Sequence[Drawn]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        for text, left, height, size in page:
            canvas.setFont("STSong-Light", size)
            canvas.drawString(left, height, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def column(*texts: str, left: float = 90, size: float = 16) -> list[Drawn]:
    return [(text, left, 700 - 28 * place, size) for place, text in enumerate(texts)]


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def test_lines_come_with_their_pages_and_first_lines_are_indented() -> None:
    first = [*column("第一条 甲", left=122), ("的后半句。", 90, 650, 16), ("第三行。", 90, 600, 16)]
    loaded = load_pdf(drawn(first, column("第二条 乙。")), "规定.pdf")
    assert loaded == Loaded(
        lines=(
            Line("\u3000\u3000第一条 甲", page=1),
            Line("的后半句。", page=1),
            Line("第三行。", page=1),
            Line("第二条 乙。", page=2),
        ),
        pages=2,
    )


def test_larger_lines_are_headings_and_a_title_in_two_lines_is_one() -> None:
    title = [("某市公安局文件", 100, 780, 40), ("关于加强社区警务", 120, 720, 22), ("工作的通知", 150, 690, 22)]
    chapters = [("第一章 总则", 150, 660, 18), ("第二章 罚则", 150, 600, 18.04)]
    body = [("各派出所要按照本通知的要求做好各项工作。", 90, 630, 15.96), ("违反的，依法处理。", 90, 570, 16.04)]
    lines = load_pdf(drawn([*title, chapters[0], body[0], chapters[1], body[1]]), "通知.pdf").lines
    assert [(line.text, line.level) for line in lines] == [
        ("某市公安局文件", None),
        ("关于加强社区警务工作的通知", 1),
        ("第一章 总则", 2),
        ("各派出所要按照本通知的要求做好各项工作。", None),
        ("第二章 罚则", 2),
        ("违反的，依法处理。", None),
    ]


def test_running_heads_and_page_numbers_go_wherever_they_were_drawn() -> None:
    pages = [
        [(f"- {number} -", 290, 30, 9), ("治安管理规定汇编", 90, 810, 9), *column(f"第{number}页的正文。", "3")]
        for number in (1, 2, 3)
    ]
    loaded = load_pdf(drawn(*pages), "汇编.pdf")
    assert texts(loaded.lines) == ["第1页的正文。", "3", "第2页的正文。", "3", "第3页的正文。", "3"]
    assert loaded.notes == ("删去每页重复的页眉页脚：“治安管理规定汇编”", "删去3处页码")


def test_pages_without_text_are_noted() -> None:
    loaded = load_pdf(drawn(column("甲"), [], [], column("乙"), []), "规定.pdf")
    assert loaded.notes == ("第2至3、5页没有文字层",) and loaded.pages == 5


def test_radicals_become_the_ordinary_characters_and_are_counted() -> None:
    loaded = fold_radicals(Loaded((Line("⼈⺠警察⻓期⾏⾛", page=1), Line("己成为")), pages=1))
    assert texts(loaded.lines) == ["人民警察长期行走", "己成为"]
    assert loaded.notes == ("5个部首字符换成了同形的常用汉字",)


def locked(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, "owner")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_pdf_locked_only_against_changes_opens() -> None:
    assert texts(load_pdf(locked(drawn(column("甲")), ""), "规定.pdf").lines) == ["甲"]


def with_wrong_root() -> bytes:
    """The trailer names a root that is not there: one library gives up, the other searches the file."""
    return re.sub(rb"/Root \d+ 0 R", b"/Root 99 0 R", drawn(column("甲的文字", "乙的文字")))


def test_file_that_one_library_cannot_open_is_read_by_the_other() -> None:
    assert texts(load_pdf(with_wrong_root(), "规定.pdf").lines) == ["甲的文字", "乙的文字"]


def test_page_that_one_library_cannot_load_is_read_by_the_other() -> None:
    data = drawn(column("甲的文字")).replace(b"/Kids [", b"/Kids [ 99 0 R ")
    assert texts(load_pdf(data, "规定.pdf").lines) == ["甲的文字"]


def garbled() -> bytes:
    """Rare hanzi only, as a font without a proper table gives them."""
    return drawn(column(*("".join(chr(0x9100 + 16 * row + place) for place in range(16)) for row in range(20))))


@pytest.mark.parametrize(
    ("data", "found", "advice"),
    [
        (locked(drawn(column("甲")), "secret"), "设有打开密码", "请用密码打开后另存"),
        (drawn(column("甲"))[:-30], "没有文件结束标记", "请重新获取完整的文件"),
        (drawn(column("甲"))[:900], "没有文件结束标记", "请重新获取完整的文件"),
        (b"%PDF-1.4\nnothing\n%%EOF", "文件已损坏，无法打开", "请重新获取完整的文件"),
        (drawn([], []), "共2页，各页都没有文字层，也没有识别出文字", "文字识别（OCR）"),
        (
            drawn([("扫描全能王创建", 90, 20, 9)], [("扫描全能王创建", 90, 20, 9)], [("扫描全能王创建", 90, 20, 9)]),
            "共3页",
            "OCR",
        ),
        (garbled(), "取出的文字是乱码", "文字识别（OCR）"),
        (drawn(*[[]] * 3001), "有3001页", "请拆分成几个文件"),
    ],
    ids=["locked", "tail lost", "most lost", "junk", "scanned", "scanned with mark", "garbled", "too long"],
)
def test_unreadable_pdf_is_refused_with_the_next_step(data: bytes, found: str, advice: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load_pdf(data, "规定.pdf")
    message = str(caught.value)
    assert message.startswith("规定.pdf：应是") and found in message and advice in message


def test_stream_that_inflates_without_end_does_no_harm() -> None:
    bomb = zlib.compress(b" " * (200 * 2**20), 9)
    objects = b"""%%PDF-1.4
    1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj
    4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj
    trailer<</Root 1 0 R>>\n%%%%EOF"""
    data = objects % (len(bomb), bomb)
    with pytest.raises(UnreadableFile, match=r"规定.pdf：应是有文字的 PDF.*请先用文字识别"):
        load_pdf(data, "规定.pdf")


def test_several_threads_may_read_at_once() -> None:
    files = [drawn(*(column(f"第{number}号文件") for _ in range(5))) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        loaded = list(pool.map(lambda data: load_pdf(data, "规定.pdf"), files))
    assert [texts(entry.lines) for entry in loaded] == [[f"第{number}号文件"] * 5 for number in range(12)]
