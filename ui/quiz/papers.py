"""Papers: so many items of each type, frozen, in one or two variants, and exported.

In: the base, the bank, today's date. Out: papers in the bank, files to download.
Does not choose items (quiz/blueprint.py) and does not write files (quiz/export/).
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st

from quiz.bank import Bank, Entry, Query
from quiz.blueprint import Blueprint, Cell, Scope, solve
from quiz.errors import QuizError
from quiz.export.formats import FORMATS, Format
from quiz.export.records import Exported
from quiz.paper import Heading, make_paper, total
from quiz.records import TYPE_TEXT, ItemType, MultipleScoring, Paper, Status
from ui import parts
from ui.openers import Base

_USUAL = 20  # items of a paper

_SCORING = {
    MultipleScoring.ALL_OR_NOTHING: "全对才得分",
    MultipleScoring.HALF_FOR_PART: "少选得一半，错选不得分",
    MultipleScoring.PER_OPTION: "按选项计分，错选倒扣",
}


def show_papers(base: Base, bank: Bank, today: date) -> None:
    """Draw the form of a new paper, then the papers that are there, to export."""
    entries = bank.find(Query(statuses=(Status.APPROVED,)))
    if entries:
        _show_form(base, bank, entries, today)
    else:
        parts.show_note("还没有采用的题目", "请先在“2 审题”采用题目，再来组卷。")
    papers = bank.papers()
    if papers:
        _show_export(papers)


def _show_form(base: Base, bank: Bank, entries: tuple[Entry, ...], today: date) -> None:
    approved = Counter(entry.item.type for entry in entries)
    with st.form("paper_new", border=True):
        title = st.text_input("试卷标题", f"{today:%Y年%m月}测验", key="paper_title", max_chars=60)
        titles = sorted({source.instrument for entry in entries for source in entry.item.sources})
        laws = st.multiselect(
            "只从这些文件", titles, format_func=parts.bare, placeholder="不选即全部", key="paper_laws"
        )
        counts = {}
        suggested = _suggested(approved)
        columns = st.columns(2)
        for place, type_ in enumerate(type_ for type_ in ItemType if approved[type_]):
            counts[type_] = columns[place % 2].number_input(
                f"{TYPE_TEXT[type_]}（可用 {approved[type_]} 题）",
                min_value=0,
                max_value=approved[type_],
                value=suggested[type_],
                step=1,
                key=f"paper_count_{type_.value}",
            )
        marks = columns[0].number_input(
            "每题分值", min_value=0.5, max_value=20.0, value=1.0, step=0.5, key="paper_marks"
        )
        seed = columns[1].number_input(
            "换一份（种子）", min_value=0, max_value=999_999, value=0, step=1, key="paper_seed"
        )
        scoring = st.radio(
            "多选题计分", list(MultipleScoring), format_func=lambda each: _SCORING[each], key="paper_scoring"
        )
        both = st.checkbox("出 A、B 两卷（题目相同，次序不同）", key="paper_both")
        if st.form_submit_button("组卷", type="primary") and scoring:
            cells = tuple(
                Cell(TYPE_TEXT[type_], Scope(documents=tuple(laws), types=(type_,)), int(count), float(marks))
                for type_, count in counts.items()
                if count
            )
            _make(base, bank, Blueprint(cells, scoring=scoring), title.strip(), int(seed), today, both=both)


def _suggested(approved: Counter[ItemType]) -> Counter[ItemType]:
    """A paper of ``_USUAL`` items, one type after the other in turn as far as there are items."""
    chosen: Counter[ItemType] = Counter()
    while chosen.total() < min(_USUAL, approved.total()):
        for type_ in ItemType:
            if chosen[type_] < approved[type_] and chosen.total() < _USUAL:
                chosen[type_] += 1
    return chosen


def _make(base: Base, bank: Bank, blueprint: Blueprint, title: str, seed: int, today: date, *, both: bool) -> None:
    heading = Heading(title or "测验", today.isoformat(), base.assistant.generation_id, blueprint.scoring)
    solution = solve(blueprint, bank.find(Query(statuses=(Status.APPROVED,))), seed=seed)
    try:
        for variant in ("A", "B") if both else ("",):
            bank.save_paper(make_paper(solution.chosen, heading, variant=variant, seed=seed))
    except QuizError as error:
        parts.show_trouble("没有组成试卷", str(error))
        return
    if solution.unmet:
        parts.show_refusal("有的要求没有满足", "".join(unmet.reason for unmet in solution.unmet))
    parts.show_note("试卷已存好", f"《{heading.title}》共 {len(solution.chosen)} 题。在下面导出，或到“4 练习”试做。")


def _show_export(papers: tuple[Paper, ...]) -> None:
    st.html('<h3 class="jw-heading">导出</h3>')
    paper = st.selectbox("试卷", papers[::-1], format_func=paper_name, key="paper_chosen")
    chosen = st.selectbox("格式", FORMATS, format_func=lambda each: each.about, key="paper_format")
    exported = _export(paper, chosen)
    st.download_button(
        "下载",
        data=exported.data,
        file_name=exported.name,
        mime=chosen.mime,
        key="paper_download",
        on_click="ignore",
        type="primary",
    )
    stems = {each.item.id: f"第 {each.number} 题" for each in paper.items}
    lines = [*exported.remarks, *(f"{stems[item_id]}没有导出：{reason}" for item_id, reason in exported.left_out)]
    if lines:
        st.html(f'<ul class="jw-files">{"".join(f"<li>{parts.quoted(line)}</li>" for line in lines)}</ul>')


@st.cache_resource(
    max_entries=8, show_spinner="正在导出……", hash_funcs={Paper: lambda paper: paper.id, Format: lambda each: each.name}
)
def _export(paper: Paper, chosen: Format) -> Exported:
    return chosen.export(paper)


def paper_name(paper: Paper) -> str:
    """``三月测验（A卷），20 题 20 分，2026-11-22``."""
    variant = f"（{paper.variant}卷）" if paper.variant else ""
    return parts.bare(f"{paper.title}{variant}，{len(paper.items)} 题 {total(paper.items):g} 分，{paper.made_on}")
