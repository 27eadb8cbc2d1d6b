"""What the walks through a real browser share: pages that watch themselves, waiting, and what must hold on every screen.

In: a browser, an address. Out: pages, faults, pictures in JINGWEN_SCREENSHOTS (a folder; none are kept without it). Asserts nothing
about a single screen.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import axe_playwright_python

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}

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


def page_with_answer(
    browser: Browser,
    size: ViewportSize,
    address: str,
    complaints: list[str],
    scheme: str = "light",
    *,
    type_size: int = 100,
) -> Page:
    """A page on which the question was asked and answered."""
    page = open_page(browser, size, complaints, scheme)
    page.goto(address)
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for(timeout=180_000)
    page.evaluate(f"document.documentElement.style.fontSize = '{type_size}%'")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".jw-statement", has_text=SENTENCE).wait_for(timeout=60_000)
    return page


def go_to_part(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name).click()


def faults_of(page: Page, name: str) -> list[str]:
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


def wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def open_page(browser: Browser, size: ViewportSize, complaints: list[str], scheme: str = "light") -> Page:
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


def wait_for(page: Page, condition: str) -> None:
    """Wait by asking again; Playwright's wait_for_function evaluates a string in the page, which our policy forbids."""
    deadline = time.monotonic() + 10
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(50)


def tab_to(page: Page, words: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"no way by keyboard to {words}")


def expect_marked_in_view(page: Page) -> None:
    mark = page.locator("mark", has_text=SENTENCE).first
    mark.wait_for()
    wait_for(page, "document.activeElement?.classList.contains('jw-cited')")
    box, size = mark.bounding_box(), page.viewport_size
    assert box is not None and size is not None
    assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]


def expect_no_sideways_scroll(page: Page) -> None:
    wider = page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('.stMain, .stMainBlockContainer, [role=dialog], [role=dialog] > div')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).flatMap(e => [...e.querySelectorAll('*')]"
        ".filter(inner => inner.getBoundingClientRect().right > e.clientWidth + 1)"
        ".map(inner => `${inner.tagName} ${inner.className} ${inner.textContent.slice(0, 40)}`).slice(0, 5))"
    )
    assert wider == []


def english_in(page: Page) -> list[str]:
    """Texts and names without a Chinese character, icons' own names aside."""
    names = "[...document.querySelectorAll('[aria-label], [title]')].map(e => e.getAttribute('aria-label') || e.title)"
    found = [*page.inner_text("body").splitlines(), *page.evaluate(names)]
    return [text for text in found if re.fullmatch(r"[\x20-\x7e]*[A-Za-z]{3}[\x20-\x7e]*", text) and "_" not in text]


def keep_picture(page: Page, name: str) -> None:
    folder = os.environ.get("JINGWEN_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
