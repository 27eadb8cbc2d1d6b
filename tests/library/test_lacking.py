"""What the base lacks: newer texts, files left out, and what nobody dated, checked or could read well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from index.lookup import Lookup
from ingest.records import Flaw
from library.catalogue import catalogue
from library.lacking import Lacking, LeftOut, lacking
from library.shelf import Shelf
from tests.shelves import shelf_at, with_passages

TODAY = date(2026, 3, 2)
OLD_LAW = "中华人民共和国治安管理处罚法\n2012年10月26日全国人民代表大会常务委员会通过\n第一条 为了试验，制定本法。\n"
ESSAY = "养鹅漫谈\n\n青槐市的群众喜欢养鹅，派出所的民警常去走访。鹅会看门，也会叫。\n"


def lacks(shelf: Shelf) -> Lacking:
    return lacking(shelf, catalogue(shelf, TODAY), TODAY)


def test_a_newer_text_in_force_is_missed_with_its_source(tmp_path: Path) -> None:
    found = lacks(shelf_at(tmp_path, {"治安管理处罚法(2012-10-26).txt": OLD_LAW}))
    assert len(found.newer) == 1
    assert found.newer[0].startswith("本库缺少现行文本：《治安管理处罚法》2025-06-27版（2026-01-01起施行）")


def test_files_left_out_come_with_their_reason(tmp_path: Path) -> None:
    found = lacks(shelf_at(tmp_path, {"养鹅.txt": ESSAY, "空.txt": ""}))
    assert [each.source for each in found.left_out] == ["空.txt"]
    assert isinstance(found.left_out[0], LeftOut) and found.left_out[0].reason


def test_an_essay_without_date_is_undated_but_needs_no_check_of_its_force(
    tmp_path: Path,
) -> None:
    rules = "青槐市巡防规定\n2023年5月10日青槐市人民政府发布\n第一条 制定本规定。\n"
    found = lacks(shelf_at(tmp_path, {"养鹅.txt": ESSAY, "巡防规定(2023-05-10).txt": rules}))
    assert [entry.title for entry in found.undated] == ["养鹅漫谈"]
    assert [entry.title for entry in found.unchecked] == ["青槐市巡防规定"]


def test_a_superseded_text_needs_no_check(tmp_path: Path) -> None:
    assert lacks(shelf_at(tmp_path, {"治安管理处罚法(2012-10-26).txt": OLD_LAW})).unchecked == ()


def test_texts_of_poor_quality_are_listed(tmp_path: Path) -> None:
    generation = shelf_at(tmp_path, {"养鹅.txt": ESSAY}).generation
    assert lacks(Shelf(generation, Lookup(generation))).doubtful == ()
    spoiled = with_passages(generation, [replace(each, flaws=(Flaw.STRIPPED,)) for each in generation.passages])
    (entry,) = lacks(Shelf(spoiled, Lookup(spoiled))).doubtful
    assert (entry.title, entry.flawed, entry.cautions) == ("养鹅漫谈", 1, ("原文疑有漏字，引用前请核对原件",))
