"""What an officer takes away from an answer, and what they say of it: a file to print or to keep, feedback with a reason.

In: the base and an exchange. Out: drawn buttons; files when they are asked for, feedback where the officer sends it.
Does not write files or feedback by itself: a question is stored only when somebody presses 发送反馈.
"""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from answer.feedback import LONGEST_REASON, Verdict, feedback_on
from answer.printed import to_html
from answer.sheet import file_name, make_sheet
from answer.word import to_docx
from ingest.errors import KnowledgeBaseError
from ui import openers, parts
from ui.openers import Base
from ui.visits import Exchange

_VERDICTS = {
    Verdict.HELPFUL: "有用",
    Verdict.WRONG: "答错了",
    Verdict.MISSING: "缺内容",
    Verdict.OUTDATED: "规定已过时",
    Verdict.OTHER: "其他",
}


def show_takeaway(base: Base, exchange: Exchange) -> None:
    """Draw the buttons under an answer."""
    sheet = make_sheet(exchange.answer, exchange.at, base.assistant.summary)
    with st.container(key=f"ask_take_{exchange.number}", horizontal=True, gap="small"):
        st.download_button(
            "导出 Word",
            data=lambda: to_docx(sheet),
            file_name=file_name(exchange.answer.question, exchange.at.date(), "docx"),
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            key=f"ask_word_{exchange.number}",
            on_click="ignore",
        )
        st.download_button(
            "导出打印版",
            data=lambda: to_html(sheet).encode(),
            file_name=file_name(exchange.answer.question, exchange.at.date(), "html"),
            mime="text/html",
            key=f"ask_page_{exchange.number}",
            on_click="ignore",
        )
        with st.popover("反馈"):
            _show_feedback(exchange)


def _show_feedback(exchange: Exchange) -> None:
    if exchange.number in st.session_state.get("feedback_sent", ()):
        st.html('<p role="status">已收到，谢谢。</p>')
        return
    key = f"feedback_{exchange.number}"
    with st.form(key, border=False):
        verdict = st.radio(
            "这个回答", list(Verdict), index=None, format_func=lambda each: _VERDICTS[each], key=f"{key}_verdict"
        )
        reason = st.text_area("原因（可不填）", max_chars=LONGEST_REASON, key=f"{key}_reason", height=96)
        st.html('<p class="jw-lead">发送后，问题、回答和原因会存在本机，供维护人员改进。请勿填写当事人信息。</p>')
        if st.form_submit_button("发送反馈") and verdict:
            _send(exchange, verdict, reason)


def _send(exchange: Exchange, verdict: Verdict, reason: str) -> None:
    try:
        openers.open_feedback().add(feedback_on(exchange.answer, verdict, reason, datetime.now().astimezone()))
    except KnowledgeBaseError as error:
        parts.show_trouble("反馈没有存下", str(error))
        return
    st.session_state["feedback_sent"] = {*st.session_state.get("feedback_sent", ()), exchange.number}
    st.html('<p role="status">已收到，谢谢。</p>')
