"""Terms, measures and bodies, asked for on rules that nobody enacted."""

from __future__ import annotations

from random import Random

import pytest

from quiz.drafts import Draft
from quiz.items.actor import actor_drafts
from quiz.items.recall import row_draft
from quiz.items.term import term_drafts
from quiz.items.true_false import false_drafts, true_draft
from quiz.records import ItemType
from quiz.worth import is_worth_asking
from tests.quiz.unenacted import evidence, pools

LEAD = "根据《青槐市犬只管理办法》规定，"


def key_words(draft: Draft) -> list[str]:
    return [draft.place.passage.text[start:end] for start, end in draft.key_spans]


def test_a_term_is_asked_for_among_its_kind() -> None:
    law = evidence("第一条 巡防员对无证犬只应当予以收缴，并书面告知养犬人。\n")
    (draft,) = term_drafts(law.statements[0], pools(law))
    assert (draft.type, draft.right, draft.wrong) == (ItemType.CHOICE, ("收缴",), ("扣押", "没收", "追缴"))
    assert draft.stem == LEAD + "巡防员对无证犬只应当予以（ ），并书面告知养犬人。"


def test_a_body_known_by_its_part_is_asked_for_as_an_authority() -> None:
    law = evidence("第一条 走失犬只伤人的，经看守所所长批准，可以会见养犬人。\n")
    (draft,) = term_drafts(law.statements[0], pools(law))
    assert (draft.type, draft.right) == (ItemType.AUTHORITY, ("看守所所长",))


def test_no_other_term_of_the_article_is_offered() -> None:
    law = evidence("第一条 巡防员对无证犬只应当予以收缴。\n对伤人犬只可以没收。\n")
    drafts = [draft for statement in law.statements for draft in term_drafts(statement, pools(law))]
    assert drafts[0].wrong == ("扣押", "追缴")


def test_who_acts_is_asked_for_unless_the_name_of_the_instrument_tells() -> None:
    rule = (
        "第一条 {name}接到犬只伤人报告的，应当在二小时内派员查验，并制作笔录。\n第二条 犬只由海关、人民检察院移送。\n"
    )
    law = evidence(rule.format(name="人民法院"))
    assert [draft.right for draft in actor_drafts(law.statements[0], pools(law))] == [("人民法院",)]
    named = evidence(rule.format(name="人民法院"), title="人民法院犬只管理办法")
    assert list(actor_drafts(named.statements[0], pools(named))) == []


def test_kinds_named_in_a_row_are_recalled() -> None:
    law = evidence("第一条 犬证分为：家犬证、工作犬证和导盲犬证。\n")
    draft = row_draft(law.statements[0])
    assert draft is not None
    assert (draft.stem, draft.right) == (LEAD + "犬证分为哪些？请逐一列举。", ("家犬证", "工作犬证", "导盲犬证"))
    assert key_words(draft) == ["家犬证", "工作犬证", "导盲犬证"]


@pytest.mark.parametrize("row", ["家犬证、工作犬证等。", "家犬证、工作犬证和其他犬证。", "家犬证和工作犬证。"])
def test_an_open_or_short_row_is_not_recalled(row: str) -> None:
    assert row_draft(evidence(f"第一条 犬证分为：{row}\n").statements[0]) is None


def test_a_term_makes_a_sentence_worth_judging_that_has_nothing_else_to_check() -> None:
    law = evidence("第一条 一方当事人故意造成犬只走失的，他方无责任。\n")
    assert not is_worth_asking(law.statements[0])
    made = [draft.edit for draft in false_drafts(law.statements[0], pools(law), Random(1))]
    assert [(edit.before, edit.after) for edit in made if edit is not None] == [("故意", "过失")]
    assert true_draft(law.statements[0]) is None


def test_a_day_that_the_instrument_holds_to_be_the_same_is_not_offered() -> None:
    rule = "第一条 派出所应当自收到养犬申请之日起十日内办理。\n"
    law = evidence(rule)
    (draft,) = term_drafts(law.statements[0], pools(law))
    assert "受理养犬申请之日" in draft.wrong
    law = evidence(rule + "第二条 收到养犬申请之日即为受理养犬申请之日。\n")
    (draft,) = term_drafts(law.statements[0], pools(law))
    assert "受理养犬申请之日" not in draft.wrong
