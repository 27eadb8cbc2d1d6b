"""The screen 出题: make items, look at them, put them on papers, practise.

In: the base and today's date. Out: one of four parts, in the order in which a trainer goes through them.
Does not make, judge, store or mark items; quiz/ does.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from ingest.errors import KnowledgeBaseError
from quiz.bank import Bank
from ui import openers, parts
from ui.openers import Base
from ui.quiz import making, papers, practice, review

_PARTS = ("1 出题", "2 审题", "3 组卷导出", "4 练习")


def show_quiz(base: Base, *, today: date) -> None:
    """Draw the part that is chosen; the first time it is the making of items."""
    with st.container(key="quiz_wide", gap="small"):
        st.html(
            '<h2 class="jw-heading">出题</h2><p class="jw-lead">题目只取自原文，每题附依据。'
            "先生成，再逐题审核，然后组卷、导出或练习。</p>"
        )
        chosen = st.segmented_control(
            "步骤", _PARTS, default=_PARTS[0], key="quiz_part", label_visibility="collapsed", required=True,
            persist_state="session",
        )  # fmt: skip
        try:
            bank = openers.open_items(openers.read_setup().places.bank)
            _show(_PARTS.index(chosen), base, bank, today)
        except KnowledgeBaseError as error:
            parts.show_trouble("题库用不了", str(error))


def _show(part: int, base: Base, bank: Bank, today: date) -> None:
    if part == 0:
        making.show_making(base, bank, today)
    elif part == 1:
        review.show_review(base, bank, today)
    elif part == 2:
        papers.show_papers(base, bank, today)
    else:
        practice.show_practice(bank)
