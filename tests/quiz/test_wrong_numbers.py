"""Wrong numbers: values that are met, and ranges that counting their ends does not tell."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from quiz.quantities import find_quantities
from quiz.wrong_numbers import beside, numbers_like
from tests.quiz.unenacted import evidence, pools


def like(text: str, *, is_custody: bool = False) -> tuple[str, tuple[str, ...]]:
    law = evidence(f"第一条 {text}")
    (found,) = find_quantities(text)
    written = text[found.start : found.end]
    return written, numbers_like(found, written, law.places[0], pools(law), is_custody=is_custody)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("text", "is_custody"),
    [
        ("遗弃犬只的，处5000元以上5万元以下罚款。", False),
        ("遗弃犬只的，处1万元以上5万元以下罚款。", False),
        ("纵犬伤人的，处十日以上十五日以下拘留。", True),
        ("纵犬伤人的，处五日以上十日以下拘留。", True),
        ("收容站停业1个月以上3个月以下。", False),
    ],
)
def test_no_end_of_the_right_range_is_met_most(text: str, is_custody: bool, seed: int) -> None:
    right, wrong = like(text, is_custody=is_custody)
    options = [right, *beside(right, wrong, 3, Random(seed))]
    assert len(set(options)) == 4
    for at in (0, 1):
        ends = Counter(option.split("以上")[at] for option in options)
        own = ends.pop(right.split("以上")[at])
        assert own <= max(ends.values(), default=own)  # where all begin alike, that end tells nothing


def test_a_choice_that_would_tell_the_range_is_none() -> None:
    wrong = ("三日以上十日", "七日以上十日", "五日以上十五日")
    assert beside("五日以上十日", wrong, 3, Random(1)) == []


def test_detention_is_measured_in_usual_days() -> None:
    _, wrong = like("纵犬伤人的，处十日以上十五日以下拘留。", is_custody=True)
    assert set(wrong) == {"五日以上十五日", "五日以上十日", "三日以上十五日", "三日以上十日", "三日以上五日"}


def test_points_have_few_values() -> None:
    assert set(like("养犬人遗弃犬只的，记9分。")[1]) == {"12分", "6分", "3分", "1分"}


def test_speeds_are_round() -> None:
    assert set(like("运犬车时速不得低于七十公里。")[1]) >= {"六十公里", "八十公里", "五十公里", "九十公里"}
    assert not {"二百一十公里", "一百零五公里", "三十五公里"} & set(like("运犬车时速不得低于七十公里。")[1])


def test_no_age_stands_beside_the_right_one_at_which_the_article_forbids_it_anyway() -> None:
    law = evidence("第一条 任何人不得雇用未满十六周岁的人遛犬。\n犬只表演场所不得雇用已满十六周岁的未成年人遛犬。")
    text = "犬只表演场所不得雇用已满十六周岁的未成年人遛犬。"
    (found,) = find_quantities(text)
    others = numbers_like(found, "十六周岁", law.places[0], pools(law))
    assert not {"十二周岁", "十四周岁"} & {*others}
    assert "十八周岁" in others
