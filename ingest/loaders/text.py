"""Bytes to text, and plain text to lines.

In: the bytes of a text file. Out: its text, or the lines of it. The encoding is found by strict rules in a fixed order,
never by statistics: byte order mark, UTF-8, UTF-16 without mark (only where there are NUL bytes), GB18030.
Does not read Big5 or other encodings, does not repair damaged bytes, does not clean lines.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnreadableFile
from ingest.loaders.characters import HANZI, reads_like_chinese
from ingest.loaders.refusals import unreadable
from ingest.records import Line, Loaded


def load_text(data: bytes, name: str) -> Loaded:
    """Read a plain text file; every line as it stands, blank ones too."""
    return Loaded(tuple(Line(text) for text in split_lines(decode(data, name))))


def split_lines(text: str) -> list[str]:
    """Divide at every kind of line break, among them the page and line breaks that Word leaves in copied text."""
    lines = _LINE_BREAK.split(text)
    return lines if lines[-1] else lines[:-1]


def decode(data: bytes, name: str) -> str:
    """Decode a text file; raise UnreadableFile where no encoding gives readable text without a single error."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, name)
    text = _decode_strictly(data, "utf-8")
    if text is not None and not _has_controls(text):
        return text
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _decode_strictly(data, encoding)
            if text is not None and _is_plausible(text):
                return text
        raise _binary(name)
    _refuse_damaged_utf8(data, name)
    text = _decode_strictly(data, "gb18030")
    if text is not None and _is_plausible(text):
        return text
    if len(data) - len(data.translate(None, _CONTROL_BYTES)) > _CONTROL_SHARE * len(data):
        raise _binary(name)
    raise unreadable(name, expected=_EXPECTED, found="按其中任何一种编码都读不出通顺的文字", advice=_SAVE_AS_UTF8)


def _decode_marked(data: bytes, encoding: str, name: str) -> str:
    text = _decode_strictly(data, encoding)
    if text is None:
        expected = f"{encoding.upper()} 编码的文本（文件头这样标明）"
        raise unreadable(name, expected=expected, found="有损坏的字节", advice=_SAVE_AS_UTF8)
    if _has_controls(text):
        raise _binary(name)
    return text


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _has_controls(text: str) -> bool:
    """A NUL, or more control characters than the odd leftover of another program."""
    return "\x00" in text or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)


def _is_plausible(text: str) -> bool:
    """Whether a Chinese writer could have written this; a wrong byte order or table gives another mixture."""
    readable = len(_READABLE.findall(text))
    return not _has_controls(text) and readable >= _READABLE_SHARE * len(text) and reads_like_chinese(text)


def _refuse_damaged_utf8(data: bytes, name: str) -> None:
    """Stop UTF-8 with a few bad bytes from being read as GB18030, which accepts nearly all of it as rare hanzi."""
    lenient = data.decode("utf-8", errors="replace")
    damaged = lenient.count("\ufffd")
    if damaged and len(_BEYOND_ASCII.findall(lenient)) > _WHOLE_PER_DAMAGED * damaged:
        line = lenient.count("\n", 0, lenient.index("\ufffd")) + 1
        raise unreadable(
            name,
            expected="完好的 UTF-8 文本",
            found=f"有{damaged}处字节损坏（第一处在第{line}行）",
            advice="请重新获取该文件，或用文本编辑器改正后另存为 UTF-8",
        )


def _binary(name: str) -> UnreadableFile:
    return unreadable(
        name,
        expected="文本文件",
        found="含有二进制内容",
        advice="请确认没有放错文件，或用原来的软件打开后另存为 UTF-8 编码的 .txt",
    )


_EXPECTED = "UTF-8、UTF-16 或 GB18030 编码的文本"
_SAVE_AS_UTF8 = "请用文本编辑器打开核对后另存为 UTF-8 编码"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_CONTROL_SHARE = 0.005
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
_WHOLE_PER_DAMAGED = 20  # GB18030 read as UTF-8 has more damaged places than whole characters
# ASCII, punctuation, numbers in circles and brackets, arrows, rules, kana of lists, hanzi, full-width forms
_READABLE = re.compile(f"[\t-\r\x20-\x7e\u00a0-\u00ff\u2000-\u27bf\u2e80-\u33ff{HANZI}\uff00-\uffef]")
_READABLE_SHARE = 0.95
