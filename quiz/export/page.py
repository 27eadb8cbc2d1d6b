"""A quiz as one HTML page that works from a file, without network and without this program.

In: a Paper. Out: an html with its own style and script, and a content policy that lets nothing else in. The key stands in the page,
since the page marks itself: it is for practice, not for an exam.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quiz.export.questions import (
    BLANK,
    RIGHT,
    WRONG,
    Kind,
    Question,
    heading,
    questions,
    sections,
)
from quiz.export.records import Exported, file_name
from quiz.export.text import number, one_line
from quiz.records import Paper

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page draws it."""

    question: Question
    marks: str
    lines: tuple[str, ...]
    parts: tuple[str, ...]  # of a stem with blanks: what stands before, between and after them
    offered: tuple[tuple[str, str], ...]  # value and text of what is ticked
    right: str  # JSON for the script: values ticked, spellings of each blank, places of targets


@dataclass(frozen=True, slots=True)
class Section:
    """Questions of one kind under their heading."""

    heading: str
    asked: tuple[Asked, ...]


def page(paper: Paper) -> Exported:
    """Every kind of question is carried; members and short answers are marked by whoever answers."""
    asked, left_out = questions(paper)
    style, script = (_read(FOLDER / name) for name in ("page.css", "page.js"))
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("page.html").render(
        title=one_line(paper.title) or "题目",
        variant=one_line(paper.variant),
        total=number(sum(question.marks for question in asked)),
        count=len(asked),
        scoring=paper.scoring.value,
        sections=[
            Section(heading(place, kind, section, paper.scoring), tuple(_asked(question) for question in section))
            for place, (kind, section) in enumerate(sections(asked))
        ],
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'",
    )
    remarks = ("网页里带有答案，适合练习，不适合考试",) if asked else ()
    return Exported(file_name(paper, "练习", "html"), text.encode(), left_out, remarks)


def _asked(question: Question) -> Asked:
    ticked: tuple[tuple[str, str], ...] = ()
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        ticked = tuple((choice.letter, f"{choice.letter}. {choice.text}") for choice in question.choices)
    elif question.kind is Kind.TRUE_FALSE:
        ticked = ((RIGHT, RIGHT), (WRONG, WRONG))
    return Asked(
        question=question,
        marks=number(question.marks),
        lines=tuple((question.stem if question.kind is Kind.TRUE_FALSE else question.asked).split("\n")),
        parts=tuple(BLANK.split(question.stem)) if question.kind is Kind.BLANKS else (),
        offered=ticked,
        right=json.dumps(_right(question), ensure_ascii=False),
    )


def _right(question: Question) -> list[str] | list[list[str]]:
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        return list(question.answer)
    if question.kind is Kind.TRUE_FALSE:
        return list(question.key)
    if question.kind is Kind.MATCHING:
        return ["" if choice.target is None else str(choice.target + 1) for choice in question.choices]
    if question.kind is Kind.BLANKS:
        return [[word, *question.accept] for word in question.key]
    return []


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
