"""The names that say which generation a collection holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.generation import Manifest
from index.milvus.collections import collections_of, complete, unfinished

MANIFEST = Manifest(
    id="20260301-0a1b2c3d",
    created="2026-03-01T00:00:00+00:00",
    fingerprint="0a1b2c3d" * 8,
    settings={"schema": 2},
    model="word-count",
    dimension=6,
    documents=1,
    passages=2,
    clauses=3,
    left_out=(),
    files={},
)


def test_a_name_shows_base_generation_and_a_digest_of_what_it_is() -> None:
    names = collections_of("base", MANIFEST)
    assert names.passages.startswith("base__20260301_0a1b2c3d_")
    assert names.clauses == names.passages.removesuffix("passages") + "clauses"
    assert names.half.passages == names.passages + "_half"


@pytest.mark.parametrize(
    "changed",
    [
        {"fingerprint": "ff" * 32},
        {"model": "other"},
        {"dimension": 7},
        {"settings": {"schema": 3}},
        {"id": "20260301-0a1b2c3e"},
    ],
)
def test_other_content_another_model_or_another_layout_has_another_name(changed: dict[str, object]) -> None:
    assert collections_of("base", replace(MANIFEST, **changed)) != collections_of("base", MANIFEST)  # type: ignore[arg-type]


def test_a_generation_is_complete_where_both_collections_have_their_final_names() -> None:
    names = collections_of("base", MANIFEST)
    assert complete("base", {names.passages, names.clauses, "somebody_elses"}) == [names]
    assert complete("base", {names.passages, names.half.clauses}) == []


def test_what_is_not_part_of_a_complete_generation_is_unfinished() -> None:
    names = collections_of("base", MANIFEST)
    assert unfinished("base", {names.passages, names.clauses, "somebody_elses"}) == []
    assert unfinished("base", {names.clauses, names.half.passages}) == [names.clauses, names.half.passages]
    assert unfinished("base", {names.passages}) == [names.passages]


def test_a_base_whose_name_starts_the_same_is_another_base() -> None:
    other = collections_of("base_two", MANIFEST)
    assert complete("base", {other.passages, other.clauses}) == []
    assert unfinished("base", {other.passages}) == []
