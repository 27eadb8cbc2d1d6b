"""Blueprints: what is asked for is chosen, what the bank cannot give is reported, no fact is asked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.bank import Entry
from quiz.blueprint import AtLeast, Blueprint, Cell, Scope, solve, tell_each_other
from quiz.records import Difficulty, Item, ItemType, Status
from tests.quiz.made import multiple, single, source, true_false


def fact(passage: str, key: str = "三日", *, instrument: str = "甲规定") -> dict[str, object]:
    """Changes that give an item a passage of its own."""
    return {"sources": (source("应当三日内登记、五日内移交。", key, passage_id=passage, instrument=instrument),)}


def entry(item: Item, status: Status = Status.APPROVED) -> Entry:
    return Entry(item, 1, status, True)


def numbers(count: int, *, instrument: str = "甲规定", first: int = 0, **changes: object) -> list[Entry]:
    return [
        entry(single(f"{instrument}{n}", **fact(f"{instrument}p{n}", instrument=instrument), **changes))
        for n in range(first, first + count)
    ]


def cell(count: int, *types: ItemType, marks: float = 2.0, **scope: object) -> Cell:
    return Cell("第 2 行", Scope(types=types, **scope), count, marks)  # type: ignore[arg-type]


def ids(blueprint: Blueprint, entries: list[Entry], **options: object) -> list[str]:
    return [chosen.item.id for chosen in solve(blueprint, entries, **options).chosen]  # type: ignore[arg-type]


def test_a_cell_takes_its_number_of_items_with_its_marks() -> None:
    solution = solve(Blueprint((cell(3, ItemType.NUMBER),)), [*numbers(5), entry(true_false())])
    assert [(chosen.item.type, chosen.marks) for chosen in solution.chosen] == [(ItemType.NUMBER, 2.0)] * 3
    assert solution.unmet == ()


def test_the_choice_is_the_same_for_a_seed_and_another_for_another() -> None:
    blueprint = Blueprint((cell(5, ItemType.NUMBER),))
    assert ids(blueprint, numbers(30), seed=1) == ids(blueprint, numbers(30)[::-1], seed=1)
    assert ids(blueprint, numbers(30), seed=1) != ids(blueprint, numbers(30), seed=2)


@pytest.mark.parametrize(
    ("status", "usual", "with_drafts"),
    [
        (Status.APPROVED, 1, 1),
        (Status.DRAFT, 0, 1),
        (Status.IN_REVIEW, 0, 1),
        (Status.STALE, 0, 0),
        (Status.RETIRED, 0, 0),
    ],
)
def test_only_approved_items_are_taken_and_drafts_if_asked(status: Status, usual: int, with_drafts: int) -> None:
    blueprint = Blueprint((cell(1),))
    found = [len(ids(blueprint, [entry(single(), status)], drafts=drafts)) for drafts in (False, True)]
    assert found == [usual, with_drafts]


def test_what_the_bank_cannot_give_is_reported() -> None:
    solution = solve(Blueprint((cell(4, ItemType.NUMBER),)), numbers(3))
    assert len(solution.chosen) == 3
    assert [(unmet.name, unmet.wanted, unmet.found) for unmet in solution.unmet] == [("第 2 行", 4, 3)]
    assert solution.unmet[0].reason.startswith("第 2 行：要 4 题，只能选出 3 题（符合条件的可用题 3 题")


def test_two_items_of_one_fact_are_never_on_one_paper() -> None:
    twins = [entry(single("a", **fact("p1"))), entry(true_false("b", **fact("p1")))]
    assert len(ids(Blueprint((cell(2),)), twins)) == 1


def test_an_item_that_shows_the_key_of_another_tells_it() -> None:
    one = single("a", **fact("p1", "三日"))
    assert tell_each_other(one, single("b", **fact("p1", "五日")))  # in the same sentence
    assert tell_each_other(one, single("d", **fact("p1", "")))  # the whole quote is its key
    assert not tell_each_other(one, single("e", **fact("p2", "三日")))
    assert not tell_each_other(single(sources=()), single(sources=()))


def test_other_sentences_of_the_same_passage_tell_nothing() -> None:
    first, second = source("应当三日内登记。", "三日"), source("五日内移交。", "五日")
    moved = replace(second, spans=((20, 26),), key_spans=((20, 22),))
    assert not tell_each_other(single("a", sources=(first,)), single("b", sources=(moved,)))


def test_an_item_of_a_wide_cell_makes_room_for_a_narrow_one() -> None:
    easy, hard = numbers(2), numbers(2, first=2, difficulty=Difficulty.HARD)
    wide, narrow = cell(2, ItemType.NUMBER), cell(2, difficulties=(Difficulty.HARD,))
    for seed in range(5):
        assert solve(Blueprint((wide, narrow)), easy + hard, seed=seed).unmet == ()


def test_an_item_of_the_same_fact_is_exchanged_where_it_stands_in_the_way() -> None:
    # The only judgement asks for the fact of number 0; two other numbers can stand for that one.
    entries = [*numbers(3), entry(true_false("t", **fact("甲规定p0")))]
    blueprint = Blueprint((cell(2, ItemType.NUMBER), cell(1, ItemType.TRUE_FALSE)))
    for seed in range(5):
        solution = solve(blueprint, entries, seed=seed)
        assert solution.unmet == ()
        assert "甲规定0" not in [chosen.item.id for chosen in solution.chosen]


def test_topics_documents_and_difficulty_limit_a_cell() -> None:
    entries = [*numbers(3), *numbers(3, instrument="乙办法", topic="第三章 罚则")]
    assert ids(Blueprint((cell(3, documents=("乙办法",)),)), entries) == ids(
        Blueprint((cell(3, topics=("罚则",)),)), entries
    )
    assert ids(Blueprint((cell(3, difficulties=(Difficulty.HARD,)),)), entries) == []


def test_a_share_of_marks_is_reached_by_exchange() -> None:
    rule = AtLeast("第 3 行", Scope(documents=("乙办法",)), 0.6)
    entries = [*numbers(40), *numbers(6, instrument="乙办法")]
    for seed in range(5):
        solution = solve(Blueprint((cell(10),), (rule,)), entries, seed=seed)
        assert solution.unmet == ()
        assert sum(chosen.item.id.startswith("乙") for chosen in solution.chosen) >= 6


def test_two_shares_that_compete_are_both_reached_where_they_can_be() -> None:
    rules = tuple(AtLeast(name, Scope(documents=(name,)), 0.5) for name in ("甲规定", "乙办法"))
    solution = solve(Blueprint((cell(10),), rules), [*numbers(40), *numbers(40, instrument="乙办法")], seed=3)
    assert solution.unmet == ()


def test_a_share_that_cannot_be_reached_is_reported() -> None:
    rule = AtLeast("第 3 行", Scope(documents=("乙办法",)), 0.6)
    solution = solve(Blueprint((cell(10),), (rule,)), [*numbers(40), *numbers(5, instrument="乙办法")])
    assert [(unmet.name, unmet.wanted, unmet.found) for unmet in solution.unmet] == [("第 3 行", 0.6, 0.5)]
    assert "应占总分至少 60%，实际只有 50.0%" in solution.unmet[0].reason


def test_an_empty_bank_leaves_everything_unmet() -> None:
    solution = solve(Blueprint((cell(2),), (AtLeast("第 3 行", Scope(), 0.5),)), [])
    assert (solution.chosen, len(solution.unmet)) == ((), 2)


def test_multiple_choice_and_single_choice_fill_their_own_cells() -> None:
    blueprint = Blueprint((cell(1, ItemType.LIST, marks=4.0), cell(1, ItemType.NUMBER, marks=1.0)))
    solution = solve(blueprint, [entry(multiple()), entry(single())])
    assert [(chosen.item.id, chosen.marks) for chosen in solution.chosen] == [("m1", 4.0), ("i1", 1.0)]
