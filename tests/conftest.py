"""What every test shares: the expanded default model, a small index made with it, and no network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from answer.assistant import Assistant
from index.build import build
from index.encoder import SentenceEncoder, open_encoder
from index.expansion import write_model_folder
from index.generation import Generation
from index.published import open_current
from index.q4 import read_q4
from index.verification import verify
from tests.index.milvus.lite import Lite
from tests.index.tiny_model import TinyFile
from tests.invented import write_corpus

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def verified_in_this_process() -> Iterator[None]:
    """A new process for each of some hundred small indexes would take minutes; those of tests/index/test_verification.py are real."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("index.build.Verifier", _Here)
        patched.setattr("eval.enlarge.Verifier", _Here)
        yield


class _Here(nullcontext["_Here"]):
    """Verifies in the process that asks."""

    def __init__(self) -> None:
        super().__init__(self)

    def verify(self, folder: Path) -> None:
        """As a process of its own does."""
        verify(folder)


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The folder the commands use too, so that the default model is expanded once and not for every run."""
    return ROOT / "var" / "models"


@pytest.fixture(scope="session")
def real_encoder(models_folder: Path) -> SentenceEncoder:
    """The default model, loaded once for all tests that need it."""
    return open_encoder(None, models_folder)


@dataclass(frozen=True, slots=True)
class TinyIndex:
    """The invented corpus, its published generation and an assistant over it; for reading only."""

    corpus: Path
    index: Path
    generation: Generation
    assistant: Assistant


@pytest.fixture(scope="session")
def tiny_index(tmp_path_factory: pytest.TempPathFactory, real_encoder: SentenceEncoder) -> TinyIndex:
    """Build the invented corpus once with the default model."""
    folder = tmp_path_factory.mktemp("tiny")
    corpus = write_corpus(folder / "corpus")
    build(corpus, folder / "index", real_encoder, now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    generation = open_current(folder / "index")
    return TinyIndex(corpus, folder / "index", generation, Assistant(generation, real_encoder))


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole sentence-transformers folder of a few kilobytes: it computes nothing sensible, but at once."""
    folder = tmp_path_factory.mktemp("model")
    write_model_folder(read_q4(TinyFile().to_bytes()), folder)
    return folder


@pytest.fixture(scope="session")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Lite:
    """Milvus in this process, over one file for all tests."""
    return Lite(tmp_path_factory.mktemp("milvus") / "lite.db")


@pytest.fixture
def base_of(tmp_path: Path, tiny_model: Path) -> Callable[[dict[str, str]], Assistant]:
    """Open a base of these files with the tiny model; what is looked up in it needs no better one."""

    def made(files: dict[str, str]) -> Assistant:
        encoder = open_encoder(str(tiny_model), tmp_path)
        build(
            write_corpus(tmp_path / "corpus", files),
            tmp_path / "index",
            encoder,
            now=datetime(2026, 3, 1, 9, tzinfo=UTC),
        )
        return Assistant(open_current(tmp_path / "index"), encoder)

    return made


@pytest.fixture(scope="session")
def quick_index(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> tuple[str, ...]:
    """The options of a command for the invented corpus indexed with the tiny model; looked-up articles need no better one."""
    folder = tmp_path_factory.mktemp("quick")
    encoder = open_encoder(str(tiny_model), folder)
    build(write_corpus(folder / "corpus"), folder / "index", encoder, now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    return ("--index", str(folder / "index"), "--model", str(tiny_model))


class NetworkUsed(AssertionError):
    """Code under test reached for something beyond this machine."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse connections and name look-ups beyond this machine, and fail the test even if the refusal was swallowed."""
    refused: list[object] = []

    def refuse_unless_local(host: object) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if not (name in (None, "", "localhost", "::1") or str(name).startswith("127.")):
            refused.append(host)
            raise NetworkUsed(f"connection to {host!r}")

    def guarded(original: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None):
                refuse_unless_local(address[0])
            return original(self, address)

        return connect

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        refuse_unless_local(host)
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    assert not refused, f"network used: {refused}"
