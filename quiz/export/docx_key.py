"""The key to a paper, as a Word file of its own.

In: a Paper. Out: a docx: all answers at a glance, then each question with 答案, 解析 and 依据.
"""

from __future__ import annotations

from quiz.export.questions import Kind, Question, heading, questions, sections
from quiz.export.records import Exported, file_name
from quiz.export.text import one_line
from quiz.export.word import Sheet
from quiz.records import Paper

AT_A_GLANCE = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.MATCHING})


def docx_key(paper: Paper) -> Exported:
    """Every kind of question is carried."""
    asked, left_out = questions(paper)
    sheet = Sheet(paper, f"{one_line(paper.title)}　答案与解析")
    parts = sections(asked)
    for place, (kind, section) in enumerate(parts):
        if kind in AT_A_GLANCE:
            answers = "　".join(f"{question.number}. {question.answer}" for question in section)
            sheet.line(answers, bold=heading(place, kind, section, paper.scoring).partition("（")[0] + "　")
    for place, (kind, section) in enumerate(parts):
        sheet.heading(heading(place, kind, section, paper.scoring))
        for question in section:
            _explain(sheet, question)
    return Exported(file_name(paper, "答案", "docx"), sheet.data(), left_out)


def _explain(sheet: Sheet, question: Question) -> None:
    first, *more = question.asked.split("\n")
    sheet.line(f"{question.number}. {first}", keep=True)
    for line in (*more, *question.lettered):
        sheet.line(line, indent=0.7, keep=True)
    sheet.line(question.answer_with_spellings, bold="答案：", indent=0.7, keep=True)
    for place, line in enumerate(question.explanation.split("\n") if question.explanation else ()):
        sheet.line(line, bold="" if place else "解析：", indent=0.7)
    for choice in question.choices:
        if choice.why:
            sheet.line(choice.why, bold=f"{choice.letter} 项：", indent=0.7)
    for line in question.basis:
        sheet.line(line, bold="依据：", indent=0.7)
    about = (("编号", question.name), ("知识点", question.topic), ("难度", question.difficulty))
    sheet.line("　".join(f"{name}：{text}" for name, text in about if text), indent=0.7)
