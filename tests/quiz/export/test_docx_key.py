from __future__ import annotations

import dataclasses
import io

from docx import Document

from quiz.export.docx_key import docx_key
from quiz.export.docx_paper import docx_paper
from quiz.export.text import plain
from tests.quiz.export.made import CLOZE, EVERY_TYPE, LIST, NUMBER, hostile_paper, paper


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_answers_stand_at_a_glance_first() -> None:
    text = lines(docx_key(paper()).data)
    assert text[0] == "巡防站规定测验　答案与解析"
    assert text[2] == "一、单项选择题　1. B　2. D　3. A"
    assert text[3:5] == ["二、多项选择题　4. ABD", "三、判断题　5. 错误"]


def test_each_question_has_answer_explanation_and_basis() -> None:
    text = lines(docx_key(paper([NUMBER])).data)
    start = text.index("1. 根据《青槐市巡防站管理规定》，巡逻记录保存（ ）。")
    assert text[start + 1 :] == [
        "A. 三十日",
        "B. 六十日",
        "C. 九十日",
        "答案：B",
        f"解析：{NUMBER.explanation}",
        "A 项：三十日：原文不是这样说的",
        "B 项：六十日：依据原文",
        "C 项：九十日：原文不是这样说的",
        "依据：《青槐市巡防站管理规定》（2023-05-10）第三条第二款；现行有效",
        "编号：made-number　知识点：第二章 值守和巡逻　难度：易",
    ]


def test_other_spellings_are_told() -> None:
    assert "答案：六十日（也可答：60日）" in lines(docx_key(paper([dataclasses.replace(CLOZE, accept=("60日",))])).data)


def test_numbers_are_those_of_the_paper() -> None:
    mixed = paper([CLOZE, LIST, NUMBER])
    stems = [one.stem for one in EVERY_TYPE]
    for export in (docx_paper, docx_key):
        numbered = [as_asked(line) for line in lines(export(mixed).data) if line[:2] in {"1.", "2.", "3."}]
        assert [line.split(". ", 1)[1] in stems for line in numbered] == [True, True, True]
        assert [line.split(". ", 1)[1] for line in numbered] == [NUMBER.stem, LIST.stem, CLOZE.stem]


def as_asked(line: str) -> str:
    """Without the room to write that the paper gives."""
    return line.replace("\u00a0" * 6, " ").replace("_" * 16, "____")


def test_a_question_without_an_explanation_has_no_line_for_one() -> None:
    text = lines(docx_key(paper([dataclasses.replace(NUMBER, explanation="")])).data)
    assert not any(line.startswith("解析") for line in text)


def test_headings_stay_with_what_follows() -> None:
    document = Document(io.BytesIO(docx_key(paper()).data))
    headings = [one for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert len(headings) == 6
    assert {one.paragraph_format.keep_with_next for one in headings} == {None}  # None: as the style has it
    assert document.styles["Heading 1"].paragraph_format.keep_with_next  # type: ignore[attr-defined]


def test_hostile_explanations_are_text() -> None:
    made = hostile_paper()
    text = "\n".join(lines(docx_key(made).data))
    for entry in made.items:
        assert plain(entry.item.explanation) in text
