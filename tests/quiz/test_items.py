"""Each way to ask, on rules that nobody enacted: the exact stem, key and place of the key."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ingest.records import Kind
from quiz.drafts import Draft
from quiz.items.authority import authority_drafts
from quiz.items.cloze import cloze_drafts
from quiz.items.definition import definition_drafts, find_definitions
from quiz.items.essays import point_drafts
from quiz.items.list_choice import inline_drafts, is_askable, list_drafts
from quiz.items.number import number_drafts
from quiz.items.recall import recall_draft
from quiz.items.short import short_draft
from quiz.items.true_false import false_drafts, true_draft
from quiz.outline import Points, read_points
from quiz.quantities import normalised
from quiz.records import ItemType
from tests.quiz.unenacted import evidence, listing, pools, statement

BASE = evidence()
POOLS = pools(BASE)
LEAD = "根据《青槐市犬只管理办法》规定，"


def key_words(draft: Draft) -> list[str]:
    return [draft.place.passage.text[start:end] for start, end in draft.key_spans]


def test_a_number_is_asked_in_its_sentence() -> None:
    (draft,) = number_drafts(statement(BASE, "三日"), POOLS)
    assert draft.stem == LEAD + "巡防员应当自接到报告之日起（ ）内核查，并将结果书面告知报告人。"
    assert (draft.right, draft.accept, key_words(draft)) == (("三日",), ("3日",), ["三日"])
    assert {"二日", "五日"} <= set(draft.wrong)


def test_a_range_is_asked_as_one_number() -> None:
    (draft,) = number_drafts(statement(BASE, "虐待"), POOLS)
    assert draft.stem == LEAD + "养犬人虐待犬只的，处（ ）以下罚款。"
    assert draft.right == ("五百元以上一千元",)


def test_no_distractor_is_a_number_of_the_same_article() -> None:
    drafts = [draft for found in BASE.statements if "延长" in found.text for draft in number_drafts(found, POOLS)]
    assert [draft.right for draft in drafts] == [("十日",), ("三十日",)]
    assert not any(
        normalised(wrong) == normalised(known)
        for draft in drafts
        for wrong in draft.wrong
        for known in ("十日", "30日")
    )


def test_an_agency_is_asked_for_among_agencies_of_other_levels() -> None:
    (draft,) = authority_drafts(statement(BASE, "收容站，由"), POOLS)
    assert draft.stem == LEAD + "设立犬只收容站，由（ ）批准。"
    assert draft.right == ("县级人民政府公安机关",)
    assert "县级人民政府公安机关" not in draft.wrong


def test_a_true_statement_is_the_sentence() -> None:
    draft = true_draft(statement(BASE, "出示"))
    assert draft is not None
    assert (draft.stem, draft.right) == (LEAD + "查验犬证时，巡防员应当出示工作证件。", ("正确",))
    assert draft.key_spans == ()


@pytest.mark.parametrize(
    ("words", "kind", "before", "after"),
    [
        ("出示", "modal", "应当", "可以"),
        ("三日", "term", "书面", "口头"),
        ("学校周边", "modal", "不得", "可以"),
    ],
)
def test_a_false_statement_has_one_edit(words: str, kind: str, before: str, after: str) -> None:
    drafts = list(false_drafts(statement(BASE, words), POOLS, Random(1)))
    draft = next(found for found in drafts if found.edit and found.edit.kind == kind)
    assert draft.edit is not None
    assert (draft.edit.before, draft.edit.after, draft.right) == (before, after, ("错误",))
    assert key_words(draft) == [before]
    said = statement(BASE, words).text
    assert draft.body == said.replace(before, after, 1)


def test_a_sentence_that_speaks_of_its_own_law_names_it() -> None:
    law = evidence("第一条 违反本办法规定遛犬的，由公安机关处五百元罚款。")
    draft = true_draft(law.statements[0])
    assert draft is not None
    assert draft.stem == "违反《青槐市犬只管理办法》规定遛犬的，由公安机关处五百元罚款。"


def test_an_exhortation_is_not_judged() -> None:
    law = evidence("第一条 公安机关应当加强养犬登记的宣传。")
    assert true_draft(law.statements[0]) is None
    assert list(false_drafts(law.statements[0], POOLS, Random(1))) == []


def test_members_of_a_list_are_asked_for_among_those_of_another() -> None:
    drafts = list(list_drafts(listing(BASE, "收容站应当"), POOLS, Random(3)))
    assert drafts[0].stem == LEAD + "犬只收容站应当履行哪些职责？条文明确列举的有（ ）。"
    assert set(drafts[0].right) <= {"收容走失犬只", "登记犬只的来源和去向", "组织领养和防疫"}
    assert set(drafts[0].wrong) <= {
        "查处无证养犬行为",
        "调解养犬引起的纠纷",
        "宣传文明养犬知识",
        "登记流浪犬只的数量和分布",
    }
    assert key_words(drafts[0]) == list(drafts[0].right)


def test_all_members_are_recalled_in_order() -> None:
    draft = recall_draft(listing(BASE, "收容站应当"))
    assert draft is not None
    assert draft.stem == LEAD + "犬只收容站应当履行哪些职责？请逐一列举（“其他”等兜底项除外）。"
    assert draft.right == ("收容走失犬只", "登记犬只的来源和去向", "组织领养和防疫")


def test_a_term_and_its_meaning_are_asked_both_ways() -> None:
    law = evidence(
        "第一条 本办法所称烈性犬，是指性情凶猛、容易伤人的品种。\n第二条 本办法所称养犬人，是指饲养宠物、办理登记的居民。"
    )
    found = find_definitions(law)
    stems = {draft.stem: draft.right for draft in definition_drafts(found[0], found, Random(1))}
    assert stems == {
        "在《青槐市犬只管理办法》中，（ ）是指性情凶猛、容易伤人的品种。": ("烈性犬",),
        "在《青槐市犬只管理办法》中，烈性犬是指（ ）。": ("性情凶猛、容易伤人的品种",),
    }


def test_a_document_to_be_shown_is_left_out() -> None:
    (draft,) = cloze_drafts(statement(BASE, "出示"))
    assert (draft.stem, draft.right) == (LEAD + "查验犬证时，巡防员应当出示____。", ("工作证件",))


def test_a_consequence_is_asked_for() -> None:
    draft = short_draft(statement(BASE, "死亡"))
    assert draft is not None
    assert draft.stem == LEAD + "养犬人死亡的，由谁处理、如何处理？"
    assert draft.right == ("由派出所注销犬证，并将犬只送交收容站",)


def test_points_of_an_essay_are_asked_under_their_lead() -> None:
    text = (
        "巡防站要做好三件事:一是走访沿街商户;二是登记走失老人;三是调解邻里纠纷。\n"
        "巡防站还要防止三种情况:一是记录残缺不全;二是交接没有签字;三是装备无人保管。"
    )
    prose = evidence(text, title="巡防站工作漫谈", kind=Kind.ESSAY)
    groups = read_points(prose.places)
    assert groups[0].texts == ("走访沿街商户", "登记走失老人", "调解邻里纠纷")
    drafts = list(point_drafts(groups[0], pools(prose), Random(1)))
    recall = next(draft for draft in drafts if draft.type == ItemType.RECALL)
    assert recall.stem == "《巡防站工作漫谈》一文提出：“巡防站要做好三件事”。文中接着列举的要点有哪些？请逐一列举。"


def test_headings_of_an_essay_are_not_learnt_by_heart() -> None:
    prose = evidence("巡防工作的关键是及时发现险情、及时报告险情。", title="巡防站工作漫谈", kind=Kind.ESSAY)
    place = prose.places[0]
    text = "一、装备要清楚。\n交接以后才能离岗。"
    members = ((place, (0, 8)), (place, (9, 17)))
    place = replace(place, passage=replace(place.passage, text=text))
    group = Points(place, "交接的要求", is_heading=True, members=members)
    assert list(point_drafts(group, POOLS, Random(1))) == []


def test_what_somebody_should_do_is_not_asked_without_bounds() -> None:
    law = evidence("第一条 派出所接到疯犬报告的，应当立即派员到场捕捉，并将犬只送交收容站。")
    assert short_draft(law.statements[0]) is None


@pytest.mark.parametrize(
    ("condition", "is_asked"),
    [("申请犬证时提交虚假材料的", True), ("在三年内两次遗弃犬只的", False)],
)
def test_a_refusal_is_asked_only_where_it_is_said_what_is_applied_for(condition: str, is_asked: bool) -> None:
    law = evidence(
        f"第一条 {condition}，不予发给养犬人犬证，并予以公告。".replace(
            "养犬人犬证", "犬证" if is_asked else "养犬登记证"
        )
    )
    assert (short_draft(law.statements[0]) is not None) == is_asked


def test_a_paper_that_anybody_would_ask_for_is_not_left_out() -> None:
    law = evidence("第一条 收容站办理犬只领养的，应当要求领养犬只的居民出示身份证件。")
    assert list(cloze_drafts(law.statements[0])) == []


def test_other_names_of_a_paper_are_accepted() -> None:
    law = evidence("第一条 检查犬只交易市场时，巡防员应当出示执法证件。")
    (draft,) = cloze_drafts(law.statements[0])
    assert draft.right == ("执法证件",)
    assert "人民警察证" in draft.accept


@pytest.mark.parametrize(
    "text",
    [
        "养犬人应当接受检查，巡防员滥用职权的，依法给予处分。",
        "巡防员执勤时，应当按照规定着装，佩戴标志。",
        "暂停养犬登记的情形消失后，派出所应当恢复登记。",
    ],
)
def test_what_nobody_doubts_is_no_true_statement(text: str) -> None:
    assert true_draft(evidence(f"第一条 {text}").statements[0]) is None


def test_what_etc_leaves_open_is_not_asked() -> None:
    law = evidence("第一条 犬只登记，由公安、农业、卫生等部门在十日内共同办理。")
    assert list(inline_drafts(law.statements[0], pools(law), Random(1))) == []


def test_an_age_of_minors_is_below_eighteen() -> None:
    law = evidence("第一条 犬只交易市场不得招用已满十六周岁的未成年人。")
    (draft,) = number_drafts(law.statements[0], pools(law))
    assert "十四周岁" in draft.wrong
    assert not {"十八周岁", "二十周岁"} & set(draft.wrong)


@pytest.mark.parametrize(
    "text",
    [
        "国务院公安部门主管全国养犬工作。",
        "各省、自治区人民政府制订养犬办法，报公安部备案。",
    ],
)
def test_a_level_that_the_sentence_tells_is_not_asked(text: str) -> None:
    law = evidence(f"第一条 {text}")
    assert list(authority_drafts(law.statements[0], pools(law))) == []


def test_nothing_of_the_nation_stands_behind_a_place() -> None:
    law = evidence("第一条 设立犬只收容站的，应当向所在地县级人民政府公安机关备案。")
    (draft,) = authority_drafts(law.statements[0], pools(law))
    assert set(draft.wrong) == {"设区的市级人民政府公安机关", "省级人民政府公安机关", "公安派出所"}


def test_a_member_that_is_all_others_is_not_asked() -> None:
    assert not is_askable("有违反犬只管理规定的其他行为的")
    assert is_askable("有遗弃犬只行为的")
