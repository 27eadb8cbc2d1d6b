"""Readings kept on disk: the same again, and nothing from a damaged or older file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from ingest.loaders.columns import Box
from ingest.loaders.recognised import store_readings, stored_readings
from ingest.loaders.recognition import Reading, ReadLine

PAGE = Reading(842.0, (ReadLine("第一条 甲", 0.97, Box(80.5, 100, 300.25, 112)),), (Box(0, 50, 9, 50),), ())
EMPTY = Reading(842.0, (), (), ())


def test_readings_come_back_as_they_were(tmp_path: Path) -> None:
    store_readings(tmp_path / "new", b"%PDF", "1", {3: PAGE, 12: EMPTY})
    assert stored_readings(tmp_path / "new", b"%PDF", "1") == {3: PAGE, 12: EMPTY}
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_other_content_and_another_recogniser_find_nothing(tmp_path: Path) -> None:
    store_readings(tmp_path, b"%PDF", "1", {3: PAGE})
    assert stored_readings(tmp_path, b"%PDF changed", "1") == {}
    assert stored_readings(tmp_path, b"%PDF", "2") == {}
    assert stored_readings(tmp_path / "nowhere", b"%PDF", "1") == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'"1"',
        b"{",
        b"[" * 100_000,
        b'{"version": "1"}',
        b'{"version": "1", "pages": []}',
        b'{"version": "1", "pages": {"x": {}}}',
        b'{"version": "1", "pages": {"3": {"height": 1, "lines": [["a"]], "horizontal": [], "vertical": []}}}',
        b'{"version": "1", "pages": {"3": {"height": 1, "lines": [[1, 1, 1, 1, 1, 1]], "horizontal": [], "vertical": []}}}',
        b'{"version": "1", "pages": {"3": {"height": 1, "lines": [], "horizontal": [[1]], "vertical": []}}}',
    ],
)
def test_damaged_file_counts_as_none_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    store_readings(tmp_path, b"%PDF", "1", {3: PAGE})
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert stored_readings(tmp_path, b"%PDF", "1") == {}
    store_readings(tmp_path, b"%PDF", "1", {3: PAGE})
    assert stored_readings(tmp_path, b"%PDF", "1") == {3: PAGE}


def test_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_readings(tmp_path, b"%PDF", "1", {3: PAGE})

    def fail(source: Any, target: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        store_readings(tmp_path, b"%PDF", "1", {4: PAGE})
    assert len(list(tmp_path.iterdir())) == 1
    assert stored_readings(tmp_path, b"%PDF", "1") == {3: PAGE}
