"""Which generation is in use in Milvus: switched in one step, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import EngineError
from index.generation import Generation
from index.milvus import published
from index.milvus.collections import collections_of
from index.milvus.engine import MilvusEngine
from index.milvus.push import push
from index.search import Search
from tests.index.milvus.generations import articles, made
from tests.index.milvus.lite import Lite
from tests.stand_in import WordCountEncoder


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> list[Generation]:
    """Three generations, of three, four and five articles."""
    folder = tmp_path_factory.mktemp("published")
    return [made(folder / str(count), articles(count)) for count in (3, 4, 5)]


def test_nothing_is_in_use_before_something_was(lite: Lite) -> None:
    assert published.in_use(lite.server()) is None


def test_a_switch_is_seen_at_once_and_goes_back_too(generations: list[Generation], lite: Lite) -> None:
    server = lite.server()
    manifests = [generation.manifest for generation in generations]
    for generation in generations[:2]:
        push(generation, server)
    for manifest in (manifests[0], manifests[1], manifests[0]):
        published.use(server, manifest)
        used = published.in_use(server)
        assert used is not None
        assert published.generation_of(server.address, used, manifests) == manifest.id


def test_a_question_that_began_before_a_switch_ends_on_the_old_generation(
    generations: list[Generation], lite: Lite
) -> None:
    server = lite.server()
    for generation in generations[:2]:
        push(generation, server)
    published.use(server, generations[0].manifest)
    search = Search(generations[0], WordCountEncoder(), engine=MilvusEngine(generations[0], server))
    published.use(server, generations[1].manifest)
    assert len(search.find("犬")) == 3


def test_what_was_not_pushed_cannot_be_used(generations: list[Generation], lite: Lite) -> None:
    with pytest.raises(
        EngineError, match=f"上没有完整的索引版本 {generations[0].manifest.id}；请先运行 .* engine push"
    ):
        published.use(lite.server(), generations[0].manifest)


def test_a_generation_that_this_machine_lacks_is_no_answer(generations: list[Generation], lite: Lite) -> None:
    server = lite.server()
    push(generations[0], server)
    published.use(server, generations[0].manifest)
    with pytest.raises(EngineError, match=r"正在使用集合 .*，本机没有与它相同的索引版本"):
        published.generation_of(server.address, str(published.in_use(server)), [generations[1].manifest])


def test_prune_leaves_what_is_in_use_and_what_this_machine_has(
    generations: list[Generation], lite: Lite, tmp_path: Path
) -> None:
    server = lite.server()
    for generation in generations:
        push(generation, server)
    published.use(server, generations[0].manifest)
    server.create("base__20260301_ffffffff_0123456789ab_clauses_half", {"row": "key", "vector": "vector"}, 6, "")
    half = collections_of(server.address.name, generations[2].manifest).half.clauses
    server.create(half, {"row": "key", "vector": "vector"}, 6, "")
    gone = published.prune(server, [generations[1].manifest])
    third = collections_of(server.address.name, generations[2].manifest)
    assert gone == (third.passages, third.clauses, half)
    kept = {collections_of(server.address.name, each.manifest).passages for each in generations[:2]}
    assert {each.passages for each in published.stored(server)} == kept
    assert "base__20260301_ffffffff_0123456789ab_clauses_half" in server.collections()  # another base's
