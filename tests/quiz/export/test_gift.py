from __future__ import annotations

import dataclasses

import pytest

from quiz.export.gift import gift
from quiz.export.text import one_line, plain
from quiz.records import MultipleScoring
from tests.quiz.export.made import (
    CLOZE,
    EVERY_TYPE,
    LIST,
    MATCHING,
    NUMBER,
    TRUE_FALSE,
    TWO_BLANKS,
    hostile,
    option,
    paper,
)
from tests.quiz.export.reading_gift import read_gift


def test_every_type_is_read_back_as_moodle_would() -> None:
    category, read = read_gift(gift(paper()).data)
    assert category == "$course$/top/巡防站规定测验 A"
    assert [(one.name, one.type) for one in read] == [
        ("made-number", "single"),
        ("made-list", "multiple"),
        ("made-true_false", "truefalse"),
        ("made-cloze", "short"),
        ("made-matching", "match"),
        ("made-recall", "essay"),
        ("made-short", "essay"),
        ("made-authority", "single"),
        ("made-choice", "single"),
    ]
    assert read[0].answers[1] == ("六十日", 1.0, "六十日：依据原文")
    assert read[2].answers == (("F", 1.0, ""),)
    assert [text for text, _, _ in read[3].answers] == ["六十日", "60日", "\\*日"]
    assert read[3].stem == "巡逻记录保存_____。"
    assert read[4].answers[0][0] == "A. 值守和夜间巡逻 -> 第三条"


def test_id_and_tags_stand_in_a_comment_that_moodle_reads() -> None:
    _, first, _ = gift(paper([NUMBER, LIST])).data.decode().split("\n\n")
    assert first.split("\n")[0] == "// [id:made-number] [tag:单项选择（数字期限）] [tag:第二章 值守和巡逻] [tag:易]"


def test_a_tag_cannot_end_early() -> None:
    block = gift(paper([dataclasses.replace(NUMBER, topic="[一]<二>")])).data.decode().split("\n\n")[1]
    assert "[tag:一二]" in block


def test_no_feedback_no_mark_of_feedback() -> None:
    data = gift(paper([dataclasses.replace(NUMBER, explanation="", sources=())])).data.decode()
    assert "####" not in data


def test_the_feedback_holds_explanation_and_basis() -> None:
    _, read = read_gift(gift(paper([NUMBER])).data)
    assert read[0].feedback == (
        f"{NUMBER.explanation}\n依据：《青槐市巡防站管理规定》（2023-05-10）第三条第二款；现行有效"
    )


@pytest.mark.parametrize(
    ("scoring", "right", "wrong"),
    [
        (MultipleScoring.ALL_OR_NOTHING, 0.3333333, -1.0),
        (MultipleScoring.HALF_FOR_PART, 0.3333333, -1.0),
        (MultipleScoring.PER_OPTION, 0.3333333, -0.3333333),
    ],
)
def test_a_wrong_choice_takes_away_what_the_scoring_says(scoring: MultipleScoring, right: float, wrong: float) -> None:
    _, read = read_gift(gift(paper([LIST], scoring)).data)
    assert [weight for _, weight, _ in read[0].answers] == pytest.approx([right, right, wrong, right])


def test_rules_that_moodle_lacks_are_named() -> None:
    assert "少选得一半分" in gift(paper([LIST], MultipleScoring.HALF_FOR_PART)).remarks[0]
    assert not any("计分规则" in remark for remark in gift(paper([LIST], MultipleScoring.PER_OPTION)).remarks)
    assert not any("计分规则" in remark for remark in gift(paper([NUMBER])).remarks)


@pytest.mark.parametrize("keys", range(1, 11))
def test_every_number_of_keys_up_to_ten_gets_a_weight_on_the_list(keys: int) -> None:
    letters = "ABCDEFGHIJK"[: keys + 1]
    many = dataclasses.replace(
        LIST,
        key=tuple(letters[:keys]),
        options=tuple(option(letter, f"行为{letter}", key=letter in letters[:keys]) for letter in letters),
    )
    _, read = read_gift(gift(paper([many], MultipleScoring.PER_OPTION)).data)
    assert len(read[0].answers) == keys + 1


def test_what_gift_cannot_say_is_left_out_with_a_reason() -> None:
    lone = dataclasses.replace(MATCHING, options=(*MATCHING.options, option("D", "别的内容")))
    exported = gift(paper([TWO_BLANKS, lone]))
    assert exported.left_out == (
        ("made-two-blanks", "GIFT 一题只能有一个空，这道题有 2 个（可用 Moodle XML）"),
        ("made-matching", "Moodle 的匹配题里每项内容都要有对应，这道题有一项没有"),
    )
    assert read_gift(exported.data)[1] == []


def test_hostile_text_comes_back_word_for_word() -> None:
    made = [hostile(one) for one in EVERY_TYPE if one.type not in {CLOZE.type, MATCHING.type}]
    _, read = read_gift(gift(paper(made)).data)
    assert len(read) == len(made)
    for one, item in zip(read, made, strict=True):
        assert one.stem == plain(item.stem)
        assert plain(item.explanation) in one.feedback
    assert [text for text, _, _ in read[0].answers] == [one_line(each.text) for each in made[0].options]


@pytest.mark.parametrize("word", ["[html]六十日", "T", "//六十日", "%50%六十日", "a=b~c#d{e}:f\\n"])
def test_answers_that_look_like_signs_of_gift_come_back(word: str) -> None:
    _, read = read_gift(gift(paper([dataclasses.replace(CLOZE, key=(word,), accept=())])).data)
    assert read[0].type == "short"
    assert [text for text, _, _ in read[0].answers] == [word]


def test_answers_with_signs_that_cannot_be_escaped_are_left_out() -> None:
    made = [dataclasses.replace(CLOZE, id=word, key=(word,)) for word in ("甲->乙", "&&058;")]
    assert [reason for _, reason in gift(paper(made)).left_out] == ["答案里有 GIFT 自用的记号 -> 或 &&0…;"] * 2


def test_a_true_statement_is_true() -> None:
    _, read = read_gift(gift(paper([dataclasses.replace(TRUE_FALSE, key=("正确",))])).data)
    assert read[0].answers == (("T", 1.0, ""),)
