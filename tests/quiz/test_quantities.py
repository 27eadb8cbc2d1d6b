"""Numbers with units are found, compared by value, and written as the text writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import chinese_number
from quiz.quantities import UNITS, find_quantities, normalised, rewritten, spellings


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("应当在二十四小时内送达", "二十四小时", (24, None, "小时")),
        ("处五日以上十日以下拘留", "五日以上十日", (5, 10, "日")),
        ("停业整顿1个月至3个月", "1个月至3个月", (1, 3, "月")),
        ("处2万元以上10万元以下罚款", "2万元以上10万元", (20_000, 100_000, "元")),
        ("不得少于两名", "两名", (2, None, "人")),
        ("罚款1.5万元", "1.5万元", (15_000, None, "元")),
    ],
)
def test_a_quantity_is_found_with_its_value(text: str, words: str, value: tuple[float, float | None, str]) -> None:
    (found,) = find_quantities(text)
    assert (text[found.start : found.end], found.value) == (words, value)


@pytest.mark.parametrize(
    "text", ["自2023年7月1日起施行", "第十五条", "二〇一二年十月二十六日公布", "逐日登记", "每人每日"]
)
def test_dates_ordinals_and_words_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


def test_limits_and_bounds_are_told() -> None:
    limited, bounded = find_quantities("不得超过三十日，由二人以上进行")
    assert (limited.limit, bounded.bound) == ("不得超过", "以上")


@pytest.mark.parametrize(
    ("one", "other"), [("十五日", "15日"), ("二百元", "200元"), ("1万元", "一万元"), ("两年", "２年")]
)
def test_spellings_of_one_value_are_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_other_spellings_count_as_the_same() -> None:
    assert spellings("十五日") == ("15日",)
    assert spellings("15日") == ("十五日",)


@given(st.integers(1, 9_999), st.sampled_from(sorted(set(UNITS) - {"%", "％"})))
def test_chinese_and_arabic_numerals_meet(number: int, unit: str) -> None:
    assert normalised(f"{chinese_number(number)}{unit}") == normalised(f"{number}{unit}") == f"{number}{unit}"


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_a_rewritten_quantity_has_the_new_value_in_the_old_spelling(old: int, new: int) -> None:
    for written in (f"{chinese_number(old)}日", f"{old}日"):
        changed = rewritten(written, (float(new),))
        assert changed is not None
        assert normalised(changed) == normalised(f"{new}日")
        assert changed[0].isascii() == written[0].isascii()


@given(st.text("一二三四五六七八九十百千万0123456789日年元个月第条以上下内处罚款，。", max_size=40))
def test_quantities_never_overlap_and_lie_in_the_text(text: str) -> None:
    at = 0
    for found in find_quantities(text):
        assert at <= found.start < found.end <= len(text)
        assert found.high is None or found.low < found.high
        at = found.end


@given(st.text("一二三四五六七八九十百千万0123456789日年元个月第条", max_size=30))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
