"""Walks through the real thing: server, index, model and browser, from an empty index folder to every screen.

In: CHROMIUM (default /usr/bin/chromium), JINGWEN_SCREENSHOTS (a folder; none are
kept without it). Fails on any error in the browser's console, any breach of the content policy and any request that
leaves this machine. Skips, saying so, where there is no browser.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.conftest import ROOT
from tests.ui.browsing import (
    FOCUSED,
    NARROW,
    QUESTION,
    SENTENCE,
    WIDE,
    english_in,
    expect_marked_in_view,
    expect_no_sideways_scroll,
    faults_of,
    go_to_part,
    keep_picture,
    open_page,
    page_with_answer,
    tab_to,
    wait_for,
    wait_until_healthy,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
REGULATION = """示范市公安局接处警工作规定
（2025年3月1日示范市公安局发布 自2025年4月1日起施行）

第一章 总则

第一条 为了规范接处警工作，制定本规定。

第二条 本规定适用于示范市公安机关的接警和处警活动。

第二章 接警

第三条 接警员应当问清报警人的姓名、联系电话、案发地点和基本情况，并逐项记录。

第四条 接警员不得以任何理由推诿、拒绝群众的求助。

第三章 处警

第五条 民警接到出警指令后，应当在城区五分钟内、郊区十分钟内到达现场。不能按时到达的，应当向指挥中心报告。

第六条 民警到达现场后，应当首先控制局面，救助伤员，保护现场。

第七条 处警结束后，民警应当在二十四小时内录入处警结果。
"""
OLDER = (
    REGULATION.replace("2025年3月1日", "2020年3月1日")
    .replace("2025年4月", "2020年4月")
    .replace("二十四小时", "四十八小时")
)
FILES = {"接处警工作规定(2025-03-01).txt": REGULATION, "接处警工作规定(2020-03-01).txt": OLDER}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}; name one in CHROMIUM"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the server over a corpus of two versions of a rule and an empty index folder."""
    folder = tmp_path_factory.mktemp("station")
    (folder / "corpus").mkdir()
    for name, text in FILES.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JINGWEN_CORPUS": str(folder / "corpus"),
        "JINGWEN_INDEX": str(folder / "index"),
        "JINGWEN_BANK": str(folder / "bank.sqlite3"),
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = folder / "server.log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser reports against the page."""
    return []


@pytest.fixture
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


def test_from_an_empty_folder_to_the_copied_citation_by_keyboard(
    address: str, browser: Browser, complaints: list[str]
) -> None:
    page = open_page(browser, WIDE, complaints)
    page.goto(address)
    page.get_by_text("首次使用，正在建立知识库").wait_for()
    keep_picture(page, "first")
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=180_000)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "问答 · 警问"
    keep_picture(page, "start")

    # From here on by keyboard alone; the box has the focus already.
    wait_for(page, "document.activeElement?.dataset.testid === 'stChatInputTextArea'")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".jw-statement", has_text=SENTENCE).wait_for(timeout=60_000)
    keep_picture(page, "answer")
    tab_to(page, "查看原文")
    page.keyboard.press("Enter")
    expect_marked_in_view(page)
    keep_picture(page, "drawer")
    page.keyboard.press("Escape")
    page.locator("mark").first.wait_for(state="detached")
    wait_for(page, f"{FOCUSED}.includes('查看原文')")
    tab_to(page, "复制引用")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="复制引用").filter(has_text="已复制").wait_for()
    assert SENTENCE in page.evaluate("navigator.clipboard.readText()")
    page.get_by_test_id("stChatInputTextArea").focus()
    page.keyboard.type("治安管理处罚法第四十三条")
    page.keyboard.press("Enter")
    page.get_by_text("本库没有收录这部文件").wait_for()
    keep_picture(page, "lacking")
    assert page.url == address, "nothing of a question may stand in the address"
    assert english_in(page) == []

    # A page that is loaded again goes on where it was; clearing forgets it for good.
    page.reload()
    page.get_by_text("本次会话 2 问").wait_for(timeout=30_000)
    page.get_by_role("button", name="清空会话").click()
    page.get_by_text("可以这样问").wait_for()
    page.reload()
    page.get_by_text("可以这样问").wait_for(timeout=30_000)
    assert complaints == []


def test_a_document_is_walked_through_compared_and_linked_to(
    address: str, browser: Browser, complaints: list[str]
) -> None:
    page = page_with_answer(browser, WIDE, address, complaints)
    page.get_by_role("button", name="查看原文").first.click()
    page.get_by_role("link", name="整篇打开").click()
    expect_marked_in_view(page)
    keep_picture(page, "reader")
    page.get_by_role("button", name="复制链接").click()
    page.get_by_text("已复制 ✓").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="下一条").click()
    wait_for(page, "document.querySelector('.jw-cited')?.dataset.jwAt === '第六条'")
    page.get_by_role("button", name="复制引用").click()
    page.get_by_text("已复制 ✓").last.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "《示范市公安局接处警工作规定》（2025-03-01）第六条：“民警到达现场后，应当首先控制局面，救助伤员，保护现场。”"
    )
    goto = page.get_by_label("转到第__条")
    goto.fill("三")
    goto.press("Enter")
    wait_for(page, "document.querySelector('.jw-cited')?.dataset.jwAt === '第三条'")
    find = page.get_by_label("在文中查找")
    find.fill("群众")
    find.press("Enter")
    page.locator("mark.jw-found.jw-now").wait_for()
    page.get_by_role("link", name="与本文本逐条对照").click()
    page.locator("ins", has_text="二十").wait_for()
    keep_picture(page, "comparison")
    page.go_back()
    page.locator("mark.jw-found").wait_for()
    page.get_by_role("link", name="问答").click()
    page.locator("h2.jw-question", has_text=QUESTION).wait_for()

    # The copied link opens the same words in a browser that knows nothing.
    other = open_page(browser, WIDE, complaints)
    other.goto(link)
    expect_marked_in_view(other)
    assert complaints == []


