"""Readings of pages on disk, so that a rebuild does not recognise again.

In: a folder, and the content of a PDF. Out: the readings of its pages that are stored there. One JSON file for each content; a file
that is damaged, or of another version of the recogniser, counts as none and is replaced. Nothing here recognises.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from ingest.loaders.columns import Box
from ingest.loaders.recognition import Reading, ReadLine


def stored_readings(folder: Path, data: bytes, version: str) -> dict[int, Reading]:
    """Readings by page number; none where nothing usable is stored."""
    try:
        stored = json.loads(_place(folder, data).read_text(encoding="utf-8"))
        if stored["version"] != version:
            return {}
        return {int(number): _from_json(reading) for number, reading in stored["pages"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def store_readings(folder: Path, data: bytes, version: str, readings: dict[int, Reading]) -> None:
    """Replace what is stored, at once and whole; raise OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {"version": version, "pages": {str(number): _to_json(readings[number]) for number in sorted(readings)}},
        ensure_ascii=False,
    )
    handle, name = tempfile.mkstemp(prefix=".", suffix=".json", dir=folder)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, _place(folder, data))
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _place(folder: Path, data: bytes) -> Path:
    return folder / f"{hashlib.sha256(data).hexdigest()}.json"


def _to_json(reading: Reading) -> dict[str, Any]:
    return {
        "height": reading.height,
        "lines": [[line.text, line.confidence, *_numbers(line.box)] for line in reading.lines],
        "horizontal": [_numbers(box) for box in reading.horizontal],
        "vertical": [_numbers(box) for box in reading.vertical],
    }


def _from_json(stored: dict[str, Any]) -> Reading:
    return Reading(
        float(stored["height"]),
        tuple(_line(*line) for line in stored["lines"]),
        tuple(_box(*box) for box in stored["horizontal"]),
        tuple(_box(*box) for box in stored["vertical"]),
    )


def _line(text: Any, confidence: Any, *box: Any) -> ReadLine:
    if not isinstance(text, str):
        raise TypeError(text)
    return ReadLine(text, float(confidence), _box(*box))


def _box(left: Any, top: Any, right: Any, bottom: Any) -> Box:
    return Box(float(left), float(top), float(right), float(bottom))


def _numbers(box: Box) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]
