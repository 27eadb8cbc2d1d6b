"""What every test shares: the expanded default model, and no network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.encoder import SentenceEncoder, open_encoder

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The folder the commands use too, so that the default model is expanded once and not for every run."""
    return ROOT / "var" / "models"


@pytest.fixture(scope="session")
def real_encoder(models_folder: Path) -> SentenceEncoder:
    """The default model, loaded once for all tests that need it."""
    return open_encoder(None, models_folder)


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
