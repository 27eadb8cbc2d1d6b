"""Records that stay in their files behave as if they were in memory."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from index import storage
from index.stored import Stored
from ingest.records import Document, Passage
from tests.index.test_storage import DOCUMENT, PASSAGE

ROWS = tuple(replace(PASSAGE, id=f"p{row}", text=f"第{row}段\u2028") for row in range(50))


@pytest.fixture
def passages(tmp_path: Path) -> Sequence[Passage]:
    storage.write_passages(tmp_path, ROWS, ["d1"])
    return storage.open_passages(tmp_path)[0]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    storage.write_documents(tmp_path, [DOCUMENT])
    return storage.open_documents(tmp_path)["d1"]


def test_a_sequence_is_read_as_a_tuple_is(passages: Sequence[Passage]) -> None:
    assert len(passages) == 50
    assert (passages[0], passages[-1]) == (ROWS[0], ROWS[49])
    assert tuple(passages[3:9:2]) == ROWS[3:9:2]
    assert tuple(passages) == tuple(passages) == ROWS
    assert passages.index(ROWS[7]) == 7
    with pytest.raises(IndexError):
        passages[50]


def test_what_was_read_last_is_kept_and_no_more(tmp_path: Path) -> None:
    read: list[int] = []

    def reading(row: int) -> int:
        read.append(row)
        return row * row

    kept = Stored(5, reading, kept=2)
    assert [kept[1], kept[1], kept[2], kept[3], kept[1]] == [1, 1, 4, 9, 1]
    assert read == [1, 2, 3, 1]
    assert list(kept) == [0, 1, 4, 9, 16]
    assert read == [1, 2, 3, 1, 0, 1, 2, 3, 4] and kept[3] == 9 and len(read) == 9  # reading all pushed nothing out


def test_many_threads_read_the_same_sequence(passages: Sequence[Passage]) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(passages.__getitem__, [row % 50 for row in range(2000)])) == list(ROWS) * 40


def test_an_empty_file_is_an_empty_sequence(tmp_path: Path) -> None:
    storage.write_passages(tmp_path, [], ["d1"])
    assert tuple(storage.open_passages(tmp_path)[0]) == ()


def test_a_stored_document_is_a_document(document: Document) -> None:
    assert isinstance(document, Document)
    assert document == DOCUMENT and document == DOCUMENT
    assert hash(document) == hash(DOCUMENT)
    assert repr(document) == repr(DOCUMENT)
    assert asdict(document) == asdict(DOCUMENT)
    assert replace(document, title="别的") == replace(DOCUMENT, title="别的")
    assert copy.copy(document).text == DOCUMENT.text
    with pytest.raises(AttributeError):
        document.no_such_field  # type: ignore[attr-defined]  # noqa: B018


def test_what_is_known_of_a_document_does_not_read_its_text(document: Document, tmp_path: Path) -> None:
    storage.write_documents(tmp_path, [])  # the file of texts, exchanged for an empty one behind the open one
    assert (document.title, document.kind, document.replaces) == (DOCUMENT.title, DOCUMENT.kind, DOCUMENT.replaces)
