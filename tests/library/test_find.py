"""Find: words in a text, whatever their width, case, characters and white space."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.find import MOST, find
from library.shelf import Shelf

TEXT = "第一章 总　则\n处 罰民警 20 次，ＡＢ证\nabc def。"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("总则", ["总　则"]),
        ("处罚", ["处 罰"]),
        ("處罰民警", ["处 罰民警"]),
        ("则处", ["则\n处"]),
        ("民警20次", ["民警 20 次"]),
        ("ab证", ["ＡＢ证"]),
        ("ABC DEF", ["abc def"]),
        ("abcdef", []),
        ("证a", ["证\na"]),
        ("第一章总则", ["第一章 总　则"]),
        ("没有", []),
        ("", []),
        (" ", []),
        ("　\n", []),
    ],
)
def test_what_does_not_matter_is_folded_on_both_sides(words: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find(TEXT, words)] == found


def test_finds_do_not_overlap_and_there_are_not_more_than_anybody_reads() -> None:
    assert find("警警警警警", "警警") == ((0, 2), (2, 4))
    assert len(find("警" * 2000, "警")) == MOST


def test_a_character_that_folds_into_several_is_found_whole_and_once() -> None:
    assert find("共 5㎡。", "m2") == ((3, 4),)
    assert find("共 5㎡。", "5m") == ((2, 4),)
    assert find("㏂", ".") == ((0, 1),)


def test_marks_belong_to_their_character() -> None:
    assert find("cafe\u0301！", "café") == ((0, 5),)


def test_invisible_characters_do_not_separate_words() -> None:
    assert find("民\u200b警", "民警") == ((0, 3),)


PLAIN = st.text(alphabet="警察處处罚罰 　\nＡaB1㎡\u200b。", max_size=30)


@given(PLAIN, PLAIN)
def test_finds_are_in_order_without_overlap_and_found_again_alone(text: str, words: str) -> None:
    found = find(text, words)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert all(find(text[start:end], words) for start, end in found)


@given(PLAIN, st.data())
def test_every_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    blank = not "".join(char for char in words if unicodedata.category(char) != "Cf").strip()
    assert bool(find(text, words)) is not blank


def test_the_first_line_of_every_starter_document_is_found_in_it(starter_shelf: Shelf) -> None:
    for document in starter_shelf.documents:
        line = document.text.splitlines()[0].strip()
        start, end = find(document.text, line)[0]
        assert document.text[start:end] == line
