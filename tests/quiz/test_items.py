"""Each way to ask, on rules that nobody enacted: the exact stem, key and place of the key."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from ingest.records import Kind
from quiz.drafts import Draft
from quiz.items.authority import authority_drafts
from quiz.items.cloze import cloze_drafts
from quiz.items.definition import definition_draft, find_definitions
from quiz.items.essays import points_draft
from quiz.items.list_choice import is_askable, list_drafts
from quiz.items.number import number_drafts
from quiz.items.recall import recall_draft
from quiz.items.short import short_draft
from quiz.items.true_false import false_drafts, judged_drafts, true_draft
from quiz.outline import Points, read_points
from quiz.quantities import normalised
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


SISTERS = """第一条 养犬人有下列行为之一的，处五百元以上一千元以下罚款：
（一）遗弃犬只的；
（二）虐待犬只的；
（三）放任犬只恐吓他人的。
第二条 养犬人有下列情形之一的，处一百元以上三百元以下罚款：
（一）不清理犬粪的；
（二）出户不系犬绳的。
第三条 巡防员有下列行为之一的，给予处分：
（一）私放疯犬的；
（二）收受财物的。
"""


def test_members_of_a_list_are_asked_for_among_those_of_its_sister() -> None:
    law = evidence(SISTERS)
    (draft, *_) = list_drafts(listing(law, "养犬人有下列行为"), pools(law), Random(3))
    assert draft.stem == LEAD + "养犬人有哪些行为之一的，处五百元以上一千元以下罚款？条文明确列举的有（ ）。"
    assert set(draft.right) <= {"遗弃犬只的", "虐待犬只的", "放任犬只恐吓他人的"}
    assert set(draft.wrong) == {"不清理犬粪的", "出户不系犬绳的"}
    assert key_words(draft) == list(draft.right)


def test_no_sister_serves_where_a_member_points_to_another_list() -> None:
    law = evidence(SISTERS.replace("放任犬只恐吓他人的", "有第二条所列情形的"))
    drafts = list_drafts(listing(law, "养犬人有下列行为"), pools(law), Random(3))
    assert [draft.wrong for draft in drafts] == []


def test_all_members_are_recalled_in_order() -> None:
    draft = recall_draft(listing(BASE, "收容站应当"))
    assert draft is not None
    assert draft.stem == LEAD + "犬只收容站应当履行哪些职责？请逐一列举（“其他”等兜底项除外）。"
    assert draft.right == ("收容走失犬只", "登记犬只的来源和去向", "组织领养和防疫")


def test_a_list_that_speaks_of_its_own_law_names_it() -> None:
    law = evidence(
        "第一条 违反本办法规定，有下列行为之一的，由公安机关处罚：\n（一）遗弃犬只的；\n（二）虐待犬只的。\n"
    )
    draft = recall_draft(law.listings[0])
    assert draft is not None
    assert draft.stem.startswith("违反《青槐市犬只管理办法》规定，有哪些行为之一的，由公安机关处罚？")


def test_of_a_long_list_five_members_are_asked_for() -> None:
    members = "".join(
        f"（{number}）登记{what}；\n" for number, what in zip("一二三四五六七", "鸡鸭鹅猫羊牛马", strict=True)
    )
    law = evidence(f"第一条 收容站应当履行下列职责：\n{members.replace('登记', '登记和照看走失的')}")
    draft = recall_draft(listing(law, "收容站"))
    assert draft is not None
    assert draft.stem == LEAD + "收容站应当履行哪些职责？请列举其中五项。"
    assert len(draft.right) == 7


def test_a_term_is_to_be_explained() -> None:
    law = evidence("第一条 本办法所称烈性犬，是指性情凶猛、容易伤人的品种。")
    (found,) = find_definitions(law)
    draft = definition_draft(found)
    assert draft.stem == "名词解释：《青槐市犬只管理办法》中，“烈性犬”是指什么？"
    assert (draft.right, key_words(draft)) == (("性情凶猛、容易伤人的品种",), ["性情凶猛、容易伤人的品种"])


def test_a_term_that_explains_itself_is_not_asked_for() -> None:
    law = evidence(
        "第一条 本办法所称犬只事故，是指造成犬只死亡的事故。\n第二条 本办法所称烈性犬，是指性情凶猛、容易伤人的大型犬只。\n"
    )
    assert [found.term_text for found in find_definitions(law)] == ["烈性犬"]


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
    recall = points_draft(groups[0])
    assert recall is not None
    assert recall.right == ("走访沿街商户", "登记走失老人", "调解邻里纠纷")
    assert recall.stem == "《巡防站工作漫谈》一文提出：“巡防站要做好三件事”。文中接着列举的要点有哪些？请逐一列举。"


def test_points_with_a_word_that_lost_a_character_are_not_asked_for() -> None:
    text = "巡防站要做好三件事:一是走访沿街商户;二是加“报警”机制的建设;三是调解邻里纠纷。"
    assert read_points(evidence(text, title="巡防站工作漫谈", kind=Kind.ESSAY).places) == ()


def test_headings_are_asked_for_under_their_heading_and_of_a_whole_essay_by_its_title() -> None:
    prose = evidence("巡防工作的关键是及时发现险情、及时报告险情。", title="巡防站工作漫谈", kind=Kind.ESSAY)
    place = prose.places[0]
    text = "一、装备要清楚。\n交接以后才能离岗。"
    members = ((place, (2, 7)), (place, (9, 17)))
    place = replace(place, passage=replace(place.passage, text=text))
    group = Points(place, "交接的要求", is_heading=True, members=members)
    draft = points_draft(group)
    assert draft is not None
    assert draft.stem == "《巡防站工作漫谈》一文在“交接的要求”部分提出的要点有哪些？请逐一列举。"
    whole = points_draft(replace(group, lead=""))
    assert whole is not None
    assert whole.stem == "《巡防站工作漫谈》一文用各部分的标题提出的要点有哪些？请逐一列举。"
    assert points_draft(replace(group, is_whole=False)) is None


def test_a_sentence_is_judged_as_it_stands_or_made_false_as_the_lot_decides() -> None:
    found = statement(BASE, "三日")
    asked = [
        [(draft.right, draft.key_spans) for draft in judged_drafts(found, POOLS, Random(seed))] for seed in range(20)
    ]
    assert {drafts[0][0] for drafts in asked} == {("正确",), ("错误",)}
    for drafts in asked:
        if drafts[0][0] == ("正确",):
            assert drafts[0][1] not in [spans for _, spans in drafts[1:]]


def test_beside_a_true_sentence_other_places_of_it_are_made_false() -> None:
    law = evidence("第一条 巡防员扣留犬只的，应当出具清单，由养犬人签名或者盖章，并书面通知派出所。")
    found = [list(judged_drafts(law.statements[0], pools(law), Random(seed))) for seed in range(20)]
    mixed = next(drafts for drafts in found if drafts[0].right == ("正确",))
    assert {draft.right for draft in mixed[1:]} == {("错误",)}
    assert mixed[0].key_spans not in [draft.key_spans for draft in mixed[1:]]


def test_a_sentence_that_no_edit_makes_believably_false_is_not_judged() -> None:
    law = evidence("第一条 犬只交易市场的经营者可以凭许可证件依法申请贷款。")
    assert true_draft(law.statements[0]) is not None
    assert list(judged_drafts(law.statements[0], pools(law), Random(1))) == []


def test_a_right_is_not_taken_away_where_the_sentence_gives_another_one() -> None:
    law = evidence("第一条 不出示证件的，养犬人有权拒绝查验，并有权检举。\n第二条 不出示证件的，养犬人有权拒绝查验。")
    both, alone = law.statements
    edits = [
        [draft.edit.after for draft in false_drafts(each, pools(law), Random(1)) if draft.edit]
        for each in (both, alone)
    ]
    assert ["无权" in found for found in edits] == [False, True]


def test_the_worse_accident_is_not_made_the_lighter_one() -> None:
    law = evidence("第一条 犬只致人死亡三人以上的，巡防站应当报告。\n第二条 连续饲养三年以上的，巡防站应当登记。")
    edits = [
        {draft.edit.kind for draft in false_drafts(each, pools(law), Random(1)) if draft.edit}
        for each in law.statements
    ]
    assert ["bound" in kinds for kinds in edits] == [False, True]


def test_a_sum_that_two_fines_tell_is_not_asked_for() -> None:
    fines = "处违法所得二倍以上五倍以下罚款；违法所得不足一万元的，处二万元以上五万元以下罚款。"
    law = evidence(f"第一条 贩卖犬只的，{fines}")
    asked = [draft.right[0] for draft in number_drafts(statement(law, "贩卖"), pools(law))]
    assert "一万元" not in asked and "二万元以上五万元" in asked


def test_no_word_is_changed_in_the_name_of_a_rule() -> None:
    law = evidence("第一条 收容站应当按照《犬只书面报告规则》向派出所报告收容情况。")
    edits = [draft.edit for draft in false_drafts(law.statements[0], pools(law), Random(1))]
    assert "书面" not in [edit.before for edit in edits if edit is not None]


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


@pytest.mark.parametrize(
    ("condition", "is_asked"), [("未造成后果的轻微养犬违法的", False), ("未造成他人受伤并且立即改正的", True)]
)
def test_what_the_condition_says_itself_is_not_asked_for(condition: str, is_asked: bool) -> None:
    law = evidence(f"第一条 {condition}，可以认定为轻微养犬违法行为。")
    assert (short_draft(law.statements[0]) is not None) == is_asked


@pytest.mark.parametrize("place", ["收容站所在地", "活动所在地", "犬只出生地", "犬只登记地的"])
def test_an_agency_is_asked_for_by_its_level_behind_any_place(place: str) -> None:
    law = evidence(f"第一条 遗失犬证的，应当向{place}县级公安机关申请补领。")
    (draft,) = authority_drafts(law.statements[0], pools(law))
    assert draft.stem == LEAD + f"遗失犬证的，应当向{place}（ ）申请补领。"
    assert draft.right == ("县级公安机关",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("收容员应当经设区的市级公安机关考核合格。", "设区的市级公安机关"),
        ("犬证由县级公安机关签发。", "县级公安机关"),
        ("收容站的设立，应当征得上一级公安机关的同意。", "上一级公安机关"),
        ("养犬人应当在十日内到居住地县级公安机关交验犬证。", "县级公安机关"),
        ("疯犬伤人的，收容站应当立即通知县级公安机关，并进行追捕。", "县级公安机关"),
    ],
)
def test_who_examines_issues_agrees_or_is_told_is_asked_for(text: str, name: str) -> None:
    law = evidence(f"第一条 {text}")
    (draft,) = authority_drafts(law.statements[0], pools(law))
    assert draft.right == (name,)


def test_an_age_of_whom_the_rule_holds_is_not_left_out() -> None:
    law = evidence("第一条 公安机关不得为未满十六周岁的居民办理养犬登记。")
    assert list(cloze_drafts(law.statements[0])) == []


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("公安机关对养犬申请审查后，不予受理。", "不予", "可以不予"),
        ("养犬人主动改正的，应当从轻处罚。", "应当", "可以"),
        ("养犬人主动改正的，可以减轻处罚。", "可以", "应当"),
        ("养犬人出户不系犬绳的，处警告，可以并处五十元罚款。", "可以并处", "并处"),
    ],
)
def test_whether_there_is_a_choice_can_be_changed(text: str, before: str, after: str) -> None:
    law = evidence(f"第一条 {text}")
    drafts = false_drafts(law.statements[0], pools(law), Random(1))
    edits = [
        (draft.edit.before, draft.edit.after) for draft in drafts if draft.edit and draft.edit.kind == "connective"
    ]
    assert (before, after) in edits


def test_what_residents_may_do_is_not_made_a_duty() -> None:
    law = evidence("第一条 公民可以委托收容站处理犬只，并要求出具收据。")
    edits = [draft.edit for draft in false_drafts(law.statements[0], pools(law), Random(1)) if draft.edit]
    assert "modal" not in [edit.kind for edit in edits]


def test_no_two_members_of_a_list_are_changed_into_the_same_words() -> None:
    law = evidence(
        """第一条 巡防站应当按照下列规定的日期开始犬只伤人调解：
