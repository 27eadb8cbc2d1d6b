"""The picture of topics: every number of it is read as well as seen."""

from __future__ import annotations

from ingest.records import Kind
from library.records import Place
from library.topics import Topic
from ui.picture import columns, topics_picture


def topic(*levels: tuple[Kind, int], words: tuple[str, ...] = ("旅馆", "住宿")) -> Topic:
    place = Place("d1", "旅馆办法", None)
    return Topic(words, sum(count for _, count in levels), levels, (place,), place, "旅馆应当登记。")


TOPICS = (
    topic((Kind.LAW, 100), (Kind.MINISTRY_RULE, 9), (Kind.LOCAL_RULE, 16)),
    topic((Kind.MINISTRY_RULE, 1), words=("<b>道路",)),
)


def test_columns_are_the_levels_that_are_held_highest_first() -> None:
    assert [column.name for column in columns(TOPICS)] == ["法律", "规章"]
    assert [column.count(TOPICS[0]) for column in columns(TOPICS)] == [100, 25]


def test_the_area_of_a_circle_is_the_number_in_it() -> None:
    drawn = topics_picture(TOPICS)
    assert '--jw-cat-size: 1.00"></i><span>100</span>' in drawn
    assert '--jw-cat-size: 0.50"></i><span>25</span>' in drawn
    assert drawn.count("<i ") == 3 and drawn.count("·") == 1


def test_a_number_that_its_circle_cannot_hold_stands_beside_it() -> None:
    drawn = topics_picture(TOPICS)
    assert drawn.count("jw-cat-apart") == 2
    assert '--jw-cat-size: 0.12"></i><span>1</span>' in drawn


def test_the_picture_is_told_in_words_and_its_words_are_escaped() -> None:
    drawn = topics_picture(TOPICS)
    assert 'role="img"' in drawn
    assert "共 2 个主题，最多的是“旅馆、住宿”（125 段）。法律一级没有的主题 1 个。" in drawn
    assert "&lt;b&gt;道路" in drawn and "<b>道路" not in drawn
