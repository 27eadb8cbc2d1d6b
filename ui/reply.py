"""One answer as the screen shows it: what the guidance says, each quotation with its source, standing and ways onward.

In: an exchange. Out: drawn statements and citations, or a refusal, or what is out of order.
Does not judge an answer: it draws the status, statements and citations as they come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from answer.records import Answer, AnswerStatus, Citation, Confidence, Refusal, Statement
from ingest.standing import OUTDATED
from ui import drawer, parts
from ui.filters import clear_filters
from ui.openers import Base
from ui.visits import Exchange

_CONFIDENCE = {
    Confidence.HIGH: "把握较大",
    Confidence.MEDIUM: "把握一般，请核对原文",
    Confidence.LOW: "把握较小，务必核对原文",
}

_REFUSED = {
    Refusal.LACKS_INSTRUMENT: "本库没有收录这部文件",
    Refusal.WHICH_INSTRUMENT: "请写明是哪部文件",
    Refusal.LACKS_VERSION: "本库没有这个版本",
    Refusal.LACKS_ARTICLE: "没有这一条",
    Refusal.FILTERED_OUT: "筛选范围内没有依据",
    Refusal.UNUSABLE: "这不像一个问题",
    Refusal.NOT_FOUND: "未找到依据",
}
_LACKING = {Refusal.LACKS_INSTRUMENT, Refusal.LACKS_VERSION, Refusal.LACKS_ARTICLE}


def show_reply(base: Base, exchange: Exchange, ask: Callable[[str], None]) -> None:
    """Draw the question and what came back; ``ask`` is called with a question that the reader picks to go on with."""
    answer = exchange.answer
    st.html(f'<h2 class="jw-question"><span>问</span>{parts.quoted(answer.question)}</h2>')
    if answer.status is AnswerStatus.ANSWERED:
        _show_answer(base, exchange)
        _show_questions("接着可以问", answer.further, f"ask_further_{exchange.number}", ask)
    elif answer.status is AnswerStatus.REFUSED:
        _show_refusal(base, exchange, ask)
    else:
        parts.show_trouble("暂时无法回答", answer.text)


def _show_answer(base: Base, exchange: Exchange) -> None:
    answer = exchange.answer
    with st.container(key=f"ask_answer_{exchange.number}", gap="small"):
        st.html(
            f'<p class="jw-verdict jw-{answer.confidence.value}" role="status"><span>答</span>{_sources(answer)}'
            f"　<em>{_CONFIDENCE[answer.confidence]}</em></p>"
        )
        if answer.remarks:
            parts.show_note("请注意", "".join(answer.remarks))
        cited = {citation.n: citation for citation in answer.citations}
        for place, statement in enumerate(answer.statements):
            own = [cited[n] for n in statement.citations]
            _show_statement(base, exchange, statement, own, first=place == 0)


def _sources(answer: Answer) -> str:
    titles = list(dict.fromkeys(citation.title for citation in answer.citations))
    named = "".join(f"《{parts.quoted(title)}》" for title in titles[:2])
    more = f"等 {len(titles)} 份文件" if len(titles) > 2 else ""
    return f"原文摘录，出自{named}{more}"


def _show_statement(
    base: Base, exchange: Exchange, statement: Statement, citations: Sequence[Citation], *, first: bool
) -> None:
    with st.container(key=f"ask_quote_{exchange.number}_{citations[0].n}", gap="small"):
        kind = "jw-statement jw-first" if first else "jw-statement"
        old = " jw-old" if any(citation.status in OUTDATED for citation in citations) else ""
        described = "".join(_describe(citation) for citation in citations)
        st.html(
            f'<div class="jw-answer jw-{exchange.answer.confidence.value}{old}">'
            f'<p class="{kind}">{parts.quoted(statement.text)}</p>{described}</div>'
        )
        for citation in citations:
            _show_actions(base, citation, f"ask_cite_{exchange.number}_{citation.n}")


def _describe(citation: Citation) -> str:
    """``[1]《人民警察法》第二章 职权 › 第九条`` with standing, level, doubts, and where else the words stand."""
    return (
        f'<div class="jw-cite"><p><b>[{citation.n}]《{parts.quoted(citation.title)}》</b>'
        f'<span class="jw-place">{parts.quoted(parts.place(citation))}</span></p>'
        f"{parts.badges(citation.level_text, citation.status, citation.status_text, citation.cautions)}"
        f"{parts.also(citation)}</div>"
    )


def _show_actions(base: Base, citation: Citation, key: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"{key}_acts"):
        if st.button(f"查看原文 \\[{citation.n}\\]", key=f"{key}_open"):
            drawer.open_source(base, citation)
        parts.copy_button(citation)


def _show_refusal(base: Base, exchange: Exchange, ask: Callable[[str], None]) -> None:
    answer = exchange.answer
    refusal = answer.refusal or Refusal.NOT_FOUND
    draw = parts.show_lack if refusal in _LACKING else parts.show_refusal
    draw(_REFUSED[refusal], answer.text)
    if refusal is Refusal.FILTERED_OUT:
        st.button("取消筛选再查", key=f"ask_wider_{exchange.number}", on_click=_ask_wider, args=(answer.question, ask))
    _show_questions("换个问法试试", answer.offers, f"ask_offer_{exchange.number}", ask)
    if answer.nearest:
        st.html('<h3 class="jw-heading">相近的内容（不是答案，仅供查找）</h3>')
        for citation in answer.nearest:
            with st.container(border=True, key=f"ask_near_{exchange.number}_{citation.n}", gap="small"):
                quote = f'<blockquote class="jw-quote">{parts.quoted(citation.quote)}</blockquote>'
                st.html(_describe(citation) + quote)
                _show_actions(base, citation, f"ask_near_{exchange.number}_{citation.n}")
    if refusal in _LACKING:
        st.html('<p class="jw-lead"><a href="catalogue" data-jw-page>到目录看本库收录了哪些文件 →</a></p>')


def _ask_wider(question: str, ask: Callable[[str], None]) -> None:
    clear_filters()
    ask(question)


def _show_questions(title: str, questions: Sequence[str], key: str, ask: Callable[[str], None]) -> None:
    if not questions:
        return
    st.html(f'<h3 class="jw-heading">{title}</h3>')
    with st.container(key=key, horizontal=True, gap="small"):
        for place, question in enumerate(questions):
            st.button(parts.plain(question), key=f"{key}_{place}", on_click=ask, args=(question,), wrap=True)
