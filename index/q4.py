"""Read the 4-bit file that the default embedding model comes in.

In: the bytes of an E5S1 file. Out: a Q4Model: the shape of the network, the pieces of its tokenizer, and every
tensor by name as ordinary numbers.
Does not find the file or check whose it is (model.py), and does not know what the tensors are for (expansion.py).
Bytes that are not such a file raise DamagedModel, whatever is wrong with them.

The layout, little-endian, without padding:

    magic E5S1, u32 version
    i32 hidden, layers, heads, feed-forward, vocabulary, positions, token types; f32 norm epsilon; i32 block
    i32 pieces, bos, eos, pad, unk; u64 length of the text; u32 offsets[pieces + 1]; f32 scores[pieces]; the text
    i32 entries, u32 length, and that many bytes of a character table (not needed: it is Nmt and NFKC)
    i32 tensors, and for each: u16 length, name, u8 type, u32 elements, u64 offset in the file, u64 length
    the tensors

Type 0 is plain f32. Type 1 is blocks of 32 numbers in 18 bytes: an f16 scale and 16 bytes whose low halves are the
numbers 0–15 and whose high halves are the numbers 16–31; a number is (half − 8) × scale.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import DamagedModel

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32  # numbers in one 4-bit block

_PLAIN, _PACKED = 0, 1
_BLOCK_LAYOUT = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
_BLOCKS_AT_ONCE = 1 << 16  # 2 million numbers: a few megabytes of working memory however large the tensor

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Q4Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int  # rows of the word table; the last ones may have no piece
    positions: int
    token_types: int
    norm_epsilon: float


@dataclass(frozen=True, slots=True)
class Q4Pieces:
    """The pieces of the tokenizer in the order of their ids, with their log probabilities."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Q4Tensor:
    """Where one tensor lies in the file."""

    packed: bool  # in 4-bit blocks, otherwise plain f32
    elements: int
    offset: int


