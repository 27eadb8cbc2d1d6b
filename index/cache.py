"""Vectors and words that were found before, so that unchanged text is neither encoded nor cut into words again.

In: exact strings with everything that decides their vector (prompt, model, length limit) or their words (rules and dictionary). Out:
what was stored for them. Each batch is committed as it is stored, so a build that was killed continues where it stopped. What is not as
it was stored any more counts as missing. A key is a hash, and beside the vectors stands only under which conditions they were
made. Words do tell the text: they are stored of what a generation holds already, and forgotten with it. Does not encode and does not cut.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.database import erasing
from index.errors import GenerationError

CACHE = "encodings.sqlite"  # in the index folder


class EncodingCache:
    """A SQLite file of key → float32 vector; one process writes at a time."""

    def __init__(self, path: Path, *, model: str, prompt: str, max_tokens: int, dimension: int) -> None:
        self._path = path
        self._identity = f"{model}\x1f{max_tokens}\x1f{prompt}\x1f"
        self._dimension = dimension
        with _telling(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as connection, connection:
                for table in _TABLES:
                    connection.execute(table)
                connection.execute("INSERT OR IGNORE INTO identities VALUES (?)", (self._identity,))

    def find(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors of those texts that are stored; raise GenerationError if the file cannot be read."""
        found: dict[str, NDArray[np.float32]] = {}
        with _telling(self._path), closing(self._connect()) as connection:
            for text in dict.fromkeys(texts):
                row = connection.execute("SELECT vector FROM encodings WHERE key = ?", (self._key(text),)).fetchone()
                if row is not None and (data := _checked(row[0], 4 * self._dimension)) is not None:
                    found[text] = np.frombuffer(data, dtype="<f4").astype(np.float32)
        return found

    def store(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep one vector per text, in one transaction; raise GenerationError if the file cannot be written."""
        rows = [
            (self._key(text), _with_sum(vector.astype("<f4").tobytes()))
            for text, vector in zip(texts, vectors, strict=True)
        ]
        with _telling(self._path), closing(self._connect()) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?)", rows)

    def _key(self, text: str) -> bytes:
        return _key(self._identity, text)

    def _connect(self) -> sqlite3.Connection:
        return _connect(self._path)


class WordCache:
    """Words of texts in the same file; those of other rules are forgotten when new ones are stored."""

    def __init__(self, path: Path, rules: str) -> None:
        """``rules`` stands for everything that decides the words of a text. Makes the file where none is."""
        self._path = path
        self._identity = f"{_WORDS}{rules}\x1f"
        with _telling(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connect(path)) as connection, connection:
                for table in _TABLES:
                    connection.execute(table)

    def find(self, texts: Sequence[str]) -> dict[str, list[str]]:
        """Words of those texts that are stored; raise GenerationError if the file cannot be read."""
        found: dict[str, list[str]] = {}
        with _telling(self._path), closing(_connect(self._path)) as connection:
            for text in texts:
                key = (_key(self._identity, text),)
                row = connection.execute("SELECT words FROM words WHERE key = ?", key).fetchone()
                if row is not None and (data := _checked(row[0], len(row[0]) - _SUM)) is not None:
                    found[text] = json.loads(data)
        return found

    def store(self, words: Mapping[str, Sequence[str]]) -> None:
        """Keep the words of each text, in one transaction; raise GenerationError if the file cannot be written."""
        rows = [(_key(self._identity, text), _with_sum(_packed(own))) for text, own in words.items()]
        with _telling(self._path), closing(_connect(self._path)) as connection, connection:
            others = connection.execute(
                "DELETE FROM identities WHERE substr(identity, 1, ?) = ? AND identity != ?",
                (len(_WORDS), _WORDS, self._identity),
            )
            if others.rowcount:
                connection.execute("DELETE FROM words")
            connection.execute("INSERT OR IGNORE INTO identities VALUES (?)", (self._identity,))
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?)", rows)


def keep_only(path: Path, texts: Iterable[str]) -> int:
    """Forget all vectors and words but those of these texts, whatever made them, without a trace; give how many vectors went.

    Vectors of a version that did not yet note under which conditions they were made go too. Raises GenerationError.
    """
    if not path.exists():
        return 0
    with _telling(path), closing(_connect(path)) as connection:
        connection.isolation_level = None
        for table in _TABLES:
            connection.execute(table)
        identities = [row[0] for row in connection.execute("SELECT identity FROM identities").fetchall()]
        with erasing(connection):
            connection.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
            keys = ((_key(identity, text),) for text in texts for identity in identities)
            connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", keys)
            connection.execute("DELETE FROM words WHERE key NOT IN (SELECT key FROM kept)")
            return connection.execute("DELETE FROM encodings WHERE key NOT IN (SELECT key FROM kept)").rowcount


def _key(identity: str, text: str) -> bytes:
    return hashlib.sha256((identity + text).encode()).digest()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection


def _packed(words: Sequence[str]) -> bytes:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()


def _with_sum(data: bytes) -> bytes:
    return data + struct.pack("<I", zlib.crc32(data))


def _checked(stored: bytes, length: int) -> bytes | None:
    """The bytes as they were stored; None if it is of another length or not what it was."""
    data, found = stored[:length], stored[length:]
    return data if len(data) == length and found == struct.pack("<I", zlib.crc32(data)) else None


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as exc:
        raise GenerationError(
            f"向量缓存 {path} 现在不能读写（{exc}）；请检查磁盘空间和权限，以及是否有别的程序占用，然后重新运行。"
        ) from exc
    except sqlite3.DatabaseError as exc:
        raise GenerationError(
            f"向量缓存 {path} 已损坏（{exc}）；它可以安全删除，删除后重新运行 python -m index build。"
        ) from exc
    except OSError as exc:
        raise GenerationError(
            f"索引文件夹 {path.parent} 不能写入（{exc.strerror or exc}）；请检查路径、磁盘空间和权限。"
        ) from exc


_TABLES = (
    "CREATE TABLE IF NOT EXISTS encodings (key BLOB PRIMARY KEY, vector BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS words (key BLOB PRIMARY KEY, words BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS identities (identity TEXT PRIMARY KEY)",  # model, length limit and prompt; or rules of words
)
_WORDS = "words\x1f"  # how the identity of rules begins
_SUM = 4  # bytes
