"""Files to readings in child processes, so that no file can stop or swell the program that asks.

In: requests, each naming a file of the corpus folder. Out: for each, in the order given, what the file became or the
reason why it did not. Children stay warm from file to file; one that was ended or died is replaced. A file whose child
died is tried once more in a new one, because something else on the machine may have killed it. Does not judge how much a
file may cost; ingest/child.py does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.child import COMMAND, Child, ChildDied, Limits, Outcome, Request
from ingest.loaders.refusals import unreadable
from ingest.reading import printable


class Workers:
    """Child processes that read files; a ``with`` statement ends them."""

    def __init__(
        self,
        *,
        most: int = min(2, os.cpu_count() or 1),
        limits: Limits = Limits(),  # noqa: B008 - frozen, so one default value is safe to share
        command: Sequence[str] = COMMAND,
    ) -> None:
        """At most ``most`` children at a time, started when they are needed."""
        self._most = most
        self._limits = limits
        self._command = command
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._idle: list[Child] = []
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def read_all(self, requests: Sequence[Request]) -> Iterator[Outcome]:
        """Read several files at a time, one outcome per request in their order; raise NoWorkers if no child can be started."""
        pool = ThreadPoolExecutor(self._worth_starting(requests))
        try:
            outcomes = [pool.submit(self._read, request) for request in requests]
            for outcome in outcomes:
                yield outcome.result()
        except BaseException:
            self._close()  # so that nobody waits for files that nobody wants any more
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _worth_starting(self, requests: Sequence[Request]) -> int:
        """How many children these files keep busy for longer than one takes to start."""
        total = sum(_size(request.folder / request.source) for request in requests)
        return max(1, min(self._most, len(requests), 1 + total // _BYTES_PER_START))

    def _read(self, request: Request) -> Outcome:
        for _ in range(_ATTEMPTS):
            child = self._take()
            try:
                outcome = child.read(request)
            except ChildDied as error:
                how = str(error)
            else:
                return outcome
            finally:
                self._give_back(child)
        found = f"读取程序{_ATTEMPTS}次都因它中断（{how}）"
        advice = "请用原来的软件打开核对后另存一份，或把文字另存为 .txt 后再放入"
        return unreadable(printable(request.source), expected="可以正常打开的文件", found=found, advice=advice)

    def _take(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        child = Child(self._limits, self._command)
        with self._lock:
            self._children.append(child)
            if self._closed:
                child.end()
        return child

    def _close(self) -> None:
        with self._lock:
            self._closed = True
            for child in self._children:
                child.end()

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if child.is_fresh:
                self._idle.append(child)
            else:
                child.end()
                self._children.remove(child)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


_ATTEMPTS = 2
_BYTES_PER_START = 200_000  # of statutes, read in the time in which a child starts
