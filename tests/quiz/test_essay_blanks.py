"""Words of an essay that are left out."""

from __future__ import annotations

import pytest

from quiz.drafts import Draft
from quiz.items.essay_blanks import blank_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences


def drafts(text: str, path: tuple[str, ...] = ()) -> list[Draft]:
    return [draft for sentence in sentences(text, path=path) for draft in blank_drafts(sentence)]


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
        (
            "队长要提倡“以队为家,以情带队”工作理念,及时肯定队员的工作。",
            "队长要提倡“____，____”工作理念，及时肯定队员的工作。",
            ("以队为家", "以情带队"),
        ),
        (
            "登记出租的店面时,按照“谁出租谁登记”、“谁使用谁看守”的原则,把值守的责任落实到人。",
            "登记出租的店面时，按照“____”、“____”的原则，把值守的责任落实到人。",
            ("谁出租谁登记", "谁使用谁看守"),
        ),
        (
            "队员心里没有街坊就是忘本,对商户的难处漠不关心就是失职。",
            "队员心里没有街坊就是____，对商户的难处漠不关心就是____。",
            ("忘本", "失职"),
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


def test_a_very_long_sentence_is_taken_up_behind_its_semicolon() -> None:
    before = "带班的老队员每天都要把街面上发生的事情一件一件记清楚," * 4
    (draft,) = drafts(
        f"{before}不能漏掉;同时带班人要坚持“教育、提醒、帮助”的方针,当面说明哪里做得不对,耐心等待年轻队员改正。"
    )
    assert draft.stem.startswith("《巡防站漫谈》一文认为，带班人要坚持“____、____、____”的方针")


def test_two_that_are_to_be_weighed_are_asked_under_the_heading_and_without_what_says_them_again() -> None:
    text = "要正确处理好“从严带队”和“以情待人”的关系,“严”与“情”是一对矛盾,缺一不可。"
    (draft,) = drafts(text, path=("三、要会带队伍",))
    assert draft.stem == "《巡防站漫谈》一文在“要会带队伍”部分指出：“要正确处理好‘____’和‘____’的关系”。"
    assert drafts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "要牢固树立“准时、耐心”的思想。",  # nothing says which
        "值守的老队员常说,夜里巡街最怕的就是“走得慢、看得少、记不住”,这话不假。",  # not said what it is called by
        '努力实现"街面整洁,纠纷减少,邻里满意"的目标,使每一条街巷都有人巡、有人管。',  # nobody and nothing is named
        "各队要紧紧围绕街面值守这个重点,以“少纠纠、少报警、少投诉”,为目标,健全管理机制。",  # broken
        "巡防站要总结经验,努力把临时做法变成长期制度,使街坊放心。",  # other words fit as well
    ],
)
def test_what_is_told_or_not_determined_is_not_asked(text: str) -> None:
    assert drafts(text) == []
