"""The promise that after installing nothing needs a network, proved where there is none.

The proof is a network namespace of its own, which holds no interface that is up, not even loopback. Where the system
does not allow one, a guard inside the interpreter refuses every connection and look-up instead; that proves less, as
native code could pass it, so the test says which proof ran.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.encoder import SentenceEncoder
from tests.conftest import ROOT
from tests.invented import write_corpus

ISOLATED = ("unshare", "--map-root-user", "--net")

# 192.0.2.1 belongs to nobody (RFC 5737): with a network this waits or is answered, without one it fails at once.
NO_WAY_OUT = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5).close()
except TimeoutError:
    raise SystemExit("there is a way out of the namespace")
except OSError:
    pass
else:
    raise SystemExit("there is a way out of the namespace")
"""

GUARD = """
import socket
def refuse(*arguments, **named):
    raise SystemExit(f"network used: {arguments[1:] or arguments}")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = socket.create_connection = refuse
"""


@dataclass(frozen=True, slots=True)
class Offline:
    """How a script is run without a network, and the name of that proof."""

    proof: str
    command: tuple[str, ...]
    before: str

    def run(self, code: str, *arguments: str) -> str:
        """Run a script and give what it printed."""
        script = self.before + textwrap.dedent(code)
        done = subprocess.run(
            [*self.command, sys.executable, "-c", script, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{self.proof}: {done.stderr}"
        return done.stdout


@pytest.fixture(scope="session")
def offline() -> Offline:
    """The strongest proof this system allows."""
    allowed = (
        shutil.which(ISOLATED[0]) is not None
        and subprocess.run([*ISOLATED, "true"], capture_output=True, check=False).returncode == 0
    )
    if allowed:
        return Offline("network namespace", ISOLATED, NO_WAY_OUT)
    return Offline("guard in the interpreter", (), GUARD)


def test_an_index_is_built_and_a_question_answered_without_a_network(
    offline: Offline,
    models_folder: Path,
    real_encoder: SentenceEncoder,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """Everything is imported, the invented corpus indexed with the default model, a question asked, the app's page drawn."""
    record_property("proof", offline.proof)
    print(f"proof: {offline.proof}")
    out = offline.run(
        """
        import importlib, os, pkgutil, sys, threading
        from datetime import date, datetime
        from pathlib import Path

        for package in ("ingest", "index", "library", "answer", "quiz", "eval", "ui"):
            for module in pkgutil.walk_packages([package], f"{package}."):
                if module.name != "ui.main":  # a script, which draws when it is imported; it is run below
                    importlib.import_module(module.name)
        importlib.import_module("app")
        print("imported")

        from answer.assistant import Assistant
        from index.build import build
        from index.encoder import open_encoder
        from index.published import open_current

        corpus, index, models = (Path(argument) for argument in sys.argv[1:])
        encoder = open_encoder(None, models)
        report = build(corpus, index, encoder, now=datetime.now().astimezone())
        print(report.passages, "passages")
        print(Assistant(open_current(index), encoder).ask("犬证有效期多久？", today=date(2026, 3, 1)).text)

        from streamlit.testing.v1 import AppTest

        os.environ.update(JINGWEN_CORPUS=str(corpus), JINGWEN_INDEX=str(index))
        page = AppTest.from_file("ui/main.py", default_timeout=120).run()
        assert not page.exception, page.exception
        print(page.title[0].value, page.chat_input[0].key)
        for thread in threading.enumerate():
            if thread.name.startswith("warm-"):
                thread.join()
        """,
        str(write_corpus(tmp_path / "corpus")),
        str(tmp_path / "index"),
        str(models_folder),
    )
    assert out.splitlines() == [
        "imported",
        "19 passages",
        "养犬应当到派出所办理犬证，犬证有效期为二年，不收取管理费。[1]",
        "警问 ask_box",
    ]


def test_the_guard_that_stands_in_for_a_namespace_does_refuse() -> None:
    code = GUARD + 'import urllib.request\nurllib.request.urlopen("http://192.0.2.1/")'
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "network used" in done.stderr
