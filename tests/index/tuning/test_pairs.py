"""Pairs for tuning: from files, and made of passages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from answer.assistant import Assistant
from index.errors import TuningError
from index.tuning.pairs import Pair, make_pairs, read_pairs
from tests.conftest import TinyIndex

ARTICLE = {"name": "中华人民共和国民法典第五十四条", "text": "自然人从事工商业经营，为个体工商户。"}


def test_each_article_of_a_question_makes_a_pair_in_the_form_that_is_searched(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [{"question": "谁是个体工商户", "articles": [ARTICLE, {"name": "接警指引", "text": "接警应当问清。"}]}]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    assert read_pairs(file) == [
        Pair("谁是个体工商户", "民法典 > 第五十四条\n自然人从事工商业经营，为个体工商户。", True),
        Pair("谁是个体工商户", "接警指引\n接警应当问清。", True),
    ]


@pytest.mark.parametrize("line", ["{", '{"question": "问"}', '{"question": "问", "articles": [{"name": "甲"}]}', "[]"])
def test_a_bad_line_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"question": "问", "articles": [ARTICLE]}) + "\n" + line, encoding="utf-8")
    with pytest.raises(TuningError, match="第 2 行读不懂"):
        read_pairs(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TuningError, match=r"没有\.jsonl"):
        read_pairs(tmp_path / "没有.jsonl")


def test_made_pairs_are_the_same_for_a_seed_and_lead_to_their_own_text(tiny_index: TinyIndex) -> None:
    pairs = make_pairs(tiny_index.generation, 1)
    assert pairs == make_pairs(tiny_index.generation, 1) != make_pairs(tiny_index.generation, 2)
    assert pairs and not any(pair.asked for pair in pairs)
    assert len({pair.question for pair in pairs}) > len(pairs) / 2


def test_a_conduct_is_asked_about_and_a_figure_asked_for(base_of: Callable[[dict[str, str]], Assistant]) -> None:
    text = """青槐市犬只管理办法
2021年9月1日青槐市公安局发布
第一条 携犬进入公园的，处警告。
第二条 犬证有效期为二年。
"""
    generation = base_of({"青槐市犬只管理办法(2021-09-01).txt": text})._generation
    conduct, figure = make_pairs(generation, 3)
    assert "携犬进入公园，" in f"{conduct.question}，"
    assert figure.question.endswith("犬证有效期为多少年")
