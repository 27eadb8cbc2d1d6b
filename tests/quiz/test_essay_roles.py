"""What an essay says that something is."""

from __future__ import annotations

import pytest

from quiz.drafts import Draft
from quiz.items.essay_roles import role_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences


def drafts(text: str) -> list[Draft]:
    return [draft for sentence in sentences(text) for draft in role_drafts(sentence)]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("逐件登记是保管遗失物品的基本前提。", "什么是保管遗失物品的基本前提？", "逐件登记"),
        (
            "走进店铺、听商户说话,是夜班的必修课,也是值守的生命线。",
            "什么是夜班的必修课，也是值守的生命线？",
            "走进店铺、听商户说话",
        ),
        ("各街的带班人是当夜值守的第一责任人。", "谁是当夜值守的第一责任人？", "各街的带班人"),
        (
            "自试行以来,逐户走访已逐步成为减少夜间纠纷的根本保证。",
            "什么已逐步成为减少夜间纠纷的根本保证？",
            "逐户走访",
        ),
        ("随叫随到,有问必答,这是好队员区别于旁人的标志。", "什么是好队员区别于旁人的标志？", "随叫随到，有问必答"),
    ],
)
def test_what_has_a_role_is_asked_for(text: str, question: str, answer: str) -> None:
    (draft,) = drafts(text)
    assert (draft.type, draft.stem) == (ItemType.SHORT, "根据《巡防站漫谈》一文，" + question)
    assert (draft.right, key_words(draft)) == ((answer,), [answer.replace("，", ",")])


def test_statements_of_one_form_are_asked_one_by_one() -> None:
    for mark in (",", ";"):
        found = drafts(f"准时到岗是夜间值守的基础{mark}逐项交接是减少差错的关键。")
        assert [draft.right for draft in found] == [("准时到岗",), ("逐项交接",)]


def test_three_roles_of_one_thing_are_recalled() -> None:
    (draft,) = drafts("夜间值守是街道平安的基石,是巡防站的门面,是联系商户的桥梁和纽带,谁也离不开。")
    assert draft.type == ItemType.RECALL
    assert draft.stem == (
        "《巡防站漫谈》一文认为，夜间值守是……，是……，是……。省略号处的三项内容分别是什么？请逐一列举。"
    )
    assert draft.right == ("街道平安的基石", "巡防站的门面", "联系商户的桥梁和纽带")


@pytest.mark.parametrize(
    "text",
    [
        "这是保管遗失物品的基本前提。",  # what was said before
        "登记簿是巡防站的重要内容。",  # other things are as well
        "逐件登记是保管遗失物品的前提之一。",
        "巡防站漫谈是了解值守工作的基础。",  # the title tells
        "守夜路线是走访街巷的基本路线。",  # the role names it
        "在夜里,熟悉街巷,耐心答话已成为减少纠纷的根本保证。",  # cut from the clause before
        "逐件登记既是保管物品的前提,又让失主放心。",  # half of what is said
    ],
)
def test_what_is_told_cut_or_not_determined_is_not_asked(text: str) -> None:
    assert drafts(text) == []
