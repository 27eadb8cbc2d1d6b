"""Words of police work written with a rare character of the same sound, and only if they come back."""

from __future__ import annotations

import pytest

from ingest.homophones import swapped_words


def test_a_word_with_an_exchanged_character_counts_from_three_on() -> None:
    assert swapped_words("裙众说，裙众。") == []
    assert swapped_words("裙众说，裙众，裙众。") == [0, 4, 7]


def test_every_word_is_counted_for_itself() -> None:
    assert swapped_words("裙众、裙众、民惊、民惊。") == []


@pytest.mark.parametrize("text", ["群众" * 3, "出境" * 3, "报经" * 3, "民警和群众" * 3, "围裙" * 3, ""])
def test_right_words_and_true_pairs_of_common_characters_do_not_count(text: str) -> None:
    assert swapped_words(text) == []
