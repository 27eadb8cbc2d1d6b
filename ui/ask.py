"""The question screen: a box on top, the newest answer under it, earlier ones folded below.

In: an assistant and today's date. Out: drawn answers; the conversation lives in the session and nowhere else.
Does not judge an answer: it draws the status, statements and citations as they come.
"""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from answer.assistant import Assistant
from answer.records import AnswerStatus, Citation, Confidence, Turn
from ingest.errors import KnowledgeBaseError
from ui import parts, reader
from ui.visits import Exchange

MAX_QUESTION = 500  # characters; longer ones are pasted documents, which no search serves well
_KEPT = 20  # exchanges; every one is drawn again at each click

_CONFIDENCE = {
    Confidence.HIGH: "把握较大",
    Confidence.MEDIUM: "把握一般，请核对原文",
    Confidence.LOW: "把握较小，务必核对原文",
}


def show_ask(assistant: Assistant, *, today: date) -> None:
    """Draw the box, answer what was asked, then draw the conversation, newest first."""
    with st.container(key="ask_top"):
        st.chat_input("输入问题，按回车提问", key="ask_box", on_submit=_take_typed)
        _show_problem()
    question = st.session_state.pop("ask_pending", None)
    if question is not None:
        _answer(assistant, question, today)
    exchanges = _exchanges()
    if not exchanges:
        _show_examples(assistant)
        return
    _show_exchange(assistant, exchanges[-1])
    _show_tools(len(exchanges))
    for exchange in reversed(exchanges[:-1]):
        with st.expander(parts.plain(exchange.answer.question)):
            _show_exchange(assistant, exchange)


def _exchanges() -> tuple[Exchange, ...]:
    kept: tuple[Exchange, ...] = st.session_state.get("ask_exchanges", ())
    return kept


def _take_typed() -> None:
    text = (st.session_state["ask_box"] or "").strip()
    if len(text) > MAX_QUESTION:
        st.session_state["ask_problem"] = f"问题最多 {MAX_QUESTION} 字，现有 {len(text)} 字。请删减后再提问。"
        st.session_state["ask_box"] = text  # back into the box, to be shortened
    elif text:
        st.session_state["ask_pending"] = text


def _take_example(question: str) -> None:
    st.session_state["ask_pending"] = question


def _forget() -> None:
    for key in ("ask_exchanges", "ask_pending", "ask_problem"):
        st.session_state.pop(key, None)


def _show_problem() -> None:
    problem = st.session_state.pop("ask_problem", None)
    if problem:
        parts.show_trouble("问题太长", problem)


def _show_examples(assistant: Assistant) -> None:
    examples = assistant.examples()
    if not examples:
        return
    st.html('<p class="jw-lead">可以这样问：</p>')
    with st.container(key="ask_examples"):
        for place, question in enumerate(examples):
            st.button(
                parts.plain(question),
                key=f"ask_example_{place}",
                on_click=_take_example,
                args=(question,),
                width="stretch",
            )


def _answer(assistant: Assistant, question: str, today: date) -> None:
    exchanges = _exchanges()
    history = tuple(Turn(each.answer.question, each.answer.text) for each in exchanges)
    try:
        with st.spinner("正在查找依据…"):
            answer = assistant.ask(question, history=history, today=today)
    except KnowledgeBaseError as error:
        parts.show_trouble("暂时无法回答", str(error))
        return
    number = exchanges[-1].number + 1 if exchanges else 1
    st.session_state["ask_exchanges"] = (
        *exchanges,
        Exchange(number, answer, datetime.now().astimezone()),
    )[-_KEPT:]


def _show_tools(count: int) -> None:
    with st.container(key="ask_tools", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="jw-lead">本次会话共 {count} 问，可接着追问。</p>', width="stretch")
        st.button("清空会话", key="ask_clear", on_click=_forget)


def _show_exchange(assistant: Assistant, exchange: Exchange) -> None:
    answer = exchange.answer
    st.html(f'<h2 class="jw-question"><span>问</span>{parts.quoted(answer.question)}</h2>')
    if answer.status is AnswerStatus.ANSWERED:
        _show_statements(exchange)
        if answer.remarks:
            parts.show_note("请注意", "".join(answer.remarks))
        _show_citations(assistant, answer.citations, f"ask_cite_{exchange.number}", quotes=False)
    elif answer.status is AnswerStatus.REFUSED:
        parts.show_refusal("未找到依据", answer.text)
        if answer.nearest:
            st.html('<h3 class="jw-heading">相近的内容（不是答案，仅供查找）</h3>')
            _show_citations(assistant, answer.nearest, f"ask_near_{exchange.number}", quotes=True)
    else:
        parts.show_trouble("暂时无法回答", answer.text)


def _show_statements(exchange: Exchange) -> None:
    answer = exchange.answer
    lines = []
    for statement in answer.statements:
        marks = "".join(_marker(exchange.number, n) for n in statement.citations)
        lines.append(f'<p class="jw-statement">{parts.quoted(statement.text)}{marks}</p>')
    head = f'<p class="jw-verdict"><span>答</span>原文摘录　<em>{_CONFIDENCE[answer.confidence]}</em></p>'
    st.html(f'<div class="jw-answer jw-{answer.confidence.value}" role="status">{head}{"".join(lines)}</div>')


def _marker(exchange: int, n: int) -> str:
    goto = f'data-jw-goto="{_anchor(exchange, n)}" aria-label="到引用 {n}"'
    return f'<button type="button" class="jw-ref" {goto}>[{n}]</button>'


def _anchor(exchange: int, n: int) -> str:
    return f"jw-cite-{exchange}-{n}"


def _show_citations(assistant: Assistant, citations: tuple[Citation, ...], prefix: str, *, quotes: bool) -> None:
    if not quotes:
        st.html('<h3 class="jw-heading">引用</h3>')
    for citation in citations:
        with st.container(border=True, key=f"{prefix}_{citation.n}", gap="small"):
            st.html(_describe(citation, prefix, quotes))
            with st.container(horizontal=True, gap="small"):
                if st.button(f"查看原文 \\[{citation.n}\\]", key=f"{prefix}_{citation.n}_open"):
                    reader.open_source(assistant, citation)
                parts.copy_button(citation)


def _describe(citation: Citation, prefix: str, quotes: bool) -> str:
    number = prefix.rsplit("_", 1)[-1]
    anchor = "" if quotes else f' id="{_anchor(int(number), citation.n)}" tabindex="-1"'
    quote = f'<blockquote class="jw-quote">{parts.quoted(citation.quote)}</blockquote>' if quotes else ""
    return (
        f'<div class="jw-cite"{anchor}><p><b>[{citation.n}] {parts.quoted(citation.title)}</b></p>'
        f'<p class="jw-place">{parts.quoted(parts.place(citation))}</p>{quote}'
        f"{parts.badges(citation.level_text, citation.status, citation.status_text, citation.cautions)}"
        f"{parts.also(citation)}</div>"
    )
