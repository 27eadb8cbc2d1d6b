from __future__ import annotations

import dataclasses

import pytest

from quiz.export.questions import Kind, heading, questions, safe_name, sections
from quiz.records import Item, ItemType, MultipleScoring, PaperItem
from tests.quiz.export.made import CLOZE, LIST, MATCHING, NUMBER, RECALL, SHORT, SOURCE, TRUE_FALSE, item, option, paper


def answers(*items: Item) -> list[str]:
    return [question.answer for question in questions(paper(items))[0]]


def test_answers_are_written_as_people_write_them() -> None:
    assert answers(NUMBER, LIST, TRUE_FALSE, CLOZE, RECALL) == [
        "B",
        "ABD",
        "错误",
        "六十日",
        "饮酒后上岗；擅自离开岗位；泄露群众个人信息",
    ]


def test_other_spellings_follow_in_brackets() -> None:
    (question,) = questions(paper([dataclasses.replace(CLOZE, accept=("60日",))]))[0]
    assert question.answer_with_spellings == "六十日（也可答：60日）"


def test_an_option_has_one_spelling() -> None:
    (question,) = questions(paper([dataclasses.replace(NUMBER, accept=("60日",))]))[0]
    assert question.answer_with_spellings == "B"


def test_printed_numbers_run_through_the_sections() -> None:
    asked, _ = questions(paper([TRUE_FALSE, NUMBER, CLOZE, dataclasses.replace(NUMBER, id="made-2")]))
    assert [(question.name, question.number) for question in asked] == [
        ("made-true_false", 3),
        ("made-number", 1),
        ("made-cloze", 4),
        ("made-2", 2),
    ]
    assert [kind for kind, _ in sections(asked)] == [Kind.SINGLE, Kind.TRUE_FALSE, Kind.BLANKS]


def test_a_heading_says_what_each_and_all_are_worth() -> None:
    asked, _ = questions(paper([NUMBER, dataclasses.replace(NUMBER, id="made-2")]))
    assert heading(0, Kind.SINGLE, asked, MultipleScoring.ALL_OR_NOTHING) == "一、单项选择题（每题 2 分，共 4 分）"
    uneven = (asked[0], dataclasses.replace(asked[1], marks=0.5))
    assert heading(1, Kind.SINGLE, uneven, MultipleScoring.ALL_OR_NOTHING) == "二、单项选择题（共 2 题，共 2.5 分）"


def test_a_heading_of_multiple_choice_says_how_it_is_marked() -> None:
    asked, _ = questions(paper([LIST]))
    assert heading(0, Kind.MULTIPLE, asked, MultipleScoring.HALF_FOR_PART) == (
        "一、多项选择题（每题 3 分，共 3 分。全部选对得满分，少选得一半分，错选、不选不得分）"
    )


def test_targets_never_stand_in_the_order_of_their_texts() -> None:
    for place in range(40):
        (question,) = questions(paper([dataclasses.replace(MATCHING, id=f"made-{place}")]))[0]
        assert [choice.target for choice in question.choices] != [0, 1, 2]
        pairs = {choice.letter: question.targets[choice.target or 0] for choice in question.choices}
        assert pairs == {"A": "第三条", "B": "第四条", "C": "第五条"}


