"""The source behind a citation: where it stands, the quoted words marked, and what comes before and after.

In: a citation. Out: a drawer at the right edge (the whole width of a telephone) that Escape or 返回 closes.
Does not find or mark the words; the assistant hands over a finished SourceView.
"""

from __future__ import annotations

import streamlit as st

from answer.assistant import Assistant
from answer.records import Citation, Piece, SourceBlock, SourceView
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
        st.html(
            f"<p><b>{parts.quoted(citation.title)}</b>　{parts.quoted(parts.place(citation))}</p>{parts.also(citation)}"
        )
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
    """Draw standing, file and text of a source; its title and place stand in the head that the caller drew."""
    st.html(
        f"<div>{parts.badges(view.level_text, view.status, view.status_text, view.cautions)}"
        f'<p class="jw-file">文件：{parts.quoted(view.doc)}。{parts.DISCLAIMER}。</p></div>'
    )
    blocks = (*view.before, view.cited, *view.after)
    above = ("", *(block.heading for block in blocks))
    drawn = "".join(_block(block, last, block is view.cited) for block, last in zip(blocks, above, strict=False))
    st.html(f'<article class="jw-source">{drawn}</article>')


def _block(block: SourceBlock, heading_above: str, cited: bool) -> str:
    """Draw a passage; its heading is bold where the text has it, and added where a section goes on from out of view."""
    text = "".join(_piece(piece, block.heading if not at else "") for at, piece in enumerate(block.pieces))
    starts = bool(block.pieces) and block.pieces[0].text.startswith(block.heading)
    added = block.heading and not starts and block.heading != heading_above
    heading = f'<p class="jw-carried">{parts.quoted(block.heading)}（续）</p>' if added else ""
    page = f'<small class="jw-page">第 {block.page} 页</small>' if block.page else ""
    marks = ' jw-cited" data-jw-show tabindex="-1" aria-label="引用所在段落' if cited else ""
    return f'<section class="jw-block{marks}">{page}{heading}<p>{text}</p></section>'


def _piece(piece: Piece, heading: str) -> str:
    text = parts.quoted(piece.text)
    if heading and piece.text.startswith(heading):
        text = f"<b>{parts.quoted(heading)}</b>{parts.quoted(piece.text.removeprefix(heading))}"
    return f"<mark>{text}</mark>" if piece.marked else text
