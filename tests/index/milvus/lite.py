"""A milvus-lite file that tests share, and generations pushed into it.

One file for all: opening one takes a server of threads. Every base has a name of its own, so that none sees another.
"""

from __future__ import annotations

from pathlib import Path

from index.generation import Generation
from index.milvus.address import Address
from index.milvus.engine import MilvusEngine
from index.milvus.push import push
from index.milvus.server import Server, connect


class Lite:
    """Servers over one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names = 0
        self._engines: dict[str, MilvusEngine] = {}

    def server(self, name: str | None = None) -> Server:
        """A server for a base that is new, or that was named before."""
        self._names += 1
        return connect(Address(str(self._path), name or f"base{self._names}"))

    def engine(self, generation: Generation) -> MilvusEngine:
        """The engine of a generation in a base of its own, pushed once."""
        made_of = generation.manifest.fingerprint
        if made_of not in self._engines:
            server = self.server()
            push(generation, server)
            self._engines[made_of] = MilvusEngine(generation, server)
        return self._engines[made_of]
