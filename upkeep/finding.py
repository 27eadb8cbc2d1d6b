"""Many strings of bytes looked for at once in files of any size.

In: needles, then pieces of bytes or files. Out: which needles stand there. A file is read once, in pieces that overlap, whatever
the number of needles. Does not know what the needles mean.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHORTEST = 12  # bytes of a needle


class Finder:
    """Look for needles of ``SHORTEST`` bytes or more.

    Of each needle the 12 bytes in its middle are hashed to one bit of a table; every place of the data is looked up there, and the
    few that hit are compared in full.
    """

    def __init__(self, needles: Collection[bytes]) -> None:
        if any(len(needle) < SHORTEST for needle in needles):
            raise ValueError(f"needles must have {SHORTEST} bytes")
        self._longest = max(map(len, needles), default=0)
        self._anchors: dict[bytes, list[tuple[bytes, int]]] = defaultdict(
            list
        )  # anchor → needles and where it stands in them
        for needle in dict.fromkeys(needles):
            at = (len(needle) - SHORTEST) // 2
            self._anchors[needle[at : at + SHORTEST]].append((needle, at))
        self._table = np.zeros(_TABLE, np.bool_)
        for anchor in self._anchors:
            self._table[_hashes(anchor, 0)] = True

    def find(self, data: bytes) -> set[bytes]:
        """The needles that stand in the data."""
        found: set[bytes] = set()
        for at in self._candidates(data):
            for needle, offset in self._anchors.get(data[at : at + SHORTEST], ()):
                if needle not in found and at >= offset and data.startswith(needle, at - offset):
                    found.add(needle)
        return found

    def find_in_file(self, path: Path, tell: Callable[[int], None] = lambda size: None) -> tuple[set[bytes], str]:
        """The needles that stand in a file, and its sha256; ``tell`` hears how many bytes were read. Raises OSError."""
        found: set[bytes] = set()
        digest = hashlib.sha256()
        with path.open("rb") as file:
            before = b""
            while piece := file.read(_PIECE):
                digest.update(piece)
                data = before + piece
                found |= self.find(data)
                before = data[-(self._longest - 1) :] if self._longest > 1 else b""
                tell(len(piece))
        return found, digest.hexdigest()

    def _candidates(self, data: bytes) -> Iterator[int]:
        if not self._anchors:
            return
        for start in range(min(_WORD, len(data) - SHORTEST + 1)):
            hits = np.flatnonzero(self._table[_hashes(data, start)])
            yield from (hits * _WORD + start).tolist()


def _hashes(data: bytes, start: int) -> NDArray[np.uint64]:
    """A number below ``_TABLE`` for the 12 bytes at start, start + 8, start + 16, …"""
    count = (len(data) - start - SHORTEST) // _WORD + 1
    first = np.frombuffer(data, "<u8", count, start)
    last = np.frombuffer(data, "<u8", count, start + SHORTEST - _WORD)
    return (first * _ODD ^ last * _OTHER) >> _SHIFT


_WORD = 8  # bytes
_TABLE = 1 << 22
_SHIFT = np.uint64(64 - 22)
_ODD, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # spread neighbouring values over the table
_PIECE = 4 << 20  # bytes
