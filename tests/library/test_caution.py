"""Cautions: what is said of a text whose words cannot be trusted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.reading import read_file
from ingest.records import Document, Flaw, Passage, Recognised
from library.caution import cautions


@pytest.fixture
def read(tmp_path: Path) -> tuple[Document, Passage]:
    (tmp_path / "规定.txt").write_text("青槐市巡防站规定\n第一条 民警应当登记。\n", encoding="utf-8")
    reading = read_file(tmp_path, "规定.txt")
    return reading.documents[0], reading.passages[0][0]


def test_a_clean_text_needs_no_word(read: tuple[Document, Passage]) -> None:
    assert cautions(*read, None) == ()


def test_every_flaw_has_its_own_words(read: tuple[Document, Passage]) -> None:
    document, passage = read
    said = cautions(document, replace(passage, flaws=tuple(Flaw)), None)
    assert len(set(said)) == len(Flaw)
    assert said[-1] == "原文由扫描识别，可能有错字，引用前请核对原件"


def test_a_recognised_page_is_named_with_its_confidence_and_only_once(read: tuple[Document, Passage]) -> None:
    document, passage = read
    scanned = replace(document, pages=3, recognised=(Recognised(2, 0.874),))
    spoiled = replace(passage, flaws=(Flaw.MISREAD,))
    assert cautions(scanned, spoiled, 2) == ("本页由扫描件识别，可信度 87%，引用前请核对原件",)
    assert cautions(scanned, passage, 1) == ()
