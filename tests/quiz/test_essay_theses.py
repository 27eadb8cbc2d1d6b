"""Single claims of an essay, as short answers."""

from __future__ import annotations

import pytest

from quiz.drafts import Draft
from quiz.items.essay_theses import thesis_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences


def drafts(text: str, path: tuple[str, ...] = ()) -> list[Draft]:
    return [draft for sentence in sentences(text, path=path) for draft in thesis_drafts(sentence)]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "夜班登记的规范化,关键在于各项制度对日常值守的有效约束。",
            "夜班登记的规范化关键在于什么？",
            "各项制度对日常值守的有效约束",
        ),
        ("队员的良好形象来自于日常的点滴积累。", "队员的良好形象来自于什么？", "日常的点滴积累"),
        ("值守工作的着力点就是邻里之间的信任。", "值守工作的着力点是什么？", "邻里之间的信任"),
        (
            "要把街坊邻里的平安感受作为衡量巡防工作的标准,不断改进值守。",
            "应当把什么作为衡量巡防工作的标准？",
            "街坊邻里的平安感受",
        ),
        (
            "要做好夜间值守,必须首先摆正队员与商户之间的关系。",
            "要做好夜间值守，必须首先做什么？",
            "摆正队员与商户之间的关系",
        ),
        (
            "而青石巷之所以成为当时各街学习的榜样,其最大特点,就在于很好地处理了值守和服务的关系。",
            "青石巷之所以成为各街学习的榜样，其最大特点，就在于什么？",
            "很好地处理了值守和服务的关系",
        ),
        (
            "夜间报案增多的主要原因是店铺关门以后无人看守。",
            "夜间报案增多的主要原因是什么？",
            "店铺关门以后无人看守",
        ),
        (
            "要想真正取得商户的信任,队员就必须把答应的事情办到底。",
            "要想真正取得商户的信任，队员就必须怎样做？",
            "把答应的事情办到底",
        ),
        (
            "只有走进店铺,记住每一户的难处,值守才能有人支持。",
            "只有怎样，值守才能有人支持？",
            "走进店铺，记住每一户的难处",
        ),
        (
            "要以减少夜间盗窃和酒后打架为重点,安排每天的班次和路线。",
            "应当以什么为重点，安排每天的班次和路线？",
            "减少夜间盗窃和酒后打架",
        ),
        (
            "各街要建立健全以老街坊和店主为骨干的守望队伍。",
            "应当建立以什么为骨干的守望队伍？",
            "老街坊和店主",
        ),
        ("各队要紧紧围绕夜间值守这条主线,安排每天的工作。", "各队应当紧紧围绕什么主线？", "夜间值守"),
        ("登记室应成为街道的消息汇集点,天天有人看守。", "登记室应成为街道的什么？", "消息汇集点"),
        ("“夜里敢出门”这个最要紧的民生问题,每一班都要放在心上。", "什么是最要紧的民生问题？", "“夜里敢出门”"),
    ],
)
def test_a_claim_is_asked_for_in_its_words(text: str, question: str, answer: str) -> None:
    (draft,) = drafts(text)
    assert (draft.type, draft.stem) == (ItemType.SHORT, "根据《巡防站漫谈》一文，" + question)
    assert (draft.right, key_words(draft)) == ((answer,), [answer.replace("，", ",")])


def test_what_is_to_be_thought_is_asked_under_its_heading() -> None:
    text = "各队员要牢固树立走访就是值守的理念,彻底改变只坐在岗亭里等人上门的做法。"
    (draft,) = drafts(text, path=("二、改变做法",))
    assert draft.stem == (
        "《巡防站漫谈》一文在“改变做法”部分提出，各队员应当树立什么理念，彻底改变只坐在岗亭里等人上门的做法？"
    )
    assert draft.right == ("走访就是值守",)


@pytest.mark.parametrize(
    "text",
    [
        "要做好夜间值守,必须首先摆正队员与商户之间的关系,再放下架子。",  # more follows
        "要把巡防站漫谈会作为站内工作的重点,定期检查。",  # the title tells
        "值守工作的着力点就是邻里之间的信任,就是要做到随叫随到。",  # two answers
        "今年以来,本站把登记工作作为站内工作的重点,定期检查。",  # what happened, not what is held
        "只有这样,值守才能有人支持。",  # what was said before
        "要想真正取得商户的信任,就必须天天走访,件件登记,事事回复,处处留心。",  # says several things
        "要改善巡防站漫谈,就要多听街坊的意见。",  # the whole essay answers it
        "虽然夜班登记的规范化关键在于制度对值守的有效约束,人手仍然不够。",  # conceded only
    ],
)
def test_what_is_told_or_not_determined_is_not_asked(text: str) -> None:
    assert drafts(text) == []
