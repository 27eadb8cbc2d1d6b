"""Single claims of an essay: short answers and blanks."""

from __future__ import annotations

import pytest

from quiz.drafts import Draft
from quiz.items.essay_theses import thesis_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences


def drafts(text: str) -> list[Draft]:
    return [draft for sentence in sentences(text) for draft in thesis_drafts(sentence)]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (
            "巡防站规范化建设,关键在于各项制度对日常值守的有效约束。",
            "巡防站规范化建设关键在于什么？",
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
    ],
)
def test_a_claim_is_asked_for_in_its_words(text: str, question: str, answer: str) -> None:
    (draft,) = drafts(text)
    assert (draft.type, draft.stem) == (ItemType.SHORT, "根据《巡防站漫谈》一文，" + question)
    assert (draft.right, key_words(draft)) == ((answer,), [answer])


@pytest.mark.parametrize(
    ("text", "stem", "keys"),
    [
        (
            "各队员要按照“准时、耐心、细致、守密”的要求,在街巷值守时热情回答行人的询问。",
            "各队员要按照“____、____、____、____”的要求，在街巷值守时热情回答行人的询问。",
            ("准时", "耐心", "细致", "守密"),
        ),
        (
            '巡防站要努力实现"街面整洁,纠纷减少,邻里满意"的目标,使每一条街巷都有人巡、有人管。',
            '巡防站要努力实现"____，____，____"的目标，使每一条街巷都有人巡、有人管。',
            ("街面整洁", "纠纷减少", "邻里满意"),
        ),
        (
            "对初次违反值守规定的队员,以教育提醒为主,以扣减补贴为辅,尽量少用处分手段。",
            "对初次违反值守规定的队员，以____为主，以____为辅，尽量少用处分手段。",
            ("教育提醒", "扣减补贴"),
        ),
        (
            "添置装备时,要按照急需先配、逐步到位的原则,不能为了好看而一次买齐所有的物品。",
            "添置装备时，要按照____、____的原则，不能为了好看而一次买齐所有的物品。",
            ("急需先配", "逐步到位"),
        ),
    ],
)
def test_words_of_a_principle_are_left_out_one_by_one(text: str, stem: str, keys: tuple[str, ...]) -> None:
    (draft,) = drafts(text)
    assert (draft.type, draft.stem) == (ItemType.CLOZE, "《巡防站漫谈》一文认为，" + stem)
    assert (draft.right, tuple(key_words(draft))) == (keys, keys)


def test_a_long_sentence_is_broken_off_behind_its_blanks() -> None:
    text = (
        "对违反值守规定的年轻队员,要坚持“教育、提醒、帮助”的方针,由带班的老队员当面说明哪里做得不对,"
        "让他在下一班次改正,并把改正的情况写进当天的值守记录,以便站长在月底考核的时候一并考虑,避免简单处分。"
    )
    (draft,) = drafts(text)
    assert draft.stem.endswith("____、____、____”的方针，由带班的老队员当面说明哪里做得不对。")


@pytest.mark.parametrize(
    "text",
    [
        "要牢固树立“准时、耐心”的思想。",  # nothing says which
        "要做好夜间值守,必须首先摆正队员与商户之间的关系,再放下架子。",  # more follows
        "值守的老队员常说,夜里巡街最怕的就是“走得慢、看得少、记不住”,这话不假。",  # not said what it is called by
        "要把巡防站漫谈会作为站内工作的重点,定期检查。",  # the title tells
        '努力实现"街面整洁,纠纷减少,邻里满意"的目标,使每一条街巷都有人巡、有人管。',  # nobody and nothing is named
        "值守工作的着力点就是邻里之间的信任,就是要做到随叫随到。",  # two answers
        "各队要紧紧围绕街面值守这个重点,以“少纠纷、少报警、少投诉”,为目标,健全管理机制。",  # broken
        "今年以来,本站把登记工作作为站内工作的重点,定期检查。",  # what happened, not what is held
    ],
)
def test_what_is_told_or_not_determined_is_not_asked(text: str) -> None:
    assert drafts(text) == []
