"""A file of an old item bank, read, shaped, linted, bound to the base: everything that is known of it before it is stored.

In: a path, and a matcher over an open base (or none). Out: Brought: the items with sources and flags, their faults, and the rows left
out with the reason. Stores nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from quiz.export.jsonl import read_jsonl
from quiz.importing.law import law_faults
from quiz.importing.matching import Matcher
from quiz.importing.reading import file_bytes, read_items
from quiz.importing.records import Problem, WrittenItem
from quiz.importing.shaping import NotAnItem, shape
from quiz.lint import Fault, lint
from quiz.records import Check, Item


@dataclass(frozen=True, slots=True)
class BroughtItem:
    """One item of a file, ready to be stored."""

    item: Item
    written: WrittenItem
    faults: tuple[Fault, ...]
    passage_text: str  # of its source; empty without one

    @property
    def law_moved(self) -> bool:
        return any(fault.rule == "law" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Brought:
    """One file."""

    file: str
    items: tuple[BroughtItem, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


NO_SOURCE = "没有在资料库中找到依据，请人工核对"


def bring(path: Path, matcher: Matcher | None) -> Brought:
    """Read a file; raise UnusableFile where nothing of it can be used. Without a matcher nothing is bound to articles."""
    if path.suffix.lower() == ".jsonl":
        return _exported(path)
    reading = read_items(path)
    problems = list(reading.problems)
    items: list[BroughtItem] = []
    rows: dict[str, int] = {}
    for written in reading.items:
        try:
            item = shape(written)
        except NotAnItem as reason:
            problems.append(Problem(reading.file, written.row, str(reason), written.place))
            continue
        if item.id in rows:
            reason_text = f"与第 {rows[item.id]} 行是同一道题，只收一次。"
            problems.append(Problem(reading.file, written.row, reason_text, written.place))
            continue
        rows[item.id] = written.row
        items.append(_bound(item, written, matcher))
    problems.sort(key=lambda problem: problem.row)
    return Brought(reading.file, tuple(items), tuple(problems), reading.notes)


def _exported(path: Path) -> Brought:
    """A file that this program exported: its items are whole, and keep the sources they had."""
    entries = read_jsonl(file_bytes(path), path.name).items
    items = (
        BroughtItem(each.item, WrittenItem(row, each.item.stem), lint(each.item), "")
        for row, each in enumerate(entries, start=2)  # the paper itself is the first line
    )
    return Brought(path.name, tuple(items), (), ())


def _bound(item: Item, written: WrittenItem, matcher: Matcher | None) -> BroughtItem:
    found = matcher.find(item) if matcher else None
    faults = (*lint(item), *(law_faults(item, matcher) if matcher else ()))
    source = matcher.source(found, item) if matcher and found else None
    flags = [*(fault.text for fault in faults), *([NO_SOURCE] if matcher and source is None else [])]
    topic = item.topic or (source.path[0] if source and len(source.path) > 1 else "")
    bound = replace(
        item,
        sources=(source,) if source else (),
        topic=topic,
        checks=tuple(Check("law" if fault.rule == "law" else "wording", False, fault.text) for fault in faults),
        flags=tuple(dict.fromkeys(flags)),
    )
    return BroughtItem(bound, written, faults, found.passage.text if found else "")
