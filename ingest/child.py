"""One child process that reads files, from the side of the program that started it.

In: the corpus folder and the path of one file in it. Out: what the file became, or one of its pages as a picture, or
the reason why not. A file that
takes too long or makes the child too large ends the child; so may the file itself, by a fault in a library. The child
inherits no environment and no working folder. Does not start another child; ingest/workers.py does.
"""

from __future__ import annotations

import base64
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import psutil

from ingest.errors import IngestError, UnreadableFile
from ingest.loaders.refusals import unreadable
from ingest.reading import Reading, printable
from ingest.records import Override
from ingest.wire import document_from_json, override_to_json, passage_from_json

Outcome = Reading | UnreadableFile  # the error says why; it is handed over, not raised

_ROOT = Path(__file__).resolve().parent.parent
# -I: nothing of the environment, the working folder or the user's own packages reaches the child. The root is handed over.
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.worker import main; main()"
COMMAND = (sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(_ROOT))


class NoWorkers(IngestError):
    """The child processes that read files cannot be started on this machine."""


class ChildDied(Exception):
    """The child is gone and nobody ended it; the text says how, in Chinese."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; real documents stay far below, on slow and busy machines too."""

    seconds: float = 60  # for any file; a statute takes a fiftieth of one
    seconds_per_megabyte: float = 20  # statutes take less than one, nothing but headings of three characters takes ten
    seconds_per_page: float = 20  # of the pages a file says it has; one read from its picture takes some seconds
    silence: float = 120  # seconds from one page to the next; a crowded one read from its picture may take sixty
    longest: float = 7200  # seconds, whatever a file says of itself
    memory: int = 1536 * 2**20  # resident bytes; the worst text of the accepted size needs half of it
    start: float = 60  # seconds until a child is ready; it takes a tenth of one


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read, and what is known of it."""

    folder: Path
    source: str  # path in the folder
    override: Override | None = None  # what the manifest says of it
    recognised_folder: Path | None = None  # where recognised pages are kept

    def to_json(self) -> dict[str, Any]:
        kept = str(self.recognised_folder.absolute()) if self.recognised_folder else None
        override = override_to_json(self.override) if self.override else None
        return {
            "folder": str(self.folder.absolute()),
            "source": self.source,
            "override": override,
            "recognised_folder": kept,
        }


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """One page to draw of a file that has not changed since it was read."""

    folder: Path
    source: str  # path in the folder
    sha256: str  # of the file when it was read
    page: int  # from 1

    def to_json(self) -> dict[str, Any]:
        place = {"folder": str(self.folder.absolute()), "source": self.source}
        return {"picture_of": {**place, "sha256": self.sha256, "page": self.page}}


class Child:
    """A warm process that reads one file after another, or draws pages."""

    def __init__(self, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        """Start it and wait until it is ready; raise NoWorkers if that fails."""
        self._limits = limits
        self._heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()  # its lines; an empty one when it has ended
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with a fixed program
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd=_ROOT
            )
        except OSError as error:
            raise _cannot_start(str(error.strerror or error)) from error
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            ready = self._heard.get(timeout=limits.start)
        except queue.Empty:
            self.end()
            raise _cannot_start(f"{limits.start:.0f}秒内没有准备好") from None
        if not ready:
            self.end()
            raise _cannot_start(self._how_it_ended())

    def read(self, request: Request) -> Outcome:
        """Read one file; raise ChildDied if the child dies of it. After a refusal over a limit the child is gone."""
        answer = self._ask(request)
        return answer if isinstance(answer, UnreadableFile) else _outcome(answer)

    def draw(self, request: PictureRequest) -> bytes | UnreadableFile:
        """Draw one page; raise ChildDied if the child dies of it. After a refusal over a limit the child is gone."""
        answer = self._ask(request)
        if isinstance(answer, UnreadableFile):
            return answer
        if "unreadable" in answer:
            return UnreadableFile(answer["unreadable"])
        return base64.b64decode(answer["picture"], validate=True)

    def _ask(self, request: Request | PictureRequest) -> dict[str, Any] | UnreadableFile:
        """Send a request and wait for its answer within the limits."""
        began = heard = time.monotonic()
        allowed = self._allowed(request.folder / request.source)
        pages = 0
        self._send(json.dumps(request.to_json()))
        while True:
            try:
                line = self._heard.get(timeout=_POLL)
            except queue.Empty:
                line = None
            now = time.monotonic()
            if line == b"":
                raise ChildDied(self._how_it_ended())
            if line is not None:
                message = json.loads(line)
                if "page" not in message:
                    return cast(dict[str, Any], message)
                heard, pages = now, message["page"][1]
            reason = self._over_limit(request.source, now - began, allowed, pages, now - heard)
            if reason is not None:
                self.end()
                return reason

    @property
    def is_fresh(self) -> bool:
        """Whether it lives and is small enough for the next file not to pay for the memory of the last ones."""
        return self._process.poll() is None and self._memory() < self._limits.memory * _FRESH_SHARE

    def end(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        with suppress(OSError):  # it never read what was sent
            self._requests.close()

    def _allowed(self, path: Path) -> float:
        """Seconds for a file of this size, without its pages."""
        try:
            size = path.stat().st_size
        except OSError:
            size = 0  # the child says what is wrong with it
        return self._limits.seconds + self._limits.seconds_per_megabyte * size / 2**20

    def _over_limit(
        self, source: str, spent: float, allowed: float, pages: int, silent: float
    ) -> UnreadableFile | None:
        limits, name = self._limits, printable(source)
        allowed = min(allowed + limits.seconds_per_page * pages, limits.longest)
        if self._memory() > limits.memory:
            most = f"{limits.memory // 2**20} MB 内存"
            return unreadable(name, expected=f"用{most}以内能读完的文件", found="还没读完就超过了", advice=_SPLIT)
        if spent > allowed:
            return unreadable(name, expected=f"{allowed:.0f}秒内能读完的文件", found="到时仍没有读完", advice=_SPLIT)
        if pages and silent > limits.silence:
            found = f"有一页读了{limits.silence:.0f}秒仍没有结果"
            return unreadable(name, expected=f"每页{limits.silence:.0f}秒内能读完的文件", found=found, advice=_SPLIT)
        return None

    def _memory(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0  # it has ended, and the end of its output says so

    def _send(self, request: str) -> None:
        with suppress(OSError):  # it has ended, and the end of its output says so
            self._requests.write(request.encode("ascii") + b"\n")
            self._requests.flush()

    def _listen(self) -> None:
        with self._answers:
            for line in self._answers:
                self._heard.put(line)
        self._heard.put(b"")

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        return f"被信号 {-code} 终止" if code < 0 else f"退出码 {code}"


def _outcome(message: dict[str, Any]) -> Outcome:
    if "unreadable" in message:
        return UnreadableFile(message["unreadable"])
    return Reading(
        documents=tuple(document_from_json(raw) for raw in message["documents"]),
        passages=tuple(tuple(passage_from_json(raw) for raw in group) for group in message["passages"]),
    )


def _cannot_start(found: str) -> NoWorkers:
    return NoWorkers(
        f"读取文件的子进程无法启动（{found}）；请检查内存是否充足、程序文件是否完整，可运行 python -m ingest.worker 查看原因。"
    )


_POLL = 0.1  # seconds between two looks at a child's memory; it grows by some hundred megabytes in that time at most
_FRESH_SHARE = 0.25
_SPLIT = "请用原来的软件打开核对后另存一份，或拆分成几个文件后再放入"
