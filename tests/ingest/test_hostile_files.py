"""Files made to stop, swell or mislead whoever reads them: each gets a reason or is read, and the build goes on.

Each is made here and small on the disk. They are read together by real children with small limits, good files between.
"""

from __future__ import annotations

import io
import os
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest

from ingest import corpus as corpus_module
from ingest.child import Limits
from ingest.corpus import Corpus, list_sources, read_corpus
from ingest.errors import NoCorpus, UnreadableFile
from ingest.loaders.html import load_html
from ingest.loaders.load import load
from tests.ingest.test_corpus import GUIDE, RULES, reason, write
from tests.ingest.test_loaders_docx import W, saved
from tests.ingest.test_loaders_docx_package import plain, rewritten
from tests.ingest.test_loaders_load import LEGACY_WORD

# Enough for every file here that is to be read, on a busy machine too.
LIMITS = Limits(seconds=30, seconds_per_megabyte=0, seconds_per_page=0, silence=30, memory=250 * 2**20)


def word(main: bytes) -> bytes:
    """A Word document with this main part."""
    return rewritten(plain(), lambda member, content: main if member == "word/document.xml" else content)


def body(content: bytes) -> bytes:
    return f"<w:document {W}><w:body>".encode() + content + b"</w:body></w:document>"


def with_members(data: bytes, members: dict[str, bytes]) -> bytes:
    """A package with more members."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def packed(method: int) -> bytes:
    """A Word document whose parts are packed by a method that unpacks megabytes from every kilobyte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
    return buffer.getvalue()


def lying_about_size() -> bytes:
    """A main part of 24 MB of which the directory says that it has a thousand bytes."""
    data = bytearray(word(body(b"<w:p/>" * (4 * 2**20))))
    for header, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(header, at + 1)) >= 0:
            if struct.unpack_from("<I", data, at + offset)[0] > 20 * 2**20:
                struct.pack_into("<I", data, at + offset, 1000)
    return bytes(data)


def overlapping() -> bytes:
    """A directory of 5,000 members that all are the same 20 KB, as in the bombs that unpack to petabytes."""
    data = with_members(plain(), {"word/bomb": b"\0" * (20 * 2**20)})
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    last = data.rindex(b"PK\x01\x02")
    entry = data[last:end]
    copies = b"".join(entry.replace(b"word/bomb", b"word/%04d" % number) for number in range(5000))
    directory = data[start:end] + copies
    count = struct.unpack_from("<H", data, end + 8)[0] + 5000
    return (
        data[:start]
        + directory
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    )


def nested_archive() -> bytes:
    """A bomb inside a document is never unpacked: only the parts that hold text are."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"\0" * (100 * 2**20))
    return with_members(plain(), {"word/embeddings/a.zip": inner.getvalue()})


def entities(external: str = "") -> bytes:
    """The billion laughs, or an entity that is somebody's file."""
    if external:
        declared = f'<!ENTITY a SYSTEM "{external}">'
    else:
        declared = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
            f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        )
    text = f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE x [{declared}]>'
    return word(text.encode() + body(b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"))


def deep(opening: bytes, closing: bytes, depth: int) -> bytes:
    return word(body(opening * depth + paragraph("深处也有一句话。") + closing * depth))


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def pdf(*objects: bytes, root: bytes = b"1 0 R", trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %s%s>>\n" % (
        len(objects) + 1,
        root,
        trailer % table if b"%d" in trailer else trailer,
    )
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n" % (len(content), entries) + content + b"\nendstream"


def page_of(content: bytes, entries: bytes = b"", forms: bytes = b"") -> tuple[bytes, ...]:
    """Catalog, pages, one page, its content and a font: objects 1 to 5."""
    resources = b"<</Font<</F 5 0 R>>%s>>" % forms
    return (
        CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources%s>>" % resources,
        stream(content, entries),
        FONT,
    )


def flate_bomb() -> bytes:
    """A hundred and fifty megabytes of text operators in a stream packed twice, which leaves less than a kilobyte."""
    once = zlib.compress(b"BT /F 12 Tf (a) Tj ET\n" * (7 * 2**20), 9)
    return pdf(*page_of(zlib.compress(once, 9), b"/Filter[/FlateDecode/FlateDecode]"))


TEXT = b"BT /F 12 Tf 90 700 Td (Article 1, the rules begin here) Tj ET"
PAGES = page_of(TEXT)


def pages_in_a_circle() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>", *PAGES[2:])


def page_many_times(count: int) -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count), *PAGES[2:])


