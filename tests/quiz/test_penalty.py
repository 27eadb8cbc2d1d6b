"""Which acts get one penalty: no act twice, nothing that could get the penalty as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from answer.assistant import Assistant
from quiz import checks
from quiz.drafts import Draft
from quiz.finish import finish
from quiz.items.penalty import Act, find_acts, penalty_drafts
from quiz.make import Request, make_items
from quiz.records import ItemType
from tests.quiz.unenacted import evidence

HARSH, MILD = "处五日以上十日以下拘留", "处二百元以下罚款"
LAW = f"""第一条 放任犬只扑咬他人的，{HARSH}；情节较轻的，处五日以下拘留。
第二条 私设斗犬场所的，{HARSH}。
第三条 夜间遛犬不系犬绳的，{MILD}。
第四条 携犬进入禁止区域的，{MILD}。
第五条 有下列行为之一的，{HARSH}：
（一）贩卖患病犬只的；
（二）虐杀犬只的；
（三）其他贩卖犬只的。
第六条 伪造犬只免疫证明的，处五百元以下罚款；情节严重的，{HARSH}。
"""


def acts(text: str = LAW) -> list[Act]:
    found = evidence(text)
    return find_acts((*found.statements, *found.cases))


def drafts(text: str = LAW) -> list[tuple[Draft, tuple[Act, ...]]]:
    return [*penalty_drafts(acts(text), 1)]


def test_an_act_has_its_words_and_its_usual_penalty() -> None:
    found = {act.words: (act.penalty, act.has_tiers) for act in acts()}
    assert found["放任犬只扑咬他人的"] == (HARSH, True)
    assert found["贩卖患病犬只的"] == (HARSH, False), "of a member of a list what its lead says"
    assert found["伪造犬只免疫证明的"] == ("处五百元以下罚款", True)
    assert "其他贩卖犬只的" not in found


def test_two_acts_with_the_penalty_stand_beside_two_with_another() -> None:
    ((draft, its),) = drafts()
    penalty = {act.words: act.penalty for act in acts()}
    assert {penalty[words] for words in draft.right} == {draft.body}
    assert draft.body not in {penalty[words] for words in draft.wrong}
    assert dict(draft.instead) == {words: penalty[words] for words in draft.wrong}
    assert sorted(act.words for act in its) == sorted((*draft.right, *draft.wrong))
    assert f"应当“{draft.body}”的有（ ）" in draft.stem


def test_where_lighter_or_graver_cases_get_another_penalty_the_stem_says_that_they_are_not_meant() -> None:
    ((draft, its),) = drafts()
    assert ("情节一般的" in draft.stem) == any(act.has_tiers for act in its)
    plain = LAW.replace("；情节较轻的，处五日以下拘留", "").replace(f"；情节严重的，{HARSH}", "")
    ((draft, _),) = drafts(plain)
    assert "情节" not in draft.stem


def test_what_gets_the_penalty_in_graver_cases_is_no_wrong_option() -> None:
    text = LAW.replace(f"第四条 携犬进入禁止区域的，{MILD}。\n", "")
    for draft, _ in drafts(text):
        assert draft.body != HARSH or "伪造犬只免疫证明的" not in draft.wrong


def test_without_other_penalties_nothing_is_asked() -> None:
    assert drafts(LAW.replace(MILD, HARSH)) == []


def test_the_key_is_read_off_the_articles_and_every_other_act_is_explained() -> None:
    ((draft, _),) = drafts()
    item = finish(draft, draft.wrong, 1)
    assert checks.answerable(item, draft, 1, "词语").passed
    changed = replace(draft, right=("放生犬只的", draft.right[1]))
    assert not checks.answerable(item, changed, 1, "词语").passed
    for words, penalty in draft.instead:
        letter = next(option.id for option in item.options if option.text == words)
        assert f"{letter}项应“{penalty}”" in item.explanation
    assert len(item.sources) == 4 and all(source.quote in item.explanation for source in item.sources)


def test_an_act_that_is_compared_is_asked_about_nowhere_else(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    base = base_of({"犬只管理办法(2021-09-01).txt": f"青槐市犬只管理办法\n2021年9月1日青槐市人民政府发布\n{LAW}"})
    made = make_items(base._generation, base._lookup, base._encoder, Request(), 1, today=date(2026, 3, 1))
    (compared,) = (item for item in made.items if item.type == ItemType.LIST)
    places = {(source.passage_id, source.spans) for source in compared.sources}
    others = [source for item in made.items if item is not compared for source in item.sources]
    assert others and all((source.passage_id, source.spans) not in places for source in others)
