"""What an essay assigns to what is chosen, or judged with two of them exchanged."""

from __future__ import annotations

from random import Random

from quiz.items.essay_pairs import pair_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences

FOUR = (
    "抓值守登记,发挥巡防站的窗口作用;抓夜间巡逻,发挥巡防站的震慑作用;"
    "抓邻里走访,发挥巡防站的桥梁作用;抓情况报告,发挥巡防站的耳目作用。"
)


def test_one_assignment_is_judged_and_the_others_are_chosen_among_those_of_the_sentence() -> None:
    (sentence,) = sentences(FOUR, path=("二、巡防站的作用",))
    judged, *choices = pair_drafts(sentence, Random(3))
    assert judged.type == ItemType.TRUE_FALSE
    assert [draft.type for draft in choices] == [ItemType.CHOICE, ItemType.CHOICE]
    first = choices[0]
    assert first.stem.startswith("《巡防站漫谈》一文在“巡防站的作用”部分指出：“抓")
    assert first.stem.endswith("发挥巡防站的（ ）作用”。")
    assert {*first.right, *first.wrong} == {"窗口", "震慑", "桥梁", "耳目"}
    assert key_words(first) == list(first.right)
    assert first.of_text


def test_a_false_statement_exchanges_two_neighbours_and_a_true_one_is_the_sentence() -> None:
    (sentence,) = sentences(FOUR)
    told = [next(iter(pair_drafts(sentence, Random(seed)))) for seed in range(12)]
    assert {draft.right for draft in told} == {("正确",), ("错误",)}
    for draft in told:
        if draft.edit is None:
            assert draft.body == sentence.text + "。"
            continue
        start = draft.edited_at
        assert start is not None
        assert sentence.text[start : start + len(draft.edit.before)] == draft.edit.before
        assert draft.body == sentence.text.replace(draft.edit.before, draft.edit.after, 1) + "。"
        assert sorted(draft.edit.before) == sorted(draft.edit.after)
        assert key_words(draft) == [draft.edit.before]


def test_what_announces_a_row_stands_before_the_unit_that_is_asked() -> None:
    (sentence,) = sentences("具有四个特点:工作对象的流动性,工作内容的琐碎性,工作时间的随机性,工作方式的多样性。")
    choices = [draft for draft in pair_drafts(sentence, Random(1)) if draft.type == ItemType.CHOICE]
    assert all("“具有四个特点：……工作" in draft.stem and draft.stem.endswith("的（ ）性”。") for draft in choices)


def test_one_of_two_tells_the_other_and_is_not_asked() -> None:
    found = sentences("抓值守登记,发挥巡防站的窗口作用;抓夜间巡逻,发挥巡防站的震慑作用。")
    assert [draft for sentence in found for draft in pair_drafts(sentence, Random(1))] == []


def test_an_option_in_quotation_marks_would_tell() -> None:
    (sentence,) = sentences(FOUR.replace("耳目", '"耳目"'))
    choices = [draft for draft in pair_drafts(sentence, Random(3)) if draft.type == ItemType.CHOICE]
    assert choices
    for draft in choices:
        assert not [option for option in (*draft.right, *draft.wrong) if '"' in option]


def test_three_options_are_too_few() -> None:
    (sentence,) = sentences(FOUR.rsplit(";", 1)[0] + "。")
    assert {draft.type for draft in pair_drafts(sentence, Random(3))} == {ItemType.TRUE_FALSE}


def test_a_unit_with_a_lost_character_is_not_printed() -> None:
    (sentence,) = sentences(
        "始终把人民群众的利益作为第一考虑,把人民群众的呼声作为第一信号,把人群众的需要作为第一选择,把人群众的满意作为第一标准。"
    )
    drafts = [*pair_drafts(sentence, Random(1))]
    assert {draft.type for draft in drafts} == {ItemType.CHOICE}
    assert {draft.right[0] for draft in drafts} == {"考虑", "信号"}
