"""Making items: what to ask about, how far it is, what came of it.

In: the base, the bank, today's date. Out: items in the bank, drawn progress and counts. One making at a time for all sessions, in a thread
of its own: a closed tab does not stop it, and every item is saved by itself.
Does not make items; quiz/filling.py does.
"""

from __future__ import annotations

import logging
import secrets
import threading
from datetime import date, datetime

import streamlit as st

from ingest.errors import KnowledgeBaseError
from ingest.standing import OUTDATED
from library.document import document_standing
from library.naming import telling_names
from library.shelf import Shelf
from quiz.bank import Bank, Outcome
from quiz.filling import Filled, fill_bank
from quiz.make import USUAL, Request
from quiz.records import TYPE_TEXT, ItemType
from ui import parts
from ui.openers import Base

logger = logging.getLogger(__name__)

_POLL_SECONDS = 1.0
_OUTCOMES = {
    Outcome.NEW: "新题",
    Outcome.SAME: "题库里已有",
    Outcome.REVISED: "更新了原有的题",
    Outcome.KEPT: "人工改过或定过，保持不变",
}


class MakingJob:
    """One making of items for all sessions of this server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.step, self.done, self.total = "准备", 0, 0
        self.filled: Filled | None = None
        self.failure: str | None = None

    @property
    def running(self) -> bool:
        with self._lock:
            return self._is_alive()

    def start(self, base: Base, bank: Bank, request: Request, seed: int, today: date) -> None:
        """Begin unless a making is under way."""
        with self._lock:
            if self._is_alive():
                return
            self.step, self.done, self.total = "准备", 0, 0
            self.filled, self.failure = None, None
            arguments = (base, bank, request, seed, today)
            self._thread = threading.Thread(target=self._run, args=arguments, name="making", daemon=True)
            self._thread.start()

    def _is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self, base: Base, bank: Bank, request: Request, seed: int, today: date) -> None:
        try:
            self.filled = fill_bank(
                bank, base.shelf.generation, base.shelf.lookup, base.encoder, request, seed, self._note,
                now=datetime.now().astimezone(), today=today,
            )  # fmt: skip
        except KnowledgeBaseError as error:
            self.failure = str(error)
        except Exception:
            # Nobody stands above a thread: uncaught, the error would leave every session waiting for ever.
            number = secrets.token_hex(3)
            logger.exception("making items failed, number %s", number)
            self.failure = f"程序出错，编号 {number}，详情见服务器日志。已存入的题目不受影响，可再试一次。"

    def _note(self, step: str, done: int, total: int) -> None:
        self.step, self.done, self.total = step, done, total


@st.cache_resource(show_spinner=False)
def making_job() -> MakingJob:
    """Give the one job of this server, shared by all sessions."""
    return MakingJob()


def show_making(base: Base, bank: Bank, today: date) -> None:
    """Draw the form, or how far the making is, and what came of the last one."""
    job = making_job()
    if job.running:
        _show_progress()
        return
    if job.failure:
        parts.show_trouble("出题没有完成", job.failure)
    if job.filled:
        _show_filled(job.filled)
    _show_form(base, bank, job, today)


@st.fragment(run_every=_POLL_SECONDS)
def _show_progress() -> None:
    job = making_job()
    if not job.running:
        st.rerun()
    share = min(job.done / job.total, 1.0) if job.total else 0.0
    count = f"　{job.done} / {job.total}" if job.total else "……"
    parts.show_note("正在出题", "可以离开本页，不会中断；通过检查的题目会存为草稿。")
    st.progress(share, text=parts.plain(job.step) + count)


def _show_form(base: Base, bank: Bank, job: MakingJob, today: date) -> None:
    names = _names(base.assistant.generation_id, today, base.shelf)
    with st.form("quiz_make", border=True):
        documents = st.multiselect(
            "取材的文件",
            sorted(names, key=lambda document_id: names[document_id]),
            format_func=lambda document_id: parts.bare(names[document_id]),
            placeholder="不选即全部；输入名称查找",
            key="quiz_documents",
            persist_state="session",
        )
        topics = st.text_input(
            "章节或主题里的字", placeholder="不填即全部；多个用空格隔开", key="quiz_topics", persist_state="session"
        )
        types = st.pills(
            "题型",
            list(ItemType),
            selection_mode="multi",
            default=[each for each in ItemType if each in USUAL],
            format_func=lambda each: TYPE_TEXT[each],
            key="quiz_types",
            persist_state="session",
        )
        outdated = st.checkbox(
            "也从已被新版取代、而库里没有新版的文本出题（题干写明哪年版）", key="quiz_outdated", persist_state="session"
        )
        number, seed = st.columns(2)
        limit = number.number_input(
            "最多多少题", min_value=1, max_value=5000, value=40, step=1, key="quiz_limit", persist_state="session"
        )
        chosen_seed = seed.number_input(
            "换一批题（种子，相同则题目相同）",
            min_value=0,
            max_value=999_999,
            value=0,
            step=1,
            key="quiz_seed",
            persist_state="session",
        )
        if st.form_submit_button("开始出题", type="primary"):
            wanted = frozenset(types) or USUAL
            request = Request(tuple(documents), tuple(topics.split()), wanted, int(limit), outdated)
            job.start(base, bank, request, int(chosen_seed), today)
            st.rerun()


@st.cache_resource(max_entries=2, show_spinner=False)
def _names(generation: str, today: date, _shelf: Shelf) -> dict[str, str]:
    """The documents by id, the outdated ones, of which items are not made unasked, marked as such."""
    names = telling_names(_shelf.documents)
    old = {each.id for each in _shelf.documents if document_standing(_shelf, each, today).standing in OUTDATED}
    return {document_id: f"{name}〔旧文本〕" if document_id in old else name for document_id, name in names.items()}


def _show_filled(filled: Filled) -> None:
    made = filled.made
    kinds = "，".join(f"{TYPE_TEXT[type_]} {count}" for type_, count in made.by_type.items())
    saved = "，".join(f"{_OUTCOMES[outcome]} {count} 题" for outcome, count in filled.outcomes.items() if count)
    if made.items:
        parts.show_note(f"通过检查 {len(made.items)} 题", f"{kinds}。{saved}。请到“2 审题”逐题审核。")
    else:
        parts.show_refusal(
            "没有出成题",
            "所选材料里没有能通过检查的题；旧文本不出题，除非在表中勾选。请换几份文件，或放宽主题和题型；原因见下。",
        )
    if made.rejected or made.passed_over:
        with st.expander(f"未采用 {sum(made.rejected.values())} 个草稿的原因"):
            st.html(_reasons("草稿未通过检查", made.rejected) + _reasons("没有出题的段落", made.passed_over))


def _reasons(title: str, reasons: dict[str, int]) -> str:
    if not reasons:
        return ""
    rows = "".join(f"<tr><td>{count}</td><td>{parts.quoted(reason)}</td></tr>" for reason, count in reasons.items())
    return (
        f'<table class="jw-cat-table"><caption>{title}</caption><thead><tr><th scope="col">数量</th>'
        f'<th scope="col">原因</th></tr></thead><tbody>{rows}</tbody></table>'
    )
