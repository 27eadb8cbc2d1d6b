"""Terms, measures and bodies, asked for on rules that nobody enacted."""

from __future__ import annotations

from random import Random

import pytest

from quiz.drafts import Draft
from quiz.items.actor import actor_drafts
from quiz.items.consequences import consequence_drafts
from quiz.items.recall import row_draft
from quiz.items.several import several_drafts
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
    law = evidence("第一条 养犬许可证书写错误的，由原发证机关在三日内更正。\n")
    (draft,) = term_drafts(law.statements[0], pools(law))
    assert (draft.type, draft.right) == (ItemType.AUTHORITY, ("原发证机关",))


def test_no_other_term_of_the_article_is_offered() -> None:
    law = evidence("第一条 巡防员对无证犬只应当予以收缴。\n对伤人犬只可以没收。\n")
    drafts = [draft for statement in law.statements for draft in term_drafts(statement, pools(law))]
    assert drafts[0].wrong == ("扣押", "追缴")


def test_words_in_a_row_are_asked_for_together() -> None:
    law = evidence("第一条 公安机关查处犬只案件，经负责人批准，可以查封、扣押有关财物。\n")
    (draft,) = several_drafts(law.statements[0], pools(law), Random(1))
    assert draft.stem == LEAD + "公安机关查处犬只案件，经负责人批准，可以（ ）有关财物。"
    assert (draft.right, draft.wrong[:2], key_words(draft)) == (("查封", "扣押"), ("冻结", "划拨"), ["查封", "扣押"])


@pytest.mark.parametrize(
    "text",
    [
        "公安机关查处犬只案件，可以采取查封、扣押等措施。",  # open
        "公安机关查处犬只案件，不得查封、扣押生活用品。",  # nor may they do anything else
        "公安机关查封、扣押犬只，应当当场交付查封、扣押清单。",  # said again
    ],
)
def test_an_open_row_or_one_that_is_told_is_not_asked_about(text: str) -> None:
    law = evidence(f"第一条 {text}\n")
    assert list(several_drafts(law.statements[0], pools(law), Random(1))) == []


RULES = """第一条 单位未办理养犬登记的，由县级公安机关责令改正，给予警告；情节严重的，责令停业整顿。
第二条 单位转让犬证的，由县级公安机关没收违法所得，处一千元以下罚款。
"""


def test_what_follows_is_asked_for_among_measures_of_the_instrument() -> None:
    law = evidence(RULES)
    (draft,) = consequence_drafts(law.statements[0], pools(law), Random(1))
    assert (
        draft.stem == LEAD + "单位未办理养犬登记的，由县级公安机关作出的处理（不含情节严重等另有规定的情形）有（ ）。"
    )
    assert (draft.right, draft.wrong[:2]) == (("责令改正", "警告"), ("罚款", "没收违法所得"))


def test_a_measure_of_a_further_case_is_no_wrong_one() -> None:
    law = evidence(RULES)
    (draft,) = consequence_drafts(law.statements[0], pools(law), Random(1))
    assert "责令停业整顿" not in draft.wrong


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
