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
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import axe_playwright_python
import pytest
from docx import Document

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

playwright = pytest.importorskip("playwright.sync_api")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}

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
QUESTION = "民警接到出警指令后多长时间内要到达现场？"
FOCUSED = "(document.activeElement?.closest('button')?.textContent ?? '')"
SENTENCE = "应当在城区五分钟内、郊区十分钟内到达现场"

# Streamlit's protobuf tries WebAssembly for 64-bit numbers and does without it when refused; that one refusal is meant.
REPORT_BREACHES = """
addEventListener("securitypolicyviolation", (breach) => {
  if (breach.blockedURI === "wasm-eval" && breach.sourceFile.includes("/static/js/protobuf.")) return;
  console.error(`policy: ${breach.violatedDirective} ${breach.blockedURI} ${breach.sourceFile}`);
});
"""

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
            _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server, log)
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
    page = _open(browser, WIDE, complaints)
    page.goto(address)
    page.get_by_text("首次使用，正在建立知识库").wait_for()
    _keep(page, "first")
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=180_000)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "问答 · 警问"
    _keep(page, "start")

    # From here on by keyboard alone; the box has the focus already.
    _wait_for(page, "document.activeElement?.dataset.testid === 'stChatInputTextArea'")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".jw-statement", has_text=SENTENCE).wait_for(timeout=60_000)
    _keep(page, "answer")
    _tab_to(page, "查看原文")
    page.keyboard.press("Enter")
    _expect_marked_in_view(page)
    _keep(page, "drawer")
    page.keyboard.press("Escape")
    page.locator("mark").first.wait_for(state="detached")
    _wait_for(page, f"{FOCUSED}.includes('查看原文')")
    _tab_to(page, "复制引用")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="复制引用").filter(has_text="已复制").wait_for()
    assert SENTENCE in page.evaluate("navigator.clipboard.readText()")
    page.get_by_test_id("stChatInputTextArea").focus()
    page.keyboard.type("治安管理处罚法第四十三条")
    page.keyboard.press("Enter")
    page.get_by_text("本库没有收录这部文件").wait_for()
    _keep(page, "lacking")
    assert page.url == address, "nothing of a question may stand in the address"
    assert _english(page) == []

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
    page = _ask(browser, WIDE, address, complaints)
    page.get_by_role("button", name="查看原文").first.click()
    page.get_by_role("link", name="整篇打开").click()
    _expect_marked_in_view(page)
    _keep(page, "reader")
    page.get_by_role("button", name="复制链接").click()
    page.get_by_text("已复制 ✓").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="下一条").click()
    _wait_for(page, "document.querySelector('.jw-cited')?.dataset.jwAt === '第六条'")
    page.get_by_role("button", name="复制引用").click()
    page.get_by_text("已复制 ✓").last.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "《示范市公安局接处警工作规定》（2025-03-01）第六条：“民警到达现场后，应当首先控制局面，救助伤员，保护现场。”"
    )
    goto = page.get_by_label("转到第__条")
    goto.fill("三")
    goto.press("Enter")
    _wait_for(page, "document.querySelector('.jw-cited')?.dataset.jwAt === '第三条'")
    find = page.get_by_label("在文中查找")
    find.fill("群众")
    find.press("Enter")
    page.locator("mark.jw-found.jw-now").wait_for()
    page.get_by_role("link", name="与本文本逐条对照").click()
    page.locator("ins", has_text="二十").wait_for()
    _keep(page, "comparison")
    page.go_back()
    page.locator("mark.jw-found").wait_for()
    page.get_by_role("link", name="问答").click()
    page.locator("h2.jw-question", has_text=QUESTION).wait_for()

    # The copied link opens the same words in a browser that knows nothing.
    other = _open(browser, WIDE, complaints)
    other.goto(link)
    _expect_marked_in_view(other)
    assert complaints == []


def test_no_screen_has_a_serious_fault_of_accessibility(address: str, browser: Browser, complaints: list[str]) -> None:
    faults = []
    for scheme in ("light", "dark"):
        page = _ask(browser, WIDE, address, complaints, scheme)
        faults += _faults(page, f"answer {scheme}")
        page.get_by_role("button", name="筛选").click()
        page.get_by_text("效力级别").wait_for()
        faults += _faults(page, f"filters {scheme}")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="查看原文").first.click()
        _expect_marked_in_view(page)
        faults += _faults(page, f"drawer {scheme}")
        page.get_by_role("link", name="整篇打开").click()
        page.locator(".jw-reader .jw-cited").wait_for()
        faults += _faults(page, f"reader {scheme}")
        page.get_by_role("link", name="与本文本逐条对照").click()
        page.locator(".jw-compare").wait_for()
        faults += _faults(page, f"comparison {scheme}")
        page.get_by_role("link", name="目录").click()
        for part in ("收录文件", "主题分布", "本库缺什么"):
            page.get_by_role("radio", name=part).or_(page.get_by_role("button", name=part)).click()
            page.wait_for_timeout(1500)
            faults += _faults(page, f"{part} {scheme}")
            _keep(page, f"catalogue-{part}-{scheme}")
        page.get_by_role("link", name="问答").click()
        page.get_by_role("button", name="清空会话").click()
        page.get_by_text("可以这样问").wait_for()
        faults += _faults(page, f"start {scheme}")
    assert faults == []
    assert complaints == []


