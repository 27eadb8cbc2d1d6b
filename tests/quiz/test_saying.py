"""Four sentences of a chapter, of which one or two have an edit."""

from __future__ import annotations

from quiz.items.saying import saying_drafts
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
