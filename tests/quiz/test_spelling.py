"""One spelling for answers that say the same, and different ones for what is different."""

from __future__ import annotations

import pytest

from quiz.spelling import spell, true_or_false


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三 十日。", "３０日"),
        ("二十四", "24"),
        ("“登记”、移交", "登记移交"),
        ("Ａ类", "a类"),
        ("二百元以下", "200元以下"),
    ],
)
def test_the_same_answer_in_other_spelling(one: str, other: str) -> None:
    assert spell(one) == spell(other)


@pytest.mark.parametrize(
    ("one", "other"), [("0.8毫克", "08毫克"), ("5-10日", "510日"), ("三日", "三个工作日"), ("8:30", "830")]
)
def test_different_answers_stay_different(one: str, other: str) -> None:
    assert spell(one) != spell(other)


@pytest.mark.parametrize(
    ("text", "word"), [("（√）", "正确"), ("×。", "错误"), (" True ", "正确"), ("也许", None), ("", None)]
)
def test_true_and_false_in_usual_spellings(text: str, word: str | None) -> None:
    assert true_or_false(text) == word
