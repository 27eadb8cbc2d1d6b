from __future__ import annotations

import dataclasses
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from quiz.export.formats import FORMATS, Format, format_named
from quiz.export.questions import questions
from quiz.records import MultipleScoring, Paper
from tests.conftest import ROOT
from tests.quiz.export.made import EVERY_TYPE, hostile_paper, paper

EACH = pytest.mark.parametrize("format", FORMATS, ids=[format.name for format in FORMATS])


def test_names_are_unique_and_found() -> None:
    assert len({format.name for format in FORMATS}) == len(FORMATS)
    assert all(format_named(format.name) is format for format in FORMATS)
    assert format_named("pdf") is None


@EACH
def test_every_type_is_carried_or_left_out_with_a_reason(format: Format) -> None:
    for one in EVERY_TYPE:
        exported = format.export(paper([one]))
        assert exported.data
        assert exported.name.endswith(f".{format.suffix}")
        left_out = [id for id, reason in exported.left_out if reason]
        assert left_out == ([] if one.type in format.carries else [one.id])


@EACH
@pytest.mark.parametrize("make", [paper, hostile_paper, lambda: paper([])], ids=["every type", "hostile", "empty"])
def test_equal_papers_give_equal_files(format: Format, make: Callable[[], Paper]) -> None:
    assert format.export(make()) == format.export(make())


def test_another_process_with_another_locale_and_clock_gives_the_same_bytes() -> None:
    code = (
        "import hashlib, sys; from quiz.export.formats import FORMATS; from tests.quiz.export.made import paper;"
        "sys.stdout.write(' '.join(hashlib.sha256(one.export(paper()).data).hexdigest() for one in FORMATS))"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [hashlib.sha256(format.export(paper()).data).hexdigest() for format in FORMATS]


@EACH
@pytest.mark.parametrize("scoring", MultipleScoring)
def test_no_hostile_paper_stops_an_export(format: Format, scoring: MultipleScoring) -> None:
    made = hostile_paper(scoring)
    exported = format.export(made)
    assert {id for id, _ in exported.left_out} <= {entry.item.id for entry in made.items}
    assert not set(exported.name) & set('\\/:*?"<>|\n\x00\u202e')


@EACH
def test_very_long_texts_are_carried_or_left_out(format: Format) -> None:
    long = paper([dataclasses.replace(one, explanation="很长的解析。" * 20_000) for one in EVERY_TYPE])
    assert questions(long)[1] == ()
    exported = format.export(long)
    assert len(exported.left_out) <= len(EVERY_TYPE)
    assert len(exported.data) > 10_000 or exported.left_out


@EACH
def test_the_table_says_in_chinese_what_a_format_is_for(format: Format) -> None:
    assert any("一" <= sign <= "鿿" for sign in format.about)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("csv", "c78b8ab8b1fc7fe4"),
        ("moodle-xml", "4de82abe6167e536"),
        ("gift", "cb829236e722e4b2"),
        ("qti", "4b11f76d2a5a0824"),
        ("jsonl", "87aac5bdb1c5f6ae"),
    ],
)
def test_files_are_what_they_were_when_last_looked_at(name: str, digest: str) -> None:
    """After a change that is meant: open the file, look, and write the new digest here."""
    (format,) = (format for format in FORMATS if format.name == name)
    assert hashlib.sha256(format.export(paper()).data).hexdigest()[:16] == digest
