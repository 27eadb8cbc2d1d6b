"""Figures of one reply and their fold, worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from answer.records import OtherPlace
from eval.metrics import Scores, figures, fold, is_right, quantile, score, summarise
from tests.eval.made import answer, entry, gold

FIRST, SECOND, THIRD = range(3)


@pytest.mark.parametrize(
    ("found", "rank", "at_1", "mrr"),
    [
        ([FIRST, SECOND, THIRD], 1, 1.0, 1.0),
        ([SECOND, FIRST, THIRD], 2, 0.0, 0.5),
        ([SECOND, THIRD, FIRST], 3, 0.0, 1 / 3),
    ],
)
def test_the_rank_of_the_first_gold_passage_decides(found: list[int], rank: int, at_1: float, mrr: float) -> None:
    scores = score(gold(entry(FIRST)), answer(found))
    assert (scores.first_rank, scores.hit_at_1, scores.hit_at_5, scores.hit_at_10) == (rank, at_1, 1.0, 1.0)
    assert scores.mrr_at_10 == pytest.approx(mrr)


def test_a_gold_passage_far_down_counts_where_it_is_still_counted() -> None:
    sixth = score(gold(entry(FIRST)), answer([SECOND] * 5 + [FIRST]))
    assert (sixth.hit_at_5, sixth.hit_at_10, sixth.mrr_at_10) == (0.0, 1.0, pytest.approx(1 / 6))
    eleventh = score(gold(entry(FIRST)), answer([SECOND] * 10 + [FIRST]))
    assert (eleventh.first_rank, eleventh.hit_at_10, eleventh.mrr_at_10) == (None, 0.0, 0.0)


def test_a_question_without_hits_counts_zero() -> None:
    scores = score(gold(entry(FIRST), points=["养犬"]), answer())
    assert scores.first_rank is None
    given = (scores.hit_at_1, scores.hit_at_10, scores.mrr_at_10, scores.ndcg_at_10, scores.recall_at_10)
    assert (*given, scores.cites_gold, scores.cited_parts, scores.citation_precision, scores.key_points) == (0.0,) * 9


def test_recall_and_cited_parts_count_what_is_needed() -> None:
    both = gold(entry(FIRST), entry(SECOND), needs_all=True)
    scores = score(both, answer([FIRST, SECOND], [FIRST]))
    assert (scores.recall_at_10, scores.cites_gold, scores.cited_parts) == (1.0, 1.0, 0.5)
    either = gold(entry(FIRST), entry(SECOND))
    assert score(either, answer([SECOND], [SECOND])).cited_parts == 1.0


def test_one_alternative_of_a_part_suffices() -> None:
    parts = gold(entry(FIRST, part=1), entry(SECOND, part=1), entry(THIRD, part=2), needs_all=True)
    scores = score(parts, answer([SECOND, THIRD], [SECOND]))
    assert (scores.recall_at_10, scores.cited_parts) == (1.0, 0.5)


def test_a_citation_that_names_the_gold_document_as_another_place_of_its_words_counts() -> None:
    reply = answer([], [SECOND])
    passage = answer([], [FIRST]).citations[0]
    elsewhere = replace(passage, doc="别处.md", also_in=(OtherPlace(passage.doc, "《甲办法》"),))
    assert score(gold(entry(FIRST)), reply).cites_gold == 0.0
    assert score(gold(entry(FIRST)), replace(reply, citations=(elsewhere,))).cites_gold == 1.0


def test_precision_is_the_share_of_citations_that_are_gold() -> None:
    scores = score(gold(entry(FIRST)), answer([FIRST], [FIRST, SECOND, THIRD]))
    assert scores.citation_precision == pytest.approx(1 / 3)


def test_key_points_are_looked_for_in_the_statements() -> None:
    reply = answer([FIRST], [FIRST, SECOND])  # “养犬应当办证。” and “犬证二年有效。”
    assert score(gold(entry(FIRST), points=["应当办证", "三年"]), reply).key_points == 0.5
    assert score(gold(entry(FIRST), points=["犬证，二年"]), reply).key_points == 1.0
    assert score(gold(entry(FIRST)), reply).key_points is None


def test_length_is_that_of_the_statements() -> None:
    assert score(gold(entry(FIRST)), answer([FIRST], [FIRST, SECOND])).length == 7 + 7


def test_a_question_without_an_answer_has_no_figures_but_whether_it_was_refused() -> None:
    for refused in (True, False):
        scores = score(gold(), answer([FIRST], refused=refused))
        assert (scores.answerable, scores.refused) == (False, refused)
        assert {scores.first_rank, scores.hit_at_1, scores.cites_gold, scores.key_points} == {None}


def test_a_refused_question_is_still_judged_by_what_was_found() -> None:
    scores = score(gold(entry(FIRST)), answer([FIRST], refused=True))
    assert (scores.refused, scores.hit_at_1, scores.cites_gold) == (True, 1.0, 0.0)


@pytest.fixture
def four() -> list[Scores]:
    """Found first and cited; found second and refused; no answer and refused; no answer and answered."""
    return [
        score(gold(entry(FIRST), points=["办证"]), answer([FIRST], [FIRST], elapsed_ms=10)),
        score(gold(entry(FIRST)), answer([SECOND, FIRST], refused=True, elapsed_ms=20)),
        score(gold(), answer([FIRST], refused=True, elapsed_ms=30)),
        score(gold(), answer([FIRST], [FIRST, SECOND], elapsed_ms=40)),
    ]


def test_means_are_over_questions_that_have_an_answer(four: list[Scores]) -> None:
    summary = summarise(four)
    assert (summary.questions, summary.answerable) == (4, 2)
    assert (summary.hit_at_1, summary.hit_at_5, summary.mrr_at_10) == (0.5, 1.0, 0.75)
    assert (summary.cites_gold, summary.cited_parts, summary.citation_precision) == (0.5, 0.5, 0.5)


def test_a_question_without_key_points_does_not_lower_their_mean(four: list[Scores]) -> None:
    assert summarise(four).key_points == 1.0


def test_refusals_are_counted_by_whether_they_were_right(four: list[Scores]) -> None:
    summary = summarise(four)
    assert (summary.refused_rightly, summary.refused_wrongly) == (1, 1)


def test_lengths_are_of_answers_given(four: list[Scores]) -> None:
    assert summarise(four).length_p50 == 7  # 7 and 14; the refused ones do not count
    assert summarise(four).length_over_300 == 0.0
    assert summarise([replace(four[0], length=301), four[0]]).length_over_300 == 0.5


def test_latency_is_over_all_questions(four: list[Scores]) -> None:
    assert (summarise(four).elapsed_p50, summarise(four).elapsed_p95) == (20, 40)


def test_no_questions_give_zeros() -> None:
    summary = summarise([])
    assert (summary.questions, summary.hit_at_1, summary.elapsed_p95, summary.length_over_300) == (0, 0.0, 0.0, 0.0)


def test_parts_grade_the_gain_of_the_hits() -> None:
    both = gold(entry(FIRST), entry(SECOND), needs_all=True)
    assert score(both, answer([FIRST, THIRD, SECOND])).ndcg_at_10 == pytest.approx(1.5 / (1 + 1 / math.log2(3)))
    assert score(gold(entry(FIRST)), answer([SECOND, FIRST])).ndcg_at_10 == pytest.approx(1 / math.log2(3))


def test_a_reply_is_right_when_it_cites_gold_or_rightly_refuses(four: list[Scores]) -> None:
    assert [is_right(each) for each in four] == [True, False, True, False]


def test_a_question_has_the_figures_of_its_sort(four: list[Scores]) -> None:
    assert figures(four[2]) == {"refused_rightly": 1.0}
    assert "key_points" in figures(four[0])
    assert "key_points" not in figures(four[1])
    assert (figures(four[0])["answered_rightly"], figures(four[1])["answered_rightly"]) == (1.0, 0.0)


def test_figures_are_folded_over_the_questions_that_have_them(four: list[Scores]) -> None:
    folded = fold(four)
    assert (folded["mrr_at_10"], folded["key_points"], folded["refused_rightly"]) == ([1.0, 0.5], [1.0], [1.0, 0.0])


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 10), (0.95, 19), (0.951, 20), (1.0, 20), (0.05, 1), (0.051, 2), (0.0, 1)]
)
def test_a_quantile_is_the_smallest_value_that_enough_do_not_exceed(share: float, expected: float) -> None:
    assert quantile(range(20, 0, -1), share) == expected


def test_the_quantile_of_one_value_is_that_value_and_of_none_is_zero() -> None:
    assert (quantile([7], 0.5), quantile([7], 0.95), quantile([], 0.5)) == (7, 7, 0.0)
