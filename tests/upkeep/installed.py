"""A small installation with something in every store, and children that are killed at a numbered step."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from answer.feedback import Feedback, FeedbackStore, Verdict
from index.adapter import SETTINGS, WEIGHTS
from index.config import default_places
from quiz.bank import Decision, open_bank
from tests.invented import FILES, write_corpus
from tests.quiz.made import single
from upkeep.records import Installation

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PERSON = Decision("李教官", "2026-03-01T09:00:00+00:00")


def installation_at(root: Path) -> Installation:
    """The places below ``root``, with tables of its own."""
    tables = (root / "ingest" / "instruments.csv", root / "index" / "everyday.csv", root / "index" / "terms.txt")
    return Installation(default_places(root), tables, root / "var", root / "var" / "ingest-report.html")


def write_installation(root: Path, items: Sequence[str] = ("i1", "i2")) -> Installation:
    """Documents, a manifest, three tables, a tuned model beside an expanded one, items and one entry of feedback."""
    installation = installation_at(root)
    places = installation.places
    write_corpus(places.corpus, {**FILES, "manifest.csv": "file,title\n"})
    for table in installation.tables:
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text(f"{table.name}\n", encoding="utf-8")
    write_corpus(places.models, {f"本所/{SETTINGS}": "{}", f"本所/{WEIGHTS}": "weights", "e5-small/config.json": "{}"})
    with open_bank(places.bank) as bank:
        for id_ in items:
            bank.add(single(id_), PERSON)
    FeedbackStore(places.feedback).add(feedback("犬证多少钱？"))
    return installation


def feedback(question: str, answer: str = "不收取管理费。", passage_ids: tuple[str, ...] = ()) -> Feedback:
    return Feedback(
        at="2026-03-01T09:00:00+00:00",
        question=question,
        status="answered",
        answer=answer,
        citations=(),
        passage_ids=passage_ids,
        generation=None,
        verdict=Verdict.HELPFUL,
        reason="",
    )


def kill_at(step: int, act: Callable[[], object]) -> bool:
    """Do something in a child that kills itself before its file operation of this number, from 1; False if it ended before."""
    child = os.fork()
    if child == 0:
        try:
            _die_at(step)
            act()
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


# Some steps in every run of the tests, all of them in `make soak-index`.
STRIDES = [6, pytest.param(1, marks=pytest.mark.soak_index)]


def _die_at(step: int) -> None:
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if event in _CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES):
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


_CHANGES = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.mkdir",
    "os.truncate",
    "sqlite3.connect",
    "ctypes.dlopen",
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
