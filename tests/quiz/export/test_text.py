from __future__ import annotations

import pytest

from quiz.export.text import number, one_line, plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲\x00\x08\x1b乙", "甲乙"),
        ("甲\u202e乙\u2066丙\u200f", "甲乙丙"),
        ("\ufeff甲\ufffe\ud800", "甲"),
        ("e\u0301", "é"),
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("甲\t乙", "甲 乙"),
        ("　甲　", "甲"),
        ("👮\u200d♀️", "👮\u200d♀️"),
        ("𠮷", "𠮷"),
        ("\U0001fffe甲", "甲"),
    ],
)
def test_only_words_and_line_breaks_stay(text: str, words: str) -> None:
    assert plain(text) == words


def test_a_line_is_one_line() -> None:
    assert one_line("甲 \n\n 乙") == "甲 乙"


@pytest.mark.parametrize(("value", "text"), [(2.0, "2"), (0.5, "0.5"), (100.0, "100"), (1 / 3, "0.3333333333")])
def test_marks_have_no_needless_zeros(value: float, text: str) -> None:
    assert number(value) == text
