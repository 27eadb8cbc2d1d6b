"""Moodle XML, the format of Moodle that keeps ids, marks, tags and feedback.

In: a Paper. Out: an xml. What is shown is HTML with its special signs as entities, escaped once more as XML. True and false are
worded by Moodle's own language pack.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from quiz.export.gift import category
from quiz.export.moodle import moodle_fault, stem, weights, weights_remark
from quiz.export.questions import BLANK, RIGHT, Kind, Question, questions
from quiz.export.records import Exported, file_name
from quiz.export.text import number
from quiz.records import MultipleScoring, Paper

QTYPE = {
    Kind.SINGLE: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.BLANKS: "shortanswer",  # cloze with several blanks
    Kind.MATCHING: "matching",
    Kind.MEMBERS: "essay",
    Kind.WRITTEN: "essay",
}
CLOZE_SIGNS = frozenset("{}~#*=\\/\"'&<>:")  # that Moodle reads inside a blank of several


def moodle_xml(paper: Paper) -> Exported:
    """Every kind of question is carried; open answers are graded by a person."""
    asked, left_out = questions(paper)
    root, unfit = Element("quiz"), []
    top = SubElement(root, "question", type="category")
    _text(SubElement(top, "category"), f"$course$/top/{category(paper)}")
    for question in asked:
        if fault := moodle_fault(question) or _fault(question):
            unfit.append((question.id, fault))
        else:
            root.append(_question(question, paper.scoring))
    indent(root, space=" ")
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()
    remarks = weights_remark(paper, asked)
    return Exported(file_name(paper, "Moodle", "xml"), data, (*left_out, *unfit), remarks)


def _fault(question: Question) -> str:
    if question.kind is Kind.BLANKS and len(question.key) > 1 and CLOZE_SIGNS & set("".join(question.key)):
        return "多个空的答案里有 Moodle 自用的记号，如 { } ~ # = /"
    return ""


def _question(question: Question, scoring: MultipleScoring) -> Element:
    several = question.kind is Kind.BLANKS and len(question.key) > 1
    node = Element("question", type="cloze" if several else QTYPE[question.kind])
    _text(SubElement(node, "name"), question.name)
    _html(node, "questiontext", _cloze(question) if several else _shown(stem(question)))
    _html(node, "generalfeedback", _shown(question.feedback))
    if not several:
        SubElement(node, "defaultgrade").text = number(question.marks)
    SubElement(node, "penalty").text = "1" if question.kind is Kind.TRUE_FALSE else "0.3333333"
    SubElement(node, "hidden").text = "0"
    SubElement(node, "idnumber").text = question.name
    if not several:
        _answers(node, question, scoring)
    tags = SubElement(node, "tags")
    for tag in (question.type_text, question.topic, question.difficulty):
        if tag:
            _text(SubElement(tags, "tag"), html.escape(tag, quote=False))
    return node


def _answers(node: Element, question: Question, scoring: MultipleScoring) -> None:
    if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        single = question.kind is Kind.SINGLE
        for name, value in (
            ("single", "true" if single else "false"),
            ("shuffleanswers", "false"),  # the letters of the paper and its key stay
            ("answernumbering", "ABCD"),
            ("showstandardinstruction", "0"),
        ):
            SubElement(node, name).text = value
        shares = ["100" if one.is_key else "0" for one in question.choices] if single else weights(question, scoring)
        for choice, share in zip(question.choices, shares, strict=True):
            answer = _html(node, "answer", _shown(choice.text), fraction=share)
            _html(answer, "feedback", _shown(choice.why))
    elif question.kind is Kind.TRUE_FALSE:
        for value, is_right in (("true", question.key == (RIGHT,)), ("false", question.key != (RIGHT,))):
            answer = SubElement(node, "answer", fraction="100" if is_right else "0", format="moodle_auto_format")
            _text(answer, value)
            _html(answer, "feedback", "")
    elif question.kind is Kind.BLANKS:
        SubElement(node, "usecase").text = "0"
        for word in dict.fromkeys((*question.key, *question.accept)):
            answer = SubElement(node, "answer", fraction="100", format="moodle_auto_format")
            _text(answer, word.replace("*", "\\*"))  # an asterisk stands for anything
            _html(answer, "feedback", "")
    elif question.kind is Kind.MATCHING:
        SubElement(node, "shuffleanswers").text = "true"  # else the pairs stand side by side
        for choice, text in zip(question.choices, question.lettered, strict=True):
            if choice.target is not None:
                pair = _html(node, "subquestion", _shown(text))
                _text(SubElement(pair, "answer"), question.targets[choice.target])
    else:
        for name, value in (
            ("responseformat", "editor"),
            ("responserequired", "1"),
            ("responsefieldlines", "10"),
            ("attachments", "0"),
            ("attachmentsrequired", "0"),
        ):
            SubElement(node, name).text = value
        _html(node, "graderinfo", _shown(f"参考答案：{question.answer_with_spellings}"))
        _html(node, "responsetemplate", "")


def _cloze(question: Question) -> str:
    """``应当在{1:SHORTANSWER:=十五日}内``; braces of the stem are no blanks."""
    parts = [_shown(part).replace("{", "&#123;") for part in BLANK.split(question.stem)]
    blanks = [f"{{1:SHORTANSWER:={word}}}" for word in question.key]
    return parts[0] + "".join(blank + part for blank, part in zip(blanks, parts[1:], strict=True))


def _shown(text: str) -> str:
    return re.sub("\n", "<br>", html.escape(text, quote=False))


def _html(parent: Element, name: str, text: str, **attributes: str) -> Element:
    node = SubElement(parent, name, attributes, format="html")
    _text(node, text)
    return node


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text
