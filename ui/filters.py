"""What to search in: the limits that stay while an officer works.

In: the base and today's date. Out: Filters as they are set, drawn as one button with its form and a line that says what is set.
Does not search and does not judge what a limit admits.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from answer.day import ActDay, read_day
from answer.filters import STANDING_TEXT, Filters
from ingest.records import LEVEL_TEXT, Kind
from ingest.standing import Standing
from library.document import document_standing
from library.groups import Group, group_of
from library.naming import file_names
from library.shelf import Shelf
from ui import parts
from ui.openers import Base


def show_filters(base: Base, today: date) -> Filters:
    """Draw the form and give what is set; a day that cannot be read is told beside its field and limits nothing."""
    held = base.shelf.documents
    standings_held = _standings(base.assistant.generation_id, today, base.shelf)
    levels = {document.kind for document in held}
    held_groups = {group_of(level) for level in levels}
    names = file_names(held)
    with st.container(key="ask_limits", horizontal=True, vertical_alignment="center"):
        with st.popover("筛选", key="filter_open"):
            groups = st.pills(
                "资料类别",
                [group for group in Group if group in held_groups],
                selection_mode="multi",
                key=_key("groups"),
                persist_state="session",
            )
            kinds = st.pills(
                "效力级别",
                [kind for kind in Kind if kind in levels],
                selection_mode="multi",
                format_func=lambda kind: LEVEL_TEXT[kind],
                key=_key("levels"),
                persist_state="session",
            )
            standings = st.pills(
                "时效",
                [standing for standing in Standing if standing in standings_held],
                selection_mode="multi",
                format_func=lambda standing: STANDING_TEXT[standing],
                key=_key("standings"),
                persist_state="session",
            )
            sources = st.multiselect(
                "文件",
                sorted(names, key=lambda source: names[source]),
                format_func=lambda source: parts.bare(names[source]),
                placeholder="不限；输入名称查找",
                key=_key("documents"),
                persist_state="session",
            )
            day = _day(today)
        chosen = Filters(frozenset(sources), frozenset(groups), frozenset(kinds), frozenset(standings), day)
        _show_set(chosen)
    return chosen


def _day(today: date) -> ActDay | None:
    typed = st.text_input(
        "行为时间", placeholder="如 2024-05-03、2024年5月", key=_key("day"), persist_state="session"
    ).strip()
    read = read_day(typed, today) if typed else None
    if isinstance(read, str):
        parts.show_trouble("行为时间读不懂", read)
        return None
    return read


def _show_set(chosen: Filters) -> None:
    said = chosen.describe()
    if said:
        st.html(f'<p class="jw-limits" role="status">只查：{parts.quoted(said)}</p>', width="stretch")
        st.button("取消筛选", key="filter_clear", on_click=clear_filters)
    else:
        st.html('<p class="jw-limits">查找范围：全部资料，以今天为准</p>', width="stretch")


def clear_filters() -> None:
    """Set no limit any more."""
    # New widgets: those in a closed form take no new value, and would send their old one with the next question.
    st.session_state["filter_turn"] = st.session_state.get("filter_turn", 0) + 1


def _key(name: str) -> str:
    return f"filter_{name}_{st.session_state.get('filter_turn', 0)}"


@st.cache_resource(max_entries=2, show_spinner=False)
def _standings(generation: str, today: date, _shelf: Shelf) -> frozenset[Standing]:
    """How the texts of the base stand; a limit that nothing meets is not offered."""
    return frozenset(document_standing(_shelf, document, today).standing for document in _shelf.documents)
