"""Imported items find the article they rest on, by its number or by its words, and are marked where the law moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quiz.importing.bringing import NO_SOURCE, bring
from quiz.importing.law import law_faults
from quiz.importing.matching import Matcher, claim
from quiz.importing.records import WrittenItem
from quiz.importing.shaping import shape
from quiz.records import Item
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES
from tests.quiz.bases import build_base
from tests.quiz.made import cloze, true_false


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    base = build_base(tmp_path_factory.mktemp("base"), FILES)
    return Matcher(base.generation, base.lookup, date(2026, 3, 1))


def item(stem: str, answer: str, explanation: str = "", options: tuple[str, ...] = ("三日", "五日", "七日")) -> Item:
    return shape(WrittenItem(1, stem, options, answer, explanation))


LOST = "群众遗失的物品送到巡防站的，应当登记，（ ）内移交派出所。"


def test_the_claim_is_the_stem_with_the_key_in_its_blanks() -> None:
    assert claim(item("遗失的物品应当在（ ）内移交。", "A")) == "遗失的物品应当在三日内移交。"
    assert claim(cloze()) == "巡防站实行二十四小时值守，每班至少配备二名巡防员。"
    assert claim(true_false()) == "巡逻记录保存三十日。"


@pytest.mark.parametrize("explanation", ["见《青槐市巡防站管理规定》第五条。", ""])
def test_an_item_is_bound_to_the_article_it_names_or_else_to_the_one_with_its_words(
    matcher: Matcher, explanation: str
) -> None:
    made = item(LOST, "A", explanation)
    found = matcher.find(made)
    assert found is not None
    assert (found.document.source, found.passage.article) == (RULES, "第五条")
    source = matcher.source(found, made)
    assert source.reference == "《青槐市巡防站管理规定》（2023-05-10）第五条"
    assert [found.passage.text[start:end] for start, end in source.key_spans] == ["三日"]
    assert found.passage.text[source.spans[0][0] : source.spans[0][1]] == source.quote
    assert "三日内移交派出所" in source.quote


def test_an_essay_can_be_the_basis(matcher: Matcher) -> None:
    found = matcher.find(
        item("不得以走失不满（ ）为由拒绝受理走失老人的报警。", "A", "", ("二十四小时", "四十八小时", "十二小时"))
    )
    assert found is not None
    assert found.document.source == GUIDE


def test_of_several_versions_the_current_one_is_the_basis(matcher: Matcher) -> None:
    found = matcher.find(item("携犬出户不束犬链的，拒不改正的，处（ ）罚款。", "B", "", ("五十元", "二百元", "五百元")))
    assert found is not None
    assert found.document.source == DOGS_NEW


@pytest.mark.parametrize(
    "stem", ["刑事拘留后应当在（ ）内送看守所羁押。", "灭火器应当每（ ）检查一次压力。", "驾驶证有效期分为（ ）。"]
)
def test_what_the_base_does_not_say_has_no_basis(matcher: Matcher, stem: str) -> None:
    assert matcher.find(item(stem, "A")) is None


@pytest.mark.parametrize(
    ("stem", "answer", "explanation", "words"),
    [
        # the number says something else, the words stand in another article
        (LOST, "A", "《青槐市巡防站管理规定》第三条", "第三条在2023-05-10版里说的是别的内容，相近的内容在第五条"),
        # there is no such number
        (LOST, "A", "《青槐市巡防站管理规定》第六十条", "第六十条在2023-05-10版里没有（最后一条是第六条），相近的内容在第五条"),
        # the words of the article changed between the versions
        ("携犬出户不束犬链的，处（ ）罚款。", "五十元", "《青槐市犬只管理办法》第三条", "第三条的文字在2021-09-01版里有改动（与2015-03-01版相比）"),
        # the version of a year is meant, and a newer one says something else
        ("携犬出户不束犬链的，处（ ）罚款。", "五十元", "《青槐市犬只管理办法》（2015年）第三条", "引的是2015-03-01版，本库另有2021-09-01版，这一条在那里仍是第三条，文字有改动"),
    ],
)  # fmt: skip
def test_an_item_is_marked_where_the_law_moved(
    matcher: Matcher, stem: str, answer: str, explanation: str, words: str
) -> None:
    options = ("三日", "五日", "七日") if answer == "A" else ("五十元", "二百元", "五百元")
    faults = law_faults(item(stem, answer, explanation, options), matcher)
    assert [fault.rule for fault in faults] == ["law"]
    assert words in faults[0].text


@pytest.mark.parametrize(
    "explanation",
    [
        "《青槐市巡防站管理规定》第五条",
        "《青槐市巡防站管理规定》（2023-05-10）第五条第一款规定：“三日内移交派出所。”",
        "《青槐市巡防站管理规定》(2023年5月10日公布)第5条",
        "《青槐市巡防站管理规定》3日内",
    ],
)
def test_an_item_whose_article_is_as_it_was_is_not_marked(matcher: Matcher, explanation: str) -> None:
    assert law_faults(item(LOST, "A", explanation), matcher) == ()


def test_an_instrument_that_the_base_lacks_is_no_reason_for_a_mark(matcher: Matcher) -> None:
    assert law_faults(item(LOST, "A", "《别处的规定》第五条"), matcher) == ()


def test_a_renumbered_article_is_marked_with_its_new_number(tmp_path: Path) -> None:
    old = FILES[DOGS_OLD]
    new = old.replace("2015年3月1日", "2022年3月1日").replace("2015年5月1日", "2022年5月1日")
    new = (
        new.replace("第四条", "第五条")
        .replace("第三条", "第四条")
        .replace("第四条", "第三条 犬只应当每年接种疫苗。\n第四条", 1)
    )
    base = build_base(tmp_path, {DOGS_OLD: old, "法规/青槐市犬只管理办法(2022-03-01).txt": new, RULES: FILES[RULES]})
    matcher = Matcher(base.generation, base.lookup, date(2026, 3, 1))
    made = item(
        "携犬出户不束犬链的，处（ ）罚款。", "五十元", "《青槐市犬只管理办法》第三条", ("五十元", "二百元", "五百元")
    )
    (fault,) = law_faults(made, matcher)
    assert "第三条在2022-03-01版里说的是别的内容，相近的内容在第四条" in fault.text
    found = matcher.find(made)
    assert found is not None
    assert found.passage.article == "第四条"


def test_a_file_is_told_whole_before_anything_is_stored(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "旧题.txt"
    path.write_text(
        f"一、单选题\n1. {LOST}\nA.三日 B.五日 C.七日\n答案：A\n解析：《青槐市巡防站管理规定》第三条。\n"
        "2. 灭火器应当每（ ）检查一次压力。\nA.一年 B.半年 C.以上都不对\n答案：A\n解析：常识。\n"
        f"3. {LOST}\nA.三日 B.五日 C.七日\n答案：A\n"
        "4. 甲（ ）。\nA.一 B.二\n答案：E\n",
        encoding="utf-8",
    )
    brought = bring(path, matcher)
    first, second = brought.items
    assert (first.law_moved, second.law_moved) == (True, False)
    assert first.item.sources[0].article == "第五条"
    assert first.item.topic == "第二章 值守和巡逻"
    assert second.item.sources == ()
    assert [fault.rule for fault in second.faults] == ["all_of_the_above"]
    assert NO_SOURCE in second.item.flags
    assert [problem.text for problem in brought.problems] == [
        "旧题.txt 第 10 行：与第 2 行是同一道题，只收一次。",
        "旧题.txt 第 13 行：答案 E 不在选项里（共 2 个选项）；请核对答案。",
    ]


def test_without_a_base_items_are_linted_only(tmp_path: Path) -> None:
    path = tmp_path / "旧题.csv"
    path.write_text("题干,答案\n甲乙丙丁戊己。,对\n", encoding="utf-8")
    (brought,) = bring(path, None).items
    assert (brought.item.sources, [fault.rule for fault in brought.faults]) == ((), ["explanation"])
    assert NO_SOURCE not in brought.item.flags
