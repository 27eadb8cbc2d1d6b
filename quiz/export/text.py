"""Text that no format can trip over.

In: any string. Out: the same words in NFC without what is no text: control characters, halves of characters, marks that turn
the reading direction. Does not escape; every format has its own rules for that.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Marks of direction can show words in another order than they stand in; Chinese and Latin text needs none of them.
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_NONCHARACTERS = re.compile(
    "["
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "\ufdd0-\ufdef]"
)


def plain(text: str) -> str:
    """Words and line breaks only, each break one ``\\n``."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _NONCHARACTERS.sub("", _NO_TEXT.sub("", lines))).strip()


def one_line(text: str) -> str:
    """The same on a single line."""
    return re.sub(r"\s*\n\s*", " ", plain(text))


def number(value: float) -> str:
    """``2.0`` as 2, ``0.5`` as 0.5."""
    return f"{value:.10g}"
