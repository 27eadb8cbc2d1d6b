"""How fast and how large the served app is, measured in a real browser.

In: an index that is published, questions, a Chromium. Out: Serving: seconds until the server is ready, until its page is painted,
from Enter to each answer and from a click to another screen, and resident memory. The browser itself stamps what it shows:
asking it again and again, as a driver does, would count the pauses between. Needs playwright (tests/requirements.txt); Linux.
Starts the server on a free loopback port and stops it.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.published import read_current_documents
from ingest.errors import KnowledgeBaseError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds to wait for the server, a page or an answer


@dataclass(frozen=True, slots=True)
class Serving:
    """What one run of the served app took; times in seconds."""

    ready: float  # from starting the server to its first answer to a request
    first_paints: tuple[float, ...]  # from asking for the page, with an empty browser cache
    usable: tuple[float, ...]  # likewise, until the box to type in is there
    answers: tuple[float, ...]  # from Enter until the answer is painted; the first one is the first after the start
    complete: tuple[float, ...]  # from Enter until nothing of the screen changes any more
    switches: tuple[tuple[str, tuple[float, ...]], ...]  # by address: from the click until nothing changes any more
    longest: tuple[
        str, tuple[float, ...]
    ]  # the longest document: its title, from the click on it until nothing changes any more
    resident: int  # bytes, after all of it


def measure(index: Path, questions: Sequence[str], chromium: str) -> Serving:
    """Serve ``index``, visit, ask the questions one after the other, switch screens, stop; raise KnowledgeBaseError without playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as exc:
        raise KnowledgeBaseError("测量浏览器中的速度需要 playwright：pip install -r tests/requirements.txt。") from exc
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 - our own app
        command,
        cwd=ROOT,
        env={**os.environ, "JINGWEN_INDEX": str(index.resolve())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_ready(port, server)
        ready = time.perf_counter() - began
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
            )
            address = f"http://127.0.0.1:{port}/"
            page = _open(browser, address)
            asked = [_ask(page, question) for question in questions]
            page.context.close()
            # After the questions, so that the first of them is the first thing that anybody wants of this server.
            visits = [_visit(browser, address) for _ in range(_VISITS)]
            page = _open(browser, address)
            switches = _switch(page)
            document = max(read_current_documents(index), key=lambda each: len(each.text))
            opened = [_open_document(page, document.id) for _ in range(_ROUNDS)]
            browser.close()
        return Serving(
            ready=ready,
            first_paints=tuple(paint for paint, _ in visits),
            usable=tuple(usable for _, usable in visits),
            answers=tuple(shown for shown, _ in asked),
            complete=tuple(complete for _, complete in asked),
            switches=switches,
            longest=(document.title, tuple(opened)),
            resident=_resident(server.pid),
        )
    finally:
        server.terminate()
        server.wait(timeout=30)


def _open(browser: Browser, address: str) -> Page:
    """Visit with an empty cache and wait until a question can be typed."""
    page = browser.new_page()
    page.add_init_script(_STAMPS)
    page.goto(address, timeout=PATIENCE * 1000)
    _wait(page, "() => jwStamps.box && jwStamps.isQuiet()")
    return page


def _visit(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds to the first paint and to the box."""
    page = _open(browser, address)
    painted, box = page.evaluate(
        "[performance.getEntriesByName('first-contentful-paint')[0].startTime, jwStamps.box - performance.timeOrigin]"
    )
    page.context.close()
    return painted / 1000, box / 1000


def _ask(page: Page, question: str) -> tuple[float, float]:
    """Seconds from Enter to the answer, and to a screen that stays as it is."""
    page.locator("textarea").fill(question)
    _wait(page, "() => jwStamps.isQuiet()")
    page.locator("textarea").press("Enter", no_wait_after=True)
    _wait(page, "question => jwStamps.shown.has(question) && jwStamps.isQuiet()", question)
    began, shown, changed = page.evaluate(
        "question => [jwStamps.began(), jwStamps.shown.get(question), jwStamps.changed]", question
    )
    return (shown - began) / 1000, (changed - began) / 1000


def _switch(page: Page) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Seconds from a click on each link to another screen until that screen stays as it is, round after round."""
    addresses: list[str] = page.evaluate("[...document.querySelectorAll('.jw-nav a')].map(each => each.pathname)")
    taken: dict[str, list[float]] = {address: [] for address in addresses}
    for _ in range(_ROUNDS):
        for address in addresses[1:] + addresses[:1]:  # the first one is where the page stands
            taken[address].append(_click(page, page.locator(".jw-nav a").nth(addresses.index(address)), address))
    return tuple((address, tuple(times)) for address, times in taken.items())


def _open_document(page: Page, document_id: str) -> float:
    """Seconds from a click in the catalogue until the document stands there whole."""
    _click(page, page.locator(".jw-nav a[href='catalogue']"), "/catalogue")
    return _click(page, page.locator(f"a[href*='d={document_id}']").first, "/source")


def _click(page: Page, link: Locator, address: str) -> float:
    """Seconds from a click until the screen at that address stays as it is."""
    link.click(no_wait_after=True)
    settled = "address => location.pathname === address && jwStamps.changed > jwStamps.began() && jwStamps.isQuiet()"
    _wait(page, settled, address)
    began, changed = page.evaluate("[jwStamps.began(), jwStamps.changed]")
    return float(changed - began) / 1000


def _wait(page: Page, condition: str, argument: str | None = None) -> None:
    page.wait_for_function(condition, arg=argument, timeout=PATIENCE * 1000, polling=100)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait for an answer and not for the port, which is open before anybody stands behind it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            pass  # nobody listens yet
        finally:
            connection.close()
        time.sleep(0.05)
    raise KnowledgeBaseError(f"服务在 {PATIENCE} 秒内没有启动；请先运行 streamlit run app.py 查看原因。")


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


_VISITS = 5
_ROUNDS = 5
# Milliseconds since 1970, so that they can be compared across a reload. A stamp is set after the frame that shows the change.
_STAMPS = """
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const note = (event) => {
    if (event.type === "click" || event.key === "Enter") sessionStorage.setItem("jw-began", now());
  };
  addEventListener("click", note, true);
  addEventListener("keydown", note, true);
  const stamps = window.jwStamps = {
    box: 0, changed: now(), shown: new Map(),
    began: () => Number(sessionStorage.getItem("jw-began")),
    isQuiet: () => now() - stamps.changed > 400,
  };
  new MutationObserver(() => {
    stamps.changed = now();
    requestAnimationFrame(() => setTimeout(() => {
      if (document.querySelector("textarea")) stamps.box ||= now();
      for (const heading of document.querySelectorAll("h2.jw-question")) {
        const question = heading.lastChild.textContent;
        if (!stamps.shown.has(question)) stamps.shown.set(question, now());
      }
    }));
  }).observe(document, { childList: true, subtree: true, characterData: true });
})();
"""
