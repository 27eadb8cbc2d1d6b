from __future__ import annotations

import dataclasses
import io

import openpyxl
import pytest

from quiz.export.columns import CHAOXING, DATI_BOSHI, GENERAL, QIAOXUEYUAN, Profile
from quiz.export.text import one_line, plain
from quiz.export.xlsx import xlsx
from quiz.records import Paper
from tests.quiz.export.made import (
    CLOZE,
    EVERY_TYPE,
    LIST,
    MATCHING,
    NUMBER,
    TRUE_FALSE,
    TWO_BLANKS,
    hostile_paper,
    option,
    paper,
)


def rows(made: Paper, *profile: Profile) -> list[dict[str, str]]:
    head, *rest = openpyxl.load_workbook(io.BytesIO(xlsx(made, *profile).data)).active.iter_rows(values_only=True)
    return [dict(zip(head, (cell or "" for cell in row), strict=True)) for row in rest]


def test_a_question_is_a_row_of_named_columns() -> None:
    assert rows(paper([NUMBER])) == [
        {
            "题型": "单选题",
            "题干": "根据《青槐市巡防站管理规定》，巡逻记录保存（ ）。",
            "选项A": "三十日",
            "选项B": "六十日",
            "选项C": "九十日",
            "选项D": "",
            "选项E": "",
            "选项F": "",
            "答案": "B",
            "解析": NUMBER.explanation,
            "分值": "2",
            "难度": "易",
            "知识点": "第二章 值守和巡逻",
            "出处": "《青槐市巡防站管理规定》（2023-05-10）第三条第二款；现行有效",
            "编号": "made-number",
        }
    ]


def test_every_type_has_its_word_and_answer() -> None:
    found = [(row["题型"], row["答案"]) for row in rows(paper())]
    assert found[:4] == [("单选题", "B"), ("多选题", "ABD"), ("判断题", "错误"), ("填空题", "六十日;60日;*日")]
    assert found[4][0] == "匹配题" and found[4][1].count("（") == 3
    assert found[5:7] == [("列举题", "饮酒后上岗；擅自离开岗位；泄露群众个人信息"), ("简答题", "六十日")]


def test_platforms_get_answers_in_their_own_writing() -> None:
    made = paper([LIST, TRUE_FALSE, TWO_BLANKS])
    assert [row["答案"] for row in rows(made, QIAOXUEYUAN)] == ["A;B;D", "错误", "两|六十日"]
    assert [row["答案"] for row in rows(made, DATI_BOSHI)] == ["ABD", "错误"]
    assert [row["答案"] for row in rows(paper([CLOZE]), CHAOXING)] == ["六十日;60日;*日"]


@pytest.mark.parametrize("profile", [GENERAL, QIAOXUEYUAN, DATI_BOSHI, CHAOXING], ids=lambda profile: profile.name)
def test_what_a_platform_has_no_word_for_is_left_out(profile: Profile) -> None:
    exported = xlsx(paper(), profile)
    assert len(rows(paper(), profile)) + len(exported.left_out) == len(EVERY_TYPE)
    assert all(reason.startswith(f"{profile.name}表没有") for _, reason in exported.left_out)


def test_what_is_too_long_or_has_too_many_options_is_left_out() -> None:
    many = dataclasses.replace(LIST, options=(*LIST.options, *(option(letter, letter) for letter in "EFG")))
    assert xlsx(paper([many])).left_out == (("made-list", "通用题库表最多 6 个选项，这道题有选项 G"),)
    long = dataclasses.replace(NUMBER, explanation="长" * 32_768)
    assert xlsx(paper([long])).left_out == (("made-number", "解析超过 32767 个字符"),)
    assert xlsx(paper([long]), QIAOXUEYUAN).left_out == (("made-number", "解析超过 2000 个字符"),)


def test_an_answer_with_the_platforms_own_sign_is_left_out() -> None:
    made = paper([dataclasses.replace(CLOZE, key=("六十日;两个月",))])
    assert xlsx(made).left_out == (("made-cloze", "填空的答案里有“;”，通用题库表会把它当作分隔符"),)


def test_every_cell_is_text_and_none_a_formula() -> None:
    made = hostile_paper()
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(made).data)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.quotePrefix for cell in cells)
    first = rows(made)[0]
    assert first["题干"] == plain(made.items[0].item.stem)
    assert first["选项B"] == one_line(made.items[0].item.options[1].text)


def test_matching_shows_its_targets_in_the_stem() -> None:
    (row,) = rows(paper([MATCHING]))
    targets = row["题干"].split("\n")[1:]
    assert [target[:3] for target in targets] == ["（1）", "（2）", "（3）"]
    assert {target[3:] for target in targets} == {"第三条", "第四条", "第五条"}
