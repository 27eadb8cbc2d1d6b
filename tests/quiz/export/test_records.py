from __future__ import annotations

import pytest

from quiz.export.records import file_name
from tests.quiz.export.made import paper


@pytest.mark.parametrize(
    ("title", "variant", "name"),
    [
        ("期中测验", "A", "期中测验（A卷）试卷.docx"),
        ("期中测验", "", "期中测验试卷.docx"),
        ('a/b\\c:d*e?f"g<h>i|j', "", "a_b_c_d_e_f_g_h_i_j试卷.docx"),
        ("../../etc", "", "_.._etc试卷.docx"),
        ("", "", "题目试卷.docx"),
        ("长" * 300, "", "长" * 60 + "试卷.docx"),
        ("甲\n乙\u202e", "", "甲 乙试卷.docx"),
    ],
)
def test_names_of_files_hold_nothing_that_a_file_system_minds(title: str, variant: str, name: str) -> None:
    assert file_name(paper([], title=title, variant=variant), "试卷", "docx") == name
