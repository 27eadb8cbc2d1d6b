"""Text recognition: the picture of a page to the lines that stand on it.

In: the pixels of one page. Out: a Reading: every line with its text, its place and how sure the recogniser was, and the
ruled lines, with the page set upright. Does not put lines in order (columns.py) and does not judge what they say.

The models come inside the package rapidocr; they are named by path, so that nothing is ever downloaded. Package and models are
loaded on first use, because most files need no recognition. One thread computes: two take a quarter less time on an
idle machine and nearly twice as long on a busy one.
"""

from __future__ import annotations

import importlib.metadata
import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.loaders.columns import Box
from ingest.loaders.tilt import Corners, set_upright, tilt_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]  # rows × columns × blue, green, red


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A stretch of one visual line."""

    text: str
    confidence: float  # 0 to 1
    box: Box


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands on one page; all measures in the unit the caller gave for a pixel, y downwards."""

    height: float
    lines: tuple[ReadLine, ...]
    horizontal: tuple[Box, ...]  # ruled lines, as thin boxes
    vertical: tuple[Box, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """Mean over the characters; 0 where there are none."""
        characters = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / characters if characters else 0.0


class NoRecogniser(Exception):
    """The package or its models are missing or damaged."""


def version() -> str:
    """What a stored reading depends on; raise ``_RULES`` when pictures or settings change so that readings differ."""
    try:
        return f"{_RULES}/rapidocr {importlib.metadata.version('rapidocr')}"
    except importlib.metadata.PackageNotFoundError as error:
        raise NoRecogniser from error


def read_picture(picture: Picture, *, pixel: float) -> Reading:
    """Recognise one page, turned where it lies on its side or head; ``pixel`` is the size of one, in any unit.

    Takes 1.5 to 6.5 seconds, twice that for a page that has to be turned. Raise NoRecogniser where the models cannot be loaded.
    """
    if int(picture.max()) - int(picture.min()) < _LEAST_CONTRAST:
        return Reading(_height(picture, pixel), (), (), ())
    found, quarters = _recognise(picture), 0
    if other := _quarters_to_try(found):
        turned = _recognise(_turned(picture, other))
        if _worth(turned) > _worth(found) or _is_standing(found):
            found, quarters = turned, other
    return _as_reading(_turned(picture, quarters), found, pixel)


_Found = tuple[Corners, str, float]


def _recognise(picture: Picture) -> list[_Found]:
    with _ONE_AT_A_TIME:
        engine = _engine()
        left, top, inked = _inked(picture)
        try:
            result = engine(inked)
        except (
            Exception
        ):  # pictures of impossible shapes end in any kind of error; the page then counts as without text
            return []
    if result.txts is None:
        return []
    return [
        (_corners(box, left, top), text, float(confidence))
        for box, text, confidence in zip(result.boxes, result.txts, result.scores, strict=True)
        if text.strip()
    ]


def _inked(picture: Picture) -> tuple[int, int, Picture]:
    """What is left within the empty margins, and where it begins: a single line on a whole page would not be found."""
    import cv2
    import numpy

    grey = cv2.medianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 3)
    ink = cv2.absdiff(grey, numpy.full_like(grey, int(numpy.median(grey)))) > _LEAST_INK
    rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return 0, 0, picture
    top, left = max(int(rows[0]) - _MARGIN, 0), max(int(columns[0]) - _MARGIN, 0)
    return left, top, numpy.ascontiguousarray(picture[top : int(rows[-1]) + _MARGIN, left : int(columns[-1]) + _MARGIN])


def _corners(box: Any, left: int, top: int) -> Corners:
    first, second, third, fourth = ((float(x) + left, float(y) + top) for x, y in box)
    return first, second, third, fourth


@cache
def _engine() -> Any:
    try:
        import onnxruntime
        import rapidocr

        onnxruntime.set_default_logger_severity(_FATAL_ONLY)
        onnxruntime.disable_telemetry_events()
        models = Path(rapidocr.__file__).parent / "models"
        engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # tells lines that stand on their head; whole pages are turned instead
                "Global.max_side_len": _LONGEST_SIDE,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Det.limit_type": "max",
                "Det.limit_side_len": _FINDING_SIDE,
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "Rec.rec_batch_num": 1,  # lines of several lengths would be padded to the longest
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        import numpy

        blank = numpy.full((64, 64, 3), 255, numpy.uint8)
        for use_det in (False, True):  # loads both models, which the library puts off; the switch stays as set last
            engine(blank, use_det=use_det)
    except Exception as error:  # missing packages, missing or damaged models: each library has errors of its own
        raise NoRecogniser(str(error)) from error
    return engine