@dataclass(frozen=True, slots=True)
class Q4Model:
    """One E5S1 file, read and found consistent; tensors stay packed until asked for."""

    shape: Q4Shape
    vocabulary: Q4Pieces
    tensors: Mapping[str, Q4Tensor]
    data: bytes = field(repr=False)

    def unpack(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> Floats:
        """Give one tensor as numbers of the given type."""
        tensor = self.tensors.get(name)
        if tensor is None:
            raise DamagedModel(f"模型文件缺少张量 {name}。{_NEXT}")
        if tensor.elements != math.prod(shape):
            raise DamagedModel(
                f"模型文件的张量 {name} 应有 {math.prod(shape)} 个数，实有 {tensor.elements} 个。{_NEXT}"
            )
        with np.errstate(over="ignore", invalid="ignore"):  # what they would warn of is refused below
            if tensor.packed:
                numbers = _unpack_blocks(self.data, tensor, dtype)
            else:
                numbers = np.frombuffer(self.data, "<f4", tensor.elements, tensor.offset).astype(dtype)
        if not np.isfinite(numbers).all():
            raise DamagedModel(f"模型文件的张量 {name} 含有无穷大或非数值。{_NEXT}")
        return numbers.reshape(shape)


def read_q4(data: bytes) -> Q4Model:
    """Read an E5S1 file, or say what is wrong with it."""
    reader = _Reader(data)
    if reader.take(4) != MAGIC:
        raise DamagedModel(f"模型文件应以 {MAGIC.decode()} 开头，实为 {data[:4]!r}。{_NEXT}")
    (version,) = reader.numbers("<I")
    if version != VERSION:
        raise DamagedModel(f"模型文件是第 {version} 版格式，本程序只认第 {VERSION} 版。{_NEXT}")
    shape = _read_shape(reader)
    vocabulary = _read_pieces(reader, shape)
    _, table_bytes = reader.numbers("<iI")
    reader.take(table_bytes)
    return Q4Model(shape, vocabulary, _read_tensors(reader, len(data)), data)


_NEXT = "请重新安装附带该文件的软件包后再试。"


class _Reader:
    """A place in the file that only moves forward and never past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        """Read so many bytes."""
        if length < 0 or length > len(self._data) - self._at:
            left = len(self._data) - self._at
            raise DamagedModel(f"模型文件不完整：第 {self._at} 字节起应有 {length} 字节，只剩 {left} 字节。{_NEXT}")
        self._at += length
        return self._data[self._at - length : self._at]

    def numbers(self, layout: str) -> tuple[Any, ...]:
        """Read the fields of one struct layout."""
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        """Read so many numbers of one type."""
        return np.frombuffer(self.take(count * np.dtype(dtype).itemsize), dtype)


def _read_shape(reader: _Reader) -> Q4Shape:
    sizes = reader.numbers("<7if")
    shape = Q4Shape(*sizes)
    (block,) = reader.numbers("<i")
    if min(sizes[:7]) < 1 or shape.hidden % shape.heads or not 0 < shape.norm_epsilon < 1:
        raise DamagedModel(f"模型文件写明的网络尺寸不合理：{shape}。{_NEXT}")
    if block != BLOCK:
        raise DamagedModel(f"模型文件每块应有 {BLOCK} 个数，写明的是 {block} 个。{_NEXT}")
    return shape


def _read_pieces(reader: _Reader, shape: Q4Shape) -> Q4Pieces:
    count, bos, eos, pad, unk = reader.numbers("<5i")
    if not 0 < count <= shape.vocabulary or not all(0 <= special < count for special in (bos, eos, pad, unk)):
        raise DamagedModel(f"模型文件的词表有 {count} 项，特殊符号编号为 {(bos, eos, pad, unk)}，超出范围。{_NEXT}")
    (length,) = reader.numbers("<Q")
    offsets = reader.array("<u4", count + 1).astype(np.int64)
    scores = reader.array("<f4", count)
    text = reader.take(length)
    if offsets[0] != 0 or offsets[-1] != length or (np.diff(offsets) < 1).any() or not np.isfinite(scores).all():
        raise DamagedModel(f"模型文件的词表损坏：各项的位置或分值不合理。{_NEXT}")
    return Q4Pieces(_decode_pieces(text, offsets, scores), bos, eos, pad, unk)


def _decode_pieces(
    text: bytes, offsets: npt.NDArray[np.int64], scores: npt.NDArray[Any]
) -> tuple[tuple[str, float], ...]:
    bounds = offsets.tolist()
    try:
        pieces = [text[start:end].decode("utf-8") for start, end in pairwise(bounds)]
    except UnicodeDecodeError as exc:
        raise DamagedModel(f"模型文件的词表不是 UTF-8 文字：{exc.reason}。{_NEXT}") from exc
    if len(set(pieces)) != len(pieces):
        raise DamagedModel(f"模型文件的词表有重复的项。{_NEXT}")
    return tuple(zip(pieces, scores.tolist(), strict=True))


def _read_tensors(reader: _Reader, file_length: int) -> dict[str, Q4Tensor]:
    (count,) = reader.numbers("<i")
    tensors: dict[str, Q4Tensor] = {}
    for _ in range(count):
        (name_length,) = reader.numbers("<H")
        name = reader.take(name_length).decode("utf-8", "replace")
        kind, elements, offset, length = reader.numbers("<BIQQ")
        if kind not in (_PLAIN, _PACKED) or length != _tensor_bytes(kind, elements):
            raise DamagedModel(
                f"模型文件的张量 {name} 写明类型 {kind}、{elements} 个数、{length} 字节，互不相符。{_NEXT}"
            )
        if offset + length > file_length:
            raise DamagedModel(
                f"模型文件不完整：张量 {name} 应到第 {offset + length} 字节，文件只有 {file_length} 字节。{_NEXT}"
            )
        tensors[name] = Q4Tensor(kind == _PACKED, elements, offset)
    return tensors


def _tensor_bytes(kind: int, elements: int) -> int:
    """Say how long a tensor must be; −1, which no length equals, where it cannot be cut into whole blocks."""
    if kind == _PLAIN:
        return elements * 4
    return -1 if elements % BLOCK else elements // BLOCK * _BLOCK_LAYOUT.itemsize


def _unpack_blocks(data: bytes, tensor: Q4Tensor, dtype: npt.DTypeLike) -> Floats:
    blocks = np.frombuffer(data, _BLOCK_LAYOUT, tensor.elements // BLOCK, tensor.offset)
    numbers = np.empty((len(blocks), BLOCK), dtype)
    for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
        part = blocks[start : start + _BLOCKS_AT_ONCE]
        scale = part["scale"].astype(np.float32)[:, np.newaxis]
        halves = part["halves"]
        target = numbers[start : start + len(part)]
        target[:, : BLOCK // 2] = ((halves & 15).astype(np.float32) - 8) * scale
        target[:, BLOCK // 2 :] = ((halves >> 4).astype(np.float32) - 8) * scale
    return numbers
