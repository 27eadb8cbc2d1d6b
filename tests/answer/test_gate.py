"""The gate: what it looks at, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import pytest

from answer.evidence import ClauseEvidence, Evidence
from answer.expectation import read_expectation
from answer.gate import (
    HIGH,
    INTERCEPT,
    LOOKED_AT,
    MEDIUM,
    NOTHING,
    REFUSE_BELOW,
    SHORT,
    UNASKED_INTERCEPT,
    UNASKED_WEIGHTS,
    WEIGHTS,
    Features,
    answerable,
    confidence,
    lacks_what_is_asked,
    read_features,
)
from answer.question import ParsedQuestion
from answer.records import Confidence
from index.lookup import Named
from ingest.clauses import Clause
from tests.invented import document, hit


def asked(text: str) -> ParsedQuestion:
    return ParsedQuestion(text, text, (), False, read_expectation(text), Named((), (), None, False, False))


def evidence(*cosines: float, figure: bool = True) -> Evidence:
    """A hit of the article 养犬应当办证 whose clauses have these cosines, and hold the figure asked for or not."""
    return Evidence(
        hit(document()),
        tuple(ClauseEvidence(Clause(0, 1), cosine, 0.0, figure, cosine) for cosine in cosines),
    )


def seen(question: str, *found: Evidence) -> Features:
    return read_features(asked(question), found)


def test_the_nearest_clause_of_the_first_passage_counts() -> None:
    assert seen("办证", evidence(0.50, 0.60, 0.10), evidence(0.58)).nearest == 0.60
    assert seen("办证", evidence(0.50, 0.10), evidence(0.58)).nearest == 0.50


def test_the_nearest_question_that_the_first_passage_is_known_to_answer_counts() -> None:
    first = evidence(0.50)
    near = replace(first, hit=replace(first.hit, known=0.71))
    assert seen("办证", near, first).known == 0.71
    assert seen("办证", first, near).known is None
    assert answerable(seen("办证", near)) > answerable(replace(seen("办证", near), known=0.3))


def test_a_passage_that_nobody_has_asked_about_is_judged_without_known_questions() -> None:
    features = seen("办证", evidence(0.80))
    logit = UNASKED_INTERCEPT + UNASKED_WEIGHTS["nearest"] * 0.80 + UNASKED_WEIGHTS["length"] * log(SHORT)
    assert answerable(features) == pytest.approx(1 / (1 + exp(-logit)))


def test_passages_far_down_are_not_looked_at() -> None:
    far = [evidence(0.45, figure=False)] * LOOKED_AT
    assert seen("几日办证", *far, evidence(0.45)).figure_gap == seen("几日办证", *far).figure_gap == pytest.approx(0.12)


def test_a_nearer_clause_without_the_figure_opens_a_gap() -> None:
    features = seen("几日办证", evidence(0.60, figure=False), evidence(0.55))
    assert features.asks_figure and features.figure_gap == pytest.approx(0.05)
    assert seen("几日办证", evidence(0.60, figure=False)).figure_gap == pytest.approx(0.12)
    assert seen("怎么办证", evidence(0.60, figure=False)).figure_gap == 0


def test_a_question_counts_by_its_length_and_by_whether_it_is_put_in_everyday_words() -> None:
    features = seen("怎么办证", evidence(0.6))
    assert not features.everyday
    assert read_features(replace(asked("小偷"), also=("盗窃",)), [evidence(0.6)]).everyday
    assert features.length == seen("怎么办证" * 4, evidence(0.6)).length == pytest.approx(log(SHORT))
    assert seen("怎么办证" * 10, evidence(0.6)).length == pytest.approx(log(40))


def test_a_search_that_found_nothing_is_refused() -> None:
    assert read_features(asked("办证"), ()) == NOTHING
    assert answerable(NOTHING) < REFUSE_BELOW


@pytest.mark.parametrize(
    ("known", "intercept", "weights"), [(0.0, INTERCEPT, WEIGHTS), (None, UNASKED_INTERCEPT, UNASKED_WEIGHTS)]
)
def test_the_probability_is_logistic_in_the_features(
    known: float | None, intercept: float, weights: dict[str, float]
) -> None:
    at = replace(NOTHING, nearest=-intercept / weights["nearest"], known=known)  # where both sides weigh the same
    assert answerable(at) == pytest.approx(0.5)
    assert answerable(replace(at, asks_figure=True)) == pytest.approx(1 / (1 + exp(-weights["asks_figure"])))
    assert answerable(replace(at, length=2.0)) == pytest.approx(1 / (1 + exp(-2 * weights["length"])))


def test_nearness_speaks_for_an_answer_and_a_lacking_figure_against_it() -> None:
    near = replace(NOTHING, nearest=0.6, length=3.0)
    assert answerable(near) > answerable(replace(near, nearest=0.4))
    assert answerable(replace(near, figure_gap=0.12, asks_figure=True)) < answerable(near)


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, Confidence.HIGH),
        (HIGH, Confidence.HIGH),
        (HIGH - 0.01, Confidence.MEDIUM),
        (MEDIUM, Confidence.MEDIUM),
        (MEDIUM - 0.01, Confidence.LOW),
        (0.0, Confidence.LOW),
    ],
)
def test_confidence_is_said_in_three_words(probability: float, word: Confidence) -> None:
    assert confidence(probability) is word


def test_where_nothing_found_holds_the_figure_asked_for_nothing_near_answers() -> None:
    assert lacks_what_is_asked(asked("几日办证"), [evidence(0.99, figure=False)] * LOOKED_AT)
    assert not lacks_what_is_asked(asked("几日办证"), [evidence(0.99, figure=False), evidence(0.10)])
    assert lacks_what_is_asked(
        asked("几日办证"), [evidence(0.99, figure=False)] * LOOKED_AT + [evidence(0.98)]
    )  # far down
    assert not lacks_what_is_asked(asked("怎么办证"), [evidence(0.1)])


def saying(text: str, document_id: str = "a") -> Evidence:
    found = evidence(0.5)
    passage = replace(found.hit.passage, text=text, document_id=document_id)
    return replace(found, hit=replace(found.hit, passage=passage))


def test_the_third_point_must_be_in_the_document_that_names_the_points() -> None:
    question = asked("养犬要记住三点，第三点是什么？")
    first = saying("要记住三点：一要办证，二要牵绳")
    assert lacks_what_is_asked(question, [first])
    assert lacks_what_is_asked(question, [first, saying("三要巡逻", "b")])
    assert not lacks_what_is_asked(question, [first, saying("三要清便", "a")])


def test_those_besides_the_first_point_and_the_first_two_must_be_there_too() -> None:
    first = saying("要记住三点：一要办证")
    assert lacks_what_is_asked(asked("除了办证，另外两点是什么？"), [first])
    assert not lacks_what_is_asked(asked("除了办证，另外两点是什么？"), [saying("一要办证，二要牵绳")])
    assert lacks_what_is_asked(asked("前两点讲什么？"), [first])


def test_an_article_that_orders_without_a_reason_does_not_say_why() -> None:
    ruled = saying("第一条 养犬应当办证。")
    ruled = replace(ruled, hit=replace(ruled.hit, passage=replace(ruled.hit.passage, article="第一条")))
    assert lacks_what_is_asked(asked("为什么养犬要办证"), [ruled])
    assert not lacks_what_is_asked(asked("养犬要不要办证"), [ruled])
    essay = replace(ruled, hit=replace(ruled.hit, passage=replace(ruled.hit.passage, article=None)))
    assert not lacks_what_is_asked(asked("为什么养犬要办证"), [essay])
    aim = replace(ruled.hit.passage, text="第一条 为了防止伤人，养犬应当办证。")
    assert not lacks_what_is_asked(asked("为什么养犬要办证"), [replace(ruled, hit=replace(ruled.hit, passage=aim))])


def test_a_name_of_two_numbers_must_be_explained_in_one_document() -> None:
    question = asked("“两看三问”各指什么")
    assert lacks_what_is_asked(question, [saying("做到“两看三问”")])
    assert not lacks_what_is_asked(question, [saying("做到“两看三问”"), saying("看灯看门，问人问事问犬", "b")])
