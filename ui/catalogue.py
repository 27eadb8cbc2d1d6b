"""The catalogue screen: what the base holds, what it is about, and what it lacks.

In: a shelf and a day. Out: one of three drawn parts: a table of documents to filter and open, a picture of topics with the
same figures as a table, and what is missing with what to do about it.
Does not judge or count anything: library/catalogue.py, topics.py and lacking.py do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import streamlit as st

from ingest.records import Kind
from library.catalogue import Catalogue, Entry, Grouped, Totals, catalogue, matching
from library.lacking import Lacking, lacking
from library.named import NamedInstrument
from library.records import Place
from library.shelf import Shelf
from library.topics import Topic, find_topics
from ui import parts, picture
from ui.addresses import address

_ROWS = 100  # of a table; more are too slow to draw on a plain machine
_EXAMPLE = 60  # characters of a passage that stands for its topic
_NAMED = 30  # instruments shown before the rest is folded
_WHAT_NEXT = "请把文件放入语料文件夹后重建索引（python -m index build）。"
_PARTS = ("收录文件", "主题分布", "本库缺什么")


def show_catalogue(shelf: Shelf, today: date) -> None:
    """Draw the part that is chosen; the first time it is the list of documents."""
    st.html('<h2 class="jw-cat-title">目录</h2>')
    held = _catalogue(shelf.generation.manifest.id, today, shelf)
    st.html(f'<p class="jw-lead">{_summary(held)}</p>')
    chosen = st.segmented_control(
        "看什么", _PARTS, default=_PARTS[0], key="cat_part", label_visibility="collapsed", required=True
    )
    if chosen == _PARTS[1]:
        _show_topics(_topics(held.generation, shelf))
    elif chosen == _PARTS[2]:
        _show_lacking(_lacking(held.generation, today, shelf), held)
    else:
        _show_documents(held)


@st.cache_resource(max_entries=2, show_spinner=False)
def _catalogue(generation: str, today: date, _shelf: Shelf) -> Catalogue:
    return catalogue(_shelf, today)


@st.cache_resource(max_entries=2, show_spinner="正在归纳主题……")
def _topics(generation: str, _shelf: Shelf) -> tuple[Topic, ...]:
    return find_topics(_shelf.generation)


@st.cache_resource(max_entries=2, show_spinner="正在核对……")
def _lacking(generation: str, today: date, _shelf: Shelf) -> Lacking:
    return lacking(_shelf, catalogue(_shelf, today), today)


def _summary(held: Catalogue) -> str:
    totals = held.totals
    sizes = f"{totals.documents} 份资料（{totals.files} 个文件），{totals.passages:,} 段，{totals.articles:,} 条"
    built = datetime.fromisoformat(held.built).astimezone().strftime("%Y-%m-%d %H:%M")
    return parts.quoted(f"{sizes}，共 {totals.characters:,} 字。建库：{built}，版本 {held.generation}。")


def _show_documents(held: Catalogue) -> None:
    words = st.text_input(
        "筛选",
        key="cat_words",
        placeholder="名称、简称、级别、状态、机关，如：治安法，行政法规 旧文本",
        max_chars=60,
    )
    found = matching(held, words) if words.strip() else held
    if not found.groups:
        parts.show_refusal("没有符合的资料", "请换一个词，或删去几个词。本库没有的，可到“本库缺什么”查看。")
        return
    if words.strip():
        st.html(f'<p class="jw-lead" role="status">找到 {found.totals.documents} 份</p>')
    for group in found.groups:
        few = found.totals.documents <= _ROWS
        label = f"{group.name}（{len(group.entries)} 份）"
        with st.expander(label, expanded=few or group is found.groups[0]):
            st.html(_documents_table(group, _page(f"cat_page_{group.name}", group.entries, words)))


def _page(key: str, entries: Sequence[Entry], words: str) -> Sequence[Entry]:
    """The rows of the page that is open; a choice of page appears only where there is more than one."""
    pages = -(-len(entries) // _ROWS)
    if pages == 1:
        return entries
    # With other words the pages are others too: each filter has a choice of its own, which begins at 1.
    number = int(st.number_input(f"第几页（共 {pages} 页）", 1, pages, key=f"{key}_{words}", width=220))
    return entries[(number - 1) * _ROWS : number * _ROWS]


def _documents_table(group: Grouped, entries: Sequence[Entry]) -> str:
    rows = "".join(_document_row(entry) for entry in entries)
    return _table(f"{group.name}，按效力级别、名称、版本新旧排列", ("名称", "级别", "状态", "日期", "篇幅"), rows)


def _document_row(entry: Entry) -> str:
    doubts = entry.cautions + ((f"扫描识别 {entry.scanned} 页",) if entry.scanned else ())
    dates = [f"{entry.version_date} 版" if entry.version_date else "无日期"]
    if entry.effective_from:
        dates.append(f"{entry.effective_from} 施行")
    sizes = [f"{entry.articles} 条"] if entry.articles else []
    sizes.append(f"{entry.passages} 段" if entry.passages else "与他篇相同")
    return _row(
        _link(entry.place) + _small(entry.issuer or "") + _small(entry.source),
        ("级别", parts.quoted(entry.level_text)),
        ("状态", parts.badges("", entry.status, entry.status_text, doubts)),
        ("日期", _figures(dates)),
        ("篇幅", _figures([*sizes, f"{entry.characters:,} 字"])),
    )


def _show_topics(topics: Sequence[Topic]) -> None:
    if not topics:
        parts.show_note(
            "资料不多，没有归纳主题", "“收录文件”里就能看全。资料增多并重建索引后，这里按主题显示各级依据的多少。"
        )
        return
    st.html(
        '<p class="jw-lead">圆越大，这一主题在这一级的段落越多；“·”表示没有。主题由程序按文字归纳，仅供了解库内分布。</p>'
    )
    st.html(picture.topics_picture(topics))
    with st.expander("以表格查看"):
        st.html(_topics_table(topics))


def _topics_table(topics: Sequence[Topic]) -> str:
    columns = picture.columns(topics)
    rows = "".join(
        _row(
            parts.quoted("、".join(topic.words)),
            *((column.name, _figures([str(column.count(topic))])) for column in columns),
            ("合计", _figures([str(topic.passages)])),
            ("主要资料", "<br>".join(_link(place) for place in topic.leading) + _example(topic)),
        )
        for topic in topics
    )
    names = ("主题", *(column.name for column in columns), "合计", "主要资料")
    return _table("各主题在各级资料中的段数，由多到少", names, rows)


def _example(topic: Topic) -> str:
    text = " ".join(topic.example_text.split())
    shown = text if len(text) <= _EXAMPLE else text[:_EXAMPLE] + "……"
    return _small(f"例：{shown}（{' '.join(filter(None, (topic.example.title, topic.example.label)))}）")


def _show_lacking(lacks: Lacking, held: Catalogue) -> None:
    if not (lacks.newer or lacks.named or lacks.left_out):
        parts.show_note("没有发现缺少的文件", "这只说明库内文字没有提到库外的依据，不表示资料齐全。")
    if lacks.newer:
        _show_heading(f"缺少现行文本（{len(lacks.newer)} 部）", f"取得新文本后，{_WHAT_NEXT}")
        st.html(_list(parts.quoted(line) for line in lacks.newer))
    if lacks.left_out:
        _show_heading(f"未能收入的文件（{len(lacks.left_out)} 个）", "请按原因处理文件，再重建索引。")
        st.html(_list(f"<b>{parts.quoted(each.source)}</b>　{parts.quoted(each.reason)}" for each in lacks.left_out))
    if lacks.named:
        _show_heading(
            f"库内资料提到、但本库没有的依据（{len(lacks.named)} 部）",
            f"先核对是否仍然有效，有效的{_WHAT_NEXT}",
        )
        st.html(_named_table(lacks.named[:_NAMED]))
        if rest := lacks.named[_NAMED:]:
            with st.expander(f"其余 {len(rest)} 部"):
                st.html(_named_table(rest[: _ROWS * 2]))
    _show_unsure(lacks, held.totals)


def _show_unsure(lacks: Lacking, totals: Totals) -> None:
    _show_heading("需要人来核对的资料")
    essays = sum(entry.kind is Kind.ESSAY for entry in lacks.undated)
    lines = [
        f"是否现行没有人核对过：{len(lacks.unchecked)} 份。请在清单 manifest.csv 里写上施行日期、核对人和核对日期。",
        f"没有版本日期：{len(lacks.undated)} 份（其中文章资料 {essays} 份），全库 {totals.documents} 份。",
        f"由扫描件识别或文字质量差：{len(lacks.doubtful)} 份，引用前请核对原件；有清晰的文本请换上后重建索引。",
    ]
    st.html(_list(parts.quoted(line) for line in lines))
    listed = (
        ("没有人核对过是否现行", lacks.unchecked),
        ("没有版本日期", lacks.undated),
        ("扫描识别或文字质量差", lacks.doubtful),
    )
    for name, entries in listed:
        if entries:
            with st.expander(f"{name}（{len(entries)} 份）"):
                shown = _page(f"cat_list_{name}", entries, "")
                st.html(_list(_unsure_line(entry) for entry in shown))


def _unsure_line(entry: Entry) -> str:
    doubts = [*entry.cautions, *([f"扫描识别 {entry.scanned} 页"] if entry.scanned else [])]
    flawed = f"{entry.passages} 段中有 {entry.flawed} 段：" if entry.flawed else ""
    return _link(entry.place) + _small(flawed + "；".join(doubts))


def _named_table(named: Sequence[NamedInstrument]) -> str:
    rows = "".join(
        _row(
            parts.quoted(f"《{each.name}》"),
            ("提到它的资料", f"{each.documents} 份"),
            ("例如", _link(each.example)),
        )
        for each in named
    )
    return _table("本库没有的依据，提到最多的在前", ("依据", "提到它的资料", "例如"), rows)


def _link(place: Place) -> str:
    """A link to the reader at a place, with the title, and where there is one the article or heading, as its words."""
    words = parts.quoted(" ".join(filter(None, (place.title, place.label))))
    return f'<a href="{address(place)}" data-jw-page>{words}</a>'


def _show_heading(title: str, remark: str = "") -> None:
    said = f'<p class="jw-lead">{parts.quoted(remark)}</p>' if remark else ""
    st.html(f'<h3 class="jw-heading">{parts.quoted(title)}</h3>{said}')


def _list(items: Iterable[str]) -> str:
    return f'<ul class="jw-cat-list">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


def _table(caption: str, names: Sequence[str], rows: str) -> str:
    """A table that a narrow screen shows as a stack of cards; the roles keep it a table there too."""
    heads = "".join(f'<th scope="col" role="columnheader">{parts.quoted(name)}</th>' for name in names)
    return (
        f'<table class="jw-cat-table" role="table"><caption>{parts.quoted(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(head: str, *cells: tuple[str, str]) -> str:
    """A row from finished HTML; each cell is given with the name of its column, which a narrow screen shows before it."""
    rest = "".join(
        f'<td role="cell" data-jw-name="{parts.quoted(name)}"><div>{cell}</div></td>' for name, cell in cells
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{head}</th>{rest}</tr>'


def _figures(figures: Sequence[str]) -> str:
    """Short words that never break in themselves: below each other in a table, in a line on a card."""
    return "".join(f'<span class="jw-cat-figure">{parts.quoted(figure)}</span> ' for figure in figures)


def _small(text: str) -> str:
    return f'<span class="jw-cat-small">{parts.quoted(text)}</span>' if text else ""
