"""Questions find the words they were written for, wherever these stand, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index.cache import CACHE, EncodingCache
from index.errors import GenerationError
from index.known_files import SHIPPED, find_known, fingerprint, questions_in
from index.tidying import trim_cache
from ingest.clauses import split_clauses
from ingest.corpus import read_corpus
from tests.invented import write_corpus

LAW = "犬只规定（试行）\n第一条 犬只应当登记。\n第二条 遗弃犬只的，处五百元罚款。\n"
GUIDE = "# 巡逻指引\n\n## 一、准备\n\n出发前检查警械。带上记录本。\n"


def found(folder: Path, lines: list[dict[str, str]], **files: str) -> list[tuple[str, str]]:
    """Each question with the text that it found."""
    names = {"law": "犬只规定(2020-01-01).txt", "newer": "犬只规定(2024-01-01).txt", "guide": "巡逻指引.md"}
    corpus = read_corpus(write_corpus(folder, {names[name]: text for name, text in files.items()}), lambda *_: None)
    pairs = [(document, p) for document, own in zip(corpus.documents, corpus.passages, strict=True) for p in own]
    path = folder / "known.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    known = find_known([path], pairs, [split_clauses(passage.text) for _, passage in pairs])
    return [(one.question, pairs[one.row][1].text) for one in known]


FINE = {
    "question": "把狗扔了罚多少",
    "instrument": "犬只规定",
    "words": fingerprint("第二条 遗弃犬只的，处五百元罚款。"),
}
READY = {"question": "出门巡逻先看什么", "instrument": "巡逻指引", "begins": "出发前检查"}


def test_an_article_is_found_by_its_words_and_a_sentence_by_its_beginning(tmp_path: Path) -> None:
    assert found(tmp_path, [FINE, READY], law=LAW, guide=GUIDE) == [
        ("把狗扔了罚多少", "第二条 遗弃犬只的，处五百元罚款。"),
        ("出门巡逻先看什么", "一、准备\n出发前检查警械。带上记录本。"),
    ]


def test_an_article_that_moved_is_found_where_it_stands_now(tmp_path: Path) -> None:
    moved = LAW.replace("第二条", "第二条 犬只应当牵引。\n第三条")
    assert found(tmp_path, [FINE], law=moved) == [("把狗扔了罚多少", "第三条 遗弃犬只的，处五百元罚款。")]


def test_an_article_that_was_changed_is_not_found(tmp_path: Path) -> None:
    assert found(tmp_path, [FINE], law=LAW.replace("五百元", "八百元")) == []


def test_every_version_that_says_the_same_is_found(tmp_path: Path) -> None:
    newer = LAW.replace("应当登记", "应当办证")
    assert len(found(tmp_path, [FINE], law=LAW, newer=newer)) == 2


def test_another_instrument_with_the_same_words_is_not_meant(tmp_path: Path) -> None:
    assert found(tmp_path, [{**FINE, "instrument": "猫只规定"}], law=LAW) == []


def test_spaces_punctuation_and_the_number_do_not_matter() -> None:
    assert fingerprint("第二条 遗弃犬只的，处五百元罚款。") == fingerprint("第十二条之一　遗弃犬只的, 处五百元罚款")
    assert fingerprint("第二条 依照第三条处理。") != fingerprint("第二条 依照第四条处理。")


@pytest.mark.parametrize(
    "line", ["nothing", "[]", '{"question": "甲"}', '{"question": "甲", "instrument": "乙"}'], ids=range(4)
)
def test_a_line_that_cannot_be_read_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "known.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(GenerationError, match=r"known\.jsonl 第 2 行读不懂"):
        find_known([tmp_path / "known.jsonl"], [], [])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match=r"known\.jsonl"):
        find_known([tmp_path / "known.jsonl"], [], [])


def test_vectors_of_shipped_questions_stay_when_the_cache_is_tidied(tmp_path: Path) -> None:
    question = next(questions_in(SHIPPED))
    cache = EncodingCache(tmp_path / CACHE, model="m", prompt="query: ", max_tokens=512, dimension=2)
    cache.store([question, "没有人问过"], np.eye(2, dtype=np.float32))
    assert trim_cache(tmp_path) == 1
    assert list(cache.find([question, "没有人问过"])) == [question]


def test_every_shipped_line_can_be_read_and_no_question_stands_there_twice() -> None:
    assert find_known(SHIPPED, [], []) == ()
    lines = [json.loads(line) for path in SHIPPED for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 6000
    places = [(line["question"], line["instrument"], line.get("words"), line.get("begins")) for line in lines]
    assert len(places) == len(set(places))
