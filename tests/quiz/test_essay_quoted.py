"""What an essay puts into quotation marks."""

from __future__ import annotations

from quiz.drafts import Draft
from quiz.items.essay_quoted import quoted_drafts
from tests.quiz.essays import key_words, sentences


def drafts(text: str, path: tuple[str, ...] = ()) -> list[Draft]:
    return [draft for sentence in sentences(text, path=path) for draft in quoted_drafts(sentence)]


def test_what_stands_in_quotation_marks_and_begins_alike_is_recalled_under_its_heading() -> None:
    text = "队员每天为街坊调解一些“小争执”,办好一些“小事情”,修好一些“小东西”。"
    (draft,) = drafts(text, path=("三、从身边做起",))
    assert draft.stem == (
        "《巡防站漫谈》一文在“从身边做起”部分加引号列举了三个“小”。这三个“小”分别是什么？请逐一列举。"
    )
    assert draft.right == ("小争执", "小事情", "小东西")


def test_a_name_of_a_count_is_asked_for_what_it_stands_for() -> None:
    (draft,) = drafts("各街开展了为期三年的抓登记、查门窗、练本领的“三实”活动,街坊都说好。")
    assert draft.stem == "《巡防站漫谈》一文提到的“三实”是指哪三项内容？请逐一列举。"
    assert draft.right == ("抓登记", "查门窗", "练本领")
    assert key_words(draft) == ["抓登记", "查门窗", "练本领"]


def test_a_count_that_does_not_fit_and_words_that_begin_otherwise_are_not_asked() -> None:
    assert drafts("各街开展了抓登记、查门窗的“三实”活动,街坊都说好。") == []
    assert drafts("队员每天调解一些“小争执”,办好一些“小事情”,修好一些“旧东西”。") == []
