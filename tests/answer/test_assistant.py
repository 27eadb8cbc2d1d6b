"""Questions to the invented corpus with the default model: everything quoted is in the source, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from answer.assistant import Assistant, open_assistant
from answer.records import Answer, AnswerStatus, Confidence, Turn
from answer.wire import to_json
from index.build import build
from index.encoder import SentenceEncoder
from index.errors import NoGeneration, WrongModel
from index.published import open_current
from ingest.standing import Standing
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD, GUIDE, RULES, write_corpus
from tests.stand_in import WordCountEncoder

DAY = date(2026, 3, 1)
STATION = "青槐市巡防站管理规定"
DOGS = "青槐市犬只管理办法"
QUESTIONS = (
    "犬证有效期多久？",
    "遛狗不牵绳怎么罚？",
    "巡防员不得有哪些行为？",
    "捡到东西交到巡防站怎么办？",
    "走失老人的查找有哪些步骤？",
    "接到老人走失的报警应当问清什么",
    "巡逻记录保存多少天",
    "巡防员可以带枪吗",
    f"{STATION}第三条",
    f"{STATION}第三条第二款",
    f"{STATION}第四条第（二）项",
    f"{DOGS}第三条、第四条和{STATION}第五条",
    f"2015年版{DOGS}第三条",
    "中午吃什么好",
    f"{STATION}第九条",
)


@pytest.fixture(scope="module")
def assistant(tiny_index: TinyIndex) -> Assistant:
    return tiny_index.assistant


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {question: assistant.ask(question, today=DAY) for question in QUESTIONS}


def test_most_of_these_questions_are_answered(answers: dict[str, Answer]) -> None:
    refused = {question for question, answer in answers.items() if answer.status is AnswerStatus.REFUSED}
    assert refused == {"中午吃什么好", f"{STATION}第九条"}


def test_every_span_is_a_stretch_of_its_passage_and_of_its_document(
    answers: dict[str, Answer], tiny_index: TinyIndex
) -> None:
    passages = {passage.id: passage for passage in tiny_index.generation.passages}
    for answer in answers.values():
        for statement in answer.statements:
            quoted = []
            for span in statement.spans:
                passage = passages[span.passage_id]
                assert 0 <= span.start < span.end <= len(passage.text)
                document = tiny_index.generation.documents[passage.document_id]
                in_passage = passage.text[span.start : span.end]
                assert document.text[passage.start + span.start : passage.start + span.end] == in_passage
                quoted.append(in_passage)
            assert statement.text == "……".join(quoted)


def test_spans_of_a_statement_run_forwards_and_do_not_touch(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        for statement in answer.statements:
            for one, other in zip(statement.spans, statement.spans[1:], strict=False):
                assert one.end < other.start


def test_every_statement_has_a_citation_that_quotes_it(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        citations = {citation.n: citation for citation in answer.citations}
        assert [statement.citations for statement in answer.statements] == [(n,) for n in citations]
        for statement in answer.statements:
            assert citations[statement.citations[0]].quote == statement.text


def test_the_text_is_the_statements_with_their_numbers(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        if answer.status is AnswerStatus.ANSWERED:
            assert answer.text == "\n".join(f"{s.text}[{n}]" for n, s in enumerate(answer.statements, start=1))
            assert 1 <= len(answer.statements) <= 4


def test_a_refusal_quotes_nothing(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        if answer.status is AnswerStatus.REFUSED:
            assert (answer.statements, answer.citations) == ((), ())
            assert answer.confidence is Confidence.LOW


def test_an_answer_says_what_was_asked_and_of_which_generation(
    answers: dict[str, Answer], tiny_index: TinyIndex
) -> None:
    for question, answer in answers.items():
        assert answer.question == question
        assert answer.generation == tiny_index.generation.manifest.id
        assert answer.elapsed_ms > 0


def test_a_paragraph_that_the_article_lacks_is_refused_by_number(assistant: Assistant) -> None:
    answer = assistant.ask(f"{STATION}第三条第五款", today=DAY)
    assert answer.status is AnswerStatus.REFUSED
    assert "第三条没有第五款" in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("？！。，", "没有读到问题"),
        ("", "没有读到问题"),
        ("问" * 501, "问题最多 500 字，现有 501 字"),
        (f"{STATION}第一条到第六条", "一次最多查看 4 条"),
        ("第九十九条", "都没有第九十九条"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(question: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(question, today=DAY)
    assert answer.status is AnswerStatus.REFUSED
    assert said in answer.text


def test_a_looked_up_article_is_followed_by_what_a_search_finds(answers: dict[str, Answer]) -> None:
    hits = answers[f"{STATION}第三条"].hits
    assert len(hits) == 10
    assert len({hit.passage.id for hit in hits}) == 10


def test_a_text_that_has_not_begun_is_not_quoted_in_place_of_the_one_in_force(assistant: Assistant) -> None:
    before, after = (assistant.ask(f"{DOGS}第三条", today=day) for day in (date(2021, 10, 1), date(2021, 11, 1)))
    assert "处五十元罚款" in before.text
    assert "处二百元罚款" in after.text


@pytest.mark.parametrize(
    ("question", "source", "quote"),
    [
        ("犬证有效期多久？", DOGS_NEW, "养犬应当到派出所办理犬证，犬证有效期为二年，不收取管理费。"),
        ("捡到东西交到巡防站怎么办？", RULES, "群众遗失的物品送到巡防站的，应当登记，三日内移交派出所。"),
        ("巡逻记录保存多少天", RULES, "夜间巡逻每两小时进行一次，巡逻记录保存六十日。"),
        (
            "巡防员不得有哪些行为？",
            RULES,
            "巡防员不得有下列行为：\n（一）饮酒后上岗；\n（二）擅自离开岗位；\n（三）泄露群众个人信息。",
        ),
        (
            "走失老人的查找有哪些步骤？",
            GUIDE,
            "1. 立即调取走失地点周边的视频，确定老人离开的方向。\n2. 通知巡逻民警和社区网格员在一公里范围内寻找。\n"
            "3. 联系救助站和医院，核对近期接收的无名人员。",
        ),
    ],
)
def test_a_question_in_plain_words_is_answered_first_with_the_sentence_that_decides(
    question: str, source: str, quote: str, answers: dict[str, Answer]
) -> None:
    first = answers[question].citations[0]
    assert (first.doc, first.quote) == (source, quote)


def test_an_article_asked_for_is_quoted_whole(answers: dict[str, Answer]) -> None:
    answer = answers[f"{STATION}第三条"]
    assert answer.text == (
        "巡防站实行二十四小时值守，每班至少配备二名巡防员。\n夜间巡逻每两小时进行一次，巡逻记录保存六十日。[1]"
    )
    assert answer.confidence is Confidence.HIGH
    assert answer.hits[0].passage.article == "第三条"


@pytest.mark.parametrize("number", ["第3条", "第三条", "第３条", "3条"])
def test_an_article_is_found_in_every_style_of_numeral(number: str, assistant: Assistant) -> None:
    assert assistant.ask(f"{STATION}{number}", today=DAY).citations[0].article == "第三条"


def test_a_paragraph_or_an_item_asked_for_is_quoted_alone(answers: dict[str, Answer]) -> None:
    paragraph, item = answers[f"{STATION}第三条第二款"], answers[f"{STATION}第四条第（二）项"]
    assert paragraph.text == "夜间巡逻每两小时进行一次，巡逻记录保存六十日。[1]"
    assert (paragraph.citations[0].paragraph, paragraph.citations[0].item) == (2, None)
    assert item.text == "巡防员不得有下列行为：……（二）擅自离开岗位；[1]"
    assert (item.citations[0].paragraph, item.citations[0].item) == (1, 2)


def test_several_articles_are_quoted_in_the_order_asked(answers: dict[str, Answer]) -> None:
    answer = answers[f"{DOGS}第三条、第四条和{STATION}第五条"]
    assert [(c.doc, c.article) for c in answer.citations] == [
        (DOGS_NEW, "第三条"),
        (DOGS_NEW, "第四条"),
        (RULES, "第五条"),
    ]


def test_an_inserted_article_needs_no_instrument_where_only_one_has_it(assistant: Assistant) -> None:
    answer = assistant.ask("第四条之一怎么规定的", today=DAY)
    assert [(c.doc, c.article) for c in answer.citations] == [(RULES, "第四条之一")]


def test_a_number_that_two_instruments_have_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("第三条怎么规定的", today=DAY)
    assert answer.status is AnswerStatus.REFUSED
    assert answer.text.startswith(f"请说明是哪一部规定的第三条：本库中《{STATION}》、《{DOGS}》都有这一条。")
    assert [citation.doc for citation in answer.nearest] == [RULES, DOGS_NEW]


def test_a_wrong_number_is_refused_with_the_last_article(answers: dict[str, Answer]) -> None:
    text = answers[f"{STATION}第九条"].text
    assert text.startswith(f"《{STATION}》（2023-05-10）没有第九条，该文本最后一条是第六条；请核对条文序号。")


@pytest.mark.parametrize("question", ["刑法第二十条", "刑法对盗窃怎么规定"])
def test_an_instrument_that_the_base_lacks_is_refused_by_name(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question, today=DAY)
    assert answer.status is AnswerStatus.REFUSED
    assert answer.text.startswith("本库没有收录《刑法》")


def test_the_old_version_is_quoted_only_when_it_is_asked_for(assistant: Assistant) -> None:
    assert assistant.ask(f"{DOGS}第三条", today=DAY).citations[0].doc == DOGS_NEW
    for question in (f"2015年版{DOGS}第三条", f"{DOGS}（2015）第三条", f"{DOGS}旧法第三条"):
        [citation] = assistant.ask(question, today=DAY).citations
        assert (citation.doc, citation.quote) == (DOGS_OLD, "携犬出户不束犬链的，处五十元罚款。")
        assert citation.status is Standing.SUPERSEDED


def test_an_old_version_is_meant_also_by_a_shortened_name_or_by_its_number_alone(assistant: Assistant) -> None:
    for question in ("犬只管理办法旧版第三条讲啥", "旧犬只管理办法3条", "旧版第三条怎么说", "2015年版第三条怎么说"):
        assert [citation.doc for citation in assistant.ask(question, today=DAY).citations] == [DOGS_OLD]


def test_a_search_never_meets_the_old_version_unless_it_is_asked_for(assistant: Assistant) -> None:
    question = "养犬每年收取多少管理费"
    assert DOGS_OLD not in {hit.document.source for hit in assistant.ask(question, today=DAY).hits}
    old = assistant.ask(f"旧版{DOGS}，{question}", today=DAY)
    assert DOGS_NEW not in {hit.document.source for hit in old.hits}
    assert old.citations[0].quote == "养犬应当到派出所办理犬证，每只每年收取管理费一百元。"


def test_a_version_that_the_base_lacks_is_refused_with_those_it_has(assistant: Assistant) -> None:
    answer = assistant.ask(f"2018年版{DOGS}第三条", today=DAY)
    assert answer.text.startswith(f"本库没有收录《{DOGS}》2018年的文本，现有版本：2021-09-01、2015-03-01。")


def test_a_refusal_names_what_is_nearest(answers: dict[str, Answer]) -> None:
    answer = answers["中午吃什么好"]
    assert answer.text.startswith("本库中没有找到能够回答这个问题的依据。最接近的内容是：《")
    assert len(answer.nearest) == 3
    for citation in answer.nearest:
        assert f"《{citation.title}》{citation.article or citation.path[-1]}" in answer.text
    assert [citation.passage_id for citation in answer.nearest] == [hit.passage.id for hit in answer.hits[:3]]


@pytest.mark.parametrize("question", ["", "   ", "？", "🐶", "\ud83d", "\x00"])
def test_nothing_much_asked_is_refused(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question, today=DAY).status is AnswerStatus.REFUSED


def test_a_follow_up_keeps_the_article(assistant: Assistant, answers: dict[str, Answer]) -> None:
    earlier = answers[f"{STATION}第三条"]
    answer = assistant.ask("第二款呢", history=[Turn(earlier.question, earlier.text)], today=DAY)
    assert answer.text == "夜间巡逻每两小时进行一次，巡逻记录保存六十日。[1]"
    assert answer.question == "第二款呢"
    assert assistant.ask("第二款呢", today=DAY).status is AnswerStatus.REFUSED


def test_the_next_and_the_previous_article_are_quoted(assistant: Assistant, answers: dict[str, Answer]) -> None:
    earlier = answers[f"{STATION}第三条"]
    history = [Turn(earlier.question, earlier.text)]
    assert assistant.ask("上一条", history=history, today=DAY).citations[0].article == "第二条"
    following = assistant.ask("后二条呢", history=history, today=DAY)
    assert following.citations[0].article == "第四条之一"  # an inserted article has its place, not only a number
    history.append(Turn("后二条呢", following.text))
    assert assistant.ask("下一条", history=history, today=DAY).citations[0].article == "第五条"


def test_beyond_the_last_article_there_is_none(assistant: Assistant) -> None:
    history = [Turn(f"{STATION}第六条", "……")]
    answer = assistant.ask("下一条", history=history, today=DAY)
    assert answer.status is AnswerStatus.REFUSED
    assert answer.text.startswith(f"《{STATION}》（2023-05-10）第六条后面没有这样一条；请核对条文序号。")


def test_the_old_text_of_the_article_before_is_quoted(assistant: Assistant) -> None:
    history = [Turn(f"{DOGS}第三条", "……")]
    assert assistant.ask("那旧版呢", history=history, today=DAY).citations[0].doc == DOGS_OLD


def test_a_follow_up_keeps_the_topic(assistant: Assistant, answers: dict[str, Answer]) -> None:
    earlier = answers["犬证有效期多久？"]
    answer = assistant.ask("那管理费呢？", history=[Turn(earlier.question, earlier.text)], today=DAY)
    assert answer.citations[0].doc == DOGS_NEW


def test_nothing_is_kept_between_questions(assistant: Assistant, answers: dict[str, Answer]) -> None:
    for question in reversed(QUESTIONS):
        assert said(assistant.ask(question, today=DAY)) == said(answers[question])


def said(answer: Answer) -> dict[str, Any]:
    """Everything about an answer but the time it took."""
    return {**to_json(answer), "elapsed_ms": None}


def test_two_threads_that_ask_at_once_get_the_answers_that_one_gets(
    assistant: Assistant, answers: dict[str, Answer]
) -> None:
    barrier = Barrier(2)

    def ask(questions: Sequence[str]) -> list[dict[str, Any]]:
        barrier.wait()
        return [said(assistant.ask(question, today=DAY)) for question in questions]

    with ThreadPoolExecutor(2) as threads:
        forwards, backwards = threads.map(ask, [QUESTIONS, QUESTIONS[::-1]])
    assert forwards == [said(answers[question]) for question in QUESTIONS]
    assert backwards[::-1] == forwards


def test_texts_of_one_title_without_a_date_are_all_searched(tmp_path: Path, real_encoder: SentenceEncoder) -> None:
    """Without dates nothing says which is newer, so that hiding one of them would lose what it says."""
    files = {
        "甲所/值班要求.txt": "值班要求\n\n值班民警每两小时清点一次枪柜钥匙，清点情况当场登记。\n",
        "乙所/值班要求.txt": "值班要求\n\n食堂每周三更换一次消毒液，更换情况由炊事员登记。\n",
    }
    build(
        write_corpus(tmp_path / "corpus", files),
        tmp_path / "index",
        real_encoder,
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assistant = Assistant(open_current(tmp_path / "index"), real_encoder)
    for question, source in (
        ("枪柜钥匙多久清点一次", "甲所/值班要求.txt"),
        ("消毒液多久更换一次", "乙所/值班要求.txt"),
    ):
        assert assistant.ask(question, today=DAY).hits[0].document.source == source


def test_example_questions_are_answered_by_the_base_itself(assistant: Assistant) -> None:
    examples = assistant.examples()
    assert len(examples) == 3  # two versions of one instrument give one question
    for question in examples:
        assert assistant.ask(question, today=DAY).status is AnswerStatus.ANSWERED
    assert len(assistant.examples(limit=1)) == 1


def test_what_is_in_the_base_is_said_in_one_line(assistant: Assistant, tiny_index: TinyIndex) -> None:
    assert assistant.summary == "4 份资料，19 段，2026-03-01 建库"
    assert assistant.generation_id == tiny_index.generation.manifest.id
    assert re.fullmatch(r"20260301-[0-9a-f]{8}", assistant.generation_id)


def test_without_an_index_there_is_no_assistant(tmp_path: Path, models_folder: Path) -> None:
    with pytest.raises(NoGeneration):
        open_assistant(tmp_path, models_folder)


def test_an_encoder_of_another_model_is_refused(tiny_index: TinyIndex) -> None:
    with pytest.raises(WrongModel):
        Assistant(tiny_index.generation, WordCountEncoder())


def test_a_slip_of_an_input_method_is_put_right_and_named(assistant: Assistant) -> None:
    slipped = assistant.ask("在派初所办理的犬证有效期多久", today=DAY)
    right = assistant.ask("在派出所办理的犬证有效期多久", today=DAY)
    assert slipped.remarks == ("“派初所”按“派出所”查找。",) and right.remarks == ()
    assert slipped.hits[0].dense.score == pytest.approx(right.hits[0].dense.score)
