"""Take away what is not the text, rule by rule, and account for every character.

In: the lines of one file. Out: a Cleaned: the lines a reader should see, and every change with its place and rule. Cleaning only deletes, joins and divides lines; wording, spelling
and punctuation stay as they are. Does not find headings (structure.py) and does not judge the text (quality.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.cleaning.boilerplate import (
    drop_foot,
    drop_labels,
    drop_page_numbers,
    drop_site_notes,
    is_web_page,
)
from ingest.cleaning.breaks import join_broken_headings, join_broken_lines
from ingest.cleaning.glued import drop_journal_codes, split_glued
from ingest.cleaning.marks import strip_invisible, strip_stray
from ingest.cleaning.scanner import close_scanner_spaces, close_stray_spaces
from ingest.cleaning.titles import drop_false_titles, drop_repeated_titles, drop_rules, mark_instruments, mark_titles
from ingest.origin import number_lines, original_ranges
from ingest.records import Line

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of cleaning: a pure function from lines to lines."""

    name: str  # in Chinese, for the report
    apply: Callable[[Sequence[Line]], list[Line]]
    for_web_pages: bool = False  # other files may have headings and lists of the same words


class Action(StrEnum):
    """What a rule did at a place, in the words of the report."""

    REMOVED = "删去"
    JOINED = "接合"
    DIVIDED = "分开"


@dataclass(frozen=True, slots=True)
class Change:
    """What one rule did to ``original[start:end]``; joining and dividing lines happens at a place: there end is start."""

    start: int
    end: int
    action: Action
    rule: str  # its Chinese name


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning leaves; no line is blank."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]  # in the order of the rules


RULES = (
    Rule("不可见字符", strip_invisible),
    Rule("多余符号", strip_stray),
    Rule("重复标题", drop_repeated_titles),
    Rule("标题前的符号", mark_titles),  # needs to see the page around the texts
    Rule("汇编中的篇名", mark_instruments),
    Rule("分隔线", drop_rules),
    Rule("网页附加说明", drop_site_notes, for_web_pages=True),
    Rule("网页页脚", drop_foot, for_web_pages=True),
    Rule("网页导航", drop_labels, for_web_pages=True),
    Rule("页码与页眉", drop_page_numbers),
    Rule("与正文不符的标题", drop_false_titles),
    Rule("扫描识别产生的空格", close_scanner_spaces),
    Rule("句中断行", join_broken_lines),
    Rule("标题断行", join_broken_headings),
    Rule("句中空格", close_stray_spaces),
    Rule("期刊编号", drop_journal_codes),
    Rule("标题与正文粘连", split_glued),
)


def clean(lines: Sequence[Line]) -> Cleaned:
    """Apply every rule in order."""
    original = "\n".join(line.text for line in lines)
    kept = number_lines(lines)
    changes: list[Change] = []
    of_site = is_web_page(strip_invisible(kept))
    for rule in RULES:
        if rule.for_web_pages and not of_site:
            continue
        before, kept = kept, rule.apply(kept)
        changes.extend(_changes(rule, before, kept, original))
    return Cleaned(tuple(line for line in kept if line.text), tuple(changes))


def remarks(changes: Iterable[Change]) -> tuple[str, ...]:
    """A Chinese line for each rule and action: ``句中断行：接合 2 处``."""
    counted: dict[tuple[str, Action], list[int]] = {}
    for change in changes:
        if change.rule != _SILENT:
            counted.setdefault((change.rule, change.action), []).append(change.end - change.start)
    return tuple(
        f"{rule}：{action} {len(lengths)} 处" + (f" {sum(lengths)} 字" if action == Action.REMOVED else "")
        for (rule, action), lengths in counted.items()
    )


_SILENT = "不可见字符"  # not worth a remark: nobody can see what it did


def _changes(rule: Rule, before: Sequence[Line], after: Sequence[Line], original: str) -> Iterator[Change]:
    if len(before) == len(after) and all(one is other for one, other in zip(before, after, strict=True)):
        return
    starts_before, starts_after = _starts(before), _starts(after)
    joined, divided = starts_before - starts_after, starts_after - starts_before
    for start, end in _difference(before, after):
        if end in divided and start not in starts_before and original[start:end].isspace():
            continue  # the blank at which a line was divided
        yield Change(start, end, Action.REMOVED, rule.name)
        joined -= {start, end}
        divided -= {start, end}
    yield from (Change(at, at, Action.JOINED, rule.name) for at in sorted(joined))
    yield from (Change(at, at, Action.DIVIDED, rule.name) for at in sorted(divided))


def _starts(lines: Sequence[Line]) -> set[int]:
    return {line.runs[0].original for line in lines if line.text}


def _difference(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Range]:
    """The stretches of the original that ``before`` holds and ``after`` does not; both are in the order of the original."""
    kept = [*_merged(after)]
    at = 0
    for start, end in _merged(before):
        while at < len(kept) and kept[at][1] <= start:
            at += 1
        position, here = start, at
        while here < len(kept) and kept[here][0] < end:
            if position < kept[here][0]:
                yield position, kept[here][0]
            position = max(position, kept[here][1])
            here += 1
        if position < end:
            yield position, end


def _merged(lines: Sequence[Line]) -> Iterator[Range]:
    last: Range | None = None
    for start, end in original_ranges(lines):
        if last is not None and start == last[1]:
            last = (last[0], end)
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