def test_from_a_document_to_an_exported_paper_and_a_score(
    address: str, browser: Browser, complaints: list[str], tmp_path: Path
) -> None:
    page = _open(browser, WIDE, complaints)
    page.goto(f"{address}quiz")
    page.get_by_role("button", name="开始出题").click(timeout=180_000)
    page.get_by_text("请到“2 审题”逐题审核").wait_for(timeout=180_000)
    _keep(page, "quiz-made")
    _go_to_part(page, "2 审题")
    page.locator(".jw-source mark").first.wait_for()
    _keep(page, "quiz-review")
    faults = _faults(page, "quiz review")
    accept = page.get_by_role("button", name=re.compile("采用本页"))
    accept.click()
    page.get_by_text(re.compile("没有题目|共 .* 题，第 1 / ")).wait_for()
    _go_to_part(page, "3 组卷导出")
    page.get_by_role("button", name="组卷", exact=True).click()
    page.get_by_text("试卷已存好").wait_for()
    faults += _faults(page, "quiz papers")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载").click()
    paper = tmp_path / "paper.docx"
    downloading.value.save_as(paper)
    assert "接处警工作规定" in "\n".join(paragraph.text for paragraph in Document(str(paper)).paragraphs)
    _go_to_part(page, "4 练习")
    page.get_by_role("button", name="交卷").click()
    page.get_by_text("得分 0 /").wait_for()
    faults += _faults(page, "quiz result")
    _keep(page, "quiz-result")
    assert faults == []
    assert complaints == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["telephone", "desk"])
@pytest.mark.parametrize("type_size", [100, 200])
def test_everything_is_shown_without_scrolling_sideways(
    size: ViewportSize, type_size: int, address: str, browser: Browser, complaints: list[str]
) -> None:
    page = _ask(browser, size, address, complaints, type_size=type_size)
    name = f"{size['width']}-{type_size}"
    _expect_no_sideways_scroll(page)
    _keep(page, f"{name}-answer")
    page.get_by_role("button", name="查看原文").first.click()
    _expect_marked_in_view(page)
    _expect_no_sideways_scroll(page)
    _keep(page, f"{name}-drawer")
    page.get_by_role("link", name="整篇打开").click()
    page.locator(".jw-reader .jw-cited").wait_for()
    _expect_no_sideways_scroll(page)
    _keep(page, f"{name}-reader")
    page.get_by_role("link", name="与本文本逐条对照").click()
    page.locator(".jw-compare").wait_for()
    _expect_no_sideways_scroll(page)
    page.get_by_role("link", name="目录").click()
    page.get_by_text("收录文件").wait_for()
    _expect_no_sideways_scroll(page)
    _keep(page, f"{name}-catalogue")
    assert complaints == []


def _ask(
    browser: Browser,
    size: ViewportSize,
    address: str,
    complaints: list[str],
    scheme: str = "light",
    *,
    type_size: int = 100,
) -> Page:
    """A page on which the question was asked and answered."""
    page = _open(browser, size, complaints, scheme)
    page.goto(address)
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=180_000)
    page.evaluate(f"document.documentElement.style.fontSize = '{type_size}%'")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".jw-statement", has_text=SENTENCE).wait_for(timeout=60_000)
    return page


def _go_to_part(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name).click()


def _faults(page: Page, name: str) -> list[str]:
    """What axe-core finds serious or critical on the page as it is."""
    page.wait_for_timeout(400)  # what slides or fades in has no contrast until it has arrived
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{name}: {fault['id']} {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def _open(browser: Browser, size: ViewportSize, complaints: list[str], scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport=size,
        locale="zh-CN",
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(REPORT_BREACHES)
    page = context.new_page()
    page.on("console", lambda message: _note_error(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _note_if_leaving(request.url, complaints))
    page.on("websocket", lambda opened: _note_if_leaving(opened.url, complaints))
    return page


def _note_error(message: ConsoleMessage, complaints: list[str]) -> None:
    """Note an error; below the address of a screen the page looks for its server in vain before it looks beside it."""
    looked_for = re.fullmatch(r"http://[^/]+/(?:source|quiz)/_stcore/(?:health|host-config)", message.location["url"])
    if message.type == "error" and not looked_for:
        complaints.append(f"{message.text} {message.location['url']}")


def _note_if_leaving(url: str, complaints: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
        complaints.append(f"request to {url}")


def _wait_for(page: Page, condition: str) -> None:
    """Wait by asking again; Playwright's wait_for_function evaluates a string in the page, which our policy forbids."""
    deadline = time.monotonic() + 10
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(50)


def _tab_to(page: Page, words: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"no way by keyboard to {words}")


def _expect_marked_in_view(page: Page) -> None:
    mark = page.locator("mark", has_text=SENTENCE).first
    mark.wait_for()
    _wait_for(page, "document.activeElement?.classList.contains('jw-cited')")
    box, size = mark.bounding_box(), page.viewport_size
    assert box is not None and size is not None
    assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]


def _expect_no_sideways_scroll(page: Page) -> None:
    wider = page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.stMain, .stMainBlockContainer, [role=dialog], [role=dialog] > div')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).flatMap(e => [...e.querySelectorAll('*')]"
        ".filter(inner => inner.getBoundingClientRect().right > e.clientWidth + 1)"
        ".map(inner => `${inner.tagName} ${inner.className} ${inner.textContent.slice(0, 40)}`).slice(0, 5))"
    )
    assert wider == []


def _english(page: Page) -> list[str]:
    """Texts and names without a Chinese character, icons' own names aside."""
    names = "[...document.querySelectorAll('[aria-label], [title]')].map(e => e.getAttribute('aria-label') || e.title)"
    found = [*page.inner_text("body").splitlines(), *page.evaluate(names)]
    return [text for text in found if re.fullmatch(r"[\x20-\x7e]*[A-Za-z]{3}[\x20-\x7e]*", text) and "_" not in text]


def _keep(page: Page, name: str) -> None:
    folder = os.environ.get("JINGWEN_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
