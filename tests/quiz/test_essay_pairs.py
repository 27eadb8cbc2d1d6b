"""What an essay assigns to what is judged with two of them exchanged, or filled in."""

from __future__ import annotations

from random import Random

from quiz.items.essay_pairs import pair_drafts
from quiz.records import ItemType
from tests.quiz.essays import key_words, sentences

FOUR = (
    "抓值守登记,发挥巡防站的窗口作用;抓夜间巡逻,发挥巡防站的震慑作用;"
    "抓邻里走访,发挥巡防站的桥梁作用;抓情况报告,发挥巡防站的耳目作用。"
)


def test_an_assignment_is_judged_under_its_heading() -> None:
    (sentence,) = sentences(FOUR, path=("二、巡防站的作用",))
    (judged,) = pair_drafts(sentence, Random(3))
    assert judged.type == ItemType.TRUE_FALSE
    assert judged.stem.startswith("《巡防站漫谈》一文在“巡防站的作用”部分指出：“抓值守登记")


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


def test_one_of_two_tells_the_other_and_is_not_asked() -> None:
    found = sentences("抓值守登记,发挥巡防站的窗口作用;抓夜间巡逻,发挥巡防站的震慑作用。")
    assert [draft for sentence in found for draft in pair_drafts(sentence, Random(1))] == []


def test_three_can_be_judged() -> None:
    (sentence,) = sentences(FOUR.rsplit(";", 1)[0] + "。")
    assert {draft.type for draft in pair_drafts(sentence, Random(3))} == {ItemType.TRUE_FALSE}


def test_what_stands_before_a_unit_with_a_lost_character_is_filled_in() -> None:
    (sentence,) = sentences(
        "始终把人民群众的利益作为第一考虑,把人民群众的呼声作为第一信号,把人群众的需要作为第一选择,把人群众的满意作为第一标准。"
    )
    (draft,) = pair_drafts(sentence, Random(1))
    assert draft.type == ItemType.CLOZE
    assert draft.stem == ("《巡防站漫谈》一文指出：“始终把人民群众的利益作为第一____，把人民群众的呼声作为第一____”。")
    assert draft.right == ("考虑", "信号")
    assert key_words(draft) == ["考虑", "信号"]
