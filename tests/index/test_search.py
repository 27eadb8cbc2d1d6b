"""Search over four short articles whose vectors and words can be worked out by eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.engine import Engine
from index.errors import WrongModel
from index.generation import Generation
from index.known import KnownQuestions
from index.published import open_current
from index.search import Recipe, Search
from ingest.numerals import chinese_number
from ingest.records import Flaw
from tests.index.milvus.lite import Lite
from tests.invented import write_corpus
from tests.shelves import with_passages
from tests.stand_in import WordCountEncoder

FILES = {
    "甲规定(2020-01-01).txt": """甲规定（试行）
第一条 犬、犬、证。
第二条 日、罚。
第三条 巡。
第四条 巡。
""",
    "乙规定(2020-01-01).txt": "乙规定（试行）\n第一条 犬、证。其他事项，见甲规定。\n",
}
OTHER, DOGS, FINE, PATROL, PATROL_AGAIN = range(5)
EngineOf = Callable[[Generation], Engine | None]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("search")
    build(
        write_corpus(folder / "corpus", FILES),
        folder / "index",
        WordCountEncoder(),
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    return open_current(folder / "index")


@pytest.fixture(scope="module", params=["here", "in Milvus"])
def engine_of(request: pytest.FixtureRequest, lite: Lite) -> EngineOf:
    """Where rows are compared: what is found must not depend on it."""
    return lite.engine if request.param == "in Milvus" else lambda generation: None


@pytest.fixture(scope="module")
def search(generation: Generation, engine_of: EngineOf) -> Search:
    return Search(generation, WordCountEncoder(), engine=engine_of(generation))


def rows(search: Search, question: str, **options: object) -> list[int]:
    """Rows of the hits, best first."""
    found = search.find(question, **options)  # type: ignore[arg-type]
    return [search.generation.passages.index(hit.passage) for hit in found]


def test_the_rows_are_those_this_page_is_worked_out_with(generation: Generation) -> None:
    assert [passage.text for passage in generation.passages] == [
        "第一条 犬、证。其他事项，见甲规定。",
        "第一条 犬、犬、证。",
        "第二条 日、罚。",
        "第三条 巡。",
        "第四条 巡。",
    ]


def test_a_hit_says_where_each_leg_placed_it(search: Search) -> None:
    best = search.find("犬")[0]
    # The question is (1, 1, 0, …) / √2 and the passage (1, 2, 1, 0, …) / √6: 3 / √12.
    assert best.passage.text == "第一条 犬、犬、证。"
    assert (best.dense.rank, best.clause.rank, best.lexical.rank) == (1, 1, 1)
    assert best.dense.score == pytest.approx(3 / 12**0.5)
    assert best.clause.score == pytest.approx(3 / 12**0.5, abs=1e-3)
    assert best.lexical.score == pytest.approx(float(search.generation.lexical.scores(["犬"])[DOGS]))
    assert [clause.cosine for clause in best.clauses] == [best.clause.score]


def test_a_passage_counts_by_its_nearest_clause(search: Search) -> None:
    [hit] = [hit for hit in search.find("犬") if hit.document.title.startswith("乙")]
    # “犬、证。” is (1, 1, 1) / √3 and the sentence after it (1, 0, 0): 2 / √6 and 1 / √2.
    assert [clause.cosine for clause in hit.clauses] == pytest.approx([2 / 6**0.5, 1 / 2**0.5], abs=1e-3)
    assert hit.clause.score == hit.clauses[0].cosine


def test_a_passage_that_lacks_the_words_is_last_in_the_lexical_leg(search: Search) -> None:
    found = {search.generation.passages.index(hit.passage): hit for hit in search.find("罚")}
    assert (found[FINE].lexical.rank, found[DOGS].lexical.rank) == (1, 5)
    assert found[DOGS].lexical.score == 0


def test_words_of_its_own_for_the_lexical_leg_change_that_leg_only(search: Search) -> None:
    plain = {hit.passage.id: hit for hit in search.find("犬")}
    other = {hit.passage.id: hit for hit in search.find("犬", lexical_text="罚")}
    fine = search.generation.passages[FINE].id
    assert other[fine].lexical.rank == 1
    assert other[fine].dense == plain[fine].dense


def test_the_limit_cuts_the_worst(search: Search) -> None:
    assert rows(search, "犬", limit=2) == rows(search, "犬")[:2]
    assert len(rows(search, "犬")) == 5


def test_equal_passages_stay_in_reading_order(search: Search) -> None:
    assert rows(search, "巡")[:2] == [PATROL, PATROL_AGAIN]
    first, second = search.find("巡")[:2]
    assert first.score == second.score


def test_many_equal_passages_stay_in_reading_order_too(tmp_path: Path, engine_of: EngineOf) -> None:
    articles = "".join(f"第{chinese_number(number)}条 {'巡犬'[number % 2]}。\n" for number in range(1, 61))
    corpus = write_corpus(tmp_path / "corpus", {"甲规定.txt": f"甲规定\n{articles}"})
    build(corpus, tmp_path / "index", WordCountEncoder(), now=datetime(2026, 3, 1, tzinfo=UTC))
    generation = open_current(tmp_path / "index")
    search = Search(generation, WordCountEncoder(), engine=engine_of(generation))
    found = [hit.passage.start for hit in search.find("犬", limit=60)]
    assert found == sorted(found[:30]) + sorted(found[30:])
    assert {text_at(search, start) for start in found[:30]} == {"犬"}


def text_at(search: Search, start: int) -> str:
    """What the article that begins there is about."""
    [passage] = [passage for passage in search.generation.passages if passage.start == start]
    return passage.text[-2]


def test_documents_that_may_not_answer_are_not_found(search: Search) -> None:
    first, second = search.generation.documents
    assert rows(search, "犬", among=[first]) == rows(search, "犬", without=[second]) == [OTHER]
    assert search.find("犬", among=[]) == search.find("犬", among=[first], without=[first]) == ()
    assert rows(search, "犬", among=[first, second]) == rows(search, "犬")


def test_the_rank_in_a_leg_counts_documents_that_may_answer_only(search: Search) -> None:
    [hit] = search.find("犬", among=list(search.generation.documents)[:1])
    assert (hit.dense.rank, hit.clause.rank, hit.lexical.rank) == (1, 1, 1)


def test_a_preferred_instrument_gains_one_deviation_and_leaves_nothing_out(search: Search) -> None:
    plain = {hit.passage.id: hit.score for hit in search.find("犬")}
    other = search.generation.documents[search.generation.passages[OTHER].document_id]
    preferred = {hit.passage.id: hit.score for hit in search.find("犬", prefer=frozenset({other.instrument}))}
    gained = {id_: preferred[id_] - plain[id_] for id_ in plain}
    expected = {passage.id: 0.0 for passage in search.generation.passages}
    expected[search.generation.passages[OTHER].id] = 1.0
    assert gained == pytest.approx(expected)


@pytest.mark.parametrize(("flaw", "cost"), [(flaw, 0.0 if flaw in ("masked", "cut_off") else 0.5) for flaw in Flaw])
def test_a_passage_whose_words_are_spoiled_loses_half_a_deviation(
    generation: Generation, engine_of: EngineOf, flaw: Flaw, cost: float
) -> None:
    passages = list(generation.passages)
    passages[PATROL] = replace(passages[PATROL], flaws=(flaw,))
    spoiled = with_passages(generation, passages)
    found = Search(spoiled, WordCountEncoder(), engine=engine_of(generation)).find("巡")
    scores = {hit.passage.start: hit.score for hit in found if hit.document.title.startswith("甲")}
    assert scores[passages[PATROL_AGAIN].start] - scores[passages[PATROL].start] == pytest.approx(cost)


@pytest.mark.parametrize(
    ("recipe", "first"),
    [
        (Recipe(clause=False, lexical=False), FINE),  # “日、罚。” lies nearest
        (Recipe(dense=False, clause=False), PATROL),  # 巡 stands in it
    ],
)
def test_a_leg_that_is_off_has_no_say(generation: Generation, engine_of: EngineOf, recipe: Recipe, first: int) -> None:
    found = Search(generation, WordCountEncoder(), recipe, engine=engine_of(generation)).find("罚", lexical_text="巡")
    assert generation.passages.index(found[0].passage) == first


def test_a_lexical_leg_alone_finds_only_what_holds_the_words(generation: Generation, engine_of: EngineOf) -> None:
    recipe = Recipe(dense=False, clause=False)
    alone = Search(generation, WordCountEncoder(), recipe, engine=engine_of(generation))
    assert rows(alone, "巡") == [PATROL, PATROL_AGAIN]
    assert rows(alone, "zzz") == []


def test_without_standard_scores_the_fused_ranks_decide(generation: Generation, engine_of: EngineOf) -> None:
    """The second of three legs of one mind is behind the first by 3/61 - 3/62 of a fused score, however near it comes."""
    search = Search(generation, WordCountEncoder(), Recipe(standard_scores=False), engine=engine_of(generation))
    found = search.find("罚")
    fused = [sum(1 / (60 + leg.rank) for leg in (hit.dense, hit.clause) if leg) for hit in found]
    lexical = [1 / (60 + hit.lexical.rank) if hit.lexical.score > 0 else 0.0 for hit in found]
    sums = np.array([a + b for a, b in zip(fused, lexical, strict=True)], dtype=np.float32)
    assert [hit.score for hit in found] == pytest.approx((sums - sums.mean()) / sums.std(), abs=1e-4)


def test_preference_and_flaws_count_nothing_when_they_are_off(generation: Generation, engine_of: EngineOf) -> None:
    passages = list(generation.passages)
    passages[PATROL] = replace(passages[PATROL], flaws=(Flaw.SCRAMBLED,))
    spoiled = with_passages(generation, passages)
    engine, recipe = engine_of(generation), Recipe(flaw_cost=0.0, preference=0.0)
    plain = Search(generation, WordCountEncoder(), engine=engine).find("巡")
    off = Search(spoiled, WordCountEncoder(), recipe, engine=engine)
    names = frozenset(document.instrument for document in generation.documents.values())
    assert [hit.score for hit in off.find("巡", prefer=names)] == [hit.score for hit in plain]


def test_a_passage_is_found_by_a_question_that_it_is_known_to_answer(
    generation: Generation, engine_of: EngineOf
) -> None:
    asked = WordCountEncoder().encode_questions(["罚罚", "巡"])
    known = replace(generation, known=KnownQuestions.of(asked, np.array([DOGS, PATROL])))
    with_known = Search(known, WordCountEncoder(), engine=engine_of(generation))
    found = with_known.find("罚罚")
    places = {with_known.generation.passages.index(hit.passage): hit for hit in found}
    assert list(places)[:2] == [FINE, DOGS]  # the words come first still
    assert places[DOGS].known == pytest.approx(1.0) and places[FINE].known is None
    unknown = Search(known, WordCountEncoder(), Recipe(known=False), engine=engine_of(generation))
    assert rows(unknown, "罚罚")[-1] == DOGS
    first = generation.passages[DOGS].document_id
    assert DOGS not in rows(with_known, "罚罚", without=[first])


def test_a_question_of_unknown_words_still_finds_by_vector(search: Search) -> None:
    assert len(search.find("zzz")) == 5
    assert len(search.find("")) == 5


def test_a_looked_up_passage_is_a_hit_of_its_own(search: Search) -> None:
    hit = search.hit(FINE)
    assert hit.passage.text == "第二条 日、罚。"
    assert hit.document.title.startswith("甲")
    assert (hit.dense.rank, hit.dense.score) == (1, 1.0)
    assert [clause.clause for clause in hit.clauses] == list(search.generation.clauses[FINE])


def test_an_encoder_of_another_model_is_refused(generation: Generation) -> None:
    with pytest.raises(WrongModel, match="是用模型 word-count 建的，现在配置的是 other"):
        Search(generation, WordCountEncoder(name="other"))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, engine_of: EngineOf) -> Search:
    """A guide in traditional characters and one in simplified ones; the encoder tells none of their words."""
    folder = tmp_path_factory.mktemp("mixed")
    files = {
        "甲.md": "# 巡邏指引\n\n## 一、處置\n\n發現遺失物品應當登記。\n",
        "乙.md": "# 接警指引\n\n## 一、询问\n\n报警电话应当录音。\n",
    }
    build(
        write_corpus(folder / "corpus", files),
        folder / "index",
        WordCountEncoder(),
        now=datetime(2026, 3, 1, tzinfo=UTC),
    )
    generation = open_current(folder / "index")
    return Search(generation, WordCountEncoder(), engine=engine_of(generation))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("发现遗失物品怎么登记", "一、處置\n發現遺失物品應當登記。"),
        ("報警電話要不要錄音", "一、询问\n报警电话应当录音。"),
    ],
)
def test_simplified_and_traditional_characters_find_each_other_and_stay_as_they_are(
    question: str, text: str, mixed: Search
) -> None:
    best = min(mixed.find(question), key=lambda hit: hit.lexical.rank)
    assert (best.passage.text, best.lexical.rank) == (text, 1)
    assert best.lexical.score > 0
