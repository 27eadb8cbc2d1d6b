"""Which Milvus, and under which name: the one setting of the engine.

In: ``milvus://host:19530/name``, or the path of a milvus-lite file ending in .db. Out: an Address, or an error that says how to
write it. Does not connect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from index.errors import EngineError

SCHEME = "milvus"
PORT = 19530
NAME_IN_FILE = "jingwen"  # a file holds one base
# Milvus allows no other characters; two underscores part the name from the rest of a collection's name.
_NAME = re.compile(r"(?=.{1,64}$)[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_EXAMPLES = "应写成 milvus://主机:19530/名称，或以 .db 结尾的文件路径"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the collections of a base are."""

    uri: str  # as pymilvus takes it: http://host:port, or the path of a file
    name: str  # the alias, and the start of every collection's name
    token: str = field(default="", repr=False)  # user:password

    @property
    def is_file(self) -> bool:
        """Whether this is milvus-lite inside this process, and no server."""
        return not self.uri.startswith("http")

    def __str__(self) -> str:
        """As the setting has it, without user and password."""
        return self.uri if self.is_file else f"{SCHEME}://{self.uri.removeprefix('http://')}/{self.name}"


def parse_address(setting: str) -> Address:
    """Read the setting; raise EngineError where it is neither form."""
    if "://" not in setting:
        path = Path(setting).expanduser()
        if path.suffix != ".db":
            raise EngineError(f"检索引擎的设置 {setting!r} 看不懂；{_EXAMPLES}。")
        return Address(str(path.absolute()), NAME_IN_FILE)
    try:
        parts = urlsplit(setting)
        host, port = parts.hostname, parts.port or PORT
    except ValueError as exc:
        raise EngineError(f"检索引擎的设置里端口或主机看不懂（{exc}）；{_EXAMPLES}。") from exc
    name = parts.path.strip("/")
    if parts.scheme != SCHEME or not host or parts.query or parts.fragment:
        raise EngineError(f"检索引擎的设置 {_without_password(setting)!r} 看不懂；{_EXAMPLES}。")
    if not _NAME.fullmatch(name):
        raise EngineError(
            f"检索引擎的名称 {name!r} 不能用：应以字母开头，只含字母、数字和其间单个的下划线，最多 64 个字符；{_EXAMPLES}。"
        )
    token = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    return Address(f"http://{f'[{host}]' if ':' in host else host}:{port}", name, token)


def _without_password(setting: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", setting)
