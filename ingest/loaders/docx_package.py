"""The parts of a Word document that hold its text.

In: the bytes of a docx file. Out: its parts as element trees whose names have lost their namespaces (p, tbl, val).
Reads only what is needed, and never more than the limits, whatever sizes the archive declares. A part that declares a
document type is refused: the format forbids it, and entities are how small files become large.
Does not interpret the text. A package with macros is refused: the format of this name has none.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ingest.loaders.refusals import unreadable
from ingest.loaders.signatures import TO_DOCX_WITHOUT_MACROS, TO_UNLOCKED


@dataclass(frozen=True, slots=True)
class Package:
    """The text of a document and what is needed to read it."""

    document: Element
    styles: Element | None
    numbering: Element | None


def open_package(data: bytes, name: str) -> Package:
    """Read the parts; raise UnreadableFile where the archive is damaged, encrypted, suspicious or no Word document."""
    if data.count(_DIRECTORY_ENTRY) > _MOST_MEMBERS:  # before the directory takes its room in memory
        raise unreadable(name, expected=_EXPECTED, found=f"含{_MOST_MEMBERS}个以上的部分，超出上限", advice=_ADVICE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, len(data), name)
            main = _main_part(archive, name)
            folder = main.rpartition("/")[0] + "/"
            document = _read_part(archive, main, name)
            if document is None:
                raise unreadable(name, expected=_EXPECTED, found="压缩包里没有正文部分", advice=_ADVICE)
            return Package(
                document=document,
                styles=_read_part(archive, folder + "styles.xml", name),
                numbering=_read_part(archive, folder + "numbering.xml", name),
            )
    except _DAMAGE as error:
        raise unreadable(name, expected=_EXPECTED, found="文件残缺或已损坏", advice=_ADVICE) from error


def _check(archive: zipfile.ZipFile, size: int, name: str) -> None:
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise unreadable(name, expected=_EXPECTED, found="压缩包设有密码", advice=TO_UNLOCKED)
    if declared > _MOST_BYTES:
        found = f"含{len(members)}个部分，解压后约{declared // 2**20} MB，超出上限"
    elif declared > _HARMLESS_BYTES and declared > _HIGHEST_RATIO * size:
        found = f"解压后膨胀{declared // size}倍，像是压缩炸弹"
    elif any(member.compress_type not in _COMPRESSIONS for member in members):
        found = "用了该格式没有的压缩方法"
    elif len(set(names)) < len(names):
        found = "有重名的部分，内容无法确定"
    elif any(member.lower().endswith("vbaproject.bin") for member in names):
        # Word writes macros into .docm only; in a .docx somebody has put them there to be overlooked.
        raise unreadable(name, expected="不带宏的 Word 文档（docx）", found="带有宏", advice=TO_DOCX_WITHOUT_MACROS)
    else:
        return
    raise unreadable(name, expected=_EXPECTED, found=found, advice=_ADVICE)


def _main_part(archive: zipfile.ZipFile, name: str) -> str:
    """Follow the package's own pointer; Word does not always call the main part word/document.xml."""
    relations = _read_part(archive, "_rels/.rels", name)
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _read_part(archive: zipfile.ZipFile, part: str, name: str) -> Element | None:
    """Read one part, or None if there is none; the size counts while reading, because declared sizes can lie."""
    try:
        member = archive.open(part)
    except KeyError:
        return None
    with member:
        data = member.read(_MOST_BYTES_OF_PART + 1)
    if len(data) > _MOST_BYTES_OF_PART:
        found = f"其中 {part} 超过 {_MOST_BYTES_OF_PART // 2**20} MB"
        raise unreadable(name, expected=_EXPECTED, found=found, advice=_ADVICE)
    try:
        parser = XMLParser(target=_PlainNames())  # noqa: S314 - its target refuses a DOCTYPE, so no entity is read
        parser.feed(data)
        root: Element = parser.close()
    except _DocumentType as error:
        found = f"其中 {part} 含有该格式禁止的文档类型声明"
        raise unreadable(name, expected=_EXPECTED, found=found, advice=_ADVICE) from error
    return root


class _DocumentType(Exception):
    """A part declares a document type."""


class _PlainNames(TreeBuilder):
    """Builds a tree without namespaces, so that the two dialects of the format (transitional and strict) read alike."""

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        return super().start(_plain(tag), {_plain(key): value for key, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        return super().end(_plain(tag))

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _DocumentType(name)


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


_EXPECTED = "完整的 Word 文档（docx）"
_ADVICE = "请重新获取完整的文件，或用 Word、WPS 打开核对后另存为新的 .docx"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a bound on what comes out
_MOST_MEMBERS = 10_000  # a long document with a thousand pictures has some 1,100
_MOST_BYTES = 500 * 2**20
_MOST_BYTES_OF_PART = 64 * 2**20  # a book of 500 pages has about 10 MB of markup
_HARMLESS_BYTES = 20 * 2**20
_HIGHEST_RATIO = 100  # markup of real documents shrinks to a twentieth
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ParseError,
    EOFError,
    OSError,
    LookupError,  # an encoding that does not exist
    ValueError,
    NotImplementedError,  # a compression that does not exist
    RuntimeError,
    OverflowError,
)
