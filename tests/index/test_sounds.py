"""Words typed with another character of the same sound."""

from __future__ import annotations

import pytest

from index.sounds import Slip, Sounds
from index.words import words

TEXTS = "民警和群众的警民关系。治安拘留不超过十五日，暂住人口应当办理居留登记。派出所开展巡逻，群众抢劫报案。"


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return Sounds(words(TEXTS))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("敬民关系", ("警民",)),
        ("治安拘流几天", ("拘留",)),
        ("派初所值班", ("派出所",)),
        ("晚上巡罗和拘流", ("巡逻", "拘留")),
    ],
)
def test_characters_that_mean_nothing_are_read_by_their_sound(
    question: str, meant: tuple[str, ...], sounds: Sounds
) -> None:
    assert tuple(word for slip in sounds.slips(question) for word in slip.words) == meant


@pytest.mark.parametrize("question", ["警民关系", "治安拘留", "居留登记", "派出所巡逻"])
def test_what_the_base_says_is_no_slip(question: str, sounds: Sounds) -> None:
    assert sounds.slips(question) == ()


@pytest.mark.parametrize("question", ["强戒几年", "现在开站", "户口登记", "驾照", "", "abc 12"])
def test_other_words_are_left_alone(question: str, sounds: Sounds) -> None:
    assert sounds.slips(question) == ()


def test_a_slip_says_what_was_typed(sounds: Sounds) -> None:
    assert sounds.slips("派初所值班") == (Slip("派初所", ("派出所",)),)


def test_a_word_that_the_base_lacks_is_not_suggested() -> None:
    assert Sounds(words("养犬应当办证")).slips("治安拘流") == ()


def test_warming_works_out_every_sound_before_the_first_slip() -> None:
    sounds = Sounds(["警民", "拘留"])
    sounds.warm()
    made = sounds._words_by_sound()
    assert made == {("jing", "min"): ["警民"], ("ju", "liu"): ["拘留"]}
    sounds.warm()
    assert sounds._words_by_sound() is made
