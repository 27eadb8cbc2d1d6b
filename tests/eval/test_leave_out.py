"""Questions that lose their answer with a document: which they are, and the base without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eval.leave_out import Absence, leave_out, plan, without
from eval.questions import GoldEntry, GoldQuestion
from index.build import build
from index.context import passage_string
from index.generation import Generation
from index.published import open_current
from index.search import Search
from index.words import words
from ingest.records import Elsewhere
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES, write_corpus
from tests.stand_in import WordCountEncoder

TWO_HOURS = "夜间巡逻每两小时进行一次"
TWO_YEARS = "犬证有效期为二年"
DAY = date(2026, 3, 1)


def built(folder: Path, files: dict[str, str]) -> Generation:
    build(
        write_corpus(folder / "corpus", files),
        folder / "index",
        WordCountEncoder(),
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    return open_current(folder / "index")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return built(tmp_path_factory.mktemp("whole"), FILES)


def question(*places: tuple[str, str], id_: str = "q", text: str = "夜间多久巡逻一次") -> GoldQuestion:
    entries = tuple(GoldEntry(doc, quote, None, None, None) for doc, quote in places)
    return GoldQuestion(id_, text, "fact", bool(entries), entries, False, ())


def ids(generation: Generation, *sources: str) -> frozenset[str]:
    return frozenset(id_ for id_, document in generation.documents.items() if document.source in sources)


def spoken(generation: Generation) -> list[list[str]]:
    return [words(passage_string(generation.documents[p.document_id], p)) for p in generation.passages]


def test_a_question_is_asked_without_the_one_document_that_answers_it(whole: Generation) -> None:
    asked = question((RULES, TWO_HOURS))
    assert plan([asked], whole) == (Absence(RULES, ids(whole, RULES), (asked,)),)


def test_other_versions_of_the_instrument_go_too(whole: Generation) -> None:
    (absence,) = plan([question((DOGS_NEW, TWO_YEARS))], whole)
    assert absence.document_ids == ids(whole, DOGS_NEW, DOGS_OLD)


def test_a_question_that_several_documents_answer_or_none_is_left_alone(whole: Generation) -> None:
    assert plan([question((RULES, TWO_HOURS), (DOGS_NEW, TWO_YEARS)), question()], whole) == ()


def test_a_question_whose_words_stand_elsewhere_is_left_alone(tmp_path: Path) -> None:
    base = built(tmp_path, {**FILES, GUIDE: f"{FILES[GUIDE]}\n## 四、其他\n\n{TWO_HOURS}，注意安全。\n"})
    assert plan([question((RULES, TWO_HOURS))], base) == ()


def test_a_question_whose_passage_represents_another_place_is_left_alone(whole: Generation) -> None:
    (guide,) = ids(whole, GUIDE)
    elsewhere = tuple(
        replace(passage, also_in=(Elsewhere(guide, 0, 5),)) if TWO_HOURS in passage.text else passage
        for passage in whole.passages
    )
    assert plan([question((RULES, TWO_HOURS))], replace(whole, passages=elsewhere)) == ()


def test_the_base_without_a_document_is_the_one_that_never_had_it(whole: Generation, tmp_path: Path) -> None:
    """Same passages, same scores in every leg: vectors, clauses and BM25 statistics."""
    never = built(tmp_path, {name: text for name, text in FILES.items() if name != RULES})
    left = without(whole, ids(whole, RULES), spoken(whole))
    assert (tuple(left.passages), tuple(left.clauses)) == (tuple(never.passages), tuple(never.clauses))
    assert left.links == never.links
    assert list(left.documents) == list(never.documents)
    assert left.clause_rows.tolist() == never.clause_rows.tolist()
    for text in ("犬证", "罚", "老人走失"):
        assert Search(left, WordCountEncoder()).find(text) == Search(never, WordCountEncoder()).find(text)


def test_places_that_are_gone_are_not_named(whole: Generation) -> None:
    (guide,) = ids(whole, GUIDE)
    (rules,) = ids(whole, RULES)
    places = (Elsewhere(guide, 0, 5), Elsewhere(rules, 0, 5))
    first, *others = whole.passages
    kept = next(i for i, p in enumerate(whole.passages) if p.document_id not in {guide, rules})
    passages = tuple(replace(p, also_in=places) if i == kept else p for i, p in enumerate([first, *others]))
    left = without(replace(whole, passages=passages), frozenset({rules}), spoken(whole))
    assert [p.also_in for p in left.passages if p.also_in] == [(Elsewhere(guide, 0, 5),)]


def test_links_to_what_is_gone_go_too(whole: Generation) -> None:
    assert whole.links
    assert without(whole, ids(whole, DOGS_OLD), spoken(whole)).links == ()


def test_nothing_remains_of_a_base_of_one_document(tmp_path: Path) -> None:
    base = built(tmp_path, {RULES: FILES[RULES]})
    with pytest.raises(ValueError, match="至少需要两份"):
        without(base, ids(base, RULES), spoken(base))


def test_every_question_is_asked_and_refusals_are_told(whole: Generation) -> None:
    """A question that names an instrument the base lacks is refused whatever the encoder says."""
    named = question((RULES, TWO_HOURS), id_="named", text="刑法第二十条怎么规定的")
    steps: list[int] = []
    (result,) = leave_out(plan([named], whole), whole, WordCountEncoder(), today=DAY, progress=steps.append)
    assert (result.source, result.asked, result.refused) == (RULES, (named,), (True,))
    assert steps == [1]
