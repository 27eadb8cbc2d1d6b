"""The script that Streamlit runs for every visit and every click: it opens the assistant and picks the screen.

In: the setup of this server. Out: one screen. Run by app.py, and alone by tests.
Draws no screen itself and answers nothing.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from ingest.errors import KnowledgeBaseError
from ui import ask, first, openers, parts


def show() -> None:
    """Show the question screen, or the first screen where nothing is published yet, or what is wrong."""
    st.set_page_config(page_title="警问", layout="centered", initial_sidebar_state="collapsed")
    parts.show_masthead()
    setup = openers.read_setup()
    try:
        with st.spinner("正在打开知识库……"):
            base = openers.open_current(setup)
        if base is None:
            first.show_first(setup)
            return
    except KnowledgeBaseError as error:
        parts.show_trouble("知识库打不开", str(error))
        return
    ask.show_ask(base.assistant, today=date.today())
    first.show_left_out()
    parts.show_footer(base.assistant.summary)


show()
