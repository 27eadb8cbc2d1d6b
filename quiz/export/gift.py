"""GIFT, Moodle's text format.

In: a Paper. Out: a txt: one block a question, a blank line between blocks.

Everything shown is written as HTML with its special signs as entities, so that nothing in it can act; then what GIFT itself reads is
escaped. Answers to be typed are no HTML. GIFT has no marks. The id stands in the name; Moodle since 3.6 reads it, and tags, from a
comment too.
"""

from __future__ import annotations

import html
import re

from quiz.export.moodle import moodle_fault, stem, weights, weights_remark
from quiz.export.questions import RIGHT, Kind, Question, questions
from quiz.export.records import Exported, file_name
from quiz.export.text import one_line
from quiz.records import MultipleScoring, Paper

# Moodle puts stand-ins in the place of escaped signs; written out in an answer they would turn into the signs. The arrow, which cannot
# be escaped, makes a matching question.
UNSAYABLE = re.compile(r"&&0\d\d;|->")


def gift(paper: Paper) -> Exported:
    """Every kind of question but several blanks at once."""
    asked, left_out = questions(paper)
    blocks, unfit = [f"$CATEGORY: $course$/top/{category(paper)}"], []
    for question in asked:
        if fault := moodle_fault(question) or _fault(question):
            unfit.append((question.id, fault))
        else:
            blocks.append(_block(question, paper.scoring))
    remarks = (*weights_remark(paper, asked), "GIFT 不带分值，导入 Moodle 后每题 1 分，请在测验中设定")
    data = ("\n\n".join(blocks) + "\n").encode()
    return Exported(file_name(paper, "GIFT", "txt"), data, (*left_out, *unfit), remarks)


def category(paper: Paper) -> str:
    """The title as a category of Moodle's question bank, where a slash would open another level."""
    title = " ".join(part for part in (one_line(paper.title), one_line(paper.variant)) if part)
    return html.escape(title.replace("/", "／"), quote=False) or "题目"


def _fault(question: Question) -> str:
    if question.kind is Kind.BLANKS and len(question.key) > 1:
        return f"GIFT 一题只能有一个空，这道题有 {len(question.key)} 个（可用 Moodle XML）"
    compared = (*question.key, *question.accept) if question.kind is Kind.BLANKS else question.targets
    if any(UNSAYABLE.search(word) for word in compared):
        return "答案里有 GIFT 自用的记号 -> 或 &&0…;"
    return ""


def _block(question: Question, scoring: MultipleScoring) -> str:
    answers = _answers(question, scoring)
    return "\n".join(
        (
            _about(question),
            f"::{_escaped(question.name)}::[html]{_shown(stem(question))}{{",
            *answers,
            *([f"####{_shown(question.feedback)}"] if question.feedback else []),
            "}",
        )
    )


def _about(question: Question) -> str:
    """``// [id:…] [tag:…]``; the brackets that end a tag and what Moodle takes out of tags are no part of one."""
    tags = (re.sub(r"[\[\]<>]", "", tag) for tag in (question.type_text, question.topic, question.difficulty))
    return " ".join(("//", f"[id:{question.name}]", *(f"[tag:{tag}]" for tag in tags if tag)))


def _answers(question: Question, scoring: MultipleScoring) -> list[str]:
    if question.kind is Kind.SINGLE:
        return [f"{'=' if choice.is_key else '~'}{_option(choice.text, choice.why)}" for choice in question.choices]
    if question.kind is Kind.MULTIPLE:
        shares = zip(weights(question, scoring), question.choices, strict=True)
        return [f"~%{share}%{_option(choice.text, choice.why)}" for share, choice in shares]
    if question.kind is Kind.TRUE_FALSE:
        return ["T" if question.key == (RIGHT,) else "F"]
    if question.kind is Kind.BLANKS:
        return [f"={_typed(word)}" for word in dict.fromkeys((*question.key, *question.accept))]
    if question.kind is Kind.MATCHING:
        return [
            f"={_shown(text)} -> {_escaped(question.targets[choice.target])}"
            for choice, text in zip(question.choices, question.lettered, strict=True)
            if choice.target is not None
        ]
    return []


def _option(text: str, why: str) -> str:
    return _shown(text) + (f"#{_shown(why)}" if why else "")


def _shown(text: str) -> str:
    """HTML on one line, escaped for GIFT; a bracket in front would be read as the name of a format."""
    tagged = re.sub(r"^\[", "&#91;", html.escape(text, quote=False)).replace("\n", "<br>")
    return _escaped(tagged)


def _typed(word: str) -> str:
    """Words that are compared with what was typed, where an asterisk would stand for anything."""
    escaped = _escaped(word.replace("*", "\\*"))
    format = "[plain]" if word.startswith("[") else ""  # else a word such as [html] would be read as one
    return f"%100%{format}{escaped}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\~=#{}:])", r"\\\1", text)
