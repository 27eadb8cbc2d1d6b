"""The picture of a page beside the text that was recognised from it.

In: a document some of whose pages are scans, and the page that the address names. Out: links to the pages and the drawn picture.
Does not read or draw a file itself; ingest/page_picture.py does, in a process of its own.
"""

from __future__ import annotations

import streamlit as st

from ingest.errors import KnowledgeBaseError
from library.records import DocumentView
from ui import openers, parts
from ui.addresses import SCAN, address


def chosen_page(view: DocumentView) -> int | None:
    """Draw the links to scanned pages; give the page whose picture is asked for, None if none is."""
    if not view.scanned:
        return None
    asked = st.query_params.get(SCAN, "")
    page = int(asked) if asked.isdecimal() and int(asked) in view.scanned else None
    links = "".join(
        f'<a class="jw-button" href="{address(view.place, **{SCAN: str(number)})}" data-jw-page'
        f"{_CURRENT if number == page else ''}>第 {number} 页</a>"
        for number in view.scanned
    )
    st.html(f'<div class="jw-tools"><span>对照扫描页：</span>{links}</div>')
    return page


def show_page(view: DocumentView, page: int) -> None:
    """Draw one page as it looks on paper, or say why it cannot be shown."""
    try:
        with st.spinner("正在打开扫描页……"):
            picture = openers.open_page_picture(view.doc, view.sha256, page)
    except KnowledgeBaseError as error:
        parts.show_trouble("扫描页打不开", str(error))
        return
    st.image(picture, alt=f"《{view.title}》第 {page} 页的扫描图", width="stretch")


_CURRENT = ' aria-current="true"'
