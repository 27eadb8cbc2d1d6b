"""The search without each of its parts, over a base where two articles are told apart by their words alone."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eval.ablation import RECIPES, ablate
from eval.questions import GoldEntry, GoldQuestion
from index.build import build
from index.generation import Generation
from index.published import open_current
from index.search import RECIPE
from tests.invented import write_corpus
from tests.stand_in import WordCountEncoder

DOC = "甲规定(2020-01-01).txt"
# The encoder counts 犬 and not 猫 or 鸟: the articles differ to BM25 only, and equal vectors keep the order of reading.
TEXT = "甲规定（试行）\n第一条 巡查养猫户。\n第二条 巡查养鸟户。\n"
DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("ablation")
    build(
        write_corpus(folder / "corpus", {DOC: TEXT}),
        folder / "index",
        WordCountEncoder(),
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    return open_current(folder / "index")


def question(quote: str, *, answerable: bool = True) -> GoldQuestion:
    entries = (GoldEntry(DOC, quote, None, None, None),) if answerable else ()
    return GoldQuestion("q", quote, "fact", answerable, entries, False, ())


def test_every_part_of_the_recipe_is_off_once_and_the_whole_comes_first() -> None:
    assert RECIPES[0][1] == RECIPE
    off = [
        [field.name for field in fields(RECIPE) if getattr(recipe, field.name) != getattr(RECIPE, field.name)]
        for _, recipe in RECIPES[1:]
    ]
    assert off == [[field.name] for field in fields(RECIPE)]
    assert not any(getattr(recipe, name) for (_, recipe), (name,) in zip(RECIPES[1:], off, strict=True))


def test_the_lexical_leg_is_missed_where_only_words_tell_articles_apart(generation: Generation) -> None:
    results = {each.name: each for each in ablate([question("巡查养鸟户")], generation, WordCountEncoder(), today=DAY)}
    whole, unworded = results["全部"], results["不用词语检索"]
    assert (whole.summary.mrr_at_10, whole.differs, whole.low, whole.high) == (1.0, 0, 0.0, 0.0)
    assert (unworded.summary.mrr_at_10, unworded.differs, unworded.low, unworded.high) == (0.5, 1, -0.5, -0.5)
    assert results["不照顾点名的规定"].differs == 0


def test_questions_without_an_answer_are_not_asked(generation: Generation) -> None:
    steps: list[int] = []
    questions = [question("巡查养鸟户"), question("炒股", answerable=False)]
    results = ablate(questions, generation, WordCountEncoder(), today=DAY, progress=steps.append)
    assert {each.summary.questions for each in results} == {1}
    assert len(steps) == len(RECIPES)
