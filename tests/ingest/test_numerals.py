"""Numerals: what statutes write, what people type, and back again."""

from __future__ import annotations

import pytest

from ingest.numerals import chinese_number, parse_number

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DIGIT_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")


def test_every_number_of_a_statute_survives_writing_and_reading() -> None:
    assert [parse_number(chinese_number(number)) for number in range(1, 10_000)] == list(range(1, 10_000))


@pytest.mark.parametrize("table", [{}, FULL_WIDTH, DIGIT_BY_DIGIT], ids=["43", "４３", "四三"])
def test_numbers_written_digit_by_digit_are_read(table: dict[int, int]) -> None:
    assert [parse_number(str(number).translate(table)) for number in range(10_000)] == list(range(10_000))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (43, "四十三"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_are_written_as_statutes_do(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇一二", 2012),
        ("二零一二", 2012),
        ("两百零五", 205),
        ("一十", 10),
        ("二十万", 200_000),
        ("一万零五百", 10_500),
        ("3千", 3000),
        ("〇", 0),
        (" 43 ", 43),
    ],
)
def test_other_ways_of_writing_are_read(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", " ", "第三", "十百", "三点五", "3.5", "-3", "万", "四十三条", "abc"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("number", [-1, 0, 10_000])
def test_numbers_no_article_has_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)
