"""How far long work is, for whoever watches: a bar on a terminal, lines elsewhere, JSON for programs.

In: Progress, step by step, and a stream. Out: what is written there: done and total, rate, time left. Decides nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm

from index.records import Progress

KINDS = ("auto", "bar", "lines", "json")
Show = Callable[[Progress], None]


@contextmanager
def display(kind: str, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> Iterator[Show]:
    """Give what to call with each Progress. ``auto`` is a bar where the stream is a terminal, lines where not.

    JSON is one object a line: step, done, total, seconds (since the step began), per_second, seconds_left (null where unknown).
    """
    if kind == "bar" or (kind == "auto" and stream.isatty()):
        with _bars(stream) as show:
            yield show
    else:
        yield _Lines(stream, clock, as_json=kind == "json").show


@contextmanager
def _bars(stream: TextIO) -> Iterator[Show]:
    bar: tqdm[None] | None = None
    step = ""

    def show(progress: Progress) -> None:
        nonlocal bar, step
        if progress.step != step:
            if bar is not None:
                bar.close()
            step = progress.step
            bar = tqdm(total=progress.total, desc=step, unit="", file=stream, mininterval=0.5, leave=progress.total > 1)
        if bar is not None:
            bar.update(progress.done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


class Pace:
    """How fast the step goes that is under way; one for each piece of work."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: Progress | None = None  # of this step
        self._began = clock()

    def note(self, progress: Progress) -> tuple[float, float | None, float | None]:
        """Seconds since the step began, done per second, and seconds left; None where nothing can be said yet."""
        now = self._clock()
        if self._first is None or progress.step != self._first.step:
            self._first, self._began = progress, now
        done, seconds = progress.done - self._first.done, now - self._began
        rate = done / seconds if done > 0 and seconds > 0 else None
        return seconds, rate, (progress.total - progress.done) / rate if rate else None


def duration(seconds: float) -> str:
    """``3 分 20 秒``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


class _Lines:
    """A line when a step begins and ends, and now and then between."""

    def __init__(self, stream: TextIO, clock: Callable[[], float], *, as_json: bool) -> None:
        self._stream = stream
        self._clock = clock
        self._write = _json if as_json else _line
        self._every = _JSON_EVERY if as_json else _LINES_EVERY
        self._pace = Pace(clock)
        self._step = ""
        self._last = 0.0

    def show(self, progress: Progress) -> None:
        seconds, rate, left = self._pace.note(progress)
        now = self._clock()
        if progress.step == self._step and progress.done < progress.total and now - self._last < self._every:
            return
        self._step, self._last = progress.step, now
        self._stream.write(self._write(progress, seconds, rate, left) + "\n")
        self._stream.flush()


def _json(progress: Progress, seconds: float, rate: float | None, left: float | None) -> str:
    told = {"step": progress.step, "done": progress.done, "total": progress.total, "seconds": round(seconds, 1)}
    more = {"per_second": rate and round(rate, 2), "seconds_left": None if left is None else round(left)}
    return json.dumps({**told, **more}, ensure_ascii=False)


def _line(progress: Progress, seconds: float, rate: float | None, left: float | None) -> str:
    line = f"{progress.step} {progress.done}/{progress.total}"
    if rate is not None and left is not None and progress.done < progress.total:
        line += f"，每秒 {rate:.1f}，约剩 {duration(left)}"
    return line


_LINES_EVERY = 10.0  # seconds
_JSON_EVERY = 0.5
