"""Practice: a paper to answer, then the score with every explanation.

In: the bank. Out: a drawn paper, and after 交卷 what was right. Answers are kept nowhere.
Does not mark (quiz/marking.py).
"""

from __future__ import annotations

import streamlit as st

from quiz.bank import Bank
from quiz.marking import Marked, MarkedItem, mark
from quiz.records import SINGLE_CHOICE, ItemType, Paper, PaperItem
from ui import parts
from ui.quiz.drawing import answer_html, question_html
from ui.quiz.papers import paper_name


def show_practice(bank: Bank) -> None:
    """Draw a paper to answer, or its result."""
    papers = bank.papers()
    if not papers:
        parts.show_note("还没有试卷", "请先在“3 组卷导出”组一份试卷。")
        return
    paper = st.selectbox("试卷", papers[::-1], format_func=paper_name, key="practice_paper")
    marked: Marked | None = st.session_state.get("practice_marked", {}).get(paper.id)
    if marked:
        _show_result(paper, marked)
        return
    with st.form(f"practice_{paper.id}", border=False):
        answers = {each.number: _answer(paper, each) for each in paper.items}
        if st.form_submit_button("交卷", type="primary"):
            st.session_state["practice_marked"] = {paper.id: mark(paper, answers)}
            st.rerun()


def _answer(paper: Paper, each: PaperItem) -> tuple[str, ...]:
    """Draw one item with its way of answering; give what is answered."""
    item, key = each.item, f"practice_{paper.id}_{each.number}"
    with st.container(border=True, gap="small"):
        st.html(question_html(item, each.number))
        ids = [option.id for option in item.options]
        label = f"第 {each.number} 题作答"
        if item.type in SINGLE_CHOICE:
            return _chosen(st.radio(label, ids, index=None, horizontal=True, key=key))
        if item.type is ItemType.LIST:
            return tuple(st.pills(label, ids, selection_mode="multi", key=key))
        if item.type is ItemType.TRUE_FALSE:
            return _chosen(st.radio(label, ["正确", "错误"], index=None, horizontal=True, key=key))
        if item.type is ItemType.MATCHING:
            matches = sorted({option.match for option in item.options})
            return tuple(
                st.selectbox(
                    f"{label}：{option.id}", matches, index=None, placeholder="选一项", key=f"{key}_{option.id}"
                )
                or ""
                for option in item.options
            )
        typed = st.text_input(label, key=key, placeholder="多个答案用分号隔开")
        return tuple(part.strip() for part in typed.replace(";", "；").split("；") if part.strip())


def _chosen(answer: str | None) -> tuple[str, ...]:
    return (answer,) if answer else ()


def _show_result(paper: Paper, marked: Marked) -> None:
    open_ones = sum(not each.given for each in marked.items)
    unanswered = f"，{open_ones} 题没有作答" if open_ones else ""
    st.html(
        f'<section class="jw-box jw-note" data-jw-show tabindex="-1"><strong>得分 {marked.points:g} / {marked.marks:g}</strong>'
        f"<p>共 {len(marked.items)} 题，全对 {marked.right} 题{unanswered}。下面是每题的答案和解析。</p></section>"
    )
    for each, given in zip(paper.items, marked.items, strict=True):
        with st.container(border=True, gap="small"):
            st.html(question_html(each.item, each.number) + _given(given) + answer_html(each.item))
    st.button("再做一遍", key="practice_again", on_click=_again)


def _given(given: MarkedItem) -> str:
    sign = "✓ 正确" if given.right else "△ 部分正确" if given.points else "✕ 不正确" if given.given else "－ 未作答"
    said = "；".join(given.given) or "未作答"
    return f"<p><b>{sign}</b>　你的答案：{parts.quoted(said)}　得 {given.points:g} 分</p>"


def _again() -> None:
    st.session_state.pop("practice_marked", None)
