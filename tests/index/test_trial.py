"""Questions with known passages tell whether a new generation finds less, and hold it then."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.encoder import SentenceEncoder
from index.errors import GenerationError
from index.published import current_id
from index.trial import Trial, read_questions, try_out, worse
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, FILES, write_corpus
from tests.stand_in import WordCountEncoder

GOLD = [
    {"question": "犬证有效期多久？", "gold": [{"doc": Path(DOGS_NEW).name, "quote": "犬证有效期"}]},
    {"question": "遗弃犬只怎么处罚？", "gold": [{"doc": DOGS_NEW, "quote": "遗弃犬只的，处五百元罚款。"}]},
    {"question": "今天天气如何？", "answerable": False, "gold": []},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in GOLD), encoding="utf-8")
    return path


def test_the_rank_of_the_passage_that_holds_the_quote_counts(
    gold: Path, tiny_index: TinyIndex, real_encoder: SentenceEncoder
) -> None:
    questions = read_questions(gold)
    assert [known.question for known in questions.known] == ["犬证有效期多久？", "遗弃犬只怎么处罚？"]
    trial = try_out(tiny_index.generation, real_encoder, questions)
    assert trial.ranks == (1, 1)
    assert (trial.hit_at_5, trial.mrr) == (1.0, 1.0)


def test_figures_are_those_of_the_ranks() -> None:
    trial = Trial("x", (1, 2, 6, None))
    assert (trial.hit_at_5, trial.mrr) == (0.5, (1 + 1 / 2 + 1 / 6) / 4)


def test_only_a_fall_is_told_with_the_questions_that_fell(gold: Path) -> None:
    questions = read_questions(gold)
    before = Trial("x", (1, 2))
    assert worse(before, Trial("x", (1, 2)), questions) == ()
    assert worse(before, Trial("x", (1, 1)), questions) == ()
    assert worse(before, Trial("x", (1, 6)), questions) == (
        "检索变差：前五命中由 1.000 变为 0.500，MRR@10 由 0.750 变为 0.583。",
        "“遗弃犬只怎么处罚？”的出处由第 2 位降到第 6 位。",
    )
    assert worse(before, Trial("x", (None, 2)), questions)[1] == "“犬证有效期多久？”的出处由第 1 位变为找不到。"


def test_a_build_that_finds_less_is_held(gold: Path, tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"

    def run(accept: bool = False) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
        now = datetime(2026, 3, 1, tzinfo=UTC)
        report = build(corpus, index, WordCountEncoder(), now=now, gold=gold, accept=accept)
        return report.published, report.held, report.remarks

    published, held, [figures] = run()
    assert (published, held) == (True, ())
    assert figures.startswith("试答 2 题：前五命中 1.000")
    first = current_id(index)
    (corpus / DOGS_NEW).write_text(
        FILES[DOGS_NEW].replace("遗弃犬只的，处五百元罚款。", "遗弃犬只的，从重处罚。"), encoding="utf-8"
    )
    published, held, _ = run()
    assert not published and held[0].startswith("检索变差") and "遗弃犬只怎么处罚" in held[1]
    assert current_id(index) == first
    assert run(accept=True)[0]


def test_a_generation_of_another_model_is_compared_by_what_was_noted_of_the_one_before(
    gold: Path, tmp_path: Path
) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    now = datetime(2026, 3, 1, tzinfo=UTC)
    build(corpus, index, WordCountEncoder(), now=now, gold=gold)
    (corpus / DOGS_NEW).write_text(
        FILES[DOGS_NEW].replace("遗弃犬只的，处五百元罚款。", "遗弃犬只的，从重处罚。"), encoding="utf-8"
    )
    report = build(corpus, index, WordCountEncoder("other"), now=now, gold=gold)
    assert not report.published and report.held[0].startswith("检索变差")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("", "没有可以回答的题"), ('{"question": "甲"}', "第 1 行不是一道标准题"), ("\n[]", "第 2 行不是一道标准题")],
)
def test_a_file_without_such_questions_is_refused_by_line(content: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GenerationError, match=complaint):
        read_questions(path)
    with pytest.raises(GenerationError, match="读不出来"):
        read_questions(tmp_path / "none.jsonl")
