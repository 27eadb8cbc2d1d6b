"""The small drawings that several screens share.

In: finished values and text from the corpus or from a person. Out: escaped HTML, widget labels that are plain text,
boxes, badges, the copy button.
Does not choose what is said. Nothing that came from outside reaches st.html or a label except through here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import streamlit as st

from answer.records import Citation
from answer.sheet import DISCLAIMER
from ingest.numerals import chinese_number
from ingest.standing import Standing

_SCREENS = {
    "问答": "./",
    "原文": "source",
    "目录": "catalogue",
    "出题": "quiz",
}  # addresses beside each other, wherever the app is served
_CURRENT = ' aria-current="page"'

# Characters that show nothing yet can reorder or hide what is read (zero width, bidirectional, tags, controls).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_ACTIVE = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&=/^])")
_ACTIVE_AFTER = re.compile(r"([:@.\-])")  # active even behind a backslash

_STANDING_SIGNS = {
    Standing.IN_FORCE: "✓",
    Standing.NOT_YET: "◷",
    Standing.SUPERSEDED: "✕",
    Standing.REPEALED: "✕",
    Standing.UNKNOWN: "？",
}


def quoted(text: str) -> str:
    """Make text safe inside st.html: ``<b>`` is shown as the three characters that it is."""
    return html.escape(_INVISIBLE.sub("", text), quote=True)


def plain(text: str) -> str:
    """Make text safe as the label of a widget, which Streamlit reads as Markdown.

    Emoji names, bare addresses and arrows are looked for after backslashes are resolved; invisible word joiners
    keep ``:smile:``, ``www.…``, ``a@b.c`` and ``->`` as they were written.
    """
    one_line = " ".join(_INVISIBLE.sub("", text).split())
    return _ACTIVE_AFTER.sub("\u2060\\\\\\1\u2060", _ACTIVE.sub(r"\\\1", one_line))


def bare(text: str) -> str:
    """Make text safe in a list to choose from, which shows it as it is: one line without invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def show_masthead(current: str) -> None:
    """Draw the name of the program, the way to every screen, the size of type, and what its answers are worth."""
    with st.container(key="masthead", horizontal=True, vertical_alignment="center"):
        st.title("警问", anchor=False, width="content")
        links = "".join(
            f'<a href="{address}" data-jw-page{_CURRENT if name == current else ""}>{name}</a>'
            for name, address in _SCREENS.items()
        )
        st.html(
            f'<nav class="jw-nav" aria-label="栏目">{links}</nav>'
            '<button type="button" class="jw-size" data-jw-size aria-label="字号：标准，按下放大">字号 <b>标准</b></button>',
            width="stretch",
        )
    st.html(f'<p class="jw-motto"><span>只引原文，注明出处。</span><strong>{DISCLAIMER}</strong></p>')


def show_footer(summary: str) -> None:
    """Draw what the base holds."""
    st.html(f'<footer class="jw-footer">知识库：{quoted(summary)}<br>{DISCLAIMER}问题只留在本次会话中。</footer>')


def show_note(title: str, text: str) -> None:
    """Draw a calm notice."""
    _show_box("note", "status", title, text)


def show_refusal(title: str, text: str) -> None:
    """Draw the notice that the base does not answer; it looks like no answer."""
    _show_box("refusal", "status", title, text)


def show_lack(title: str, text: str) -> None:
    """Draw the notice that the base does not hold what was asked for by name; it looks like no refusal to answer."""
    _show_box("lack", "status", title, text)


def show_trouble(title: str, text: str) -> None:
    """Draw what went wrong and what to do."""
    _show_box("trouble", "alert", title, text)


def badges(level_text: str, standing: Standing, status_text: str, cautions: Sequence[str]) -> str:
    """Give the rank, the standing and the doubts about a text as words with a sign, never by colour alone."""
    level = f'<span class="jw-badge">{quoted(level_text)}</span>' if level_text else ""
    sign = f'<span aria-hidden="true">{_STANDING_SIGNS[standing]}</span>'
    status = f'<span class="jw-badge jw-{standing.value}">{sign} {quoted(status_text)}</span>'
    doubts = "".join(
        f'<span class="jw-badge jw-doubt"><span aria-hidden="true">⚠</span> {quoted(caution)}</span>'
        for caution in cautions
    )
    return f'<span class="jw-badges">{level}{status}{doubts}</span>'


def place(citation: Citation) -> str:
    """Name where a citation stands: ``第二章 职权 › 第九条 › 第二款 › 第（三）项 · 第 4 页``."""
    steps = list(citation.path)
    if citation.article and (not steps or citation.article not in steps[-1]):
        steps.append(citation.article)
    if citation.paragraph:
        steps.append(f"第{chinese_number(citation.paragraph)}款")
    if citation.item:
        steps.append(f"第（{chinese_number(citation.item)}）项")
    page = f" · 第 {citation.page} 页" if citation.page else ""
    return " › ".join(steps) + page


def also(citation: Citation) -> str:
    """Name the other places of the same words, and the articles of other instruments that say nearly the same."""
    lines = (("另见", citation.also_in), ("文字相近", citation.alike))
    return "".join(
        f'<p class="jw-also">{label}：{quoted("、".join(place.reference for place in places))}</p>'
        for label, places in lines
        if places
    )


def copy_button(citation: Citation) -> None:
    """Draw a button that puts the reference on the clipboard; ui/page.js listens for it."""
    st.html(
        f'<button type="button" class="jw-button" data-jw-copy="{quoted(citation.reference)}" '
        f'aria-label="复制引用 [{citation.n}]">复制引用</button>',
        width="content",
    )


def _show_box(kind: str, role: str, title: str, text: str) -> None:
    st.html(f'<div class="jw-box jw-{kind}" role="{role}"><strong>{quoted(title)}</strong><p>{quoted(text)}</p></div>')
