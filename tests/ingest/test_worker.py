"""The child as a program: one request a line, signs of life, one answer a line, and nothing else on its output."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ingest import worker
from ingest.child import COMMAND, Request
from ingest.reading import read_file
from ingest.wire import document_from_json, passage_from_json
from tests.ingest.test_corpus import GUIDE, RULES, printed_pages, write


def spoken(requests: list[dict[str, Any]], command: tuple[str, ...] = COMMAND) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of a child and all its messages to these requests."""
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run(command, input=lines.encode(), capture_output=True, env={}, timeout=60, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def answers(folder: Path, *sources: str) -> list[dict[str, Any]]:
    """Messages of a child that has time for every file: its input stays open until the last answer."""
    child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})
    assert child.stdin and child.stdout
    messages = [json.loads(child.stdout.readline())]
    for source in sources:
        child.stdin.write(json.dumps(Request(folder, source).to_json()).encode() + b"\n")
        child.stdin.flush()
        messages.append(json.loads(child.stdout.readline()))
        while "page" in messages[-1]:
            messages.append(json.loads(child.stdout.readline()))
    child.stdin.close()
    assert (child.wait(timeout=60), child.stdout.read()) == (0, b"")
    child.stdout.close()
    return messages


def test_a_file_becomes_the_same_documents_and_passages_as_without_a_child(tmp_path: Path) -> None:
    write(tmp_path, "规定(2023-05-10).txt", RULES)
    [ready, answer] = answers(tmp_path, "规定(2023-05-10).txt")
    expected = read_file(tmp_path, "规定(2023-05-10).txt")
    assert ready == {"ready": True}
    assert tuple(map(document_from_json, answer["documents"])) == expected.documents
    assert tuple(tuple(map(passage_from_json, group)) for group in answer["passages"]) == expected.passages


def test_every_page_is_a_sign_of_life(tmp_path: Path) -> None:
    write(tmp_path, "规定.pdf", printed_pages([["第一条 甲应当办理登记。"], ["第二条 乙应当办理登记。"]]))
    messages = answers(tmp_path, "规定.pdf")
    done = [message["page"] for message in messages[1:-1]]
    assert done == sorted(done) and done[-1] == [2, 2] and len(done) >= 2
    assert messages[-1].keys() == {"documents", "passages"}


def test_a_file_that_cannot_be_read_is_answered_with_the_reason_and_the_next_one_is_read(tmp_path: Path) -> None:
    write(tmp_path, "空.txt", b"")
    write(tmp_path, "指引.md", GUIDE)
    _, refused, read = answers(tmp_path, "空.txt", "指引.md")
    assert refused["unreadable"].startswith("空.txt：应是有文字的文件")
    assert [document["title"] for document in read["documents"]] == ["巡防指引"]


def test_the_child_ends_with_its_input_even_in_the_middle_of_a_file(tmp_path: Path) -> None:
    """As when the program that started it is killed: no answer comes any more."""
    assert spoken([]) == (0, [{"ready": True}])
    write(tmp_path, "大.txt", "第一条 民警应当依法履行职责，不得推诿。\n" * 140_000)
    assert spoken([Request(tmp_path, "大.txt").to_json()]) == (0, [{"ready": True}])


def test_a_fault_of_a_loader_becomes_a_reason_that_names_the_file_and_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(worker, "read_file", fail)
    reason = worker.answer(Request(tmp_path, "甲.pdf").to_json(), lambda done, total: None)["unreadable"]
    assert reason.startswith("甲.pdf：读取时出错（KeyError，test_worker.py 第") and reason.endswith("交给维护人员。")


def test_what_a_library_prints_does_not_reach_the_answers() -> None:
    """A program that writes to file descriptor 1 by every way there is, in place of a file's reading."""
    code = """
import ctypes, os, sys
from ingest import worker
def noisy(*request):
    print("printed")
    sys.stdout.flush()
    os.write(1, b"written")
    ctypes.CDLL(None).puts(b"put")
    ctypes.CDLL(None).fflush(None)
    raise worker.IngestError("done")
worker.read_file = noisy
worker._listen = lambda requests: requests.put({"folder": "", "source": "", "override": None, "recognised_folder": None})
worker.threading.Timer(1, lambda: os._exit(0)).start()
worker.main()
"""
    boot = f"import sys; sys.path.insert(0, sys.argv[1])\n{code}"
    command = (*COMMAND[: COMMAND.index("-c") + 1], boot, COMMAND[-1])
    assert spoken([], command)[1] == [{"ready": True}, {"unreadable": "done"}]
