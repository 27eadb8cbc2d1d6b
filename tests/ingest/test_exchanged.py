"""Words of police work written with a rare character of the same sound, and only if they come back."""

from __future__ import annotations

import pytest

from ingest.exchanged import exchanged_words


def test_a_word_with_an_exchanged_character_counts_from_three_on() -> None:
    assert exchanged_words("裙众说，裙众。") == []
    assert exchanged_words("裙众说，裙众，裙众。") == [0, 4, 7]


def test_every_word_is_counted_for_itself() -> None:
    assert exchanged_words("裙众、裙众、民惊、民惊。") == []


@pytest.mark.parametrize("text", ["群众" * 3, "出境" * 3, "报经" * 3, "民警和群众" * 3, "围裙" * 3, ""])
def test_right_words_and_true_pairs_of_common_characters_do_not_count(text: str) -> None:
    assert exchanged_words(text) == []


def test_five_exchanged_words_whose_usual_ones_stand_nowhere_are_found() -> None:
    text = "透过学习，用心参与，潜力提高，帮忙群众，务必到场。"
    assert exchanged_words(text) == [0, 5, 10, 15, 20]
    assert exchanged_words(text.replace("务必", "必须")) == []  # four may be a writer's own
    assert exchanged_words(text + "通过考核。") == []  # whoever writes 通过 too was not rewritten by a program
