"""Every check refuses a bad item that is shown to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from answer.assistant import Assistant
from index.encoder import open_encoder
from quiz import checks
from quiz.checks import Bench, Seen
from quiz.drafts import Draft
from quiz.evidence import Evidence, read_evidence
from quiz.finish import finish
from quiz.items.list_choice import family_of, is_askable
from quiz.items.number import number_drafts
from quiz.items.true_false import false_drafts
from quiz.pools import gather_pools
from quiz.records import Item, ItemType, Option
from tests.quiz.unenacted import LAW, evidence, pools, statement

BASE = evidence()
DRAFT = next(number_drafts(statement(BASE, "三日"), pools(BASE)))
ITEM = finish(DRAFT, ("二日", "五日", "七日"), seed=1)


def with_options(*texts: str, right: int = 0) -> Item:
    options = tuple(Option("ABCD"[at], text, at == right, "") for at, text in enumerate(texts))
    return replace(ITEM, options=options, key=("ABCD"[right : right + 1],))


def test_a_sound_item_passes() -> None:
    assert checks.wording(ITEM).passed
    assert checks.unguessable(ITEM).passed
    assert checks.one_right(ITEM, DRAFT).passed
    assert checks.quality(DRAFT).passed
    assert checks.answerable(ITEM, DRAFT, 1, "词语").passed


@pytest.mark.parametrize(
    ("stem", "fault"),
    [
        ("根据《办法》规定，前款费用由（ ）承担。", "指向题外文字"),
        ("根据《办法》规定，三日内办理。", "应有一处"),
        ("根据《办法》规定，（ ）内办理", "没有句末标点"),
        ("根据《办法》规定，（ ）内办理，。", "标点不通顺"),
        ("根据《办法规定，（ ）内办理。", "不成对"),
        ("根据《办法》规定，交还证件后时应当在（ ）内办理。", "标点不通顺"),
        ("根据《办法》规定，" + "巡防员" * 90 + "（ ）内办理。", "题干太长"),
    ],
)
def test_bad_wording_is_refused(stem: str, fault: str) -> None:
    found = checks.wording(replace(ITEM, stem=stem))
    assert not found.passed
    assert fault in found.detail


def test_a_slip_of_the_source_in_an_option_is_refused() -> None:
    assert not checks.wording(with_options("三日", "五日", "收回犬证后时的七日", "十日")).passed


def test_all_of_the_above_is_no_option() -> None:
    assert not checks.wording(with_options("三日", "五日", "七日", "以上都对")).passed


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (replace(ITEM, stem="根据《办法》规定，三日内，即（ ）内，办理。"), "题干里已有正确选项"),
        (with_options("三日以内", "五日", "七日", "九日"), "限定词"),
    ],
)
def test_a_key_that_is_given_away_is_refused(item: Item, reason: str) -> None:
    found = checks.unguessable(item)
    assert not found.passed
    assert reason in found.detail


@pytest.mark.parametrize(
    ("stem", "texts"),
    [
        ("根据《犬只居留办法》规定，犬只应当向（ ）派出所登记。", ("居留地", "入境地", "出生地")),
        ("根据《办法》规定，经盘问仍有嫌疑的，可以（ ）。", ("继续盘问", "拘传", "释放")),
    ],
)
def test_a_key_of_which_the_stem_or_the_instrument_says_a_part_is_refused(stem: str, texts: tuple[str, ...]) -> None:
    item = replace(with_options(*texts), type=ItemType.CHOICE, stem=stem)
    assert checks.unguessable(item).detail == "题干或文件名称说出了正确选项的用语"
    assert checks.unguessable(replace(item, stem="根据《办法》规定，可以（ ）。")).passed


def test_a_part_that_a_wrong_option_has_too_tells_nothing() -> None:
    item = replace(with_options("收到申请之日", "受理申请之日", "审查申请之日"), type=ItemType.CHOICE)
    assert checks.unguessable(replace(item, stem="根据《办法》规定，申请养犬的，自（ ）起十日内办理。")).passed


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (with_options("三日", "3日", "五日", "七日"), "换算后相同"),
        (with_options("三日", "五日", "七日", right=9), "没有正确选项"),
    ],
)
def test_two_right_options_or_none_are_refused(item: Item, reason: str) -> None:
    found = checks.one_right(item, DRAFT)
    assert not found.passed
    assert reason in found.detail


def test_an_option_that_the_same_article_has_is_refused() -> None:
    law = evidence("第一条 养犬登记应当在十日内办理；情况复杂的，可以延长至三十日。")
    draft = next(number_drafts(law.statements[0], pools(law)))
    assert not checks.one_right(finish(draft, ("三十日", "七日", "五日"), seed=1), draft).passed


def test_a_passage_that_is_not_found_or_does_not_say_the_key_is_refused() -> None:
    assert not checks.answerable(ITEM, DRAFT, 4, "词语").passed
    start, end = DRAFT.key_spans[0]
    moved = replace(DRAFT, right=("五日",), key_spans=((start + 1, end + 1),))
    assert not checks.answerable(ITEM, moved, 1, "词语").passed


def test_a_spoiled_passage_is_refused() -> None:
    from ingest.records import Flaw

    spoiled = replace(DRAFT.place, passage=replace(DRAFT.place.passage, flaws=(Flaw.SPUN,)))
    assert not checks.quality(replace(DRAFT, place=spoiled)).passed


def test_the_same_item_a_near_one_and_the_same_fact_are_refused() -> None:
    seen = Seen()
    seen.add(ITEM)
    source = ITEM.sources[0]
    elsewhere = replace(source, passage_id="other")
    assert seen.check(ITEM).detail == "与另一题完全相同"
    near = replace(ITEM, stem=ITEM.stem.replace("并将", "且将"), sources=(elsewhere,))
    assert seen.check(near).detail == "与另一题几乎相同"
    same_fact = replace(ITEM, stem="根据《青槐市犬只管理办法》规定，核查的期限是（ ）。")
    assert seen.check(same_fact).detail == "与另一题考查同一处原文"
    assert seen.check(replace(same_fact, sources=(elsewhere,))).passed


Base = tuple[Bench, Evidence]


@pytest.fixture
def bench_of(base_of: Callable[[dict[str, str]], Assistant], tiny_model: object) -> Callable[[dict[str, str]], Base]:
    def made(files: dict[str, str]) -> Base:
        assistant = base_of(files)
        generation, lookup = assistant._generation, assistant._lookup
        found = read_evidence(generation.passages, lookup, date(2026, 3, 1))
        return Bench(generation, found, open_encoder(str(tiny_model), None)), found  # type: ignore[arg-type]

    return made


HEAD = "青槐市{name}\n2021年9月1日青槐市人民政府发布\n"


def test_a_distractor_that_another_rule_makes_true_is_refused(bench_of: Callable[[dict[str, str]], Base]) -> None:
    bench, found = bench_of(
        {
            "犬只管理办法(2021-09-01).txt": HEAD.format(name="犬只管理办法")
            + "第一条 巡防员应当自接到报告之日起三日内核查走失犬只。\n第二条 养犬应当办证。\n",
            "巡防规定(2021-09-01).txt": HEAD.format(name="巡防规定")
            + "第一条 巡防员应当自接到报告之日起五日内核查走失犬只。\n第二条 巡防应当着装。\n",
        }
    )
    offered = gather_pools(found, family_of, is_askable, None)
    draft = next(number_drafts(next(s for s in found.statements if "三日" in s.text), offered))
    near = bench.nearest(bench.lexical(draft.stem))
    assert checks.also_true(draft, "五日", near, bench)
    assert not checks.also_true(draft, "七日", near, bench)


def test_an_edit_that_another_sentence_says_is_refused(bench_of: Callable[[dict[str, str]], Base]) -> None:
    bench, found = bench_of(
        {
            "犬只管理办法(2021-09-01).txt": HEAD.format(name="犬只管理办法")
            + "第一条 派出所应当公告登记信息并接受查询。\n第二条 社区派出所可以公告登记信息并接受查询。\n第三条 派出所应当公告统一制作的标牌。\n",
        }
    )
    offered = gather_pools(found, family_of, is_askable, None)
    drafts: dict[str, Draft] = {
        statement.text: next(
            draft for draft in false_drafts(statement, offered, Random(1)) if draft.edit and draft.edit.kind == "modal"
        )
        for statement in found.statements
        if statement.text.startswith("派出所应当")
    }
    said = {
        text: checks.also_said(draft, bench.nearest(bench.lexical(draft.stem)), bench) for text, draft in drafts.items()
    }
    assert said["派出所应当公告登记信息并接受查询。"]
    assert not said["派出所应当公告统一制作的标牌。"]


def test_the_stem_finds_its_passage_by_words(bench_of: Callable[[dict[str, str]], Base]) -> None:
    bench, found = bench_of({"犬只管理办法(2021-09-01).txt": HEAD.format(name="犬只管理办法") + LAW})
    place = next(place for place in found.places if "工作证件" in place.passage.text)
    assert bench.rank(bench.lexical("根据《犬只管理办法》规定，查验犬证时，巡防员应当出示____。"), place) == 1


def test_a_wrong_option_that_the_same_text_has_is_refused() -> None:
    inside = replace(DRAFT, place=replace(DRAFT.place, passage=replace(DRAFT.place.passage, text="三日，十日")))
    elsewhere = replace(DRAFT, place=replace(DRAFT.place, passage=replace(DRAFT.place.passage, text="三日")))
    assert not checks.one_right(finish(inside, ("十日",), 1), inside).passed
    assert checks.one_right(finish(elsewhere, ("十日",), 1), elsewhere).passed


def test_several_blanks_are_read_off_where_the_keys_fill_them_to_the_text() -> None:
    text = DRAFT.place.passage.text
    start = text.index("巡防员")
    body = text[start:].replace("三日", "____", 1).replace("书面", "____", 1)
    spans = tuple((text.index(key), text.index(key) + 2) for key in ("三日", "书面"))
    blanks = replace(DRAFT, type=ItemType.CLOZE, body=body, right=("三日", "书面"), key_spans=spans)
    assert checks.answerable(ITEM, blanks, 1, "词语").passed
    assert not checks.answerable(ITEM, replace(blanks, right=("书面", "三日")), 1, "词语").passed
