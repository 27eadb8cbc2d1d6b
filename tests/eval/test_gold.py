"""The gold questions of the shipped corpus: every quote stands where it is said to stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.questions import GoldQuestion, load_gold, normal
from ingest.corpus import Corpus, read_corpus
from tests.conftest import ROOT

FOLDER = ROOT / "eval" / "gold"
CORPUS = FOLDER / "corpus.jsonl"


@pytest.fixture(scope="module")
def questions() -> tuple[GoldQuestion, ...]:
    return load_gold(CORPUS)


@pytest.fixture(scope="module")
def raw() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "corpus")


def test_there_are_enough_questions_and_enough_of_them_have_no_answer(questions: tuple[GoldQuestion, ...]) -> None:
    assert len(questions) >= 40
    assert sum(not question.answerable for question in questions) >= 10


def test_every_quote_is_found_in_its_document(questions: tuple[GoldQuestion, ...], corpus: Corpus) -> None:
    texts = {document.source: normal(document.text) for document in corpus.documents}
    lost = [
        (question.id, entry.doc, entry.quote)
        for question in questions
        for entry in question.entries
        if not any(source.endswith(entry.doc) and normal(entry.quote) in text for source, text in texts.items())
    ]
    assert lost == []


def test_every_quote_lies_in_one_passage(questions: tuple[GoldQuestion, ...], corpus: Corpus) -> None:
    """A quote that is cut in two could be cited only by halves."""
    passages = [normal(passage.text) for group in corpus.passages for passage in group]
    cut = [
        (question.id, entry.quote)
        for question in questions
        for entry in question.entries
        if not any(normal(entry.quote) in passage for passage in passages)
    ]
    assert cut == []


def test_a_quote_names_one_document_only(questions: tuple[GoldQuestion, ...], corpus: Corpus) -> None:
    for entry in {entry for question in questions for entry in question.entries}:
        assert len([d.source for d in corpus.documents if d.source.endswith(entry.doc)]) == 1


def test_every_document_of_the_corpus_is_asked_about(questions: tuple[GoldQuestion, ...], corpus: Corpus) -> None:
    asked = {entry.doc for question in questions for entry in question.entries}
    assert [d.source for d in corpus.documents if not any(d.source.endswith(doc) for doc in asked)] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.name)
def test_ids_and_questions_are_unique(path: Path) -> None:
    questions = load_gold(path)
    assert len({question.id for question in questions}) == len(questions)
    assert len({normal(question.question) for question in questions}) == len(questions)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.name)
def test_only_questions_with_an_answer_have_gold_and_key_points(path: Path) -> None:
    for question in load_gold(path):
        assert bool(question.entries) == bool(question.key_points) == question.answerable, question.id


def test_every_key_point_stands_in_a_gold_quote_or_in_the_answer(
    questions: tuple[GoldQuestion, ...], raw: list[dict[str, Any]]
) -> None:
    lost = []
    for question, line in zip(questions, raw, strict=True):
        said = [normal(line.get("answer", "")), *(normal(entry.quote) for entry in question.entries)]
        lost += [(question.id, p) for p in question.key_points if not any(normal(p) in text for text in said)]
    assert lost == []


@pytest.mark.parametrize(("name", "answerable", "in_all"), [("statutes", 150, 215), ("statutes_aside", 130, 198)])
def test_the_quotes_of_the_questions_on_statutes_stand_in_the_statutes(name: str, answerable: int, in_all: int) -> None:
    """Those documents are not part of this repository; the gate is fitted on the first of these files and not on the second."""
    laws = ROOT.parent / "shared" / "corpus" / "laws"
    if not laws.is_dir():
        pytest.skip("the statutes that these questions are about are not here")
    texts = {path.name: normal(path.read_text(encoding="utf-8")) for path in laws.iterdir()}
    questions = load_gold(FOLDER / f"{name}.jsonl")
    assert (sum(question.answerable for question in questions), len(questions)) == (answerable, in_all)
    lost = [(q.id, e.quote) for q in questions for e in q.entries if normal(e.quote) not in texts.get(e.doc, "")]
    assert lost == []
