"""What to ask next, and what to ask instead: every question offered is one that the base answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from answer.asking import Asking
from answer.assistant import Assistant
from answer.filters import Filters
from answer.records import Answer, AnswerStatus, Refusal, Turn
from answer.scope import open_scope
from answer.suggestions import suggestions
from index.build import build
from index.encoder import SentenceEncoder
from index.published import open_current
from tests.conftest import ROOT, TinyIndex
from tests.invented import DOGS_OLD

DAY = date(2026, 3, 1)
STATION = "青槐市巡防站管理规定"
DOGS = "青槐市犬只管理办法"
GUIDE_NAME = "走失老人查找"


@pytest.fixture(scope="module")
def assistant(tiny_index: TinyIndex) -> Assistant:
    return tiny_index.assistant


@pytest.fixture
def ask(assistant: Assistant) -> Callable[[str], Answer]:
    return lambda question: assistant.ask(question, today=DAY)


Ask = Callable[[str], Answer]


def test_after_an_article_comes_the_next_one_and_what_its_chapter_says_of_other_matters(ask: Ask) -> None:
    assert ask(f"{STATION}第三条").further == (
        f"《{STATION}》第四条",
        f"《{STATION}》第五条规定的期限是多久？",
        f"《{STATION}》第二条",
    )


def test_after_a_guide_come_its_other_sections(ask: Ask) -> None:
    further = ask("接到老人走失的报警应当问清什么").further
    assert f"{GUIDE_NAME}：查找步骤有哪些？" in further
    assert not any("接报询问" in question for question in further)


def test_after_an_old_text_the_next_article_of_the_same_text(assistant: Assistant) -> None:
    answer = assistant.ask(f"2015年版{DOGS}第二条", today=DAY)
    assert answer.further[0] == f"2015年版《{DOGS}》第三条"
    picked = Filters(documents=frozenset({DOGS_OLD}))
    assert assistant.ask(f"{DOGS}第二条", today=DAY, filters=picked).further[0] == f"《{DOGS}》第三条"


def test_what_was_asked_before_is_not_suggested_again(assistant: Assistant) -> None:
    first = assistant.ask(f"{STATION}第三条", today=DAY)
    history = [Turn(question, "") for question in first.further]
    again = assistant.ask(f"{STATION}第三条", history=history, today=DAY)
    assert first.further
    assert not set(first.further) & set(again.further)


def test_three_at_most_and_each_another(ask: Ask) -> None:
    for question in ("犬证有效期多久？", "巡防员不得有哪些行为？", f"{STATION}第三条", f"{DOGS}第三条、第四条"):
        further = ask(question).further
        assert len(set(further)) == len(further) <= 3
        assert question not in further


def test_a_refusal_suggests_nothing_further_and_an_answer_offers_nothing_instead(ask: Ask) -> None:
    assert ask("中午吃什么好").further == ()
    assert (ask(f"{STATION}第三条").offers, ask(f"{STATION}第三条").refusal) == ((), None)


@pytest.mark.parametrize(
    ("question", "refusal", "offers"),
    [
        (f"{STATION}第九条", Refusal.LACKS_ARTICLE, (f"《{STATION}》第六条",)),
        (f"{STATION}第三条第五款", Refusal.LACKS_ARTICLE, (f"《{STATION}》第三条", f"《{STATION}》第六条")),
        (
            f"2018年版{DOGS}第三条",
            Refusal.LACKS_VERSION,
            (f"《{DOGS}》第三条", f"2015年版《{DOGS}》第三条"),
        ),
        ("青槐市养犬管理办法第三条", Refusal.LACKS_INSTRUMENT, (f"《{DOGS}》第三条", f"《{STATION}》第三条")),
        ("第三条怎么规定的", Refusal.WHICH_INSTRUMENT, (f"《{STATION}》第三条", f"《{DOGS}》第三条")),
        ("刑法第二十条", Refusal.LACKS_INSTRUMENT, ()),
        (
            f"{STATION}第一条到第六条",
            Refusal.UNUSABLE,
            (f"《{STATION}》第一条", f"《{STATION}》第二条", f"《{STATION}》第三条"),
        ),
    ],
)
def test_a_refusal_says_why_and_offers_what_the_base_has(
    question: str, refusal: Refusal, offers: tuple[str, ...], ask: Ask
) -> None:
    answer = ask(question)
    assert (answer.status, answer.refusal) == (AnswerStatus.REFUSED, refusal)
    assert sorted(answer.offers) == sorted(offers)


def test_nothing_typed_is_answered_with_what_a_question_looks_like(ask: Ask) -> None:
    answer = ask("？")
    assert answer.refusal is Refusal.UNUSABLE
    assert "例如“继续盘问最长多久”" in answer.text
    assert len(answer.offers) == 3


def test_nothing_found_offers_one_or_two_tries_near_what_was_found(ask: Ask) -> None:
    answer = ask("中午吃什么好")
    assert answer.refusal is Refusal.NOT_FOUND
    assert 1 <= len(answer.offers) <= 2
    assert all(ask(question).status is AnswerStatus.ANSWERED for question in answer.offers)


def test_over_the_invented_corpus_no_suggestion_is_refused(ask: Ask) -> None:
    asked = {"犬证有效期多久？", "找到老人以后怎么交接", "捡到东西交到巡防站怎么办？"}
    suggested = {question for each in asked for question in ask(each).further}
    assert suggested
    assert {question: ask(question).text for question in suggested if ask(question).refusal} == {}


@pytest.mark.soak
def test_over_the_shipped_corpus_no_suggestion_is_refused(tmp_path: Path, real_encoder: SentenceEncoder) -> None:
    build(ROOT / "corpus", tmp_path, real_encoder, now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    shipped = Assistant(open_current(tmp_path), real_encoder)
    asking = Asking(open_scope(shipped.shelf.lookup, DAY, Filters()))
    suggested = {
        question
        for passage in shipped.shelf.generation.passages
        for question in suggestions([passage.id], [], shipped.shelf, asking)
    }
    assert suggested
    assert [question for question in sorted(suggested) if shipped.ask(question, today=DAY).refusal] == []
