"""Passages to clauses: the smallest stretches that are quoted by themselves.

In: the text of a passage. Out: clauses in reading order. A clause is one sentence; an item of a list (（一）…, 1. …) is a
clause that carries the lead sentence before it (“有下列行为之一的，处…：”), because an item without its lead says nothing.
Does not choose between clauses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import patterns

LONG_SENTENCE = 160  # a longer one is divided at ；, because an answer should not exceed 300 characters

# An ASCII full stop between two Chinese characters ends a sentence in scraped pages; in 47.5 and 1.受理 it does not.
_FULL_STOP = r"(?<=[\u4e00-\u9fff”’」』》])\.(?=[\u4e00-\u9fff])"
_SENTENCE = re.compile(rf"(?:[^。！？!?.]|(?!{_FULL_STOP})\.)*(?:(?:[。！？!?]|{_FULL_STOP})+[”’」』）)\"]*|$)")
_HALF = re.compile(r"[^；;]*(?:[；;]+|$)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A range of a passage's text, and the range of the lead sentence it belongs under."""

    start: int
    end: int
    lead: tuple[int, int] | None = None


def split_clauses(text: str) -> tuple[Clause, ...]:
    """Divide a passage's text; together with leads the clauses cover everything but article labels and white space."""
    clauses: list[Clause] = []
    lead: tuple[int, int] | None = None
    for line in re.finditer(r"[^\n]+", text):
        start = line.start() + _label_length(text) if line.start() == 0 else line.start()
        if lead is not None and patterns.is_item(line[0]):
            clauses.extend(_item(text, line.start(), line.end(), lead))
            continue
        found = [Clause(first, last) for first, last in _sentences(text, start, line.end())]
        clauses.extend(found)
        lead = (found[-1].start, found[-1].end) if found and text[found[-1].end - 1] in "：:" else None
    return tuple(clauses)


def _label_length(text: str) -> int:
    """The label 第四十三条 is shown by the citation; the sentence begins after it, in the same line or the next."""
    match = patterns.ARTICLE_LABEL.match(text)
    return match.end() if match and match.end() < len(text) and patterns.opening(text) else 0


def _item(text: str, start: int, end: int, lead: tuple[int, int]) -> list[Clause]:
    """An item is one clause; only a very long one is divided into sentences, each under the same lead."""
    if end - start <= LONG_SENTENCE:
        return [Clause(start, end, lead)]
    return [Clause(first, last, lead) for first, last in _sentences(text, start, end)]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text, start, end):
        if match.end() - match.start() > LONG_SENTENCE:
            ranges.extend((half.start(), half.end()) for half in _HALF.finditer(text, match.start(), match.end()))
        else:
            ranges.append(match.span())
    trimmed = (trim(text, first, last) for first, last in ranges)
    return [(first, last) for first, last in trimmed if first < last]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
