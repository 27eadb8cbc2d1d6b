"""Whatever bytes a file holds, every loader reads them or says in Chinese why not; nothing else comes out of it.

The examples are the same in every run. ``make soak`` tries many more, and new ones each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.child import Limits, Request
from ingest.errors import UnreadableFile
from ingest.workers import Workers
from tests.ingest.test_corpus import FORMATS
from tests.ingest.test_hostile_files import PAGES, form_that_draws_itself, page_many_times, pdf
from tests.ingest.test_loaders_docx import saved
from tests.ingest.test_loaders_docx_package import rewritten


def numbered() -> bytes:
    """A Word document with lists and a table."""
    document = docx.Document()
    for number in range(3):
        document.add_paragraph(f"第{number}项", style="List Number")
    document.add_table(2, 2).cell(0, 0).text = "超速"
    return saved(document)


VALID = {Path(name).suffix: [make()] for name, make in FORMATS.items()}
VALID[".docx"].append(numbered())
VALID[".pdf"] += [
    pdf(*PAGES),
    page_many_times(5),
    form_that_draws_itself(),
]  # in plain bytes, so that accidents mean something
SUFFIXES = sorted(VALID)

# Pieces that mean something to one loader or another, to be put where they do not belong.
PIECES = st.sampled_from(
    [
        *(b"<!--", b"-->", b"<table>", b"</td>", b"<li value=999999999>", b"<![CDATA[", b"<?", b"&#x110000;", b"&#0;"),
        *(b"```", b"***", b"[a](b.c", b"|", b"# ", b"\\", b"\n===\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r"),
        *(b"%%EOF", b"endobj", b"endstream", b" 0 R", b"<<", b">>", b"/Kids[1 0 R]", b"/Count -1", b"/Length 99999999"),
        *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"<w:tbl>", b"<w:numId w:val=''/>", b"<!DOCTYPE a>"),
        *(
            text.encode()
            for text in ("第一条 ", "第" + "9" * 5000 + "条", "万" * 2000, "（一）", "附件1", "\u2028", "²〇")
        ),
    ]
)
CUTS = st.integers(0, 1_000_000)


@st.composite
def accidents(draw: st.DrawFn, valid: bytes) -> bytes:
    """Cut off, bits turned, parts taken out, doubled or strewn in."""
    data = bytearray(valid)
    for _ in range(draw(st.integers(1, 4))):
        at, end = (draw(CUTS) % (len(data) + 1) for _ in range(2))
        match draw(st.sampled_from(["cut", "flip", "remove", "double", "insert", "noise"])):
            case "cut":
                del data[at:]
            case "flip" if at < len(data):
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "remove":
                del data[at : at + end % 64]
            case "double":
                data[at:at] = data[end : end + 512]
            case "insert":
                data[at:at] = draw(PIECES)
            case "noise":
                data[at:at] = draw(st.binary(max_size=32))
    return bytes(data)


def damaged(suffix: str) -> st.SearchStrategy[bytes]:
    """A valid file after accidents; in a Word document they also happen to a part before it is packed."""
    whole = st.sampled_from(VALID[suffix]).flatmap(accidents)
    return st.one_of(whole, damaged_part()) if suffix == ".docx" else whole


@st.composite
def damaged_part(draw: st.DrawFn) -> bytes:
    part = draw(st.sampled_from(["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"]))
    package = draw(st.sampled_from(VALID[".docx"]))
    return rewritten(package, lambda member, content: draw(accidents(content)) if member == part else content)


def strange(suffix: str) -> st.SearchStrategy[bytes]:
    """Bytes of no format, pieces of several, or a valid file damaged."""
    texts = st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
    pieces = st.lists(st.one_of(PIECES, texts, st.binary(max_size=20)), max_size=30).map(b"".join)
    return st.one_of(st.binary(max_size=500), texts, pieces, damaged(suffix), damaged(suffix))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Children as a build has them, because libraries in C do hang on some of these files."""
    with Workers(most=1, limits=Limits(seconds=10, seconds_per_page=0)) as started:
        yield started


def check(workers: Workers, folder: Path, suffix: str, data: bytes) -> None:
    """Read one file all the way to its passages."""
    name = f"甲{suffix}"
    (folder / name).write_bytes(data)
    [outcome] = workers.read_all([Request(folder, name)])
    if isinstance(outcome, UnreadableFile):
        assert re.fullmatch(rf"{name}：.*[\u4e00-\u9fff].*。", str(outcome), re.DOTALL), str(outcome)
        assert "读取时出错" not in str(outcome), str(outcome)  # a fault that no loader knows
        assert "读取程序" not in str(outcome), str(outcome)  # a crash
        return
    for document, passages in zip(outcome.documents, outcome.passages, strict=True):
        assert document.text.encode()  # no half of a character, which could not be stored
        for passage in passages:
            assert document.text[passage.start : passage.end] == passage.text != ""
            for part in (*passage.paragraphs, *passage.items):
                assert 0 <= part.start < part.end <= len(passage.text)


def profile(examples: int, *, derandomize: bool) -> settings:
    return settings(
        max_examples=examples,
        derandomize=derandomize,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
@profile(150, derandomize=True)
@given(data=st.data())
def test_any_bytes_are_read_or_refused_in_chinese(
    workers: Workers, tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    check(workers, tmp_path_factory.getbasetemp(), suffix, data.draw(strange(suffix)))


@pytest.mark.soak
@pytest.mark.parametrize("suffix", SUFFIXES)
@profile(3_000, derandomize=False)
@given(data=st.data())
def test_any_bytes_are_read_or_refused_in_chinese_at_length(
    workers: Workers, tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    check(workers, tmp_path_factory.getbasetemp(), suffix, data.draw(strange(suffix)))
