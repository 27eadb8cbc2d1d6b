"""Everything that is said to Milvus, and what it says translated.

In: an Address. Out: a Server, which makes, fills, reads and searches collections; whatever goes wrong is an EngineError in Chinese.
The only file that imports pymilvus, which takes most of a second: import this one only where the engine is set.
Does not know what a generation is.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import numpy as np
from numpy.typing import NDArray
from pymilvus import DataType, MilvusClient
from pymilvus.exceptions import MilvusException

from index.errors import EngineError
from index.milvus.address import Address
from index.milvus.tables import Kind

MOST = 16_384  # rows of one search, and of one answer to a query; a server refuses more
_CONNECTING = 5.0  # seconds until a server counts as unreachable
_ANSWERING = 10.0  # seconds for what an officer waits for; without a limit pymilvus tries again for minutes
_WORKING = 3600  # seconds for making an index of everything
_LONGEST_TEXT = 4096  # bytes of a text field
# Rows from which a graph replaces comparing with every row: below, exact search on a server's core takes some milliseconds.
GRAPH_FROM = 200_000
_GRAPH = {"M": 32, "efConstruction": 200}
_SPARSE_SINCE = (2, 4)
_STRAIGHT = {"grpc.enable_http_proxy": 0}  # a proxy for the web, set for the machine, has no business here
_NO_PINGS = {"grpc.keepalive_time_ms": 2**31 - 1}  # milvus-lite hangs up on a client that asks every ten seconds

# Both write every refusal with its traceback to standard error; refusals reach people as our errors.
for _name in ("pymilvus", "grpc"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_KINDS: dict[Kind, DataType] = {
    "key": DataType.INT64,
    "number": DataType.INT64,
    "text": DataType.VARCHAR,
    "vector": DataType.FLOAT_VECTOR,
    "words": DataType.SPARSE_FLOAT_VECTOR,
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a server says of a collection."""

    fields: frozenset[str]
    dimension: int  # of its vectors; 0 without
    rows: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave, best first."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class Server:
    """A connected Milvus; several threads may ask at once."""

    def __init__(self, address: Address) -> None:
        """Connect, or raise EngineError within some seconds."""
        self.address = address
        advice, options = "请检查地址、端口、用户名和密码，以及服务是否在运行", _STRAIGHT
        if address.is_file:
            _check_file(Path(address.uri))
            advice = "它同一时间只能由一个程序打开，请先关闭正在用它的程序"
            options = _STRAIGHT | _NO_PINGS
        with self._translated(f"打不开，{advice}"):
            self._client = MilvusClient(uri=address.uri, token=address.token, timeout=_CONNECTING, grpc_options=options)
            self.version = str(self._client.get_server_version(timeout=_CONNECTING))

    @property
    def has_sparse_vectors(self) -> bool:
        """Whether this server can hold the weights of words; servers before 2.4 cannot."""
        found = re.search(r"(\d+)\.(\d+)", self.version)
        return found is not None and (int(found[1]), int(found[2])) >= _SPARSE_SINCE

    def collections(self) -> set[str]:
        """The names of all collections."""
        with self._translated("列不出集合"):
            return set(self._client.list_collections(timeout=_ANSWERING))

    def describe(self, collection: str) -> Described:
        """The fields of a collection, and how many rows are written."""
        with self._translated(f"读不出集合 {collection} 的说明"):
            raw = self._client.describe_collection(collection, timeout=_ANSWERING)
            rows = self._client.get_collection_stats(collection, timeout=_ANSWERING)["row_count"]
        dimensions = [field["params"]["dim"] for field in raw["fields"] if "dim" in field["params"]]
        names = frozenset(str(field["name"]) for field in raw["fields"])
        return Described(names, int(dimensions[0]) if dimensions else 0, int(rows))

    def create(self, collection: str, fields: Mapping[str, Kind], dimension: int, description: str) -> None:
        """Make an empty collection, without any index yet."""
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False, description=description)
        for name, kind in fields.items():
            more: dict[str, Any] = {}
            if kind == "key":
                more = {"is_primary": True}
            elif kind == "text":
                more = {"max_length": _LONGEST_TEXT}
            elif kind == "vector":
                more = {"dim": dimension}
            schema.add_field(name, _KINDS[kind], **more)
        with self._translated(f"建不了集合 {collection}"):
            self._client.create_collection(collection, schema=schema, timeout=_WORKING)

    def insert(self, collection: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows, some thousand at most."""
        with self._translated(f"写不进集合 {collection}"):
            self._client.insert(collection, list(rows), timeout=_WORKING)

    def finish(self, collection: str, vector: str, words: str | None, rows: int) -> None:
        """Write everything down, index it and make it ready to be searched."""
        indexes = MilvusClient.prepare_index_params()
        if rows < GRAPH_FROM:
            indexes.add_index(vector, index_type="FLAT", metric_type="IP", params={})
        else:
            indexes.add_index(vector, index_type="HNSW", metric_type="IP", params=_GRAPH)
        if words:
            indexes.add_index(words, index_type="SPARSE_INVERTED_INDEX", metric_type="IP", params={})
        with self._translated(f"集合 {collection} 的索引没有建成"):
            self._client.flush(collection, timeout=_WORKING)
            # milvus-lite has an index when it answers; pymilvus would still wait half a second for each.
            self._client.create_index(collection, indexes, timeout=_WORKING, sync=not self.address.is_file)
            self._client.load_collection(collection, timeout=_WORKING)

    def load(self, collection: str) -> None:
        """Make sure that a collection can be searched; one that was released is loaded again."""
        with self._translated(f"集合 {collection} 没有载入"):
            self._client.load_collection(collection, timeout=_WORKING)

    def rename(self, collection: str, name: str) -> None:
        """Give a collection another name."""
        with self._translated(f"集合 {collection} 改不了名"):
            self._client.rename_collection(collection, name, timeout=_ANSWERING)

    def drop(self, collection: str) -> None:
        """Delete a collection. The caller knows that nobody uses it: some servers delete even what an alias names."""
        with self._translated(f"删不掉集合 {collection}"):
            self._client.drop_collection(collection, timeout=_WORKING)

    def named_by(self, alias: str) -> str | None:
        """The collection that an alias names, or None where there is no such alias."""
        with self._translated(f"读不出别名 {alias}"):
            if not self._client.has_collection(alias, timeout=_ANSWERING):
                return None
            return str(self._client.describe_collection(alias, timeout=_ANSWERING)["collection_name"])

    def name(self, alias: str, collection: str) -> None:
        """Let an alias name another collection from now on, in one step."""
        present = self.named_by(alias)
        with self._translated(f"别名 {alias} 换不到集合 {collection}"):
            if present is None:
                self._client.create_alias(collection, alias, timeout=_ANSWERING)
            else:
                self._client.alter_alias(collection, alias, timeout=_ANSWERING)

    def count(self, collection: str) -> int:
        """How many rows a search would see; waits until everything written is among them."""
        with self._translated(f"数不出集合 {collection} 的行"):
            found = self._client.query(
                collection, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=_WORKING
            )
        return int(found[0]["count(*)"])

    def read(self, collection: str, key: str, rows: Sequence[int], fields: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Those of the rows that are there, by key."""
        with self._translated(f"读不出集合 {collection} 的行"):
            found = self._client.get(collection, list(rows), output_fields=[key, *fields], timeout=_ANSWERING)
        return {int(each[key]): dict(each) for each in found}

    def search(
        self,
        collection: str,
        field: str,
        wanted: NDArray[np.float32] | Mapping[int, float],
        limit: int,
        condition: str,
        *,
        shown: str,
    ) -> Found:
        """The ``limit`` rows with the largest inner product among those that a condition admits, ``MOST`` at most.

        ``shown`` is a small field that is read with the rows: asked for none, milvus-lite reads all of them.
        """
        with self._translated("检索没有完成"):
            [hits] = self._client.search(
                collection,
                [wanted],
                anns_field=field,
                limit=limit,
                filter=condition,
                output_fields=[shown],
                search_params={"params": {"ef": max(64, 2 * limit)}} if not isinstance(wanted, Mapping) else {},
                timeout=_ANSWERING,
            )
        return Found(
            np.array([hit.id for hit in hits], dtype=np.int64), np.array([hit.distance for hit in hits], np.float32)
        )

    @contextmanager
    def _translated(self, what: str) -> Iterator[None]:
        try:
            yield
        except (MilvusException, grpc.RpcError) as exc:  # the second where an answer takes too long
            raise EngineError(f"Milvus（{self.address}）：{what}（{_first_line(exc)}）。") from exc


_open: dict[Address, Server] = {}
_lock = threading.Lock()


def connect(address: Address) -> Server:
    """The server of an address, connected once for the whole process; raise EngineError where it cannot be reached."""
    with _lock:
        if address not in _open:
            _open[address] = Server(address)
        return _open[address]


def _check_file(path: Path) -> None:
    if importlib.util.find_spec("milvus_lite") is None:
        raise EngineError(
            f"用文件 {path} 检索需要 milvus-lite；请按 requirements.txt 安装，或改用 milvus://主机:端口/名称。"
        )
    if not path.parent.is_dir():
        raise EngineError(f"文件 {path} 所在的文件夹不存在；请先建立它，或改正检索引擎的设置。")


def _first_line(error: Exception) -> str:
    if isinstance(error, grpc.Call):
        said = error.details() or str(error.code())
    else:
        said = getattr(error, "message", "") or str(error)
    lines = said.strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
