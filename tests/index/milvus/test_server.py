"""What Milvus says wrong reaches people as one Chinese sentence."""

from __future__ import annotations

import grpc
import numpy as np
import pytest

from index.errors import EngineError
from index.milvus.server import Server
from tests.index.milvus.lite import Lite


def test_a_refusal_names_the_server_what_was_done_and_the_reason(lite: Lite) -> None:
    server = lite.server()
    with pytest.raises(EngineError) as refused:
        server.describe("lacking")
    assert str(refused.value) == (
        f"Milvus（{server.address}）：读不出集合 lacking 的说明（collection 'lacking' does not exist）。"
    )


class TooSlow(grpc.RpcError, grpc.Call):  # type: ignore[misc]
    """What gRPC raises where nobody answers in time."""

    def details(self) -> str:
        return "Deadline Exceeded"


def test_an_answer_that_takes_too_long_is_an_error_too(lite: Lite, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*arguments: object, **named: object) -> None:
        raise TooSlow

    server = lite.server()
    monkeypatch.setattr(server._client, "search", wait)
    with pytest.raises(EngineError, match="检索没有完成（Deadline Exceeded）"):
        server.search("any", "vector", np.zeros(6, np.float32), 1, "", shown="document")


@pytest.mark.parametrize(
    ("version", "can"),
    [
        ("v2.3.5-lite", False),
        ("v2.2.16", False),
        ("v2.4.0", True),
        ("2.6.1", True),
        ("milvus_lite-3.2.2", True),
        ("?", False),
    ],
)
def test_sparse_vectors_came_with_2_4(lite: Lite, version: str, can: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    server = lite.server()
    monkeypatch.setattr(server, "version", version)
    assert server.has_sparse_vectors is can


def test_an_alias_names_what_it_was_last_given(lite: Lite) -> None:
    server = lite.server()
    for name in ("alias_one", "alias_two"):
        server.create(name, {"row": "key", "vector": "vector"}, 6, "")
        server.name("alias", name)
        assert server.named_by("alias") == name
    assert server.named_by("alias_three") is None


def test_a_connection_is_made_once(lite: Lite) -> None:
    assert lite.server("again") is lite.server("again")
    assert isinstance(lite.server("again"), Server)
