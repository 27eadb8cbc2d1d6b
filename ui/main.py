"""The script that Streamlit runs for every visit and every click: it opens the base and runs the screen of the address.

In: the setup of this server. Out: one screen below the masthead. Run by app.py, and alone by tests.
Draws no screen itself and answers nothing.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from ingest.errors import KnowledgeBaseError
from ui import ask, catalogue, first, openers, parts, reader
from ui.openers import Base
from ui.quiz import screen


def show() -> None:
    """Run the screen that the address names: 问答, 原文, 目录 or 出题."""
    page = st.navigation(
        [
            st.Page(_ask, title="问答", url_path="ask", default=True),
            st.Page(_source, title="原文", url_path="source"),
            st.Page(_catalogue, title="目录", url_path="catalogue"),
            st.Page(_quiz, title="出题", url_path="quiz"),
        ],
        position="hidden",
    )
    st.set_page_config(page_title=f"{page.title} · 警问", layout="centered", initial_sidebar_state="collapsed")
    parts.show_masthead(page.title)
    page.run()


def _ask() -> None:
    if base := _open():
        ask.show_ask(base, today=date.today())
        first.show_left_out()
        parts.show_footer(base.assistant.summary)


def _source() -> None:
    if base := _open():
        reader.show_reader(base, today=date.today())


def _catalogue() -> None:
    if base := _open():
        catalogue.show_catalogue(base.shelf, today=date.today())


def _quiz() -> None:
    if base := _open():
        screen.show_quiz(base, today=date.today())


def _open() -> Base | None:
    """The base, or nothing after drawing why there is none and what to do."""
    setup = openers.read_setup()
    try:
        base = openers.open_current(setup)
        if base is None:
            first.show_first(setup)
    except KnowledgeBaseError as error:
        parts.show_trouble("知识库打不开", str(error))
        return None
    if base and base.warning:
        parts.show_trouble("资料可能不是最新的，请告诉维护人员", base.warning)
    return base


show()