def test_no_screen_has_a_serious_fault_of_accessibility(address: str, browser: Browser, complaints: list[str]) -> None:
    faults = []
    for scheme in ("light", "dark"):
        page = page_with_answer(browser, WIDE, address, complaints, scheme)
        faults += faults_of(page, f"answer {scheme}")
        page.get_by_role("button", name="筛选").click()
        page.get_by_text("效力级别").wait_for()
        faults += faults_of(page, f"filters {scheme}")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="查看原文").first.click()
        expect_marked_in_view(page)
        faults += faults_of(page, f"drawer {scheme}")
        page.get_by_role("link", name="整篇打开").click()
        page.locator(".jw-reader .jw-cited").wait_for()
        faults += faults_of(page, f"reader {scheme}")
        page.get_by_role("link", name="与本文本逐条对照").click()
        page.locator(".jw-compare").wait_for()
        faults += faults_of(page, f"comparison {scheme}")
        page.get_by_role("link", name="目录").click()
        for part in ("收录文件", "主题分布", "本库缺什么"):
            page.get_by_role("radio", name=part).or_(page.get_by_role("button", name=part)).click()
            page.wait_for_timeout(1500)
            faults += faults_of(page, f"{part} {scheme}")
            keep_picture(page, f"catalogue-{part}-{scheme}")
        page.get_by_role("link", name="问答").click()
        page.get_by_role("button", name="清空会话").click()
        page.get_by_text("可以这样问").wait_for()
        faults += faults_of(page, f"start {scheme}")
    assert faults == []
    assert complaints == []


def test_from_a_document_to_an_exported_paper_and_a_score(
    address: str, browser: Browser, complaints: list[str], tmp_path: Path
) -> None:
    page = open_page(browser, WIDE, complaints)
    page.goto(f"{address}quiz")
    page.get_by_role("button", name="开始出题").click(timeout=180_000)
    page.get_by_text("请到“2 审题”逐题审核").wait_for(timeout=180_000)
    keep_picture(page, "quiz-made")
    go_to_part(page, "2 审题")
    page.locator(".jw-source mark").first.wait_for()
    keep_picture(page, "quiz-review")
    faults = faults_of(page, "quiz review")
    accept = page.get_by_role("button", name=re.compile("采用本页"))
    accept.click()
    page.get_by_text(re.compile("没有题目|共 .* 题，第 1 / ")).wait_for()
    go_to_part(page, "3 组卷导出")
    page.get_by_role("button", name="组卷", exact=True).click()
    page.get_by_text("试卷已存好").wait_for()
    faults += faults_of(page, "quiz papers")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载").click()
    paper = tmp_path / "paper.docx"
    downloading.value.save_as(paper)
    assert "接处警工作规定" in "\n".join(paragraph.text for paragraph in Document(str(paper)).paragraphs)
    go_to_part(page, "4 练习")
    page.get_by_role("button", name="交卷").click()
    page.get_by_text("得分 0 /").wait_for()
    faults += faults_of(page, "quiz result")
    keep_picture(page, "quiz-result")
    assert faults == []
    assert complaints == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["telephone", "desk"])
@pytest.mark.parametrize("type_size", [100, 200])
def test_everything_is_shown_without_scrolling_sideways(
    size: ViewportSize, type_size: int, address: str, browser: Browser, complaints: list[str]
) -> None:
    page = page_with_answer(browser, size, address, complaints, type_size=type_size)
    name = f"{size['width']}-{type_size}"
    expect_no_sideways_scroll(page)
    keep_picture(page, f"{name}-answer")
    page.get_by_role("button", name="查看原文").first.click()
    expect_marked_in_view(page)
    expect_no_sideways_scroll(page)
    keep_picture(page, f"{name}-drawer")
    page.get_by_role("link", name="整篇打开").click()
    page.locator(".jw-reader .jw-cited").wait_for()
    expect_no_sideways_scroll(page)
    keep_picture(page, f"{name}-reader")
    page.get_by_role("link", name="与本文本逐条对照").click()
    page.locator(".jw-compare").wait_for()
    expect_no_sideways_scroll(page)
    page.get_by_role("link", name="目录").click()
    page.get_by_text("收录文件").wait_for()
    expect_no_sideways_scroll(page)
    keep_picture(page, f"{name}-catalogue")
    assert complaints == []
