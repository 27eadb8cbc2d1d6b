"""The screen 原文: a whole document with its outline, opened at a place that its address names.

In: the base, today's date, the address of the page. Out: drawn documents. Every state of it stands in the address, so that a link
opens the same again.
Does not find, compare or resolve anything; library/ does.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from answer.sheet import DISCLAIMER
from library.goto import go_to
from library.links import from_query, resolve, to_query
from library.naming import telling_names
from library.opened import Opened, open_place
from library.outline import Entry
from library.records import DocumentView, Found, Place, Version
from ui import blocks, comparison, parts, scans
from ui.addresses import COMPARE, FIND, SCAN, TAKEN, address
from ui.openers import Base

_LONGEST_FIND = 60  # characters


def show_reader(base: Base, *, today: date) -> None:
    """Draw the document that the address names, or the choice of one."""
    with st.container(key="reader_wide", gap="small"):
        asked = from_query(st.query_params.to_dict())
        if asked is None:
            _show_choice(base)
            return
        found = resolve(base.shelf, asked)
        if found.state is Found.GONE:
            parts.show_lack("知识库里没有这一处", found.reason)
        elif found.state is Found.MOVED:
            parts.show_refusal("该处已变动", found.reason)
        elif found.place:
            _show_place(base, found.place, today)
            return
        if found.place:
            st.html(
                f'<p><a class="jw-button" href="{address(found.place)}" data-jw-page>打开{_named(found.place)}</a></p>'
            )
        _show_choice(base)


def _show_choice(base: Base) -> None:
    """The list of all documents, to be searched by typing."""
    names = telling_names(base.shelf.documents)
    st.selectbox(
        "选择文件",
        sorted(names, key=lambda document_id: names[document_id]),
        index=None,
        format_func=lambda document_id: parts.bare(names[document_id]),
        placeholder="输入名称查找，回车打开",
        key="reader_choice",
        on_change=_open_chosen,
    )
    st.html(
        '<p class="jw-lead">也可从<a href="catalogue" data-jw-page>目录</a>进入；回答里的“整篇打开”会直接到所引的那一句。</p>'
    )


def _open_chosen() -> None:
    if chosen := st.session_state.get("reader_choice"):
        st.query_params.from_dict({"d": chosen})


def _show_place(base: Base, place: Place, today: date) -> None:
    other = st.query_params.get(COMPARE)
    if other:
        comparison.show_comparison(base, place.document_id, other)
        return
    words = st.query_params.get(FIND, "")[:_LONGEST_FIND]
    opened = open_place(base.shelf, base.references, place, today, words=words, taken=TAKEN in st.query_params)
    if opened is None:
        parts.show_trouble("文件打不开", "知识库刚刚更新过，请刷新页面。")
        return
    _show_head(opened.view)
    _show_tools(base, opened, words)
    page = scans.chosen_page(opened.view)
    if page is None:
        _show_text(opened)
        return
    text, picture = st.columns(2)
    with text:
        _show_text(opened)
    with picture:
        scans.show_page(opened.view, page)


def _show_head(view: DocumentView) -> None:
    facts = {
        "发布机关": view.issuer,
        "版本日期": view.version_date,
        "施行日期": view.effective_from,
        "文件": view.doc,
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{parts.quoted(fact)}</dd></div>" for name, fact in facts.items() if fact)
    level = f'<span class="jw-badges"><span class="jw-badge">{parts.quoted(view.level_text)}</span></span>'
    notes = "".join(f"<li>{parts.quoted(note)}</li>" for note in view.notes)
    notes = f"<details><summary>读取时的说明（{len(view.notes)}）</summary><ul>{notes}</ul></details>" if notes else ""
    st.html(
        f'<div class="jw-head"><h2>{parts.quoted(view.title)}</h2>{level}<dl>{rows}</dl>{_versions(view)}{notes}'
        f'<p class="jw-lead"><a href="source" data-jw-page>换一份文件</a>　{DISCLAIMER}</p></div>'
    )


def _versions(view: DocumentView) -> str:
    if len(view.versions) < 2:
        return ""
    return f'<ul class="jw-files" aria-label="本库的各个版本">{"".join(_version(view, each) for each in view.versions)}</ul>'


def _version(view: DocumentView, version: Version) -> str:
    said = f"{parts.quoted(version.place.version_date or '日期不明')}文本，{parts.quoted(version.status_text)}"
    if version.place.document_id == view.place.document_id:
        return f"<li><b>{said}（正在看）</b></li>"
    compare = address(view.place, **{COMPARE: version.place.document_id})
    return (
        f'<li>{said}　<a href="{address(version.place)}" data-jw-page>打开</a>　'
        f'<a href="{compare}" data-jw-page>与本文本逐条对照</a></li>'
    )


def _show_tools(base: Base, opened: Opened, words: str) -> None:
    view = opened.view
    with st.container(key="reader_tools", gap="small"):
        st.html(_running_title(view))
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.text_input(
                "转到第__条" if any(block.is_article for block in view.blocks) else "转到标题",
                placeholder="如 43、第四十三条第二款"
                if any(block.is_article for block in view.blocks)
                else "标题里的字",
                key="reader_goto",
                on_change=_go,
                args=(base, view.place),
                width=220,
            )
            st.session_state["reader_find"] = words
            st.text_input("在文中查找", placeholder="要找的字", key="reader_find", on_change=_find, width=220)
            st.html(_buttons(opened, words), width="content")
            if view.taken:
                st.session_state["reader_taken"] = TAKEN in st.query_params
                st.toggle(f"显示清理时去掉的文字（{len(view.taken)} 处）", key="reader_taken", on_change=_toggle_taken)
        if problem := st.session_state.pop("reader_problem", None):
            parts.show_note("没有转到", problem)


def _running_title(view: DocumentView) -> str:
    """The title and the standing, in view wherever one reads."""
    badges = parts.badges("", view.status, view.status_text, ())
    return f'<div class="jw-running"><b>{parts.quoted(view.title)}</b>{badges}</div>'


def _buttons(opened: Opened, words: str) -> str:
    kind = "条" if any(block.is_article for block in opened.view.blocks) else "段"
    buttons = [
        f'<button type="button" class="jw-button" data-jw-step="-1">上一{kind}</button>',
        f'<button type="button" class="jw-button" data-jw-step="1">下一{kind}</button>',
        '<button type="button" class="jw-button" data-jw-copy-here>复制引用</button>',
        '<button type="button" class="jw-button" data-jw-link-here>复制链接</button>',
    ]
    if found := len(opened.layers.found):
        buttons += [
            f'<span role="status">第 <b data-jw-found-now>1</b> / {found} 处</span>',
            '<button type="button" class="jw-button" data-jw-find-step="-1">上一处</button>',
            '<button type="button" class="jw-button" data-jw-find-step="1">下一处</button>',
        ]
    elif words:
        buttons.append('<span role="status">没有找到</span>')
    return f'<div class="jw-tools">{"".join(buttons)}</div>'


def _go(base: Base, place: Place) -> None:
    typed = st.session_state["reader_goto"].strip()
    if not typed:
        return
    went = go_to(base.shelf, place.document_id, typed)
    if isinstance(went, str):
        st.session_state["reader_problem"] = went
        return
    st.session_state["reader_goto"] = ""
    st.query_params.from_dict({**to_query(went), **_states()})


def _find() -> None:
    words = st.session_state["reader_find"].strip()[:_LONGEST_FIND]
    _set(FIND, words)


def _toggle_taken() -> None:
    _set(TAKEN, "1" if st.session_state["reader_taken"] else "")


def _set(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _states() -> dict[str, str]:
    return {name: st.query_params[name] for name in (FIND, TAKEN, SCAN) if name in st.query_params}


def _show_text(opened: Opened) -> None:
    entries = "".join(_entry(entry) for entry in opened.outline)
    contents = (
        '<nav class="jw-outline" aria-label="目次"><details data-jw-open-wide><summary>目次</summary>'
        f"<ul>{entries}</ul></details></nav>"
        if entries
        else ""
    )
    text = blocks.draw_blocks(
        opened.view, opened.view.blocks, opened.layers, shown=opened.anchor, referring=opened.referring
    )
    st.html(f'<div class="jw-reader{" jw-two" if contents else ""}">{contents}{text}</div>')


def _entry(entry: Entry) -> str:
    articles = f"<small>{parts.quoted(entry.articles)}</small>" if entry.articles else ""
    deep = ' class="jw-deep"' if entry.depth else ""
    target = blocks.element_id(entry.anchor)
    return f'<li{deep}><a href="#{target}" data-jw-goto="{target}">{parts.quoted(entry.label)}{articles}</a></li>'


def _named(place: Place) -> str:
    dated = f"（{place.version_date}）" if place.version_date else ""
    return f"《{parts.quoted(place.title)}》{dated}{parts.quoted(place.label)}"
