"""Rows of an essay that fill a place, or are alike."""

from __future__ import annotations

import pytest

from quiz.drafts import Draft
from quiz.items.essay_series import series_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences

SAID = "《巡防站漫谈》一文认为，"


def drafts(*texts: str, path: tuple[str, ...] = ()) -> list[Draft]:
    return [draft for sentence in sentences(*texts, path=path) for draft in series_drafts(sentence)]


@pytest.mark.parametrize(
    ("text", "said", "members"),
    [
        (
            "夜里值守的队员要加强对酒馆、仓库和“空店”的检查,发现门窗没有关好的及时报告。",
            "夜里值守的队员要加强对……的检查，发现门窗没有关好的及时报告。",
            ("酒馆", "仓库", "“空店”"),
        ),
        (
            "对酒馆门口、河边步道、老旧仓库,要在夜里增加巡看的次数。",
            "对……，要在夜里增加巡看的次数。",
            ("酒馆门口", "河边步道", "老旧仓库"),
        ),
        (
            "带班人要把交接签名、物品清点、装备保管纳入每月的考核。",
            "带班人要把……纳入每月的考核。",
            ("交接签名", "物品清点", "装备保管"),
        ),
        (
            "街道要及时将熟悉街巷、办事公道、能说会写的人员选为带班人。",
            "街道要及时将……的人员选为带班人。",
            ("熟悉街巷", "办事公道", "能说会写"),
        ),
        (
            "各站要按照人要精神、屋要整洁、办事要公道的要求,大力整顿值守的岗亭。",
            "各站要按照……的要求，大力整顿值守的岗亭。",
            ("人要精神", "屋要整洁", "办事要公道"),
        ),
        (
            "巡防站要着重在缩短登记时间、减少来回跑路、提高答复质量上下功夫。",
            "巡防站要着重在……上下功夫。",
            ("缩短登记时间", "减少来回跑路", "提高答复质量"),
        ),
        (
            "队员的言行好坏如何,直接关系到值守的成效,关系街巷的安宁,关系整个巡防站的名声。",
            "队员的言行好坏如何，直接关系到……。",
            ("值守的成效", "街巷的安宁", "整个巡防站的名声"),
        ),
    ],
)
def test_what_fills_a_place_is_recalled(text: str, said: str, members: tuple[str, ...]) -> None:
    (draft,) = drafts(text)
    count = {3: "三"}[len(members)]
    asked = f"省略号处并列的{count}项内容分别是什么？请逐一列举。"
    assert (draft.type, draft.stem) == (ItemType.RECALL, SAID + said + asked)
    assert (draft.right, tuple(key_words(draft))) == (members, members)


@pytest.mark.parametrize(
    ("text", "said", "same", "members"),
    [
        (
            "全体巡防队员进店铺、进院落、进学校、进工地,受到街坊的欢迎。",
            "全体巡防队员……，受到街坊的欢迎。",
            "进",
            ("进店铺", "进院落", "进学校", "进工地"),
        ),
        (
            "对值守中发现的差错,要早改、真改、主动改,不能拖到月底。",
            "对值守中发现的差错，要……。",
            "改",
            ("早改", "真改", "主动改"),
        ),
        (
            "要针对容易弄错的物品,逐项完善登记标准、保管标准以及移交标准。",
            "要针对容易弄错的物品，逐项完善……。",
            "标准",
            ("登记标准", "保管标准", "移交标准"),
        ),
        (
            "带班人要通过各种办法收集线索,核对线索,报告线索和保管线索,不让一条漏掉。",
            "带班人要通过各种办法……，不让一条漏掉。",
            "线索",
            ("收集线索", "核对线索", "报告线索", "保管线索"),
        ),
    ],
)
def test_members_that_are_alike_are_recalled(text: str, said: str, same: str, members: tuple[str, ...]) -> None:
    found = [draft for draft in drafts(text) if draft.right == members]
    assert len(found) == 1
    assert found[0].stem.startswith(SAID + said.split("……")[0] + "……")
    assert f"项内容（都含“{same}”）" in found[0].stem


def test_words_that_are_explained_one_by_one_are_recalled_with_their_meaning() -> None:
    text = '街面消息要做到"广"(四处都有人听)、"快"(当天就能报到)、"准"(有时间有地点)的标准。'
    (draft,) = drafts(text, path=("三、收集消息",))
    assert draft.right == ('"广"（四处都有人听）', '"快"（当天就能报到）', '"准"（有时间有地点）')
    assert "（各用引号中的字概括，并作说明）" in draft.stem


@pytest.mark.parametrize(
    "text",
    [
        "对酒馆门口、河边步道、老旧仓库等,要在夜里增加巡看的次数。",  # open
        "站长要认真研究街面上的新情况,想全站、议全站、谋全站,带好队伍。",  # a flourish
        "队员热爱街坊,保护街坊,依靠街坊,受街坊监督是应当的道理。",  # the fourth has the word too
        "对值守队员、带班队员、值守队员,要逐个谈话并且作好记录。",  # one is said twice
    ],
)
def test_an_open_row_or_a_flourish_is_not_asked_for(text: str) -> None:
    assert drafts(text) == []


def test_a_place_that_the_essay_fills_twice_is_not_asked_for() -> None:
    row = "街道要着重在缩短登记时间、减少来回跑路、提高答复质量上下功夫。"
    assert len(drafts(row)) == 1
    assert drafts(f"{row}各站着重在练好值守的本领上下功夫。") == []
