"""What a rule of cleaning makes of lines of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.origin import number_lines
from ingest.records import Line

Rule = Callable[[Sequence[Line]], list[Line]]


def texts(rule: Rule, *lines: str | Line) -> list[str]:
    """The texts that a rule leaves of these lines."""
    return [line.text for line in rule(numbered(*lines))]


def numbered(*lines: str | Line) -> list[Line]:
    return number_lines([line if isinstance(line, Line) else Line(line) for line in lines])
