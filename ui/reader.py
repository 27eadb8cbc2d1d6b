"""The source behind a citation: where it stands, the quoted words marked, and what comes before and after.

In: a citation. Out: a drawer at the right edge (the whole width of a telephone) that Escape or 返回 closes.
Does not find or mark the words; the assistant hands over a finished SourceView.
"""

from __future__ import annotations

import streamlit as st

from answer.assistant import Assistant
from answer.records import Citation, SourceBlock, SourceView
from ingest.errors import KnowledgeBaseError
from ui import parts


@st.dialog("原文", width="medium", position="right")
def open_source(assistant: Assistant, citation: Citation) -> None:
    """Open the drawer on the source of a citation, scrolled to the quoted words."""
    with st.container(key="reader_head", gap="small"):
        with st.container(horizontal=True, gap="small"):
            if st.button("← 返回回答", key="reader_close"):
                st.rerun()
            parts.copy_button(citation)
        where = f"<b>{parts.quoted(citation.title)}</b>　{parts.quoted(parts.place(citation))}"
        st.html(f'<p class="jw-place">{where}</p>')
    try:
        view = assistant.source(citation)
    except KnowledgeBaseError as error:
        parts.show_trouble("原文打不开", str(error))
        return
    if view is None:
        parts.show_trouble("该处已变动", "知识库在回答之后更新过，原来的段落已不在其中。请重新提问。")
        return
    show_source(view)


def show_source(view: SourceView) -> None:
    """Draw a source in whatever stands around it."""
    path = f'<p class="jw-place">{parts.quoted(" › ".join(view.path))}</p>' if view.path else ""
    st.html(
        f'<div class="jw-source-head"><h3>{parts.quoted(view.title)}</h3>{path}'
        f"{parts.badges(view.level_text, view.status, view.status_text)}"
        f'<p class="jw-file">文件：{parts.quoted(view.doc)}</p><p class="jw-file">{parts.DISCLAIMER}。</p></div>'
    )
    before = "".join(_block(each, "") for each in view.before)
    after = "".join(_block(each, "") for each in view.after)
    cited = _block(view.cited, ' jw-cited" data-jw-show tabindex="-1" aria-label="引用所在段落')
    st.html(f'<article class="jw-source">{before}{cited}{after}</article>')


def _block(block: SourceBlock, extra: str) -> str:
    heading = f"<h4>{parts.quoted(block.heading)}</h4>" if block.heading else ""
    page = f'<small class="jw-page">第 {block.page} 页</small>' if block.page else ""
    text = "".join(_piece(each.text, each.marked) for each in block.pieces)
    return f'<section class="jw-block{extra}">{page}{heading}<p>{text}</p></section>'


def _piece(text: str, marked: bool) -> str:
    return f"<mark>{parts.quoted(text)}</mark>" if marked else parts.quoted(text)
