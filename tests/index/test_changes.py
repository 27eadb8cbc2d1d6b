"""What changed in the corpus since a build is told by content."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.changes import changes
from ingest.errors import NoCorpus
from tests.conftest import TinyIndex
from tests.invented import DOGS_NEW, DOGS_OLD, GUIDE, RULES, write_corpus

BUILT = datetime.now(UTC) + timedelta(hours=1)  # after every file


def test_an_untouched_folder_has_no_changes(tiny_index: TinyIndex) -> None:
    found = changes(tiny_index.corpus, tiny_index.generation.documents.values(), (), BUILT)
    assert (found.sources, bool(found)) == (4, False)


def test_new_changed_and_missing_files_are_told(tiny_index: TinyIndex, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "新.txt").write_text("第一条 略。", encoding="utf-8")
    (corpus / DOGS_NEW).write_text("第一条 略。", encoding="utf-8")
    (corpus / DOGS_OLD).unlink()
    found = changes(corpus, tiny_index.generation.documents.values(), (), BUILT)
    assert (found.new, found.changed, found.gone) == (("新.txt",), (DOGS_NEW,), (DOGS_OLD,))


def test_a_file_that_was_left_out_counts_as_changed_when_it_is_younger_than_the_build(
    tiny_index: TinyIndex, tmp_path: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "空.txt").write_bytes(b"")
    documents = tiny_index.generation.documents.values()
    assert not changes(corpus, documents, ("空.txt",), BUILT)
    assert changes(corpus, documents, ("空.txt",), BUILT - timedelta(hours=2)).changed == ("空.txt",)
    assert changes(corpus, documents, (), BUILT).new == ("空.txt",)


def test_a_younger_manifest_is_a_change_though_it_is_no_document(tiny_index: TinyIndex, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "manifest.csv").write_text("file\n", encoding="utf-8")
    documents = tiny_index.generation.documents.values()
    assert changes(corpus, documents, (), BUILT - timedelta(hours=2)).changed == ("manifest.csv",)
    assert {document.source for document in documents} == {DOGS_NEW, DOGS_OLD, GUIDE, RULES}


def test_a_folder_that_is_not_there_is_named(tiny_index: TinyIndex, tmp_path: Path) -> None:
    with pytest.raises(NoCorpus, match="none"):
        changes(tmp_path / "none", tiny_index.generation.documents.values(), (), BUILT)
