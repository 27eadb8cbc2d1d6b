"""The screen 问答: a box on top, one answer under it, the questions of this session at the end.

In: the base and today's date. Out: drawn answers; the conversation lives in the session and in the memory of the server, never on
a disk and never in the address.
Does not judge an answer (answer/) and does not draw one (reply.py).
"""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from answer.filters import Filters
from answer.records import Turn
from ingest.errors import KnowledgeBaseError
from ui import filters, history, parts, reply, takeaway, visits
from ui.openers import Base
from ui.visits import Exchange

MAX_QUESTION = 500  # characters; longer ones are pasted documents, which no search serves well


def show_ask(base: Base, *, today: date) -> None:
    """Draw the box, answer what was asked, then draw the newest answer or the one picked from the session."""
    with st.container(key="ask_top", gap="small"):
        st.chat_input("输入问题，按回车提问", key="ask_box", on_submit=_take_typed)
        chosen = filters.show_filters(base, today)
        _show_problem()
    question = st.session_state.pop("ask_pending", None)
    if question is not None:
        _answer(base, question, chosen, today)
    exchanges = _exchanges()
    if not exchanges:
        _show_examples(base)
        return
    shown = _shown(exchanges)
    reply.show_reply(base, shown, _ask_next)
    takeaway.show_takeaway(base, shown)
    history.show_history(exchanges, shown, pick=_pick, forget=_forget)


def _exchanges() -> tuple[Exchange, ...]:
    """The exchanges of this session; after the page was loaded again, those of the visit."""
    if "ask_exchanges" not in st.session_state:
        st.session_state["ask_exchanges"] = visits.open_visits().recall(visits.this_visit())
    kept: tuple[Exchange, ...] = st.session_state["ask_exchanges"]
    return kept


def _shown(exchanges: tuple[Exchange, ...]) -> Exchange:
    picked = st.session_state.get("ask_picked")
    return next((exchange for exchange in exchanges if exchange.number == picked), exchanges[-1])


def _take_typed() -> None:
    text = (st.session_state["ask_box"] or "").strip()
    if len(text) > MAX_QUESTION:
        st.session_state["ask_problem"] = f"问题最多 {MAX_QUESTION} 字，现有 {len(text)} 字。请删减后再提问。"
        st.session_state["ask_box"] = text  # back into the box, to be shortened
    elif text:
        _ask_next(text)


def _ask_next(question: str) -> None:
    st.session_state["ask_pending"] = question


def _pick(number: int) -> None:
    st.session_state["ask_picked"] = number


def _forget() -> None:
    for key in ("ask_pending", "ask_problem", "ask_picked"):
        st.session_state.pop(key, None)
    st.session_state["ask_exchanges"] = ()
    visits.open_visits().forget(visits.this_visit())


def _show_problem() -> None:
    problem = st.session_state.pop("ask_problem", None)
    if problem:
        parts.show_trouble("问题太长", problem)


def _show_examples(base: Base) -> None:
    st.html(
        '<div class="jw-welcome"><p>问现场要用的规定：期限、条件、程序、处罚，或直接写条文号，如“治安管理处罚法第四十三条”。</p>'
        "<p>回答只摘录本库文件的原文，逐句注明出处；没有依据就直说没有。</p></div>"
    )
    examples = base.assistant.examples()
    if not examples:
        return
    st.html('<h2 class="jw-heading">可以这样问</h2>')
    with st.container(key="ask_examples"):
        for place, question in enumerate(examples):
            st.button(
                parts.plain(question),
                key=f"ask_example_{place}",
                on_click=_ask_next,
                args=(question,),
                width="stretch",
                wrap=True,
            )


def _answer(base: Base, question: str, chosen: Filters, today: date) -> None:
    exchanges = _exchanges()
    turns = tuple(Turn(each.answer.question, each.answer.text) for each in exchanges)
    try:
        answer = base.assistant.ask(question, history=turns, today=today, filters=chosen)
    except KnowledgeBaseError as error:
        parts.show_trouble("暂时无法回答", str(error))
        return
    number = exchanges[-1].number + 1 if exchanges else 1
    kept = (*exchanges, Exchange(number, answer, datetime.now().astimezone()))[-visits.MOST_EXCHANGES :]
    st.session_state["ask_exchanges"] = kept
    st.session_state.pop("ask_picked", None)
    visits.open_visits().keep(visits.this_visit(), kept)
