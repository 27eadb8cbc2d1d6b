"""An answer as a sheet, and the name of its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from answer.assistant import Assistant
from answer.sheet import DISCLAIMER, file_name, make_sheet
from tests.conftest import TinyIndex

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9, 5)
STATION = "青槐市巡防站管理规定"


@pytest.fixture(scope="module")
def assistant(tiny_index: TinyIndex) -> Assistant:
    return tiny_index.assistant


def test_a_sheet_says_what_was_asked_when_and_from_which_base(assistant: Assistant) -> None:
    sheet = make_sheet(assistant.ask(f"{STATION}第五条", today=DAY), AT, "4 份资料")
    assert (sheet.question, sheet.answered, sheet.verdict) == (f"{STATION}第五条", "2026-03-01 09:05", "原文摘录")
    assert sheet.lines == ("群众遗失的物品送到巡防站的，应当登记，三日内移交派出所。[1]",)
    assert sheet.base == f"4 份资料（索引版本 {assistant.generation_id}）"
    assert sheet.disclaimer == DISCLAIMER


def test_its_entries_are_numbered_references_with_level_and_standing(assistant: Assistant) -> None:
    (entry,) = make_sheet(assistant.ask(f"{STATION}第五条", today=DAY), AT, "").entries
    assert entry.number == 1
    assert entry.reference.startswith(f"《{STATION}》（2023-05-10）第五条：“群众遗失")
    assert entry.status == "本库最新文本（2023-05-10），是否现行请核对"


def test_a_refusal_becomes_a_sheet_with_what_is_nearest(assistant: Assistant) -> None:
    sheet = make_sheet(assistant.ask(f"{STATION}第九条", today=DAY), AT, "")
    assert (sheet.verdict, sheet.heading) == ("未找到依据", "相近的内容（不是答案，仅供查找）")
    assert "没有第九条" in sheet.lines[0]
    assert sheet.entries


def test_characters_that_hide_reorder_or_break_xml_are_left_out(assistant: Assistant) -> None:
    answer = replace(assistant.ask("中午吃什么好", today=DAY), question="甲\x00乙\u202e丙\ud800丁\ufffe\n戊")
    assert make_sheet(answer, AT, "").question == "甲乙丙丁\n戊"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("继续盘问最长多久？", "警问-继续盘问最长多久-2026-03-01.docx"),
        ('a<b>:"/\\|?*\n c.', "警问-abc-2026-03-01.docx"),
        ("问" * 30, f"警问-{'问' * 20}-2026-03-01.docx"),
        ("...", "警问-问题-2026-03-01.docx"),
        ("../../etc/passwd", "警问-etcpasswd-2026-03-01.docx"),
    ],
)
def test_a_file_is_named_after_the_question_on_every_system(question: str, name: str) -> None:
    assert file_name(question, DAY, "docx") == name
