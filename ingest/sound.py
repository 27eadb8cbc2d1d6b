"""How a Chinese word sounds, without tones.

In: a word. Out: one syllable for each character, by its usual reading. Does not tell the readings of a character apart.
"""

from __future__ import annotations

from functools import cache


def sound(word: str) -> tuple[str, ...]:
    """``警民`` → ``('jing', 'min')``"""
    return tuple(_syllable(char) for char in word)


@cache
def _syllable(char: str) -> str:
    from pypinyin import (
        lazy_pinyin,  # its tables take as long to load as twenty statutes to read, and statutes need none
    )

    return str(lazy_pinyin(char)[0])
