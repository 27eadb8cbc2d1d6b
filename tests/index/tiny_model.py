"""Make a whole E5S1 file of a few kilobytes, in the layout that index/q4.py describes."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import numpy as np

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS, TYPES = 32, 1, 2, 64, 24, 2

PIECES = (
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -3.0),
    ("警", -5.0),
    ("察", -5.5),
    ("警察", -6.0),
    ("query", -7.0),
    ("passage", -7.0),
    (":", -4.0),
    ("～", -8.0),
    ("~", -8.0),
)
VOCABULARY = len(PIECES) + 3  # like the real file: a few rows without a piece


def block(scale: float, low: list[int], high: list[int]) -> bytes:
    """Pack 32 numbers: the scale as f16, then 16 bytes of a low and a high half."""
    return struct.pack("<e", scale) + bytes(one | two << 4 for one, two in zip(low, high, strict=True))


@dataclass
class TinyFile:
    """The fields of the file in their order; a test changes one and asks for the bytes."""

    magic: bytes = b"E5S1"
    version: int = 1
    sizes: tuple[int, ...] = (HIDDEN, LAYERS, HEADS, WIDE, VOCABULARY, POSITIONS, TYPES)
    epsilon: float = 1e-12
    block: int = 32
    pieces: list[tuple[bytes, float]] = field(
        default_factory=lambda: [(text.encode(), score) for text, score in PIECES]
    )
    special: tuple[int, int, int, int] = (0, 2, 1, 3)
    tensors: dict[str, tuple[int, int, bytes]] = field(
        default_factory=lambda: random_tensors()
    )  # type, elements, bytes

    def to_bytes(self) -> bytes:
        """Write the file."""
        head = self.magic + struct.pack("<I7ifi", self.version, *self.sizes, self.epsilon, self.block)
        text = b"".join(piece for piece, _ in self.pieces)
        ends = np.cumsum([0] + [len(piece) for piece, _ in self.pieces]).astype("<u4").tobytes()
        scores = np.array([score for _, score in self.pieces], "<f4").tobytes()
        head += struct.pack("<5iQ", len(self.pieces), *self.special, len(text)) + ends + scores + text
        head += struct.pack("<iI", 1, 9) + b"\x00\x30\x00\x00\x01\x20\x00\x00\x00"  # one entry: U+3000 becomes a space
        head += struct.pack("<i", len(self.tensors))
        offset = len(head) + sum(2 + len(name.encode()) + 21 for name in self.tensors)
        body = b""
        for name, (kind, elements, data) in self.tensors.items():
            head += struct.pack("<H", len(name.encode())) + name.encode()
            head += struct.pack("<BIQQ", kind, elements, offset + len(body), len(data))
            body += data
        return head + body


def random_tensors() -> dict[str, tuple[int, int, bytes]]:
    """Give every tensor a small network needs, always the same ones."""
    random = np.random.default_rng(20260101)

    def packed(elements: int) -> tuple[int, int, bytes]:
        blocks = [
            block(0.02, random.integers(0, 16, 16).tolist(), random.integers(0, 16, 16).tolist())
            for _ in range(elements // 32)
        ]
        return 1, elements, b"".join(blocks)

    def plain(elements: int, around: float = 0.0) -> tuple[int, int, bytes]:
        return 0, elements, (around + 0.02 * random.standard_normal(elements)).astype("<f4").tobytes()

    tensors = {
        "emb.word": packed(VOCABULARY * HIDDEN),
        "emb.pos": plain(POSITIONS * HIDDEN),
        "emb.type": plain(TYPES * HIDDEN),
        "emb.ln.w": plain(HIDDEN, around=1.0),
        "emb.ln.b": plain(HIDDEN),
    }
    for layer in range(LAYERS):
        for part, rows, columns in (
            ("q", HIDDEN, HIDDEN),
            ("k", HIDDEN, HIDDEN),
            ("v", HIDDEN, HIDDEN),
            ("ao", HIDDEN, HIDDEN),
            ("fi", WIDE, HIDDEN),
            ("fo", HIDDEN, WIDE),
        ):
            tensors[f"l{layer}.{part}.w"] = packed(rows * columns)
            tensors[f"l{layer}.{part}.b"] = plain(rows)
        for part in ("aln", "oln"):
            tensors[f"l{layer}.{part}.w"] = plain(HIDDEN, around=1.0)
            tensors[f"l{layer}.{part}.b"] = plain(HIDDEN)
    return tensors