def test_the_quote_is_not_said_twice() -> None:
    (told,) = questions(paper([NUMBER]))[0]
    assert told.basis == ("《青槐市巡防站管理规定》（2023-05-10）第三条第二款；现行有效",)
    (bare,) = questions(paper([dataclasses.replace(NUMBER, explanation="应选 B。")]))[0]
    assert bare.basis == (
        "《青槐市巡防站管理规定》（2023-05-10）第三条第二款；现行有效。原文：“夜间巡逻每两小时进行一次，巡逻记录保存六十日。”",
    )


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        (dataclasses.replace(NUMBER, stem="\x00 "), "题干为空"),
        (dataclasses.replace(NUMBER, options=NUMBER.options[:1]), "选项应有两个以上，实有 1 个"),
        (dataclasses.replace(NUMBER, key=("A",)), "答案写的是 A，选项标出的却是 B"),
        (dataclasses.replace(NUMBER, key=()), "答案写的是 空，选项标出的却是 B"),
        (
            item(NUMBER.type, "问（ ）。", "AB", [option("A", "甲", key=True), option("B", "乙", key=True)]),
            "单项选择题应有一个正确选项，实有 2 个",
        ),
        (item(LIST.type, "问（ ）。", "", [option("A", "甲"), option("B", "乙")]), "多项选择题没有正确选项"),
        (
            item(NUMBER.type, "问（ ）。", "A", [option("A", "甲", key=True), option("A", "乙")]),
            "选项编号应为互不相同的大写字母 A 至 Z",
        ),
        (item(NUMBER.type, "问（ ）。", "A", [option("A", "甲", key=True), option("B", "\u202e")]), "有选项没有文字"),
        (dataclasses.replace(TRUE_FALSE, key=("对",)), "判断题的答案应为正确或错误，实为 对"),
        (dataclasses.replace(CLOZE, stem="没有空。"), "题干有 0 个空，答案却有 1 个"),
        (dataclasses.replace(RECALL, key=()), "没有答案文字"),
        (dataclasses.replace(MATCHING, options=(*MATCHING.options[:1], option("B", "乙"))), "匹配题应有两对以上"),
    ],
)
def test_an_item_with_a_fault_is_left_out_and_the_fault_named(faulty: Item, reason: str) -> None:
    asked, left_out = questions(paper([faulty]))
    assert asked == ()
    assert left_out == ((faulty.id, reason),)


def test_an_item_is_asked_once() -> None:
    made = paper([NUMBER])
    twice = dataclasses.replace(made, items=(*made.items, PaperItem(2, NUMBER, 3, 2.0)))
    assert questions(twice)[1] == (("made-number", "同一道题在卷中出现了两次"),)


def test_names_are_the_ids_where_these_are_plain() -> None:
    assert safe_name("made-number") == "made-number"
    assert safe_name("<script>") == safe_name("<script>") != safe_name("<Script>")
    assert safe_name("x" * 500).isalnum() and len(safe_name("x" * 500)) == 33


def test_numbers_of_a_paper_in_order_stay_also_where_one_is_left_out() -> None:
    broken = dataclasses.replace(LIST, stem="")
    asked, _ = questions(paper([NUMBER, broken, TRUE_FALSE]))
    assert [question.number for question in asked] == [1, 3]


def test_enumerations_and_short_answers_share_a_section_in_the_order_of_the_paper() -> None:
    asked, _ = questions(paper([RECALL, SHORT, dataclasses.replace(RECALL, id="made-2")]))
    ((kind, section),) = sections(asked)
    assert kind is Kind.WRITTEN
    assert [(question.name, question.number) for question in section] == [
        ("made-recall", 1),
        ("made-short", 2),
        ("made-2", 3),
    ]


def test_the_basis_at_the_end_of_an_explanation_is_told_once() -> None:
    said = f"{SOURCE.reference}规定：“夜间巡逻每两小时进行一次”。因此应为“六十日”，选B。"
    closing = f"依据：{SOURCE.reference}；{SOURCE.status_text}。"
    (question,) = questions(paper([dataclasses.replace(NUMBER, explanation=said + closing)]))[0]
    assert question.explanation == said
    assert question.basis == (f"{SOURCE.reference}；现行有效",)


def test_a_basis_that_names_the_instrument_alone_is_told_once_too() -> None:
    said = "A为第三条；B为第四条；C为第五条。"
    closing = f"依据：《青槐市巡防站管理规定》；{SOURCE.status_text}。"
    (question,) = questions(paper([dataclasses.replace(MATCHING, explanation=said + closing)]))[0]
    assert question.explanation == said


def test_feedback_has_no_empty_line_where_nothing_is_explained() -> None:
    (question,) = questions(paper([dataclasses.replace(NUMBER, explanation="")]))[0]
    assert question.feedback.startswith("依据：")


def test_a_single_choice_of_an_old_bank_is_one_as_well() -> None:
    (question,) = questions(paper([dataclasses.replace(NUMBER, type=ItemType.CHOICE, sources=())]))[0]
    assert (question.kind, question.answer, question.basis) == (Kind.SINGLE, "B", ())


def test_a_term_is_explained_in_writing() -> None:
    term = item(ItemType.DEFINITION, "名词解释：“巡防站”是指什么？", ["街面设立的固定岗亭"])
    (question,) = questions(paper([term]))[0]
    assert (question.kind, question.choices) == (Kind.WRITTEN, ())
