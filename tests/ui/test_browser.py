"""One walk through the real thing: server, index, model and browser, from an empty index folder to the marked sentence.

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

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

playwright = pytest.importorskip("playwright.sync_api")

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
    """Start the server over a corpus of one document and an empty index folder."""
    folder = tmp_path_factory.mktemp("station")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "接处警工作规定.txt").write_text(REGULATION, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JINGWEN_CORPUS": str(folder / "corpus"),
        "JINGWEN_INDEX": str(folder / "index"),
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


def test_from_an_empty_folder_to_the_marked_sentence(address: str, browser: Browser, complaints: list[str]) -> None:
    page = _open(browser, WIDE, complaints)
    page.goto(address)
    page.get_by_text("首次使用，正在建立知识库").wait_for()
    _keep(page, "first")
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=180_000)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "警问"
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
    _keep(page, "reader")
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
    page.get_by_text("未找到依据").wait_for()
    _keep(page, "refused")
    assert page.url == address, "nothing of a question may stand in the address"
    assert _english(page) == []
    assert complaints == []


def test_a_telephone_shows_everything_without_scrolling_sideways(
    address: str, browser: Browser, complaints: list[str]
) -> None:
    page = _open(browser, NARROW, complaints)
    page.goto(address)
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=180_000)
    _expect_no_sideways_scroll(page)
    box.fill(QUESTION)
    page.get_by_test_id("stChatInputSubmitButton").click()
    page.locator(".jw-statement", has_text=SENTENCE).wait_for(timeout=60_000)
    _expect_no_sideways_scroll(page)
    _keep(page, "narrow-answer")
    page.get_by_role("button", name="查看原文").first.click()
    _expect_marked_in_view(page)
    _expect_no_sideways_scroll(page)
    _keep(page, "narrow-reader")
    page.get_by_role("button", name="返回回答").click()
    page.locator("mark").first.wait_for(state="detached")
    assert complaints == []


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def _open(browser: Browser, size: ViewportSize, complaints: list[str]) -> Page:
    context = browser.new_context(viewport=size, locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(REPORT_BREACHES)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _note_if_leaving(request.url, complaints))
    page.on("websocket", lambda opened: _note_if_leaving(opened.url, complaints))
    return page


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
        "[document.documentElement, ...document.querySelectorAll('.stMain, [role=dialog], [role=dialog] > div')]"
        ".filter(e => e.scrollWidth > e.clientWidth).map(e => e.className)"
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
