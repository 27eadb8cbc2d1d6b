"""Packages of Word documents: found whatever their parts are called, refused where nobody should open them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import docx
import pytest

from ingest.errors import UnreadableFile
from ingest.loaders.docx import load_docx
from tests.ingest.test_loaders_docx import W, saved, shown


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same package with parts changed, or left out where the change gives None."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = change(member, old.read(member))
            if content is not None:
                new.writestr(member, content)
    return buffer.getvalue()


def test_main_part_is_found_under_any_name() -> None:
    document = docx.Document()
    document.add_paragraph("正文")

    def change(member: str, content: bytes) -> bytes | None:
        return content.replace(b"word/document.xml", b"word/other.xml") if member == "_rels/.rels" else content

    data = rewritten(saved(document), change)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = archive.read("word/document.xml")
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/other.xml", main)
    loaded = load_docx(buffer.getvalue(), "a.docx")
    assert shown(loaded) == [("正文", None)]


def plain() -> bytes:
    document = docx.Document()
    document.add_paragraph("正文" * 5000)
    return saved(document)


def with_doctype() -> bytes:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    return rewritten(plain(), lambda member, content: bomb if member == "word/document.xml" else content)


def bomb() -> bytes:
    zeros = b"\0" * (40 * 2**20)
    return rewritten(plain(), lambda member, content: zeros if member == "docProps/thumbnail.jpeg" else content)


def huge_part() -> bytes:
    """A small thumbnail of noise keeps the ratio of the package low enough for the size of the part to decide."""
    noise, markup = random.Random(1).randbytes(3 * 2**20), b"<w>" + b" " * (65 * 2**20)
    parts = {"docProps/thumbnail.jpeg": noise, "word/document.xml": markup}
    return rewritten(plain(), lambda member, content: parts.get(member, content))


def many_members() -> bytes:
    buffer = io.BytesIO(plain())
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(10_000):
            archive.writestr(f"x{number}", b"")
    return buffer.getvalue()


def nested_tables() -> bytes:
    depth = 2000
    opening, closing = b"<w:tbl><w:tr><w:tc>" * depth, b"</w:tc></w:tr></w:tbl>" * depth
    body = f"<w:document {W}><w:body>".encode() + opening + closing + b"</w:body></w:document>"
    return rewritten(plain(), lambda member, content: body if member == "word/document.xml" else content)


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda: plain()[:-200], "文件残缺或已损坏"),
        (lambda: plain()[: len(plain()) // 2], "文件残缺或已损坏"),
        (
            lambda: plain().replace(b"\x00\x00\x00word/document.xml", b"\x00\x00\x01word/document.xml"),
            "文件残缺或已损坏",
        ),
        (lambda: rewritten(plain(), lambda m, c: c[:500] if m == "word/document.xml" else c), "文件残缺或已损坏"),
        (lambda: rewritten(plain(), lambda m, c: None if m == "word/document.xml" else c), "没有正文部分"),
        (with_doctype, "禁止的文档类型声明"),
        (bomb, "像是压缩炸弹"),
        (huge_part, "word/document.xml 超过 64 MB"),
        (many_members, "超出上限"),
        (nested_tables, "表格嵌套过深"),
    ],
    ids=[
        "tail lost",
        "half lost",
        "header damaged",
        "markup cut",
        "no text",
        "doctype",
        "bomb",
        "part",
        "members",
        "nest",
    ],
)
def test_damaged_or_hostile_package_is_refused_with_the_next_step(make: Callable[[], bytes], found: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load_docx(make(), "规定.docx")
    message = str(caught.value)
    assert message.startswith("规定.docx：应是") and found in message and "另存" in message


def test_encrypted_member_is_refused_with_the_next_step() -> None:
    data = bytearray(plain())
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(UnreadableFile, match=r"规定.docx：应是.*压缩包设有密码；请用密码打开后另存"):
        load_docx(bytes(data), "规定.docx")


def test_repeated_member_is_refused() -> None:
    buffer = io.BytesIO(plain())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", b"<x/>")
    with pytest.raises(UnreadableFile, match=r"规定.docx：应是.*有重名的部分.*另存为新的 .docx"):
        load_docx(buffer.getvalue(), "规定.docx")
