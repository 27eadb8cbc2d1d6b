"""Which versions a question leaves out, without asking of every document."""

from __future__ import annotations

from datetime import date

import pytest

from answer.filters import Filters
from answer.scope import Scope, open_scope
from index.lookup import Lookup, Named
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD

TODAY = date(2026, 3, 1)


def named(year: str | None = None, *, old: bool = False) -> Named:
    return Named((), (), year, old, False)


@pytest.fixture
def scope(tiny_index: TinyIndex) -> Scope:
    return open_scope(Lookup(tiny_index.generation), TODAY, Filters())


@pytest.mark.parametrize(
    ("asked", "left_out"), [(named(), DOGS_OLD), (named("2015"), DOGS_NEW), (named(old=True), DOGS_NEW)]
)
def test_of_an_instrument_in_two_versions_one_is_left_out(asked: Named, left_out: str, scope: Scope) -> None:
    found = scope.left_out(asked, None)
    assert [scope.lookup.document(id_).source for id_ in found] == [left_out]


def test_it_is_what_is_not_meant(scope: Scope, tiny_index: TinyIndex) -> None:
    for asked in (named(), named("2015"), named("1949"), named(old=True)):
        meant = {d.id for d in tiny_index.generation.documents.values() if scope.is_meant(d, asked, None)}
        assert set(tiny_index.generation.documents) - scope.left_out(asked, None) == meant


def test_only_instruments_in_several_versions_are_looked_at(scope: Scope) -> None:
    assert [{document.source for document in versions} for versions in scope.lookup.several] == [{DOGS_NEW, DOGS_OLD}]
