"""The child that reads files: ``python -m ingest.worker``, started and watched by ingest/workers.py.

In: one JSON object a line on standard input, as ingest/child.py's Request writes it. Out: JSON lines on standard output: {"ready"} once,
{"page": [done, total]} as signs of life, then {"documents", "passages"} or {"unreadable": reason}. A request
{"picture_of": {"folder", "source", "sha256", "page"}} is answered by {"picture": base64 of a JPEG} or {"unreadable": reason}. Exits when its input
closes, even in the middle of a file, because then nobody is left to stop it. Does not watch its own time or memory.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import IngestError
from ingest.reading import printable, read_file, read_unchanged
from ingest.wire import document_to_json, override_from_json, passage_to_json


def main() -> None:
    """Answer requests until the input closes."""
    answers = _claim_standard_output()
    _yield_to_others()
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def send(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message).encode("ascii") + b"\n")
        answers.flush()

    send({"ready": True})
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    while True:
        request = requests.get()
        send(answer(request, lambda done, total: send({"page": [done, total]})))


def answer(request: dict[str, Any], on_page: Callable[[int, int], None]) -> dict[str, Any]:
    """Read one file or draw one page; whatever goes wrong is a reason that names the file."""
    wanted = request.get("picture_of", request)
    try:
        return _draw(wanted) if "picture_of" in request else _read(wanted, on_page)
    except IngestError as error:
        return {"unreadable": str(error)}
    except Exception as error:  # a fault of a loader or of a library below it must cost this file only
        advice = "请用原来的软件打开核对后另存一份再放入；仍然如此时请把文件和这句话交给维护人员"
        return {"unreadable": f"{printable(wanted['source'])}：读取时出错（{_described(error)}）；{advice}。"}


def _draw(request: dict[str, Any]) -> dict[str, Any]:
    from ingest.loaders.pdf_pictures import page_jpeg  # its libraries are not needed to read a text

    data = read_unchanged(Path(request["folder"]), request["source"], request["sha256"])
    return {"picture": base64.b64encode(page_jpeg(data, request["source"], request["page"])).decode("ascii")}


def _read(request: dict[str, Any], on_page: Callable[[int, int], None]) -> dict[str, Any]:
    source = request["source"]
    override = override_from_json(request["override"]) if request["override"] else None
    recognised_folder = Path(request["recognised_folder"]) if request["recognised_folder"] else None
    reading = read_file(Path(request["folder"]), source, on_page, override, recognised_folder)
    return {
        "documents": [document_to_json(document) for document in reading.documents],
        "passages": [[passage_to_json(passage) for passage in group] for group in reading.passages],
    }


def _described(error: Exception) -> str:
    """``TypeError，load.py 第58行``"""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}，{Path(frame.filename).name} 第{frame.lineno}行"


def _claim_standard_output() -> BinaryIO:
    """Keep the pipe for answers and point file descriptor 1 elsewhere, so that a library that prints disturbs nothing."""
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _yield_to_others() -> None:
    """Let the served app and the desktop go first."""
    if hasattr(os, "nice"):
        os.nice(5)


def _listen(requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin.buffer:
        requests.put(json.loads(line))
    os._exit(0)  # the main thread may be deep in a file


if __name__ == "__main__":
    main()
