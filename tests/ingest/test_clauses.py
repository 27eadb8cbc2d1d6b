"""Clauses: the smallest stretches that are quoted, and the lead that an item is quoted with."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.clauses import LONG_SENTENCE, Clause, split_clauses
from ingest.corpus import read_corpus
from tests.conftest import ROOT

Shown = list[tuple[str, str | None]]


def shown(text: str) -> Shown:
    """The words of every clause, and the words of its lead."""
    return [(text[c.start : c.end], text[slice(*c.lead)] if c.lead else None) for c in split_clauses(text)]


def test_clauses_are_ranges_of_the_text() -> None:
    assert split_clauses("第九条 甲。乙：\n（一）丙。") == (Clause(4, 6), Clause(6, 8), Clause(9, 14, lead=(6, 8)))


def test_every_sentence_is_a_clause() -> None:
    assert shown("巡防员应当着装。是否佩戴标志？必须佩戴！其他略") == [
        ("巡防员应当着装。", None),
        ("是否佩戴标志？", None),
        ("必须佩戴！", None),
        ("其他略", None),
    ]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert shown("应当说：“请出示证件。”群众（拒绝的。）应当记录。") == [
        ("应当说：“请出示证件。”", None),
        ("群众（拒绝的。）", None),
        ("应当记录。", None),
    ]


@pytest.mark.parametrize("label", ["第九条 ", "第九条　", "第九条之一 ", "第 9 条 之 一 ", "第九条\n"])
def test_the_label_of_an_article_belongs_to_no_clause(label: str) -> None:
    assert shown(f"{label}巡防员应当着装。") == [("巡防员应当着装。", None)]


@pytest.mark.parametrize("text", ["第九条规定的行为，从重处罚。", "第九条"])
def test_a_reference_and_a_bare_label_are_quoted_whole(text: str) -> None:
    assert shown(text) == [(text, None)]


def test_an_item_carries_its_lead_and_the_next_paragraph_none() -> None:
    text = "第三条 平时应当巡逻。有下列行为之一的，调离岗位：\n（一）饮酒后上岗；\n（二）擅自离岗。\n情节轻微的，不予处理。\n（三）略。"
    lead = "有下列行为之一的，调离岗位："
    assert shown(text) == [
        ("平时应当巡逻。", None),
        (lead, None),
        ("（一）饮酒后上岗；", lead),
        ("（二）擅自离岗。", lead),
        ("情节轻微的，不予处理。", None),
        ("（三）略。", None),
    ]


@pytest.mark.parametrize("item", ["（一）甲；", "(一)甲；", "一、甲；", "1. 甲；", "１．甲；", "（1）甲；", "①甲；"])
def test_items_of_every_numbering_carry_their_lead(item: str) -> None:
    assert shown(f"应当：\n{item}") == [("应当：", None), (item, "应当：")]


def test_an_item_of_several_sentences_is_one_clause_until_it_is_very_long() -> None:
    first, second = "（一）" + "甲" * 76 + "。", "乙" * 79 + "。"
    assert len(first + second) == LONG_SENTENCE
    assert shown(f"应当：\n{first}{second}") == [("应当：", None), (first + second, "应当：")]
    assert shown(f"应当：\n{first}乙{second}") == [("应当：", None), (first, "应当："), (f"乙{second}", "应当：")]


def test_a_long_sentence_is_divided_at_semicolons_and_a_short_one_is_not() -> None:
    first, second = "甲" * 79 + "；", "乙" * 79 + "。"
    assert shown(first + second) == [(first + second, None)]
    assert shown(first + "乙" + second) == [(first, None), ("乙" + second, None)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("应当保护群众.所谓群众是指居民.", ["应当保护群众.", "所谓群众是指居民."]),
        ("平均年龄47.5岁，增长3.2个百分点。", ["平均年龄47.5岁，增长3.2个百分点。"]),
        ("1.新时代的要求。2.具体做法。", ["1.新时代的要求。", "2.具体做法。"]),
        ("见www.example.cn的公告。", ["见www.example.cn的公告。"]),
        ("他说“知道了”.民警予以记录。", ["他说“知道了”.", "民警予以记录。"]),
    ],
)
def test_an_ascii_full_stop_ends_a_sentence_only_between_hanzi(text: str, clauses: list[str]) -> None:
    assert [clause for clause, _ in shown(text)] == clauses


def test_a_text_of_blanks_has_no_clause() -> None:
    assert split_clauses("") == split_clauses(" \n\n ") == ()


FRAGMENTS = (
    "第九条 ",
    "民警应当",
    "，",
    "。",
    "：",
    "；",
    "\n",
    "（一）",
    "1. ",
    "1.",
    ".",
    "“",
    "”",
    " ",
    "？",
    "甲" * 90,
)


@pytest.mark.parametrize("seed", range(100))
def test_clauses_cover_every_character_once(seed: int) -> None:
    chance = random.Random(seed)
    assert_covered("".join(chance.choices(FRAGMENTS, k=40)).strip())


def test_clauses_cover_every_passage_of_the_shipped_corpus() -> None:
    for folder in (ROOT / "corpus", ROOT.parent / "shared" / "corpus" / "seeds"):
        if Path(folder).is_dir():
            for passages in read_corpus(folder).passages:
                for passage in passages:
                    assert_covered(passage.text)


def assert_covered(text: str) -> None:
    """Nothing but the label of an article and white space lies outside the clauses, and no two overlap."""
    clauses = split_clauses(text)
    assert all(first.end <= second.start for first, second in pairwise(clauses))
    outside = "".join(
        text[start:end]
        for start, end in zip([0, *(c.end for c in clauses)], [*(c.start for c in clauses), len(text)], strict=True)
    )
    assert outside.strip() == "" or (text.startswith("第") and outside.strip().endswith(("条", "条之一")))
    for clause in clauses:
        assert clause.start < clause.end
        assert clause.lead is None or text[clause.lead[1] - 1] in "：:"