def form_that_draws_itself(times: int = 1) -> bytes:
    """Drawn twice inside itself, it takes twice as long at each of the depths that a library allows: for ever."""
    form = stream(
        b"/X Do " * times + TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    )
    return pdf(*page_of(b"/X Do", forms=b"/XObject<</X 6 0 R>>"), form)


READ = "收入"  # in place of a reason: the file is harmless, and is read

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "炸弹.docx": (lambda: with_members(plain(), {"x": b"\0" * (40 * 2**20)}), "像是压缩炸弹"),
    "重叠.docx": (overlapping, "解压后约"),
    "说谎.docx": (lying_about_size, "文件残缺或已损坏"),
    "套娃.docx": (nested_archive, READ),
    "万件.docx": (lambda: plain() + b"PK\x01\x02" * 10_001, "含10000个以上的部分"),
    "异压.docx": (lambda: packed(zipfile.ZIP_LZMA), "用了该格式没有的压缩方法"),
    "实体.docx": (entities, "含有该格式禁止的文档类型声明"),
    "外部实体.docx": (lambda: entities("file:///etc/passwd"), "含有该格式禁止的文档类型声明"),
    "深表.docx": (lambda: deep(b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>", 2000), "表格嵌套过深"),
    "深层.docx": (lambda: deep(b"<w:sdt>", b"</w:sdt>", 50_000), READ),
    "宽表.docx": (
        lambda: word(body(b"<w:tbl><w:tr>" + (b"<w:tc>" + paragraph("宽") + b"</w:tc>") * 20_000 + b"</w:tr></w:tbl>")),
        READ,
    ),
    "带宏.docx": (lambda: with_members(plain(), {"word/vbaProject.bin": b"macro"}), "应是不带宏的 Word 文档"),
    "带宏.docm": (plain, "另存为不带宏的 .docx"),
    "路径.docx": (lambda: with_members(plain(), {"../../evil": b"x", "/etc/cron.d/evil": b"x"}), READ),
    "旧.doc": (lambda: LEGACY_WORD, "实际后缀是 .doc；请用 Word 或 WPS 打开后另存为 .docx"),
    "旧.wps": (lambda: LEGACY_WORD, "实际后缀是 .wps；请用 Word 或 WPS 打开后另存为 .docx"),
    "旧改名.docx": (lambda: LEGACY_WORD, "实际是旧版 Word 文档（doc）；请用 Word 或 WPS 打开后另存为 .docx"),
    "正常.pdf": (lambda: pdf(*PAGES), READ),
    "页成环.pdf": (pages_in_a_circle, READ),
    "三千零一页.pdf": (lambda: page_many_times(3001), "应是不超过3000页的 PDF，实际有3001页"),
    "假页数.pdf": (lambda: pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", *PAGES[2:]), READ),
    "表成环.pdf": (lambda: pdf(*PAGES, trailer=b"/Prev %d"), READ),
    "自画.pdf": (form_that_draws_itself, READ),
    "膨胀.pdf": (flate_bomb, "MB 内存以内能读完"),
    "未完.html": (lambda: "<p>甲".encode() + b"<!--" * 100_000, "有许多没有结束的标签或注释"),
    "未完二.html": (lambda: "<p>甲".encode() + b"<a b='" * 100_000, "有许多没有结束的标签或注释"),
    "深.html": (lambda: b"<div>" * 100_000 + "甲".encode(), "标签嵌套过深"),
    "百万标签.html": (lambda: b"<b></b>" * 300_000 + "甲".encode(), "标签过多"),
    "宽表.html": (lambda: b"<table><tr>" + "<td>宽".encode() * 20_000 + b"</table>", READ),
    "百万行.txt": (lambda: "甲\n".encode() * 10**6, "应是不超过300000行的文件，实际有1000000行"),
    "长行.txt": (lambda: "民警应当依法履行职责。".encode() * 30_000, READ),
    "长数.txt": (lambda: ("第" + "9" * 100_000 + "条 规定\n一、" + "万" * 100_000).encode(), READ),
    "长题.md": (lambda: ("# " + "（修订" * 50_000 + "\n\n" + "国务院第" * 50_000 + "\n\n甲，乙。").encode(), READ),
    "标记.md": (lambda: b"*[" * 50_000 + "甲".encode() + b"`<!--" * 50_000, READ),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Everything above in one folder, with a good file before and after."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder, "0.md", GUIDE)
    write(folder, "龥.txt", RULES)
    for name, (make, _) in HOSTILE.items():
        write(folder, name, make())
    with (folder / "二百兆.txt").open("wb") as file:
        file.truncate(200 * 2**20)  # takes no room on the disk
    return read_corpus(folder, limits=LIMITS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_gets_a_reason_that_says_what_to_do(hostile: Corpus, name: str) -> None:
    _, expected = HOSTILE[name]
    reasons = {entry.source: entry.reason for entry in hostile.left_out}
    # The second of two harmless files with the same words is named as such; it was read for that.
    found = reasons.get(name, READ).replace("完全相同", READ)
    assert expected in found
    assert name not in reasons or (found.startswith(f"{name}：") and found.endswith("。") and "请" in found)


def test_two_hundred_megabytes_of_text_are_refused_before_they_are_read(hostile: Corpus) -> None:
    [found] = [entry.reason for entry in hostile.left_out if entry.source == "二百兆.txt"]
    assert found == "二百兆.txt：应是不超过 10 MB 的.txt 文件，实际有 200 MB；请去掉图片或拆分成几个文件后再放入。"


def test_the_good_files_between_them_are_all_there(hostile: Corpus) -> None:
    assert {"0.md", "龥.txt"} <= {document.source for document in hostile.documents}


def test_a_real_file_that_hangs_its_child_is_stopped_and_the_next_ones_are_read(tmp_path: Path) -> None:
    """The library under the loader never returns from this page, and nothing but ending the process stops it."""
    write(tmp_path, "1.md", GUIDE)
    write(tmp_path, "2.pdf", form_that_draws_itself(times=2))
    write(tmp_path, "3.txt", RULES)
    limits = Limits(seconds=3, seconds_per_page=0, memory=8 * 2**30)  # a fast machine fills the usual memory sooner
    corpus = read_corpus(tmp_path, limits=limits)
    assert sources(corpus) == ["1.md", "3.txt"]
    [entry] = corpus.left_out
    assert entry.reason.startswith("2.pdf：应是3秒内能读完的文件，实际到时仍没有读完；请用原来的软件打开核对后另存一份")


def test_a_real_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    write(tmp_path, "慢.txt", "第一条 民警应当依法履职。\n" * 250_000)
    write(tmp_path, "规定.md", RULES)
    corpus = read_corpus(tmp_path, limits=Limits(seconds=1, seconds_per_megabyte=0))
    assert [document.source for document in corpus.documents] == ["规定.md"]
    assert "慢.txt：应是1秒内能读完的文件，实际到时仍没有读完；" in corpus.left_out[0].reason


def test_a_real_file_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    write(tmp_path, "胖.txt", "甲乙\n" * 290_000)
    write(tmp_path, "规定.md", RULES)
    corpus = read_corpus(tmp_path, limits=Limits(memory=60 * 2**20))
    assert [document.source for document in corpus.documents] == ["规定.md"]
    assert "胖.txt：应是用60 MB 内存以内能读完的文件" in corpus.left_out[0].reason


# What a page or a document points to is never fetched: the guard of tests/conftest.py fails the test otherwise.


def test_a_web_page_fetches_nothing() -> None:
    page = """<html><head><link rel=stylesheet href="http://192.0.2.1/a.css"><base href="http://192.0.2.1/">
    <script src="//192.0.2.1/a.js"></script></head><body><p>正文</p><img src="http://192.0.2.1/a.png">
    <iframe src="file:///etc/passwd"></iframe><object data="http://192.0.2.1/a.swf"></object></body></html>"""
    assert [line.text for line in load_html(page.encode(), "页.html").lines if line.text] == ["正文"]


def test_a_word_document_fetches_nothing(tmp_path: Path) -> None:
    """A template and a picture on another machine, as documents that report their reader have them."""
    links = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
    <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    Target="http://192.0.2.1/a.dotm" TargetMode="External"/></Relationships>"""
    document = docx.Document()
    document.add_paragraph("正文")
    data = with_members(saved(document), {"word/_rels/settings.xml.rels": links})
    assert [line.text for line in load(write(tmp_path, "信.docx", data)).lines] == ["正文"]


# What stands in the folder and is no file.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder with one good file, and a secret beside it."""
    write(tmp_path, "secret.md", GUIDE)
    write(tmp_path, "corpus/a.txt", RULES)
    return tmp_path / "corpus"


def sources(corpus: Corpus) -> list[str]:
    return [document.source for document in corpus.documents]


def test_pipes_sockets_and_devices_are_refused_without_waiting(folder: Path) -> None:
    os.mkfifo(folder / "管道.txt")
    with socket.socket(socket.AF_UNIX) as served:
        served.bind(os.path.relpath(folder / "插口.txt"))
    (folder / "设备.txt").symlink_to("/dev/zero")
    corpus = read_corpus(folder, limits=LIMITS)
    assert sources(corpus) == ["a.txt"]
    assert "不是普通文件" in reason(folder, "管道.txt") and "不是普通文件" in reason(folder, "插口.txt")
    assert "指向语料文件夹之外" in reason(folder, "设备.txt")


def test_a_pipe_that_takes_the_place_of_a_file_is_refused_without_waiting(folder: Path) -> None:
    """The loader itself looks at what it has opened, whatever stood there a moment before."""
    os.mkfifo(folder / "管道.txt")
    with pytest.raises(UnreadableFile, match=r"管道.txt：应是普通文件，实际是管道或设备"):
        load(folder / "管道.txt")


def test_links_to_the_folder_itself_or_above_it_are_no_endless_way(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "自身").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "上级").symlink_to(folder.parent, target_is_directory=True)
    assert sorted(list_sources(folder)) == ["a.txt", "sub/上级", "sub/自身"]
    assert sources(read_corpus(folder)) == ["a.txt"]


@pytest.mark.parametrize("source", ["../secret.md", "/etc/passwd", "x/../../secret.md"])
def test_a_path_that_leads_out_of_the_folder_is_refused(folder: Path, source: str) -> None:
    (folder / "x").mkdir()
    with pytest.raises(UnreadableFile, match="指向语料文件夹之外"):
        corpus_module.read_one(folder, source)


@pytest.mark.parametrize("name", ["换\n行.md", "逆\u202e序.md", "铃\a.md", "零\u200b宽.md"])
def test_a_name_with_characters_that_cannot_be_seen_is_refused_and_written_out(folder: Path, name: str) -> None:
    write(folder, name, GUIDE)
    [entry] = read_corpus(folder).left_out
    assert entry.source.isprintable() and "控制字符" in entry.reason and entry.reason.isprintable()


def test_names_that_only_look_like_a_way_out_are_read(folder: Path) -> None:
    for name in ("b..md", "c....md", "~d.md", "-e.md", "$(f).md", "g;h.md"):
        write(folder, name, GUIDE.replace("巡防", name))
    assert sources(read_corpus(folder)) == ["$(f).md", "-e.md", "a.txt", "b..md", "c....md", "g;h.md", "~d.md"]


def test_a_folder_that_cannot_be_listed_is_named_in_the_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "密/b.md", GUIDE)
    close_folder(monkeypatch, "密")
    corpus = read_corpus(folder)
    assert sources(corpus) == ["a.txt"]
    [entry] = corpus.left_out
    assert entry.source == "密"
    assert entry.reason == "密：这个文件夹打不开，其中的文件都未读取；请检查它的权限，或将其移出语料文件夹。"


def test_a_corpus_folder_that_cannot_be_listed_is_an_error_that_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_folder(monkeypatch, folder.name)
    with pytest.raises(NoCorpus, match=r"打不开（Permission denied）；请检查该文件夹的权限"):
        read_corpus(folder)


def test_folders_nested_deeper_than_calls_are_listed(folder: Path) -> None:
    depths = [f"{folder}{'/d' * depth}" for depth in range(1, 1101)]
    for path in depths:
        os.mkdir(path)
    try:
        write(Path(depths[-1]), "b.md", GUIDE)
        assert [len(source) for source in list_sources(folder)] == [len("a.txt"), len("/d" * 1100 + "/b.md") - 1]
        assert sources(read_corpus(folder))[0] == "a.txt"
    finally:
        os.remove(f"{depths[-1]}/b.md")
        for path in reversed(depths):  # removing the folder as a whole, as is done after a test, recurses
            os.rmdir(path)


def close_folder(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Refuse to list one folder, as the system does for everybody but root."""
    scandir = os.scandir

    def refuse(path: str | Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(corpus_module.os, "scandir", refuse)
