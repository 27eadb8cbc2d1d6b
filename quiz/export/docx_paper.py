"""The paper that is handed out, as a Word file.

In: a Paper. Out: a docx without any trace of the key: no 解析, no 依据, no ids, as many lines to write on whatever the answer's length.
"""

from __future__ import annotations

import re

from quiz.export.questions import BLANK, Kind, Question, heading, questions, sections
from quiz.export.records import Exported, file_name
from quiz.export.text import number
from quiz.export.word import Sheet
from quiz.records import Paper

NO_BREAK_SPACE = "\u00a0"
LINES = {Kind.MEMBERS: 5, Kind.WRITTEN: 5}  # to write on
RULE = "＿" * 36
GAP, BRACKETS = "_" * 16, f"（{NO_BREAK_SPACE * 6}）"  # wide enough for a hand, whatever the answer
SHORT = 7  # characters; four options of this length stand on one line, as printed papers have them


def docx_paper(paper: Paper) -> Exported:
    """Every kind of question is carried."""
    asked, left_out = questions(paper)
    sheet = Sheet(paper, paper.title)
    total = number(sum(question.marks for question in asked))
    sheet.line("姓名：＿＿＿＿＿＿　　警号：＿＿＿＿＿＿　　单位：＿＿＿＿＿＿＿＿　　得分：＿＿＿＿")
    sheet.line(f"共 {len(asked)} 题，满分 {total} 分。")
    for place, (kind, section) in enumerate(sections(asked)):
        sheet.heading(heading(place, kind, section, paper.scoring))
        mixed = len({question.marks for question in section}) > 1
        for question in section:
            _ask(sheet, question, mixed)
    return Exported(file_name(paper, "试卷", "docx"), sheet.data(), left_out)


def _ask(sheet: Sheet, question: Question, tell_marks: bool) -> None:
    marks = f"（{number(question.marks)} 分）" if tell_marks else ""
    first, *more = _roomy(question.asked).split("\n")
    room = LINES.get(question.kind, 0)
    follows = bool(more or question.choices or room)
    sheet.line(f"{question.number}. {first}{marks}", keep=follows)
    for place, line in enumerate(more, start=1):
        sheet.line(line, indent=0.7, keep=bool(question.choices or room) or place < len(more))
    options = list(question.lettered)
    if question.kind is Kind.MATCHING:
        options = [f"{BRACKETS}{option}" for option in options]
    if 1 < len(options) <= 4 and all(len(choice.text) <= SHORT for choice in question.choices):
        sheet.row(options, indent=0.7, width=3.8)
    else:
        for place, option in enumerate(options, start=1):
            sheet.line(option, indent=0.7, keep=place < len(options))
    for place in range(1, room + 1):
        sheet.line(RULE, indent=0.7, keep=place < room)


def _roomy(text: str) -> str:
    return re.sub(r"（\s*）", BRACKETS, BLANK.sub(GAP, text))
