"""Many strings of bytes looked for at once in files of any size.

In: needles, then pieces of bytes or files. Out: which needles stand there. A file is read once, in pieces that overlap, whatever
the number of needles. Does not know what the needles mean.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

SHORTEST = 12  # bytes of a needle


class Finder:
    """Look for needles of ``SHORTEST`` bytes or more.

    Of each needle 12 bytes are hashed to a place in a small table and one in a large table. Every place of the data is looked up
    in the small one, which a processor keeps at hand, those that hit in the large one, and the few that hit again are compared
    in full. The 12 bytes are those that are rarest among all needles: 公安机关 stands everywhere.
    """

    def __init__(self, needles: Collection[bytes]) -> None:
        if any(len(needle) < SHORTEST for needle in needles):
            raise ValueError(f"needles must have {SHORTEST} bytes")
        self._longest = max(map(len, needles), default=0)
        self._anchors: dict[bytes, list[tuple[bytes, int]]] = defaultdict(list)  # 12 bytes → needles, offset in them
        self._small = np.zeros(1 << _SMALL, np.bool_)
        self._large = np.zeros(1 << _LARGE, np.bool_)
        places = {needle: _top(_all_hashes(needle), _LARGE) for needle in needles}
        common = np.zeros(1 << _LARGE, np.uint32)
        for found in places.values():
            common[found] += 1
        for needle, found in places.items():
            at = int(np.argmin(common[found]))
            self._anchors[needle[at : at + SHORTEST]].append((needle, at))
            self._large[found[at]] = True
            self._small[found[at] >> (_LARGE - _SMALL)] = True

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
        digest = hashlib.sha256()

        def hear(piece: bytes) -> None:
            digest.update(piece)
            tell(len(piece))

        with path.open("rb") as file:
            found = self.find_in_stream(file, hear)
        return found, digest.hexdigest()

    def find_in_stream(self, file: IO[bytes], hear: Callable[[bytes], None] = lambda piece: None) -> set[bytes]:
        """The needles that stand in what is left to read; ``hear`` is given every piece. Raises what reading raises."""
        found: set[bytes] = set()
        before = b""
        while piece := file.read(_PIECE):
            hear(piece)
            data = before + piece
            found |= self.find(data)
            before = data[-(self._longest - 1) :] if self._longest > 1 else b""
        return found

    def _candidates(self, data: bytes) -> Iterator[int]:
        if not self._anchors:
            return
        for start in range(min(_WORD, len(data) - SHORTEST + 1)):
            hashes = _hashes(data, start)
            hits = np.flatnonzero(self._small[_top(hashes, _SMALL)])
            hits = hits[self._large[_top(hashes[hits], _LARGE)]]
            yield from (hits * _WORD + start).tolist()


def _all_hashes(data: bytes) -> NDArray[np.uint64]:
    """A number for the 12 bytes at every place."""
    found = np.empty(len(data) - SHORTEST + 1, np.uint64)
    for start in range(min(_WORD, len(found))):
        found[start::_WORD] = _hashes(data, start)
    return found


def _hashes(data: bytes, start: int) -> NDArray[np.uint64]:
    """A number for the 12 bytes at start, start + 8, start + 16, …; its upper bits are well mixed."""
    count = (len(data) - start - SHORTEST) // _WORD + 1
    first = np.frombuffer(data, "<u8", count, start)
    last = np.frombuffer(data, "<u8", count, start + SHORTEST - _WORD)
    return first * _ODD ^ last * _OTHER


def _top(hashes: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    return (hashes >> np.uint64(64 - bits)).view(np.int64)


_WORD = 8  # bytes
_SMALL, _LARGE = 18, 24  # bits
_ODD, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_PIECE = 4 << 20  # bytes
