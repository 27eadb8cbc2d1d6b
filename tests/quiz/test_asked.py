"""What items ask already."""

from __future__ import annotations

from quiz.asked import PER_ARTICLE, Asked
from quiz.finish import finish
from quiz.items.number import number_drafts
from tests.quiz.unenacted import evidence, pools, statement

LAW = evidence()
ASKED = statement(LAW, "三日内核查")
ITEM = finish(next(number_drafts(ASKED, pools(LAW))), ("五日", "七日", "十五日"), 1)


def test_words_that_an_item_asks_for_are_known_and_the_others_are_left() -> None:
    asked = Asked([ITEM])
    text = ASKED.place.passage.text
    at = text.index("三日")
    assert asked.asks(ASKED.place, [(at + 1, at + 4)])
    assert not asked.asks(ASKED.place, [(0, at)])
    left = asked.left_of(ASKED.place, ASKED.spans)
    assert "".join(text[start:end] for start, end in left) == ASKED.text.replace("三日", "")


def test_an_article_carries_three_items() -> None:
    asked = Asked([ITEM])
    for _ in range(PER_ARTICLE - 1):
        assert asked.has_room(ASKED.place)
        asked.add_to(ASKED.place)
    assert not asked.has_room(ASKED.place)
