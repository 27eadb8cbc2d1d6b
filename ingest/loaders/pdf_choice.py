"""Which of two readings of one page is the better text, and whether any is good enough.

In: the text of a page as two libraries give it. Out: one of the two, unchanged; or a judgement.
Does not mix readings and does not repair them.
"""

from __future__ import annotations

import re

from ingest.loaders.characters import HANZI, reads_like_chinese


def choose_text(first: str, second: str) -> str:
    """The reading with more characters a person can read, less what spoils it; the first one where they are level."""
    return second if _worth(second) > _worth(first) else first


def is_doubtful(text: str) -> bool:
    """Whether a second reading is worth its time: no text, or more than one blemish in fifty characters."""
    readable = count_readable(text)
    return readable == 0 or _blemishes(text) * 50 > readable or not reads_like_chinese(text)


def is_unusable(text: str) -> bool:
    """Whether a page has to be read from its picture: no text, or more than one character in ten that nobody can read."""
    readable = count_readable(text)
    return readable == 0 or len(_LOST.findall(text)) * 10 > readable or not reads_like_chinese(text)


def count_readable(text: str) -> int:
    """How many hanzi, letters and digits a text has."""
    return len(_READABLE.findall(text))


def _worth(text: str) -> float:
    return count_readable(text) - _COST_OF_BLEMISH * _blemishes(text) if reads_like_chinese(text) else 0.0


def _blemishes(text: str) -> int:
    """Characters that no reader sees on the page: replacements, glyph numbers, private use, radicals, torn words."""
    return len(_UNMAPPED.findall(text)) + len(_TORN.findall(text))


_COST_OF_BLEMISH = 2  # an unreadable character stands where a readable one should
_READABLE = re.compile(rf"[{HANZI}A-Za-z0-9]")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\u2e80-\u2fdf]|\\(cid:\\d+\\)|/g\\d+")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)|/g\\d+")  # radicals are folded later
_TORN = re.compile(rf"(?<=[{HANZI}]) +(?=[{HANZI}])")
