"""Only files that changed are read, and what comes of it is what reading all of them gives, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.read_before import NOTE
from ingest.child import Outcome, Request
from ingest.workers import Workers
from tests.invented import DOGS_NEW, DOGS_OLD, FILES, GUIDE, RULES, write_corpus
from tests.stand_in import WordCountEncoder

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHANGED = FILES[DOGS_NEW].replace("五百元", "八百元")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


Build = Callable[[], list[str]]


@pytest.fixture
def read_by_build(corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build, and give the files that were really read; everything was built once before."""
    read: list[str] = []
    read_all = Workers.read_all

    def noted(workers: Workers, requests: Sequence[Request]) -> Iterator[Outcome]:
        read.extend(request.source for request in requests)
        return read_all(workers, requests)

    monkeypatch.setattr(Workers, "read_all", noted)

    def run() -> list[str]:
        read.clear()
        build_at(corpus, index)
        return list(read)

    assert run() == sorted(FILES)
    return run


def build_at(corpus: Path, index: Path) -> BuildReport:
    return build(corpus, index, WordCountEncoder(), now=NOW, accept=True)


def test_only_the_file_that_changed_is_read(corpus: Path, read_by_build: Build) -> None:
    (corpus / DOGS_NEW).write_text(CHANGED, encoding="utf-8")
    assert read_by_build() == [DOGS_NEW]


def test_a_file_under_another_name_is_another_file(corpus: Path, read_by_build: Build) -> None:
    (corpus / GUIDE).rename(corpus / "查找.md")
    assert read_by_build() == ["查找.md"]


def test_a_file_of_which_the_manifest_says_something_else_is_read_again(corpus: Path, read_by_build: Build) -> None:
    (corpus / "manifest.csv").write_text(f"file,title\n{DOGS_OLD},犬只办法\n", encoding="utf-8")
    assert read_by_build() == [DOGS_OLD]
    (corpus / "manifest.csv").unlink()
    assert read_by_build() == [DOGS_OLD]


def test_other_rules_read_everything_again(corpus: Path, read_by_build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / DOGS_NEW).write_text(CHANGED, encoding="utf-8")
    monkeypatch.setattr("index.read_before.digest_rules", lambda: "other")
    assert read_by_build() == sorted(FILES)


@pytest.mark.parametrize("damage", [NOTE, "texts.jsonl", "manifest.json"])
def test_where_something_is_not_as_it_was_everything_is_read(
    damage: str, corpus: Path, index: Path, read_by_build: Build
) -> None:
    (path,) = index.rglob(damage)
    path.write_bytes(path.read_bytes()[:-2])
    (corpus / DOGS_NEW).write_text(CHANGED, encoding="utf-8")
    assert read_by_build() == sorted(FILES)


@pytest.mark.parametrize("nonsense", ["[]", '{"generation": 1, "seal": "", "read": []}', "{}"])
def test_a_note_with_nonsense_is_none(nonsense: str, corpus: Path, index: Path, read_by_build: Build) -> None:
    (index / NOTE).write_text(nonsense, encoding="ascii")
    (corpus / DOGS_NEW).write_text(CHANGED, encoding="utf-8")
    assert read_by_build() == sorted(FILES)


def test_a_file_that_cannot_be_read_or_was_left_out_is_tried_each_time(corpus: Path, read_by_build: Build) -> None:
    (corpus / "空.txt").write_bytes(b"")
    (corpus / RULES).write_bytes(b"\x7fELF\x02\x01\x01" + b"\0" * 99)
    assert read_by_build() == sorted([RULES, "空.txt"])
    assert read_by_build() == sorted([RULES, "空.txt"])
    (corpus / RULES).write_text(FILES[RULES], encoding="utf-8")
    assert read_by_build() == sorted([RULES, "空.txt"])
    assert read_by_build() == ["空.txt"]


def test_a_copy_of_a_guide_is_read_each_time(corpus: Path, read_by_build: Build) -> None:
    (corpus / "转载.md").write_bytes((corpus / GUIDE).read_bytes())
    read_by_build()
    (corpus / DOGS_NEW).write_text(CHANGED, encoding="utf-8")
    assert len(read_by_build()) == 2


def test_a_link_out_of_the_folder_in_place_of_the_same_file_is_refused(
    corpus: Path, tmp_path: Path, index: Path, read_by_build: Build
) -> None:
    (corpus / GUIDE).rename(tmp_path / "外面.md")
    (corpus / GUIDE).symlink_to(tmp_path / "外面.md")
    (corpus / DOGS_NEW).write_text(CHANGED, encoding="utf-8")
    assert read_by_build() == sorted([DOGS_NEW, GUIDE])
    assert "指向语料文件夹之外" in build_at(corpus, index).left_out[0].reason


def test_the_note_names_no_file_and_no_text(corpus: Path, index: Path, read_by_build: Build) -> None:
    noted = json.loads((index / NOTE).read_text(encoding="ascii"))
    assert len(noted["read"]) == len(FILES)
    assert all(set(mark) <= set("0123456789abcdef") for mark in noted["read"])


def test_an_index_built_step_by_step_is_that_of_one_build_byte_for_byte(
    corpus: Path, index: Path, tmp_path: Path
) -> None:
    """Each step over what the step before it left, so that what is used again was itself used again."""
    steps: list[dict[str, str | None]] = [
        {"通知.txt": TWO_TEXTS, "转载.md": FILES[GUIDE]},
        {DOGS_NEW: CHANGED},
        {"新.md": "# 夜巡指引\n\n## 一、装备\n\n夜巡携带手电。\n"},
        {"manifest.csv": f"file,effective_from,checked_by,checked_on\n{DOGS_NEW},2021-12-01,张三,2026-02-01\n"},
        {DOGS_OLD: None},
        {GUIDE: None, "查找.md": FILES[GUIDE]},
    ]
    for step in steps:
        for name, text in step.items():
            (corpus / name).write_text(text, encoding="utf-8") if text else (corpus / name).unlink()
        report = build_at(corpus, index)
    fresh = build_at(corpus, tmp_path / "fresh")
    assert (report.generation, report.documents) == (fresh.generation, 7)
    assert files(index / "generations" / report.generation) == files(tmp_path / "fresh/generations" / fresh.generation)


TWO_TEXTS = "关于夜间巡逻的通知\n民警夜间巡逻两人以上。\n2019年3月10日\n上一篇：甲\n关于走访的通知\n民警走访时出示证件。\n下一篇：乙\n"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
