"""A build with nothing changed reads no document; anything that decides a build counts as a change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.published import current_id
from index.unchanged import LastBuild, digest_inputs, last_build, note_build
from ingest.corpus import Corpus, read_corpus
from tests.invented import DOGS_NEW, FILES, write_corpus
from tests.stand_in import WordCountEncoder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def run(corpus: Path, index: Path, name: str = "word-count") -> BuildReport:
    return build(corpus, index, WordCountEncoder(name), now=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The corpus folders that builds really read."""
    found: list[Path] = []

    def noted(folder: Path, *arguments: object, **named: object) -> Corpus:
        found.append(folder)
        return read_corpus(folder, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("index.build.read_corpus", noted)
    return found


def test_a_build_with_nothing_changed_reads_no_document(corpus: Path, tmp_path: Path, readings: list[Path]) -> None:
    first, second = run(corpus, tmp_path / "index"), run(corpus, tmp_path / "index")
    assert len(readings) == 1
    assert (second.generation, second.published, second.encoded) == (first.generation, False, 0)
    assert (second.documents, second.passages, second.represented) == (4, 19, first.represented)
    assert second.missing == first.missing


def test_a_changed_file_another_model_and_a_manifest_are_changes(
    corpus: Path, tmp_path: Path, readings: list[Path]
) -> None:
    run(corpus, tmp_path / "index")
    (corpus / DOGS_NEW).write_text(FILES[DOGS_NEW].replace("二百元", "三百元"), encoding="utf-8")
    run(corpus, tmp_path / "index")
    (corpus / "manifest.csv").write_text("file\n", encoding="utf-8")
    run(corpus, tmp_path / "index")
    run(corpus, tmp_path / "index", "another")
    assert len(readings) == 4


def test_what_was_left_out_is_tried_again(corpus: Path, tmp_path: Path, readings: list[Path]) -> None:
    (corpus / "空.txt").write_bytes(b"")
    for _ in range(2):
        assert [entry.source for entry in run(corpus, tmp_path / "index").left_out] == ["空.txt"]
    assert len(readings) == 2


@pytest.mark.parametrize("damage", ["CURRENT", "inputs.json", "passages.jsonl"])
def test_where_something_is_not_as_it_was_everything_is_read(
    damage: str, corpus: Path, tmp_path: Path, readings: list[Path]
) -> None:
    index = tmp_path / "index"
    generation = run(corpus, index).generation
    path = index / "generations" / generation / damage if damage.startswith("passages") else index / damage
    path.write_bytes(path.read_bytes()[:-2])
    run(corpus, index)
    assert len(readings) == 2 and current_id(index) == generation


def test_a_digest_is_of_names_contents_and_what_else_decides(corpus: Path, tmp_path: Path) -> None:
    first = digest_inputs(corpus, "a")
    assert first == digest_inputs(corpus, "a") != digest_inputs(corpus, "b")
    (corpus / DOGS_NEW).rename(corpus / "别名.txt")
    assert digest_inputs(corpus, "a") != first
    assert digest_inputs(tmp_path / "none") is None
    (corpus / "断.txt").symlink_to(tmp_path / "none.txt")
    assert digest_inputs(corpus) is None


def test_a_note_is_read_as_it_was_written_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    assert last_build(tmp_path) is None
    note_build(tmp_path, LastBuild("x", "y", 3))
    assert last_build(tmp_path) == LastBuild("x", "y", 3)
    (tmp_path / "inputs.json").write_text('{"inputs": "x"}', encoding="utf-8")
    assert last_build(tmp_path) is None
