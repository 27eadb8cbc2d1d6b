"""One builder at a time: whoever changes an index folder holds its lock.

In: an index folder and what is about to be done. Out: the right to change the folder, until done or dead; a second one is told who has
it. The operating system lets go of the lock with the process that holds it, so a kill leaves nothing to clean up.
Readers need no lock.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import Busy, GenerationError

LOCK = "build.lock"
HOLDER = "build.holder.json"  # beside the lock, because a locked file cannot be read everywhere


@contextmanager
def only_builder(index_folder: Path, doing: str) -> Iterator[None]:
    """Hold the lock of an index folder; raise Busy, naming the holder, if somebody else has it."""
    lock = FileLock(index_folder / LOCK)
    try:
        index_folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
        _say_who(index_folder, doing)
    except Timeout as exc:
        raise Busy(
            f"{index_folder} 正在被改动：{_holder(index_folder)}。请等它结束后再运行；它若已停止，锁会自动放开。"
        ) from exc
    except OSError as exc:
        lock.release()
        raise GenerationError(
            f"索引文件夹 {index_folder} 不能写入（{exc.strerror or exc}）；请检查路径、磁盘空间和权限。"
        ) from exc
    try:
        yield
    finally:
        lock.release()


def _say_who(index_folder: Path, doing: str) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    told = {"doing": doing, "process": os.getpid(), "host": socket.gethostname(), "since": since}
    (index_folder / HOLDER).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _holder(index_folder: Path) -> str:
    try:
        told = json.loads((index_folder / HOLDER).read_text(encoding="utf-8"))
        since = str(told["since"])[:16].replace("T", " ")
        return f"{told['host']} 上的进程 {told['process']} 自 {since} 起在{told['doing']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "另一个程序刚刚开始"  # it holds the lock, but has not said who it is yet
