"""The catalogue: everything the base holds, in order, and found by the words people use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.lookup import Lookup
from ingest.standing import Standing
from library.catalogue import Catalogue, catalogue, matching, spoken_order
from library.shelf import Shelf
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, GUIDE
from tests.shelves import shelf_at

TODAY = date(2026, 3, 2)


@pytest.fixture
def held(tiny_index: TinyIndex) -> Catalogue:
    return catalogue(Shelf(tiny_index.generation, Lookup(tiny_index.generation)), TODAY)


def titles(found: Catalogue) -> list[tuple[str, str | None]]:
    return [(entry.title, entry.version_date) for entry in found.entries]


def test_documents_stand_by_authority_then_by_name_then_newest_first(held: Catalogue) -> None:
    assert [(group.name, len(group.entries)) for group in held.groups] == [
        ("法律、法规和规章", 1),
        ("规范性文件和工作指引", 3),
    ]
    assert titles(held) == [
        ("青槐市巡防站管理规定", "2023-05-10"),
        ("青槐市犬只管理办法", "2021-09-01"),
        ("青槐市犬只管理办法", "2015-03-01"),
        ("走失老人查找工作指引", "2026-01-10"),
    ]


def test_an_entry_says_what_a_reader_needs_to_choose(held: Catalogue) -> None:
    entry = held.entries[1]
    assert (entry.source, entry.issuer, entry.effective_from) == (DOGS_NEW, "青槐市公安局", "2021-11-01")
    assert (entry.articles, entry.passages, entry.scanned, entry.flawed) == (5, 5, 0, 0)
    assert held.entries[2].status is Standing.SUPERSEDED
    assert held.entries[2].status_text == "旧文本（2015-03-01），本库另有较新文本（2021-09-01）"
    assert entry.place.document_id and entry.place.title == entry.title and entry.place.label == ""


def test_totals_are_the_sums_and_the_build_is_named(held: Catalogue, tiny_index: TinyIndex) -> None:
    assert held.totals.documents == held.totals.files == 4
    assert held.totals.passages == len(tiny_index.generation.passages)
    assert held.totals.articles == 7 + 4 + 5
    assert held.totals.characters == sum(len(each.text) for each in tiny_index.generation.documents.values())
    assert held.generation == tiny_index.generation.manifest.id
    assert held.built.startswith("2026-03-01T09:00")


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("犬只 旧文本", ["法规/青槐市犬只管理办法(2015-03-01).txt"]),
        ("工作指引", [GUIDE]),
        (
            "公安局　２０２１-０９",
            ["法规/青槐市犬只管理办法(2021-09-01).txt", "法规/青槐市犬只管理办法(2015-03-01).txt"],
        ),
        ("犬隻管理 較新文本", ["法规/青槐市犬只管理办法(2015-03-01).txt"]),
        ("没有的词", []),
    ],
)
def test_every_word_must_match_in_any_width_or_script(held: Catalogue, words: str, sources: list[str]) -> None:
    found = matching(held, words)
    assert [entry.source for entry in found.entries] == sources
    assert found.totals.documents == len(sources)


def test_a_law_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    law = "人民警察法\n2012年10月26日全国人民代表大会常务委员会通过\n第一条 为了试验，制定本法。\n"
    held = catalogue(shelf_at(tmp_path, {"人民警察法(2012-10-26).txt": law}), TODAY)
    assert [entry.title for entry in matching(held, "警察法").entries] == ["人民警察法"]
    assert [entry.title for entry in matching(held, "治安法").entries] == []


def test_a_scanned_document_is_found_as_one(held: Catalogue) -> None:
    first = held.groups[0]
    scanned = replace(first.entries[0], scanned=2)
    changed = replace(held, groups=(replace(first, entries=(scanned,)), *held.groups[1:]))
    assert matching(changed, "扫描").entries == (scanned,)


def test_names_sort_by_sound_and_ordinals_by_number() -> None:
    names = ["周记", "案例【第十篇】", "案例【第二篇】", "案例【第一篇】", "包裹"]
    assert sorted(names, key=spoken_order) == ["案例【第一篇】", "案例【第二篇】", "案例【第十篇】", "包裹", "周记"]
