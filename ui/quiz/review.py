"""Looking at items: each beside its source, to be accepted, changed or dropped.

In: the base, the bank, today's date. Out: drawn items; decisions with the name of who took them.
Does not decide anything itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import streamlit as st

from ingest.errors import KnowledgeBaseError
from library.links import place_of
from library.opened import open_place
from library.records import Block
from quiz.bank import Bank, Decision, Entry, Query
from quiz.lint import lint
from quiz.records import STATUS_TEXT, TYPE_TEXT, Item, ItemType, Status
from quiz.staleness import Base as Sources
from quiz.staleness import check_bank
from ui import blocks, parts
from ui.openers import Base
from ui.quiz.drawing import answer_html, question_html

_PAGE = 5  # items at a time; each is drawn with its source

_NOTHING = "没有符合条件的题目。先到“1 出题”生成，或换个状态看看。"


def show_review(base: Base, bank: Bank, today: date) -> None:
    """Draw what is to be looked at, a few items at a time."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        statuses = st.pills(
            "状态",
            list(Status),
            selection_mode="multi",
            default=[Status.DRAFT, Status.IN_REVIEW],
            format_func=lambda status: STATUS_TEXT[status],
            key="review_statuses",
            persist_state="session",
        )
        types = st.pills(
            "题型",
            list(ItemType),
            selection_mode="multi",
            format_func=lambda each: TYPE_TEXT[each],
            key="review_types",
            persist_state="session",
        )
    words, who = st.columns(2)
    typed = words.text_input("题目里的字", key="review_words", placeholder="不填即全部", persist_state="session")
    name = who.text_input("审题人（记入历史）", key="review_who", placeholder="姓名", persist_state="session").strip()
    if st.button("核对各题依据（资料更新后）", key="review_check"):
        _check_sources(base, bank, today)
    entries = bank.find(Query(types=tuple(types), statuses=tuple(statuses), words=typed.strip()))
    if not entries:
        parts.show_note("没有题目", _NOTHING)
        return
    _show_problem()
    page = _page(len(entries))
    shown = entries[page * _PAGE : (page + 1) * _PAGE]
    for number, entry in enumerate(shown, start=page * _PAGE + 1):
        _show_entry(base, bank, entry, number, name, today)
    open_ones = [entry.item.id for entry in shown if entry.status in (Status.DRAFT, Status.IN_REVIEW)]
    with st.container(horizontal=True):
        st.button(
            f"采用本页 {len(open_ones)} 题",
            key="review_all",
            type="primary",
            disabled=not open_ones,
            on_click=_approve,
            args=(bank, tuple(open_ones), name),
        )


def _check_sources(base: Base, bank: Bank, today: date) -> None:
    """Follow the sources of all items into the base of now, and say what became of them."""
    with st.spinner("正在核对……"):
        report = check_bank(bank, Sources(base.shelf.generation, base.shelf.lookup, today), _now())
    parts.show_note(
        "核对完毕",
        f"依据未变 {len(report.kept)} 题；条文移动、引用已更新 {len(report.moved)} 题；"
        f"依据已变、不再进入新试卷 {len(report.stale)} 题；没有依据 {len(report.without_source)} 题。",
    )


def _page(count: int) -> int:
    """Draw the steps through the pages and give the one shown, from 0."""
    last = (count - 1) // _PAGE
    page = min(int(st.session_state.get("review_page", 0)), last)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="jw-lead" role="status">共 {count} 题，第 {page + 1} / {last + 1} 页</p>', width="stretch")
        st.button("上一页", key="review_before", disabled=page == 0, on_click=_turn, args=(page - 1,))
        st.button("下一页", key="review_next", disabled=page == last, on_click=_turn, args=(page + 1,))
    return page


def _turn(page: int) -> None:
    st.session_state["review_page"] = page


def _show_problem() -> None:
    if problem := st.session_state.pop("review_problem", None):
        parts.show_trouble("没有存下", problem)


