"""Terms, roles and members of the parts of an essay; and all kinds together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ingest.records import Kind
from quiz.items.essay_kinds import essay_drafts
from quiz.items.essay_members import member_drafts
from quiz.items.essay_roles import role_drafts
from quiz.items.essay_terms import term_drafts
from quiz.outline import Points
from quiz.records import ItemType
from tests.quiz.essays import key_words, places, sentences

ROLES = (
    "首先,熟悉街巷情况是做好值守工作的基础。",
    "其次,改进登记方式是做好值守工作的关键。",
    "最后,邻里彼此信任是做好值守工作的根本目标。",
)


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        (
            "所谓队员的应变本领,具体讲,是指队员在突发情况面前的判断、协调和处理能力。",
            "队员的应变本领",
            "队员在突发情况面前的判断、协调和处理能力",
        ),
        ("巡防工作,也称街面值守,就是在街巷往返巡看、及时报告的工作。", "巡防工作", "在街巷往返巡看、及时报告的工作"),
        (
            "我们制止违法行为,守护商户的合法权益,为街坊撑腰,这就是保护邻里。",
            "保护邻里",
            "制止违法行为，守护商户的合法权益，为街坊撑腰",
        ),
    ],
)
def test_a_term_is_asked_for_as_the_essay_explains_it(text: str, term: str, meaning: str) -> None:
    (draft,) = [draft for sentence in sentences(text) for draft in term_drafts(sentence)]
    assert draft.stem == f"名词解释：《巡防站漫谈》一文中，“{term}”是指什么？"
    assert draft.right == (meaning,)
    assert key_words(draft) == [meaning.replace("，", ",")]


def test_a_word_that_its_own_characters_explain_is_no_term() -> None:
    assert [draft for found in sentences("实干,就是要扎扎实实地去干事。") for draft in term_drafts(found)] == []


def test_roles_of_one_thing_are_chosen_among_each_other() -> None:
    drafts = [*role_drafts(sentences(*ROLES), Random(1))]
    chosen = next(draft for draft in drafts if draft.type == ItemType.CHOICE)
    assert chosen.stem == "《巡防站漫谈》一文认为，（ ）是做好值守工作的基础。"
    assert chosen.right == ("熟悉街巷情况",)
    assert set(chosen.wrong) == {"改进登记方式", "邻里彼此信任"}


def test_an_aim_is_judged_since_its_means_beside_it_would_tell() -> None:
    drafts = [*role_drafts(sentences(*ROLES), Random(1))]
    aim = next(draft for draft in drafts if "邻里彼此信任" in draft.body)
    assert aim.type == ItemType.TRUE_FALSE
    if aim.edit is not None:
        assert (aim.edit.before, aim.edit.after) == ("根本目标", "关键")


def test_two_roles_are_too_few_to_choose_from() -> None:
    assert [*role_drafts(sentences(*ROLES[:2]), Random(1))] == []


def group(lead: str, *texts: str) -> Points:
    made = places("。".join(texts) + "。")[0]
    place = replace(made, passage=replace(made.passage, id=lead, path=(lead,)))
    starts = [place.passage.text.index(text) for text in texts]
    members = tuple((place, (at, at + len(text))) for at, text in zip(starts, texts, strict=True))
    return Points(place, lead, is_heading=True, members=members)


SIGNS = group("值守松懈的主要表现", "记录残缺不全", "交接没有签字", "夜里无人应门")
CAUSES = group("值守松懈的不利因素", "队员缺少训练", "装备长期失修")


def test_signs_are_chosen_beside_causes_that_a_careless_reader_takes_for_them() -> None:
    signs, causes = member_drafts((SIGNS, CAUSES), Random(1))
    assert signs.stem == "下列各项中，被《巡防站漫谈》一文列为“值守松懈的主要表现”的有（ ）。"
    assert set(signs.right) == {"记录残缺不全", "交接没有签字", "夜里无人应门"}
    assert set(signs.wrong) == {"队员缺少训练", "装备长期失修"}
    assert set(causes.right) == {"队员缺少训练", "装备长期失修"}


def test_a_list_under_the_heading_of_another_is_none_of_its_siblings() -> None:
    place = CAUSES.place
    under = replace(place, passage=replace(place.passage, path=SIGNS.place.passage.path))
    assert [*member_drafts((SIGNS, replace(CAUSES, place=under)), Random(1))] == []


def test_measures_are_no_wrong_options() -> None:
    assert [*member_drafts((SIGNS, group("改进值守的措施", "补充装备", "轮流训练")), Random(1))] == []


def test_of_a_guide_no_question_of_these_kinds_is_made() -> None:
    essay = places("巡防员要服务商户、服务老人、服务学生,成为邻里的帮手。")
    guide = [replace(place, document=replace(place.document, kind=Kind.GUIDANCE)) for place in essay]
    assert [draft.type for draft in essay_drafts(essay, (), 1)] == [ItemType.RECALL]
    assert [*essay_drafts(guide, (), 1)] == []
