"""The source behind a citation, opened in place: the quoted words marked, and what comes before and after.

In: a citation. Out: a drawer at the right edge (the whole width of a telephone) that Escape or 返回 closes.
Does not find or mark the words; library/opened.py hands over a finished Opened.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from answer.records import Citation
from answer.sheet import DISCLAIMER
from library.links import place_of
from library.opened import open_place, surroundings
from ui import blocks, parts
from ui.addresses import address
from ui.openers import Base


@st.dialog("原文", width="medium", position="right")
def open_source(base: Base, citation: Citation) -> None:
    """Open the drawer on the source of a citation, scrolled to the quoted words."""
    passage = base.shelf.passage(citation.passage_id)
    place = place_of(base.shelf, passage, [(span.start, span.end) for span in citation.spans]) if passage else None
    with st.container(key="drawer_head", gap="small"):
        with st.container(horizontal=True, gap="small"):
            if st.button("← 返回回答", key="drawer_close"):
                st.rerun()
            parts.copy_button(citation)
            if place:
                st.html(f'<a class="jw-button" href="{address(place)}" data-jw-page>整篇打开</a>', width="content")
        badges = parts.badges(citation.level_text, citation.status, citation.status_text, citation.cautions)
        st.html(
            f"<p><b>{parts.quoted(citation.title)}</b>　{parts.quoted(parts.place(citation))}</p>"
            f"{badges}{parts.also(citation)}"
        )
    opened = open_place(base.shelf, base.references, place, date.today()) if place else None
    if opened is None:
        parts.show_trouble("该处已变动", "知识库在回答之后更新过，原来的段落已不在其中。请重新提问。")
        return
    st.html(f'<p class="jw-file">文件：{parts.quoted(opened.view.doc)}。{DISCLAIMER}</p>')
    st.html(blocks.draw_blocks(opened.view, surroundings(opened), opened.layers, shown=opened.anchor))
