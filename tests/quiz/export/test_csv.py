from __future__ import annotations

import csv as standard
import dataclasses
import io

import pytest

from quiz.export.csv import csv
from quiz.export.text import plain
from tests.quiz.export.made import CLOZE, EVERY_TYPE, LIST, NUMBER, hostile_paper, paper


def rows(data: bytes) -> list[dict[str, str]]:
    return list(standard.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_in_china_opens_it() -> None:
    data = csv(paper([NUMBER, LIST])).data
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3 and data.endswith(b"\r\n")


def test_a_question_is_a_row() -> None:
    found = rows(csv(paper()).data)
    assert len(found) == len(EVERY_TYPE)
    assert (found[0]["题型"], found[0]["答案"], found[0]["选项B"]) == ("单选题", "B", "六十日")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_what_excel_would_compute_gets_an_apostrophe(sign: str) -> None:
    exported = csv(paper([dataclasses.replace(NUMBER, stem=f"{sign}1+1（ ）。")]))
    assert rows(exported.data)[0]["题干"] == f"'{sign}1+1（ ）。"
    assert exported.remarks == ("有 1 个单元格以 = + - @ 开头，前面加了单引号，以免被 Excel 当作公式",)


def test_line_breaks_inside_a_cell_stay_in_it() -> None:
    made = paper([dataclasses.replace(NUMBER, explanation="甲\r\n乙"), CLOZE])
    assert [row["解析"] for row in rows(csv(made).data)] == ["甲\n乙", CLOZE.explanation]


def test_no_hostile_cell_begins_a_formula() -> None:
    made = hostile_paper()
    found = rows(csv(made).data)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for cell in row.values())
    assert found[0]["题干"] == f"'{plain(made.items[0].item.stem)}"
