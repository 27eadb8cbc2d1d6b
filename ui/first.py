"""The first screen: with no index yet, build it and say how far it is.

In: the setup of this server. Out: a published index and a fresh run of the page, or what went wrong and what to do.
Does not know how an index is built; index/build.py does that.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from datetime import datetime

import streamlit as st

from index import build, published
from index.build import BuildReport
from index.progress_display import Pace, duration
from index.records import Progress
from ingest.corpus import LeftOut
from ingest.errors import KnowledgeBaseError
from ui import openers, parts
from ui.openers import Setup

logger = logging.getLogger(__name__)

_WORTH_SAYING = 5  # seconds left
_POLL_SECONDS = 0.25  # often enough to look alive, seldom enough to leave the two cores to the build


class BuildJob:
    """One build for all sessions of this server, in a thread of its own.

    A thread and not the session's run, because a closed tab or a second click would otherwise stop the build.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.progress = Progress("准备", 0, 0)
        self.report: BuildReport | None = None
        self.failure: str | None = None

    @property
    def running(self) -> bool:
        with self._lock:  # so that nobody sees the moment between making a thread and its start
            return self._is_alive()

    def start(self, setup: Setup) -> None:
        """Begin to build unless a build is under way."""
        with self._lock:
            if self._is_alive():
                return
            self.progress, self.report, self.failure = Progress("载入模型", 0, 0), None, None
            self._thread = threading.Thread(target=self._run, args=(setup,), name="first-build", daemon=True)
            self._thread.start()

    def _is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self, setup: Setup) -> None:
        places = setup.places
        try:
            opened = openers.open_encoder(setup)
            now = datetime.now().astimezone()
            self.report = build.build(
                places.corpus, places.index, opened, now=now, recognised_folder=places.recognised, progress=self._note
            )
        except KnowledgeBaseError as error:
            self.failure = str(error)
        except Exception:
            # Nobody stands above a thread: uncaught, the error would leave every session waiting for ever.
            number = secrets.token_hex(3)
            logger.exception("first build failed, number %s", number)
            self.failure = f"程序出错，编号 {number}，详情见服务器日志。请检查磁盘空间后重试，或把编号告诉维护人员。"

    def _note(self, progress: Progress) -> None:
        self.progress = progress


@st.cache_resource(show_spinner=False)
def build_job(index: str) -> BuildJob:
    """Give the one job of an index folder, shared by all sessions."""
    return BuildJob()


def show_first(setup: Setup) -> None:
    """Build at once, show the way, then run the page again; after a failure say why and offer another try."""
    job = build_job(str(setup.places.index))
    is_there = published.current_id(setup.places.index) is not None  # another session may just have built it
    if job.failure is None and not is_there:
        job.start(setup)
        _wait(job)
    if job.failure is None and published.current_id(setup.places.index) is not None:
        st.session_state["first_left_out"] = job.report.left_out if job.report else ()
        st.rerun()
    parts.show_trouble("知识库没有建成", job.failure or "建库已结束，却没有可用的索引。请重试，或查看服务器日志。")
    st.button("重新建立", type="primary", key="first_retry", on_click=job.start, args=(setup,))


def show_left_out() -> None:
    """Name the files that the first build could not take in, to the session that saw it build."""
    left_out: tuple[LeftOut, ...] = st.session_state.get("first_left_out", ())
    if left_out:
        rows = "".join(f"<li><b>{parts.quoted(each.source)}</b>　{parts.quoted(each.reason)}</li>" for each in left_out)
        with st.expander(f"知识库已建好，有 {len(left_out)} 个文件未能收入"):
            st.html(f'<ul class="jw-files">{rows}</ul>')


def _wait(job: BuildJob) -> None:
    parts.show_note("首次使用，正在建立知识库", "只需一次，建好后即可提问。关闭本页不会中断。")
    bar = st.progress(0.0, text="准备……")
    pace = Pace()
    while job.running:
        step = job.progress
        _, _, left = pace.note(step)
        share = min(step.done / step.total, 1.0) if step.total else 0.0
        count = f"　{step.done} / {step.total}" if step.total else "……"
        if left and left > _WORTH_SAYING:
            count += f"，约剩 {duration(left)}"
        bar.progress(share, text=parts.plain(step.step) + count)
        time.sleep(_POLL_SECONDS)
