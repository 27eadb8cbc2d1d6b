"""Two versions of an instrument side by side, article by article.

In: a finished Comparison. Out: a table; what is the same folds away unless it is asked for.
Does not compare.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from library.comparison import compare
from library.records import Change, ComparedRow, Comparison, Place, Words
from ui import parts
from ui.addresses import ALL, COMPARE, address
from ui.openers import Base

_CHANGE = {
    Change.SAME: "未改动",
    Change.CHANGED: "有改动",
    Change.RENUMBERED: "仅条号变动",
    Change.ADDED: "新增",
    Change.REMOVED: "已删去",
}


def show_comparison(base: Base, one: str, other: str) -> None:
    """Draw two documents of the base beside each other, the older one first."""
    dates = [
        (document.version_date or "", document.id) for each in (one, other) if (document := base.shelf.document(each))
    ]
    compared = compare(base.shelf, *(document_id for _, document_id in sorted(dates))) if len(dates) == 2 else None
    if compared is None:
        parts.show_lack("不能对照", "要对照的两个文本已不都在知识库里，或不属于同一部文件。请从文件页重新选择。")
        return
    _show_head(compared, one)
    everything = ALL in st.query_params
    rows = [row for row in compared.rows if everything or row.kind is not Change.SAME]
    if rows:
        st.html(_table(compared, rows))
    else:
        parts.show_note("没有改动", "两个文本的文字相同。")


def _show_head(compared: Comparison, current: str) -> None:
    counts = "，".join(
        f"{name} {compared.count(change)} 处" for change, name in _CHANGE.items() if compared.count(change)
    )
    states = {COMPARE: (compared.old if current == compared.new.document_id else compared.new).document_id}
    here = compared.new if current == compared.new.document_id else compared.old
    same = compared.count(Change.SAME)
    fold = (
        f'<a class="jw-button" href="{address(here, **states)}" data-jw-page>只看有变动的</a>'
        if ALL in st.query_params
        else f'<a class="jw-button" href="{address(here, **states, **{ALL: "1"})}" data-jw-page>连同未改动的 {same} 处一起看</a>'
    )
    st.html(
        f'<div class="jw-head"><h2>{parts.quoted(compared.new.title)}：逐条对照</h2><p>{counts}。'
        f"增加的文字加下划线，删去的文字加删除线。</p>"
        f'<div class="jw-tools"><a class="jw-button" href="{address(here)}" data-jw-page>← 返回原文</a>'
        f'{fold if same else ""}<button type="button" class="jw-button" data-jw-link-here>复制链接</button></div></div>'
    )


def _table(compared: Comparison, rows: Sequence[ComparedRow]) -> str:
    old, new = _version(compared.old), _version(compared.new)
    body = "".join(_row(row, old, new) for row in rows)
    return (
        f'<table class="jw-compare"><caption class="jw-sr">{old}与{new}逐条对照</caption><thead><tr>'
        f'<th scope="col" class="jw-kind">变动</th><th scope="col">{old}</th><th scope="col">{new}</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: ComparedRow, old: str, new: str) -> str:
    return (
        f'<tr><th scope="row" class="jw-kind">{_CHANGE[row.kind]}</th>'
        f"{_side(row.old, row.old_words, 'del', old)}{_side(row.new, row.new_words, 'ins', new)}</tr>"
    )


def _side(place: Place | None, words: Sequence[Words], mark: str, version: str) -> str:
    if place is None:
        return f'<td data-jw-side="{version}">（无）</td>'
    text = "".join(
        f"<{mark}>{parts.quoted(each.text)}</{mark}>" if each.differs else parts.quoted(each.text) for each in words
    )
    label = f'<a href="{address(place)}" data-jw-page>{parts.quoted(place.label)}</a>　' if place.label else ""
    return f'<td data-jw-side="{version}">{label}{text.strip()}</td>'


def _version(place: Place) -> str:
    return parts.quoted(f"{place.version_date or '日期不明'}文本")