def _show_entry(base: Base, bank: Bank, entry: Entry, number: int, name: str, today: date) -> None:
    item = entry.item
    with st.container(border=True, key=f"review_item_{item.id}", gap="small"):
        left, right = st.columns(2)
        with left:
            st.html(question_html(item, number) + answer_html(item))
            st.html(f'<p class="jw-lead">状态：{STATUS_TEXT[entry.status]}　第 {entry.revision} 稿　编号 {item.id}</p>')
            with st.container(horizontal=True, gap="small"):
                _show_decisions(bank, entry, name)
            with st.expander("修改"):
                _show_edit(bank, entry, name)
        with right:
            _show_source(base, item, today)


def _show_decisions(bank: Bank, entry: Entry, name: str) -> None:
    item_id = entry.item.id
    if entry.status in (Status.DRAFT, Status.IN_REVIEW):
        st.button("采用", key=f"approve_{item_id}", on_click=_approve, args=(bank, (item_id,), name))
    if entry.status is Status.STALE:
        st.button("重新审题", key=f"again_{item_id}", on_click=_move, args=(bank, item_id, Status.IN_REVIEW, name))
    if entry.status is Status.RETIRED:
        st.button("取回", key=f"back_{item_id}", on_click=_move, args=(bank, item_id, Status.DRAFT, name))
    else:
        st.button("弃用", key=f"drop_{item_id}", on_click=_move, args=(bank, item_id, Status.RETIRED, name))


def _show_source(base: Base, item: Item, today: date) -> None:
    """The article of the basis with the words that prove the key."""
    for source in item.sources:
        passage = base.shelf.passage(source.passage_id)
        place = place_of(base.shelf, passage, source.spans) if passage else None
        opened = open_place(base.shelf, base.references, place, today) if place else None
        if opened is None:
            parts.show_refusal(
                "依据已变动", f"{source.reference}：知识库里已没有这段文字。出题时的原文：{source.quote}"
            )
            continue
        own: tuple[Block, ...] = tuple(block for block in opened.view.blocks if block.anchor == opened.anchor)
        st.html(
            f'<p class="jw-lead">《{parts.quoted(opened.view.title)}》原文</p>'
            + blocks.draw_blocks(opened.view, own, opened.layers)
        )


def _show_edit(bank: Bank, entry: Entry, name: str) -> None:
    item = entry.item
    with st.form(f"edit_{item.id}", border=False):
        stem = st.text_area("题干", item.stem, key=f"edit_{item.id}_stem")
        options = [
            replace(option, text=st.text_input(f"选项 {option.id}", option.text, key=f"edit_{item.id}_{option.id}"))
            for option in item.options
        ]
        key = st.text_input("答案（多个用分号隔开）", "；".join(item.key), key=f"edit_{item.id}_key")
        explanation = st.text_area("解析", item.explanation, key=f"edit_{item.id}_why")
        if st.form_submit_button("存为新的一稿"):
            said = tuple(part.strip() for part in key.replace(";", "；").split("；") if part.strip())
            changed = replace(
                item,
                stem=stem.strip(),
                options=tuple(replace(option, is_key=option.id in said) for option in options),
                key=said,
                explanation=explanation.strip(),
            )
            _save(bank, entry, changed, name)


def _save(bank: Bank, entry: Entry, changed: Item, name: str) -> None:
    if faults := lint(changed):
        parts.show_trouble("还不能存", "".join(fault.text for fault in faults))
        return
    try:
        bank.edit(changed, _decision(name, "审题时修改"), revision=entry.revision)
    except KnowledgeBaseError as error:
        parts.show_trouble("没有存下", str(error))
        return
    st.rerun()


def _approve(bank: Bank, item_ids: tuple[str, ...], name: str) -> None:
    try:
        for item_id in item_ids:
            bank.approve(item_id, _decision(name, ""))
    except KnowledgeBaseError as error:
        st.session_state["review_problem"] = str(error)


def _move(bank: Bank, item_id: str, status: Status, name: str) -> None:
    try:
        bank.move(item_id, status, _decision(name, ""))
    except KnowledgeBaseError as error:
        st.session_state["review_problem"] = str(error)


def _decision(name: str, reason: str) -> Decision:
    return Decision(name or "未署名", _now(), reason)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
