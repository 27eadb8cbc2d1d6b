"""Four sentences of a chapter, of which one or two have an edit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.asked import Asked
from quiz.evidence import Statement
from quiz.finish import finish
from quiz.items.number import number_drafts
from quiz.items.saying import saying_drafts
from quiz.wording import difference
from tests.quiz.unenacted import evidence, pools

LAW = """第一条 巡防员查验犬证时，应当出示工作证件，并制作笔录。
第二条 收容站接收犬只的，应当出具清单，由送交人签名或者盖章。
第三条 巡防员发现无证犬只的，应当书面通知养犬人登记。
第四条 犬只伤人的，巡防站应当立即报告，并对现场录音录像。
第五条 养犬登记应当在十日内办理。
"""


def test_right_ones_stand_as_they_are_and_wrong_ones_have_one_edit() -> None:
    law = evidence(LAW)
    (draft,) = saying_drafts(law.statements, pools(law), 1)
    sentences = {statement.text for statement in law.statements}
    assert draft.stem == "根据《青槐市犬只管理办法》规定，下列说法正确的有（ ）。"
    assert len(draft.right) + len(draft.wrong) == 4
    assert set(draft.right) <= sentences
    assert not set(draft.wrong) & sentences
    assert {before for _, before in draft.edited} | set(draft.right) == sentences - {"养犬登记应当在十日内办理。"}


def test_each_sentence_has_its_source() -> None:
    law = evidence(LAW)
    (draft,) = saying_drafts(law.statements, pools(law), 1)
    articles = [draft.place.passage.article, *(part.place.passage.article for part in draft.more)]
    assert articles == ["第一条", "第二条", "第三条", "第四条"]


def under(chapter: str, statement: Statement) -> Statement:
    passage = replace(statement.place.passage, path=(chapter, *statement.place.passage.path))
    return replace(statement, place=replace(statement.place, passage=passage))


def test_what_is_left_over_in_small_chapters_stands_together() -> None:
    law = evidence(LAW)
    chapters = ("第一章 查验", "第一章 查验", "第二章 收容", "第二章 收容", "第三章 登记")
    statements = [under(chapter, each) for chapter, each in zip(chapters, law.statements, strict=True)]
    (draft,) = saying_drafts(statements, pools(law), 2)
    assert draft.stem == "根据《青槐市犬只管理办法》规定，下列说法正确的有（ ）。"
    assert [draft.place.passage.path[0], *(part.place.passage.path[0] for part in draft.more)] == list(chapters[:4])


def test_an_option_asks_the_place_that_was_or_could_have_been_changed_or_the_whole() -> None:
    law = evidence(LAW)
    (draft,) = saying_drafts(law.statements, pools(law), 1)
    spans = (
        *((draft.place, span) for span in draft.key_spans),
        *((part.place, *part.key_spans) for part in draft.more),
    )
    assert [place.passage.text[start:end] for place, (start, end) in spans] == [
        *("应当", "或者", "书面", "犬只伤人的，巡防站应当立即报告，并对现场录音录像。")
    ]


def test_the_explanation_names_every_article_and_what_was_changed() -> None:
    law = evidence(LAW)
    (draft,) = saying_drafts(law.statements, pools(law), 1)
    item = finish(draft, draft.wrong, 1)
    basis = item.explanation.rpartition("依据：")[2]
    assert [article for article in ("第一条", "第二条", "第三条", "第四条") if article not in basis] == []
    for made, before in draft.edited:
        assert f"项原文为“{before}”，题中把“" in item.explanation
        was, now = difference(before, made)
        assert f"“{was}”改成了“{now}”" in item.explanation


def test_no_change_is_made_twice() -> None:
    law = evidence(
        "".join(
            f"第{number}条 收容站处理{what}的，应当书面通知养犬人。\n"
            for number, what in zip("一二三四", ("伤犬", "病犬", "幼犬", "走失犬"), strict=True)
        )
    )
    for seed in range(8):
        for draft in saying_drafts(law.statements, pools(law), seed):
            assert len({difference(before, made) for made, before in draft.edited}) == len(draft.edited)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("应当书面通知", "应当口头通知", ("书面", "口头")),
        ("在三日内登记", "在五日内登记", ("三日", "五日")),
        ("不公开审查", "公开审查", ("不公开", "公开")),
    ],
)
def test_a_change_is_named_by_its_words(before: str, after: str, named: tuple[str, str]) -> None:
    assert difference(before, after) == named


def test_no_term_is_changed_that_another_option_says() -> None:
    law = evidence(
        """第一条 巡防员对无证犬只应当予以收缴。
第二条 巡防员收缴犬只的，必须出具清单。
第三条 收容站应当将犬只疫情告知养犬人，并制作笔录。
第四条 养犬人应当凭犬证领取检疫标志，并悬挂标志。
"""
    )
    drafts = [draft for seed in range(8) for draft in saying_drafts(law.statements, pools(law), seed)]
    assert "收缴" not in [difference(before, made)[0] for draft in drafts for made, before in draft.edited]


def test_a_sentence_whose_number_is_asked_elsewhere_stands_as_it_is_and_is_not_asked_for_it_again() -> None:
    law = evidence(LAW.replace("养犬登记应当在十日内办理", "养犬人申请养犬登记的，巡防站应当在十日内办理"))
    offered = pools(law)
    number = next(number_drafts(law.statements[-1], offered))
    asked = Asked([finish(number, ("五日", "七日", "十五日"), 1)])
    drafts = [draft for seed in range(12) for draft in saying_drafts(law.statements[1:], offered, seed, asked)]
    said = [draft for draft in drafts if "养犬人申请养犬登记的，巡防站应当在十日内办理。" in draft.right]
    assert said
    for draft in said:
        (part,) = (part for part in (draft, *draft.more) if part.place.passage.article == "第五条")
        assert "十日" not in "".join(part.place.passage.text[start:end] for start, end in part.key_spans)
