"""Lines that know where their characters stand in the file.

In: lines and ranges of their text. Out: lines cut, thinned or glued together whose runs still lead every character back to
the original: the lines of the file joined by line feeds. Does not decide what is deleted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.records import Line, Run

Range = tuple[int, int]


def number_lines(lines: Iterable[Line]) -> list[Line]:
    """Give every line of a file its place in the original."""
    numbered: list[Line] = []
    position = 0
    for line in lines:
        numbered.append(replace(line, runs=(Run(0, position),)))
        position += len(line.text) + 1
    return numbered


def keep(line: Line, ranges: Iterable[Range]) -> Line:
    """The line with only these ranges of its text, in order."""
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for start, end in ranges:
        if start < end:
            texts.append(line.text[start:end])
            _append(runs, _part(line.runs, start, end), length)
            length += end - start
    return replace(line, text="".join(texts), runs=tuple(runs))


def without(line: Line, ranges: Iterable[Range]) -> Line:
    """The line less these ranges of its text, which are in order and do not overlap."""
    kept: list[Range] = []
    position = 0
    for start, end in ranges:
        kept.append((position, start))
        position = end
    return keep(line, [*kept, (position, len(line.text))]) if position else line


def trimmed(line: Line) -> Line:
    """The line without the white space at its ends."""
    text = line.text.strip()
    start = len(line.text) - len(line.text.lstrip())
    return line if text == line.text else keep(line, [(start, start + len(text))])


def divide(line: Line, places: Iterable[int]) -> list[Line]:
    """The line cut before each of these places, every piece without white space at its ends; empty pieces fall away."""
    ends = [*places, len(line.text)]
    if len(ends) == 1:
        return [line]
    pieces = [trimmed(keep(line, [(start, end)])) for start, end in zip([0, *ends], ends, strict=False)]
    filled = [piece for piece in pieces if piece.text]
    return filled[:1] + [replace(piece, begins=False) for piece in filled[1:]]


def glue(pieces: Sequence[Line], between: Sequence[str] = ()) -> Line:
    """One line from several; ``between[i]`` stands for the line break before ``pieces[i + 1]``, nothing where none is given."""
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    for number, piece in enumerate(pieces):
        gap = between[number - 1] if number and between else ""
        _append(runs, piece.runs, length + len(gap))
        texts += (gap, piece.text)
        length += len(gap) + len(piece.text)
    return replace(pieces[0], text="".join(texts), runs=tuple(runs))


def join_runs(lines: Sequence[Line]) -> tuple[Run, ...]:
    """Runs of the text that the lines make when joined by line feeds."""
    runs: list[Run] = []
    position = 0
    for line in lines:
        _append(runs, line.runs, position)
        position += len(line.text) + 1
    return tuple(runs)


def original_ranges(lines: Iterable[Line]) -> Iterator[Range]:
    """The stretches of the original that these lines still hold, in order."""
    for line in lines:
        if not line.text:
            continue
        ends = [run.start for run in line.runs[1:]] + [len(line.text)]
        for run, end in zip(line.runs, ends, strict=True):
            yield run.original, run.original + end - run.start


def text_offset(runs: Sequence[Run], length: int, original: int) -> int:
    """Offset in a text of ``length`` characters of the first one that stands at ``original`` or after it."""
    at = bisect_right(runs, original, key=lambda run: run.original) - 1
    if at < 0:
        return runs[0].start if runs else length
    end = runs[at + 1].start if at + 1 < len(runs) else length
    return min(runs[at].start + original - runs[at].original, end)


def _part(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """The runs of ``text[start:end]``, counted from its beginning."""
    first = max(bisect_right(runs, start, key=lambda run: run.start) - 1, 0)
    for index in range(first, len(runs)):
        run = runs[index]
        if run.start >= end:
            return
        begins = max(run.start, start)
        yield Run(begins - start, run.original + begins - run.start)


def _append(runs: list[Run], further: Iterable[Run], shift: int) -> None:
    """Append runs moved by ``shift``, leaving out one that only goes on with the run before it."""
    for run in further:
        moved = Run(run.start + shift, run.original)
        if not runs or moved.original - runs[-1].original != moved.start - runs[-1].start:
            runs.append(moved)
