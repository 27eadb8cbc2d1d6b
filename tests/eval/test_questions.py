"""Gold questions: which places a complete answer needs, and when a passage is one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.questions import GoldEntry, GoldQuestion, load_gold, normal, supports


def place(name: str, **more: object) -> dict[str, object]:
    return {"doc": f"{name}.txt", "quote": f"{name}的原文", **more}


def load(tmp_path: Path, *questions: dict[str, object]) -> tuple[GoldQuestion, ...]:
    path = tmp_path / "gold.jsonl"
    lines = (json.dumps({"question": "问？", "answerable": True, **each}, ensure_ascii=False) for each in questions)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_gold(path)


def groups(tmp_path: Path, **question: object) -> list[list[str]]:
    """The documents of each group of alternatives."""
    [loaded] = load(tmp_path, {"id": "g1", **question})
    return [[entry.doc.removesuffix(".txt") for entry in group] for group in loaded.groups()]


def test_without_needs_all_places_are_alternatives(tmp_path: Path) -> None:
    assert groups(tmp_path, gold=[place("甲"), place("乙")]) == [["甲", "乙"]]
    assert groups(tmp_path, gold=[place("甲"), place("乙")], needs="any") == [["甲", "乙"]]


def test_with_needs_all_every_place_is_needed(tmp_path: Path) -> None:
    assert groups(tmp_path, gold=[place("甲"), place("乙")], needs="all") == [["甲"], ["乙"]]


def test_places_of_one_part_are_alternatives_and_every_part_is_needed(tmp_path: Path) -> None:
    gold = [place("甲", part=2), place("乙", part=1), place("丙", part=2)]
    assert groups(tmp_path, gold=gold, needs="all") == [["乙"], ["甲", "丙"]]


def test_parts_do_not_matter_where_any_place_will_do(tmp_path: Path) -> None:
    assert groups(tmp_path, gold=[place("甲", part=1), place("乙", part=2)]) == [["甲", "乙"]]


def test_another_place_may_stand_for_the_one_it_replaces(tmp_path: Path) -> None:
    gold, other = [place("甲"), place("乙")], [place("丙", replaces=1)]
    assert groups(tmp_path, gold=gold, alt_gold=other, needs="all") == [["甲"], ["乙", "丙"]]
    assert groups(tmp_path, gold=gold, alt_gold=other) == [["甲", "乙", "丙"]]


def test_another_place_joins_the_part_of_the_one_it_replaces(tmp_path: Path) -> None:
    gold = [place("甲", part=2), place("乙", part=1)]
    assert groups(tmp_path, gold=gold, alt_gold=[place("丙", replaces=0)], needs="all") == [["乙"], ["甲", "丙"]]


def test_a_question_without_an_answer_needs_nothing(tmp_path: Path) -> None:
    assert groups(tmp_path, answerable=False, gold=[]) == []
    assert groups(tmp_path, answerable=False, gold=[], needs="all") == []


def test_fields_are_read_as_they_stand(tmp_path: Path) -> None:
    [loaded] = load(
        tmp_path,
        {"id": "g1", "type": "list", "gold": [place("甲", article="第四条")], "key_points": ["原文"], "answer": "……"},
    )
    assert (loaded.id, loaded.question, loaded.type, loaded.key_points) == ("g1", "问？", "list", ("原文",))
    assert loaded.entries == (GoldEntry("甲.txt", "甲的原文", "第四条", None, None),)
    assert loaded.answerable
    assert not loaded.needs_all


def test_blank_lines_byte_order_marks_and_odd_separators_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = '{"id": "%s", "question": "问\u2028？", "answerable": false}'
    path.write_text("\ufeff" + line % "a" + "\n\n" + line % "b" + "\n", encoding="utf-8")
    assert [question.id for question in load_gold(path)] == ["a", "b"]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[]",
        "{}",
        '{"id": "a", "question": "问"}',
        '{"id": "a", "question": "问", "answerable": true, "gold": {"doc": "甲"}}',
        '{"id": "a", "question": "问", "answerable": true, "gold": [{"doc": "甲"}]}',
        '{"id": "a", "question": "问", "answerable": true, "gold": [], "alt_gold": [{"doc": "甲", "quote": "乙", "replaces": 0}]}',
    ],
)
def test_a_line_that_is_no_gold_question_is_named(bad: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "question": "问", "answerable": false}\n' + bad + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold\.jsonl 第 2 行不是一道标准题"):
        load_gold(path)


def test_text_is_compared_without_widths_punctuation_and_spaces() -> None:
    assert normal("处２００元\n以下“罚款”，ABC。") == "处200元以下罚款abc"


QUOTE = "养犬人应当为犬只办理登记、免疫和年检，并随身携带犬证。"


@pytest.mark.parametrize(
    ("doc", "article", "text", "expected"),
    [
        ("法规/甲.txt", None, f"第四条 {QUOTE}其他。", True),
        ("甲.txt", None, "养犬人应当为犬只办理登记,免疫 和年检,并随身携带犬证", True),
        ("乙.txt", None, QUOTE, False),
        ("甲.txt", None, "养犬人应当为犬只办证。", False),
    ],
)
def test_a_passage_is_gold_if_the_document_and_the_words_are(
    doc: str, article: str | None, text: str, expected: bool
) -> None:
    assert supports(GoldEntry("甲.txt", QUOTE, None, None, None), doc, article, text) is expected


def test_half_of_a_long_quote_suffices_where_it_lies_across_two_passages() -> None:
    long = GoldEntry("甲.txt", QUOTE, None, None, None)  # 24 characters without punctuation, two halves of 12
    assert len(normal(QUOTE)) == 24
    assert supports(long, "甲.txt", None, "养犬人应当为犬只办理登记、")
    assert supports(long, "甲.txt", None, "免疫和年检，并随身携带犬证。其他。")
    short = GoldEntry("甲.txt", "随身携带犬证和免疫证明", None, None, None)
    assert not supports(short, "甲.txt", None, "随身携带犬证")


def test_an_article_is_compared_by_its_number_where_both_have_one() -> None:
    fourth = GoldEntry("甲.txt", "原文", "第四条", None, None)
    assert supports(fourth, "甲.txt", "第四条", "另一段文字")
    assert not supports(fourth, "甲.txt", "第四条之一", "原文")
    assert supports(fourth, "甲.txt", None, "原文")
