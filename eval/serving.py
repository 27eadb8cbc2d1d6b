"""How fast and how large the served app is, measured in a real browser.

In: an index that is published, a question, a Chromium. Out: Serving: seconds from ``streamlit run`` to the first answer on the
screen, seconds from Enter to later answers, resident memory of the server. Needs playwright (tests/requirements.txt); Linux.
Starts the server on a free loopback port and stops it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import KnowledgeBaseError

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds to wait for a page or an answer


@dataclass(frozen=True, slots=True)
class Serving:
    """What one run of the served app took."""

    first_answer: float  # seconds from starting the server
    later_answers: tuple[float, ...]  # seconds from Enter
    resident: int  # bytes, after all questions


def measure(index: Path, questions: Sequence[str], chromium: str) -> Serving:
    """Serve ``index``, ask the questions one after the other, and stop; raise KnowledgeBaseError without playwright."""
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
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
            )
            page = browser.new_page()
            _wait_for_port(port)
            page.goto(f"http://127.0.0.1:{port}/", timeout=PATIENCE * 1000)
            taken: list[float] = []
            first = 0.0
            for question in questions:
                box = page.locator("textarea")
                box.wait_for(timeout=PATIENCE * 1000)
                box.fill(question)
                entered = time.perf_counter()
                box.press("Enter")
                page.locator("h2.jw-question", has_text=question).first.wait_for(timeout=PATIENCE * 1000)
                taken.append(time.perf_counter() - entered)
                first = first or time.perf_counter() - began
            browser.close()
        return Serving(first, tuple(taken[1:]), _resident(server.pid))
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise KnowledgeBaseError(f"服务在 {PATIENCE} 秒内没有启动；请先运行 streamlit run app.py 查看原因。")


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
