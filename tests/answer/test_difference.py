"""What is said of quoted texts that differ."""

from __future__ import annotations

import pytest

from answer.compose import Draft, whole_passage
from answer.difference import difference
from answer.expectation import read_expectation
from answer.question import ParsedQuestion
from index.lookup import Named
from ingest.records import Kind
from tests.invented import document, hit


def asked(text: str) -> ParsedQuestion:
    return ParsedQuestion(text, text, (), False, read_expectation(text), Named((), (), None, False, False))


def draft(title: str, text: str, kind: Kind) -> Draft:
    return whole_passage(hit(document(f"第一条 {text}", title=title, kind=kind)))


LAW = draft("犬只法", "犬证有效期为二年。", Kind.LAW)


@pytest.mark.parametrize(
    ("kind", "remark"),
    [
        (Kind.MINISTRY_RULE, "对象相同的，法律的效力高于部门规章（立法法）。"),
        (Kind.GUIDANCE, "《犬只规定》不是法律依据，以法律、法规、规章的原文为准。"),
        (Kind.PARTY_REGULATION, "两者的效力先后法律没有排定，对象相同而规定不一致的，需请示上级法制部门。"),
        (Kind.LAW, "两者的效力先后法律没有排定，对象相同而规定不一致的，需请示上级法制部门。"),
    ],
)
def test_different_figures_are_set_side_by_side_and_ranked_only_where_the_law_ranks(kind: Kind, remark: str) -> None:
    other = draft("犬只规定", "犬证有效期为三年。", kind)
    said = difference(asked("犬证有效期几年"), (other, LAW))
    assert said is not None
    assert said.startswith("[1]《犬只规定》（") and "与[2]《犬只法》（法律，2021-09-01）规定的数字不同" in said
    assert said.endswith(remark)


def test_equal_figures_one_instrument_or_a_question_without_figures_need_no_remark() -> None:
    same = draft("犬只规定", "犬证有效期为2年。", Kind.MINISTRY_RULE)
    own = draft("犬只法", "犬只免疫有效期为一年。", Kind.LAW)
    other = draft("犬只规定", "犬证有效期为三年。", Kind.MINISTRY_RULE)
    assert difference(asked("犬证有效期几年"), (LAW, same)) is None
    assert difference(asked("犬证有效期几年"), (LAW, own)) is None
    assert difference(asked("怎么办犬证"), (LAW, other)) is None


def test_a_question_that_compares_names_the_sides_even_without_figures() -> None:
    other = draft("犬只规定", "犬只应当束链。", Kind.MINISTRY_RULE)
    assert "出处不同" in (difference(asked("两部规定对束链说法不一样吗"), (LAW, other)) or "")
