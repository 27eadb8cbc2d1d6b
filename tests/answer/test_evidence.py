"""Evidence of clauses: cosine, rare words and the figure asked for, added up by hand."""

from __future__ import annotations

import pytest

from answer.evidence import COSINE_SCALE, FIGURE, covered, judge, word_rarity
from answer.expectation import read_expectation
from answer.question import ParsedQuestion
from index.config import IndexSettings
from index.lexical import LexicalIndex
from index.lookup import Named
from tests.invented import document, hit

NAMES_NOTHING = Named((), (), None, False, False)


def ask(text: str) -> ParsedQuestion:
    return ParsedQuestion(text, text, (), False, read_expectation(text), NAMES_NOTHING)


@pytest.fixture
def lexical() -> LexicalIndex:
    """Four rows: 犬 stands in two of them, 证 in one."""
    return LexicalIndex.build([["犬"], ["犬", "证"], ["日"], ["日"]], IndexSettings())


def test_rarity_is_the_inverse_document_frequency_of_each_word_once(lexical: LexicalIndex) -> None:
    rarity = word_rarity("犬、证、犬", lexical)
    assert rarity == {"犬": lexical.idf("犬"), "证": lexical.idf("证")}
    assert rarity["证"] > rarity["犬"]


def test_coverage_is_the_share_of_rarity_that_stands_in_the_text() -> None:
    rarity = {"犬": 1.0, "证": 3.0}
    assert covered(rarity, "犬、猫") == 0.25
    assert covered(rarity, "证。") == 0.75
    assert covered(rarity, "犬、证") == 1.0
    assert covered(rarity, "猫") == 0.0


def test_a_question_without_words_covers_nothing() -> None:
    assert covered({}, "犬") == 0.0


def test_the_score_adds_cosine_coverage_and_figure(lexical: LexicalIndex) -> None:
    of = document("第一条 犬、日。证、三日。")
    [judged] = judge(ask("犬、证，几日"), [hit(of, cosines=[0.80, 0.85])], lexical)
    first, second = judged.clauses
    rarity = word_rarity("犬、证，几日", lexical)
    total = sum(rarity.values())
    assert [clause.cosine for clause in judged.clauses] == [0.80, 0.85]
    assert [clause.has_figure for clause in judged.clauses] == [False, True]
    shared = sum(rarity.get(word, 0) for word in ("犬", "日")) / total
    assert first.coverage == pytest.approx(shared)
    assert first.score == pytest.approx(COSINE_SCALE * 0.80 + shared)
    assert second.score == pytest.approx(COSINE_SCALE * 0.85 + second.coverage + FIGURE)
    assert judged.best is second


def test_an_item_is_judged_together_with_its_lead(lexical: LexicalIndex) -> None:
    of = document("第一条 犬应当有：\n（一）证；\n（二）链。")
    [judged] = judge(ask("犬、证"), [hit(of)], lexical)
    assert [round(clause.coverage, 2) for clause in judged.clauses][1] == 1.0
    assert judged.clauses[2].coverage == judged.clauses[0].coverage < 1


def test_every_figure_counts_where_none_is_asked_for(lexical: LexicalIndex) -> None:
    [judged] = judge(ask("犬、证"), [hit(document("第一条 犬、猫。"))], lexical)
    assert judged.clauses[0].has_figure


def test_evidence_stands_in_the_order_of_the_hits(lexical: LexicalIndex) -> None:
    of = document("第一条 犬。\n第二条 证。")
    hits = [hit(of, 1), hit(of, 0)]
    assert [entry.hit for entry in judge(ask("犬"), hits, lexical)] == hits
