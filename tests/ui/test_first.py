from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from index.build import BuildReport
from index.config import Places
from index.records import Progress
from ingest.corpus import LeftOut
from ingest.errors import NoCorpus
from library.shelf import Shelf
from tests.ui.conftest import FakeAssistant, base_of, drawn, publish, type_question
from ui import openers
from ui.first import BuildJob
from ui.openers import Setup

REPORT = BuildReport(
    represented=0,
    generation="20261122-test",
    published=True,
    documents=2,
    passages=30,
    encoded=30,
    left_out=(LeftOut("坏/<b>加密.pdf", "文件已加密"),),
    seconds=1.0,
    encoding_seconds=1.0,
)


@pytest.fixture(autouse=True)
def fakes(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.openers.open_encoder", lambda *_: None)
    monkeypatch.setattr("ui.openers.open_base", lambda *_: base_of(FakeAssistant(), shelf))


def test_with_no_index_the_first_screen_builds_it_and_then_asks(
    screen: Callable[[], AppTest], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(corpus: Path, index: Path, *_: Any, progress: Callable[[Progress], None], **__: Any) -> BuildReport:
        assert (corpus, index) == (index_folder.parent / "corpus", index_folder)
        progress(Progress("计算段落向量", 3, 30))
        publish(index)
        return REPORT

    monkeypatch.setattr("index.build.build", build)
    at = screen()
    assert not at.exception
    assert at.chat_input(key="ask_box")
    assert [each.label for each in at.expander] == ["知识库已建好，有 1 个文件未能收入"]
    assert "坏/&lt;b&gt;加密.pdf" in drawn(at) and "文件已加密" in drawn(at)
    assert "jw-statement" in drawn(type_question(at, "盘问"))


def test_a_failed_build_says_why_and_can_be_tried_again(
    screen: Callable[[], AppTest], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def build(corpus: Path, index: Path, *_: Any, **__: Any) -> BuildReport:
        tries.append(corpus)
        if len(tries) == 1:
            raise NoCorpus(f"{corpus} 不存在；请把文件放进去再建库。")
        publish(index)
        return REPORT

    monkeypatch.setattr("index.build.build", build)
    at = screen()
    assert "知识库没有建成" in drawn(at) and "不存在；请把文件放进去再建库。" in drawn(at)
    at.run()
    assert len(tries) == 1, "a failure is not repeated behind the officer's back"
    at.button(key="first_retry").click().run()
    assert len(tries) == 2 and at.chat_input(key="ask_box")


def test_a_build_that_ends_while_the_page_still_looks_for_it_is_not_done_again(
    screen: Callable[[], AppTest], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, first_look, built = openers.open_current, [], []

    def look(setup: Setup) -> object:
        found = looked(setup)
        if not first_look:
            first_look.append(found)
            publish(index_folder)  # another session's build
        return found

    monkeypatch.setattr("ui.openers.open_current", look)
    monkeypatch.setattr("index.build.build", lambda *_, **__: built.append(1) or REPORT)
    assert screen().chat_input(key="ask_box")
    assert first_look == [None] and not built


def test_an_unforeseen_failure_shows_a_number_and_no_details(
    screen: Callable[[], AppTest], index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: Any, **__: Any) -> BuildReport:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("index.build.build", build)
    shown = drawn(screen())
    assert "程序出错，编号" in shown and "secret" not in shown


def test_two_sessions_share_one_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, built = threading.Event(), []

    def build(*_: Any, **__: Any) -> BuildReport:
        built.append(1)
        go_on.wait(10)
        return REPORT

    monkeypatch.setattr("index.build.build", build)
    job = BuildJob()
    places = Places(
        corpus=tmp_path, index=tmp_path, models=tmp_path, recognised=tmp_path, feedback=tmp_path, bank=tmp_path
    )
    setup = Setup(places, None)
    sessions = [threading.Thread(target=job.start, args=(setup,)) for _ in range(8)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join()
    go_on.set()
    deadline = time.monotonic() + 10
    while job.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert built == [1] and job.report == REPORT
