"""One question and its answer as a sheet to keep: what a printed page and a Word file show alike.

In: an Answer, when it was given, what the base calls itself. Out: a Sheet of finished words, without characters that a document
must not hold; and a name for its file. Refusals become sheets too. Writes no file and knows no format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from answer.records import Answer, AnswerStatus, Citation

DISCLAIMER = "仅供参考，以正式文本为准。"


@dataclass(frozen=True, slots=True)
class Entry:
    """A citation."""

    number: int
    reference: str  # 《犬只管理办法》（2021-09-01）第三条：“…”
    level: str
    status: str
    cautions: tuple[str, ...]
    doc: str  # path relative to the corpus folder


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is shown, in the order in which it is shown."""

    question: str
    answered: str  # 2026-11-22 09:05
    verdict: str  # 原文摘录, 未找到依据
    lines: tuple[str, ...]  # quoted words with their numbers, or the refusal
    remarks: tuple[str, ...]
    heading: str  # above the entries
    entries: tuple[Entry, ...]
    disclaimer: str
    base: str  # which base, and of which day


def make_sheet(answer: Answer, answered: datetime, base: str) -> Sheet:
    """The sheet of one answer; ``base`` is the line in which the base says what it holds (Assistant.summary)."""
    found = answer.status is AnswerStatus.ANSWERED
    lines = [f"{s.text}{''.join(f'[{n}]' for n in s.citations)}" for s in answer.statements] if found else [answer.text]
    version = f"（索引版本 {answer.generation}）" if answer.generation else ""
    return Sheet(
        question=_shown(answer.question),
        answered=answered.strftime("%Y-%m-%d %H:%M"),
        verdict="原文摘录" if found else "未找到依据",
        lines=tuple(map(_shown, lines)),
        remarks=tuple(map(_shown, answer.remarks)),
        heading="引用" if found else "相近的内容（不是答案，仅供查找）",
        entries=tuple(map(_entry, answer.citations if found else answer.nearest)),
        disclaimer=DISCLAIMER,
        base=_shown(f"{base}{version}"),
    )


def file_name(question: str, day: date, suffix: str) -> str:
    """``警问-继续盘问最长多久-2026-11-22.docx``, for every file system, Windows' too; ``suffix`` without a dot."""
    words = _FORBIDDEN.sub("", "".join(_shown(question).split()))[:_NAME].strip(". ")
    return f"警问-{words or '问题'}-{day.isoformat()}.{suffix}"


def _entry(citation: Citation) -> Entry:
    return Entry(
        number=citation.n,
        reference=_shown(citation.reference),
        level=_shown(citation.level_text),
        status=_shown(citation.status_text),
        cautions=tuple(map(_shown, citation.cautions)),
        doc=_shown(citation.doc),
    )


def _shown(text: str) -> str:
    """The text without controls, which XML forbids, and without characters that hide or reorder what is read."""
    return _HIDDEN.sub("", text)


_NAME = 20  # characters of the question in the name of a file
_FORBIDDEN = re.compile(r'[<>:"/\\|?*？：]')
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
