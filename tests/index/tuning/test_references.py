"""Questions that name the article which answers them: its text comes from the base."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from answer.assistant import Assistant
from index.encoder import Vectors
from index.errors import TuningError
from index.generation import Generation
from index.known_files import SHIPPED
from index.tuning.pairs import Pair
from index.tuning.references import read_references

DOGS = "青槐市犬只管理办法"
LONG = "第二条 携犬应当遵守：\n（一）牵绳；\n（二）" + "清理犬粪和毛发" * 50 + "；\n（三）避让老人。\n"
OLD = f"{DOGS}\n2020年9月1日青槐市公安局发布\n第一条 养犬不用办证。\n"
NEW = f"{DOGS}\n2021年9月1日青槐市公安局发布\n第一条 养犬应当办证。\n{LONG}"


class SharedCharacters:
    """Texts are near each other by the characters that they share."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        counted = np.array([[text.count(character) for character in "牵绳避让粪"] for text in texts], np.float32)
        return counted / np.maximum(np.linalg.norm(counted, axis=1, keepdims=True), 1)


@pytest.fixture
def generation(base_of: Callable[[dict[str, str]], Assistant]) -> Generation:
    return base_of({f"{DOGS}(2020-09-01).txt": OLD, f"{DOGS}(2021-09-01).txt": NEW})._generation


def read(rows: Sequence[object], generation: Generation, folder: Path, seed: int = 1) -> list[Pair]:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    return read_references(file, generation, SharedCharacters(), seed)


def asked(question: str, article: str) -> dict[str, str]:
    return {"question": question, "instrument": DOGS, "article": article}


def test_the_newest_text_of_the_article_is_taken_whole_or_by_its_clause(generation: Generation, tmp_path: Path) -> None:
    pairs = {pair for seed in range(8) for pair in read([asked("养狗要证吗", "第1条")], generation, tmp_path, seed)}
    assert pairs == {
        Pair("养狗要证吗", f"{DOGS} > 第一条\n第一条 养犬应当办证。", True),
        Pair("养狗要证吗", f"{DOGS} 养犬应当办证。", True),
    }


def test_of_a_long_article_the_clause_nearest_to_the_question_is_taken(generation: Generation, tmp_path: Path) -> None:
    rows = [asked("遛狗要拴绳牵着吗", "第二条"), asked("遇到老人要让吗", "第二条")]
    leash, yielding = read(rows, generation, tmp_path)
    assert leash.text == f"{DOGS} 携犬应当遵守：（一）牵绳；"
    assert yielding.text == f"{DOGS} 携犬应当遵守：（三）避让老人。"


def test_the_same_seed_takes_the_same_texts(generation: Generation, tmp_path: Path) -> None:
    rows = [asked(f"养狗{number}", "第一条") for number in range(20)]
    assert read(rows, generation, tmp_path, 5) == read(rows, generation, tmp_path, 5)
    assert read(rows, generation, tmp_path, 5) != read(rows, generation, tmp_path, 6)


def test_of_a_text_without_articles_the_clause_that_begins_so_is_taken_or_its_passage(
    base_of: Callable[[dict[str, str]], Assistant], tmp_path: Path
) -> None:
    text = "遛狗心得\n牵绳是对邻居的尊重。狗见了老人要避让。\n\n狗叫了要安抚。\n"
    generation = base_of({"遛狗心得.txt": text})._generation
    row = {"question": "遇到老人", "instrument": "遛狗心得", "begins": "狗见了"}
    pairs = {pair.text for seed in range(8) for pair in read([row], generation, tmp_path, seed)}
    assert pairs == {
        "遛狗心得 狗见了老人要避让。",
        "遛狗心得\n遛狗心得\n牵绳是对邻居的尊重。狗见了老人要避让。\n狗叫了要安抚。",
    }
    for begins in ("狗", "猫"):  # of two clauses, of none
        with pytest.raises(TuningError, match=f"第 1 行：库里《遛狗心得》没有或不止一句以“{begins}”开头"):
            read([{**row, "begins": begins}], generation, tmp_path)


@pytest.mark.parametrize(
    "row", [asked("问", "第九条"), asked("问", "附则"), {**asked("问", "第一条"), "instrument": "无"}]
)
def test_what_the_base_does_not_hold_is_named(row: dict[str, str], generation: Generation, tmp_path: Path) -> None:
    with pytest.raises(TuningError, match=rf"第 2 行：库里没有《{row['instrument']}》{row['article']}"):
        read([asked("问", "第一条"), row], generation, tmp_path)


@pytest.mark.parametrize("row", [{"question": "问"}, [], "问"])
def test_a_bad_line_is_named(row: object, generation: Generation, tmp_path: Path) -> None:
    with pytest.raises(TuningError, match=r"第 1 行读不懂.*instrument"):
        read([row], generation, tmp_path)


def test_the_shipped_questions_are_many_and_each_is_there_once() -> None:
    rows = [json.loads(line) for line in SHIPPED[0].read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 6000
    places = [set(row) - {"question", "instrument"} for row in rows]
    assert all(place in ({"article", "words"}, {"begins"}) for place in places)
    assert len({row["question"] for row in rows}) == len(rows)