def _quarters_to_try(found: list[_Found]) -> int:
    """By how many quarters, against the clock, the page should be turned; 0 where it is upright or nothing was found.

    The library turns lines that stand by one quarter, so a page that lies on its right side is read with certainty
    though every line stands; one on its left side or on its head gives nonsense at 0.5 to 0.7.
    """
    if not found:
        return 0
    characters = sum(len(text) for _, text, _ in found)
    is_sure = sum(confidence * len(text) for _, text, confidence in found) >= _SURE * characters
    if _is_standing(found):
        return 1 if is_sure else 3
    return 0 if is_sure else 2


def _is_standing(found: list[_Found]) -> bool:
    standing = sum(len(text) for corners, text, _ in found if _is_tall(corners))
    return standing * 2 > sum(len(text) for _, text, _ in found)


def _worth(found: list[_Found]) -> float:
    return sum(confidence * len(text) for _, text, confidence in found if confidence >= _SURE)


def _is_tall(corners: Corners) -> bool:
    return math.dist(corners[0], corners[3]) > _TALL * math.dist(corners[0], corners[1])


def _turned(picture: Picture, quarters: int) -> Picture:
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(picture, quarters)) if quarters else picture


def _as_reading(picture: Picture, found: list[_Found], pixel: float) -> Reading:
    tilt = tilt_of([corners for corners, _, _ in found])
    lines = tuple(
        ReadLine(text.strip(), round(confidence, 4), _scaled(set_upright(corners, tilt), pixel))
        for corners, text, confidence in found
    )
    horizontal = tuple(_scaled(set_upright(corners, tilt), pixel) for corners in _ruled(picture, across=True))
    vertical = tuple(_scaled(set_upright(corners, tilt), pixel) for corners in _ruled(picture, across=False))
    return Reading(_height(picture, pixel), lines, horizontal, vertical)


def _height(picture: Picture, pixel: float) -> float:
    rows: int = picture.shape[0]
    return round(rows * pixel, 2)


def _scaled(box: Box, pixel: float) -> Box:
    """Rounded, so that a reading is the same fresh and from the disk."""
    left, top, right, bottom = (round(side * pixel, 2) for side in (box.left, box.top, box.right, box.bottom))
    return Box(left, top, right, bottom)


def _ruled(picture: Picture, *, across: bool) -> Iterator[Corners]:
    """Dark strokes far longer than any of a character; of a slanting one the middle is what counts."""
    import cv2

    dark = cv2.adaptiveThreshold(
        cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    near = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if across else (3, 1)))
    length = _SHORTEST_RULE
    strokes = cv2.morphologyEx(
        near, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if across else (1, length))
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
    for left, top, width, height, _ in stats[1:count].tolist():
        if max(width, height) >= _SLENDER * min(width, height):
            middle_x, middle_y = left + width / 2, top + height / 2
            x1, x2 = (left, left + width) if across else (middle_x, middle_x)
            y1, y2 = (middle_y, middle_y) if across else (top, top + height)
            yield (x1, y1), (x2, y1), (x2, y2), (x1, y2)


_RULES = 1
_ONE_AT_A_TIME = threading.Lock()
_FATAL_ONLY = 4
_LONGEST_SIDE = 4000  # the library would shrink from 2,000 on; the caller bounds the picture
_FINDING_SIDE = 1152  # lines are found in a smaller picture than they are read in: half the time, the same accuracy
_LEAST_CONTRAST = 24  # of 255: an empty page, whatever its colour
_LEAST_INK = 40  # of 255, beside the paper
_MARGIN = 50  # pixels
_SURE = 0.8
_TALL = 1.5
_SHORTEST_RULE = 60  # pixels; the longest stroke of a heading has 50
_SLENDER = 10
