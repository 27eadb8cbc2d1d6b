"""Marks that a reader can add up: three rules of multiple choice, and words in any usual spelling."""

from __future__ import annotations

import pytest

from quiz.marking import mark
from quiz.records import Item, ItemType, MultipleScoring, Paper, PaperItem
from tests.quiz.made import cloze, multiple, single, true_false


def paper(*items: Item, scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING, marks: float = 3.0) -> Paper:
    placed = tuple(PaperItem(number, item, 1, marks) for number, item in enumerate(items, start=1))
    return Paper("p", "t", "A", "2026-03-01", "g", 0, scoring, placed)


def points(item: Item, *given: str, scoring: MultipleScoring = MultipleScoring.ALL_OR_NOTHING) -> float:
    return mark(paper(item, scoring=scoring), {1: given}).points


@pytest.mark.parametrize(("given", "worth"), [(("A",), 3.0), (("B",), 0.0), (("A", "B"), 0.0), ((), 0.0)])
def test_single_choice_is_right_or_wrong(given: tuple[str, ...], worth: float) -> None:
    assert points(single(), *given) == worth


RULES = tuple(MultipleScoring)


@pytest.mark.parametrize(
    ("given", "worth"),  # all or nothing, half for part, per option; the key is ABC of ABCD, for 3 marks
    [
        ("ABC", (3.0, 3.0, 3.0)),
        ("CBA", (3.0, 3.0, 3.0)),
        ("AB", (0.0, 1.5, 2.0)),
        ("A", (0.0, 1.5, 1.0)),
        ("ABCD", (0.0, 0.0, 2.0)),
        ("AD", (0.0, 0.0, 0.0)),
        ("D", (0.0, 0.0, 0.0)),
        ("", (0.0, 0.0, 0.0)),
    ],
)
def test_multiple_choice_is_marked_by_the_rule_of_the_paper(given: str, worth: tuple[float, ...]) -> None:
    assert tuple(points(multiple(), *given, scoring=rule) for rule in RULES) == worth


@pytest.mark.parametrize("given", ["错误", "错", "×", "X", "F", "否", "（×）"])
def test_a_judgement_may_be_written_in_any_usual_way(given: str) -> None:
    assert points(true_false(), given) == 3.0
    assert points(true_false(key=("正确",)), given) == 0.0


@pytest.mark.parametrize(
    ("given", "worth"),
    [
        (("二十四", "二名"), 3.0),
        (("２４", "2 名"), 3.0),
        (("24", "两名"), 3.0),
        (("24", ""), 1.5),
        (("", "二名"), 1.5),
        (("二名", "二十四"), 0.0),
        (("12", "三名"), 0.0),
    ],
)
def test_each_blank_is_marked_at_its_place_in_any_spelling(given: tuple[str, ...], worth: float) -> None:
    assert points(cloze(), *given) == worth


def test_members_may_be_named_in_any_order_and_one_twice_counts_once() -> None:
    recall = cloze(type=ItemType.RECALL, key=("饮酒后上岗", "擅自离开岗位", "泄露信息"), accept=())
    assert points(recall, "擅自离开岗位。", "饮酒后 上岗") == 2.0
    assert points(recall, "饮酒后上岗", "饮酒后上岗") == 1.0


def test_a_short_answer_counts_in_every_accepted_spelling() -> None:
    short = cloze(type=ItemType.SHORT, key=("由派出所登记",), accept=("派出所登记",))
    assert [points(short, given) for given in ("由派出所登记。", "派出所登记", "登记")] == [3.0, 3.0, 0.0]


def test_a_paper_adds_up_and_says_what_was_right() -> None:
    marked = mark(
        paper(single(), multiple(), true_false(), scoring=MultipleScoring.HALF_FOR_PART),
        {1: ("A",), 2: ("A", "B"), 3: ("正确",), 9: ("A",)},
    )
    assert [each.points for each in marked.items] == [3.0, 1.5, 0.0]
    assert (marked.points, marked.marks, marked.right) == (4.5, 9.0, 1)


def test_an_option_that_is_not_there_is_wrong() -> None:
    assert points(single(), "Z") == 0.0
