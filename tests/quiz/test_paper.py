"""Papers: frozen, in the order of Chinese papers, the same for a seed, and the key follows the options."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.errors import QuizError
from quiz.paper import Chosen, Heading, make_paper, sections, total
from quiz.records import Item, MultipleScoring
from tests.quiz.made import cloze, multiple, single, true_false

HEADING = Heading("三月测验", "2026-03-01", "g1", MultipleScoring.HALF_FOR_PART)
ITEMS = [true_false(), cloze(), *(single(f"i{n}") for n in range(8)), multiple()]
CHOSEN = [Chosen(item, 1, 2.0) for item in ITEMS]


def key_texts(item: Item) -> set[str]:
    return {option.text for option in item.options if option.id in item.key}


def test_sections_follow_the_order_of_chinese_papers_and_know_their_marks() -> None:
    paper = make_paper(CHOSEN, HEADING)
    assert [(section.title, len(section.items), section.marks) for section in sections(paper)] == [
        ("单项选择题", 8, 16.0),
        ("多项选择题", 1, 2.0),
        ("判断题", 1, 2.0),
        ("填空题", 1, 2.0),
    ]
    assert total(paper.items) == 22.0
    assert [each.number for each in paper.items] == list(range(1, 12))


def test_equal_input_gives_an_equal_paper_whatever_order_it_came_in() -> None:
    assert make_paper(CHOSEN, HEADING, seed=7) == make_paper(CHOSEN[::-1], HEADING, seed=7)


def test_variants_hold_the_same_items_in_another_order_with_other_letters() -> None:
    a, b = (make_paper(CHOSEN, HEADING, variant=variant, seed=7) for variant in "AB")
    assert sorted(each.item.id for each in a.items) == sorted(each.item.id for each in b.items)
    assert [each.item.id for each in a.items] != [each.item.id for each in b.items]
    by_id = {each.item.id: each.item for each in b.items}
    assert any(each.item.key != by_id[each.item.id].key for each in a.items)
    assert a.id != b.id


@pytest.mark.parametrize("seed", range(6))
def test_the_letters_of_the_key_follow_the_options(seed: int) -> None:
    for each in make_paper(CHOSEN, HEADING, seed=seed).items:
        item = each.item
        original = next(made for made in ITEMS if made.id == item.id)
        assert key_texts(item) == key_texts(original)
        assert [option.id for option in item.options] == list("ABCD")[: len(item.options)]
        assert all(option.is_key == (option.id in item.key) for option in item.options)
        assert list(item.key) == sorted(item.key) or not item.options


@pytest.mark.parametrize(
    ("explanation", "told"),
    [
        ("因此应选{A}。", "A"),
        ("{A}项正确，{B}、{C}两项错误。", "ABC"),
        ("答案：{A}", "A"),
        ("{A}{B}项均在所列之中；{C}、{D}项不在其中。", "ABCD"),
        ("选{A}。持D类证件的除外，见附件A。", "A"),
    ],
)
def test_letters_in_explanations_follow_the_options(explanation: str, told: str) -> None:
    original = single()
    item = replace(original, explanation=explanation.format(**{letter: letter for letter in "ABCD"}))
    orders = set()
    for seed in range(6):
        (each,) = make_paper([Chosen(item, 1, 1.0)], HEADING, seed=seed).items
        new = {old.id: now.id for old in original.options for now in each.item.options if old.text == now.text}
        groups = [told] if explanation.startswith("因") or len(told) == 1 else []
        if groups:
            assert each.item.explanation == explanation.format(**new)
        else:
            assert sorted(each.item.explanation) == sorted(explanation.format(**new))
        orders.add(tuple(option.text for option in each.item.options))
    assert len(orders) > 1


def test_letters_of_one_run_stand_in_order_again() -> None:
    item = multiple(explanation="ABC项均在所列之中；D项不在其中。")
    for seed in range(6):
        (each,) = make_paper([Chosen(item, 1, 1.0)], HEADING, seed=seed).items
        (wrong,) = {"A", "B", "C", "D"} - set(each.item.key)
        assert each.item.explanation == f"{''.join(each.item.key)}项均在所列之中；{wrong}项不在其中。"


def test_options_stay_where_the_explanation_counts_them() -> None:
    item = single(explanation="第一个选项正确，后三个选项与条文不符。")
    for seed in range(6):
        (each,) = make_paper([Chosen(item, 1, 1.0)], HEADING, seed=seed).items
        assert each.item == item


@pytest.mark.parametrize("text", ["以上都是", "以上都不正确", "上述各项均正确", "A和B都对", "前三项均对"])
def test_options_stay_where_one_of_them_speaks_of_the_others(text: str) -> None:
    item = single()
    item = replace(item, options=(*item.options[:3], replace(item.options[3], text=text)))
    (each,) = make_paper([Chosen(item, 1, 1.0)], HEADING, seed=3).items
    assert each.item == item


def test_an_option_that_only_uses_a_letter_does_not_hold_the_others() -> None:
    item = single(explanation="A类驾驶证，见《规定》第五条。")
    orders = {
        tuple(o.text for o in make_paper([Chosen(item, 1, 1.0)], HEADING, seed=s).items[0].item.options)
        for s in range(8)
    }
    assert len(orders) > 1


def test_another_revision_or_other_marks_make_another_paper() -> None:
    ids = {make_paper([Chosen(single(), rev, marks)], HEADING).id for rev, marks in ((1, 1.0), (2, 1.0), (1, 2.0))}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([], "没有题目"),
        ([CHOSEN[0], CHOSEN[0]], "t1 在同一份试卷里出现两次"),
        ([Chosen(single(), 1, 0.0)], "分值应大于 0"),
        ([Chosen(single(), 1, float("nan"))], "分值应大于 0"),
    ],
)
def test_what_makes_no_paper_is_refused(chosen: list[Chosen], words: str) -> None:
    with pytest.raises(QuizError, match=words):
        make_paper(chosen, HEADING)
