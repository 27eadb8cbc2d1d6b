"""The questions of this session: found again by a word, picked, and cleared.

In: the exchanges of the session and the one on the screen. Out: a drawn list; picking and clearing go to the caller.
Does not keep anything (visits.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from answer.records import AnswerStatus
from ui import parts
from ui.visits import Exchange

_SEARCH_FROM = 6  # questions; fewer are seen at a glance

_STATUS = {
    AnswerStatus.ANSWERED: "已答",
    AnswerStatus.REFUSED: "未找到",
    AnswerStatus.UNAVAILABLE: "未能回答",
}


def show_history(
    exchanges: Sequence[Exchange], shown: Exchange, *, pick: Callable[[int], None], forget: Callable[[], None]
) -> None:
    """Draw the session, newest first, the question on the screen marked."""
    with st.container(key="ask_history", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(
                f'<h2 class="jw-heading">本次会话 {len(exchanges)} 问</h2><p class="jw-lead">可接着追问；关闭浏览器即清除。</p>',
                width="stretch",
            )
            st.button("清空会话", key="ask_clear", on_click=forget)
        if len(exchanges) == 1:
            return
        words = _words() if len(exchanges) >= _SEARCH_FROM else ""
        found = [exchange for exchange in exchanges if words in exchange.answer.question + exchange.answer.text]
        if not found:
            st.html('<p class="jw-lead">会话里没有这些字。</p>')
        for exchange in reversed(found):
            _show_line(exchange, exchange is shown, pick)


def _words() -> str:
    return st.text_input("在会话里查找", key="ask_history_words", placeholder="问题或回答里的字").strip()


def _show_line(exchange: Exchange, is_shown: bool, pick: Callable[[int], None]) -> None:
    label = f"{exchange.at:%H:%M}　{parts.plain(exchange.answer.question)}　（{_STATUS[exchange.answer.status]}）"
    st.button(
        f"{label}　← 正在显示" if is_shown else label,
        key=f"ask_turn_{exchange.number}",
        on_click=pick,
        args=(exchange.number,),
        width="stretch",
        type="tertiary",
        wrap=True,
    )