（一）造成犬只受伤的，从治疗终结之日起；
（二）造成人员残疾的，从定残之日起；
（三）造成财产损失的，从确定损失之日起；
（四）造成犬只死亡的，从犬只火化之日起；
（五）造成犬只走失的，从犬只寻回之日起；
（六）造成人员惊吓的，从报告派出所之日起。
"""
    )
    drafts = [draft for seed in range(6) for draft in list_drafts(law.listings[0], pools(law), Random(seed))]
    assert drafts != []
    assert max(sum("收到调解申请之日" in wrong for wrong in draft.wrong) for draft in drafts) == 1


def edits_of(text: str) -> list[tuple[str, str]]:
    law = evidence(text)
    drafts = false_drafts(law.statements[0], pools(law), Random(1))
    return [(draft.edit.before, draft.edit.after) for draft in drafts if draft.edit is not None]


def test_a_flat_prohibition_gives_way_to_a_permission() -> None:
    assert ("不得", "经批准可以") in edits_of("第一条 巡防站对被扣留的犬只应当妥善保管，不得使用。\n")


@pytest.mark.parametrize("words", ["未经许可，不得使用。", "不得使用，不得转让。"])
def test_a_prohibition_with_an_exception_or_beside_another_one_does_not(words: str) -> None:
    assert ("不得", "经批准可以") not in edits_of(f"第一条 巡防站对被扣留的犬只应当妥善保管，{words}\n")


def test_a_policy_is_asked_for_by_its_words() -> None:
    law = evidence("第一条 犬只管理工作实行预防为主、分类管理、社会共治的方针。\n")
    draft = short_draft(law.statements[0])
    assert draft is not None
    assert draft.stem == "根据《青槐市犬只管理办法》规定，犬只管理工作实行什么方针？"
    assert draft.right == ("预防为主、分类管理、社会共治",)


def test_how_many_hold_an_office_is_not_asked() -> None:
    law = evidence("第一条 犬只收容站设站长一人，副所长一至二人，并配备兽医五人。\n")
    assert [draft.right[0] for draft in number_drafts(law.statements[0], pools(law))] == ["五人"]


def test_a_list_to_which_the_text_behind_it_adds_is_not_recalled() -> None:
    text = """第一条 申请养犬登记，应当提交下列材料：
（一）养犬人的居民身份证明；
（二）犬只的免疫证明；
（三）犬只的照片。
申请饲养烈性犬的，还应当提交训练证明。
"""
    assert recall_draft(evidence(text).listings[0]) is None
    assert recall_draft(evidence(text.replace("还应当提交训练证明", "不予登记")).listings[0]) is not None
