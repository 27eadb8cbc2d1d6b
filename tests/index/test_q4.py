"""The 4-bit file: what it says is read to the number, and whatever is wrong with it is said."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from index.errors import DamagedModel
from index.q4 import read_q4
from tests.index.tiny_model import PIECES, TinyFile, block

# Scale one half; the low halves count up from 0 and the high halves count down from 15.
HAND_BLOCK = block(0.5, low=list(range(16)), high=list(range(15, -1, -1)))
HAND_NUMBERS = [
    *(-4.0, -3.5, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5),
    *(3.5, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0, -3.5, -4.0),
]


def with_tensors(**tensors: tuple[int, int, bytes]) -> bytes:
    return TinyFile(tensors=tensors).to_bytes()


def test_sizes_and_pieces_are_read() -> None:
    model = read_q4(TinyFile().to_bytes())
    assert (model.shape.hidden, model.shape.layers, model.shape.heads, model.shape.feed_forward) == (32, 1, 2, 64)
    assert (model.shape.vocabulary, model.shape.positions, model.shape.token_types) == (16, 24, 2)
    assert model.vocabulary.pieces == PIECES
    assert (model.vocabulary.bos, model.vocabulary.eos, model.vocabulary.pad, model.vocabulary.unk) == (0, 2, 1, 3)


def test_a_4_bit_block_becomes_the_numbers_worked_out_by_hand() -> None:
    assert HAND_BLOCK.hex(" ") == "00 38 f0 e1 d2 c3 b4 a5 96 87 78 69 5a 4b 3c 2d 1e 0f"
    model = read_q4(with_tensors(weights=(1, 32, HAND_BLOCK)))
    assert model.unpack("weights", (2, 16), np.float32).tolist() == [HAND_NUMBERS[:16], HAND_NUMBERS[16:]]


def test_blocks_follow_each_other_each_with_its_own_scale() -> None:
    double = block(1.0, low=list(range(16)), high=list(range(15, -1, -1)))
    model = read_q4(with_tensors(weights=(1, 64, HAND_BLOCK + double)))
    assert model.unpack("weights", (64,), np.float32).tolist() == HAND_NUMBERS + [2 * n for n in HAND_NUMBERS]


def test_a_tensor_of_more_blocks_than_are_unpacked_at_once_is_whole() -> None:
    count = (1 << 16) + 3
    model = read_q4(with_tensors(weights=(1, 32 * count, HAND_BLOCK * count)))
    assert (model.unpack("weights", (count, 32), np.float32) == HAND_NUMBERS).all()


def test_plain_numbers_keep_their_value_and_take_the_type_asked_for() -> None:
    model = read_q4(with_tensors(bias=(0, 3, struct.pack("<3f", 1.5, -2.0, 0.25))))
    found = model.unpack("bias", (3,), np.float16)
    assert found.dtype == np.float16
    assert found.tolist() == [1.5, -2.0, 0.25]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(lambda tiny: replace(tiny, magic=b"GGUF"), "应以 E5S1 开头", id="another format"),
        pytest.param(lambda tiny: replace(tiny, version=2), "第 2 版", id="another version"),
        pytest.param(lambda tiny: replace(tiny, sizes=(0, *tiny.sizes[1:])), "网络尺寸", id="no width"),
        pytest.param(
            lambda tiny: replace(tiny, sizes=(32, 1, 3, *tiny.sizes[3:])), "网络尺寸", id="heads do not divide"
        ),
        pytest.param(lambda tiny: replace(tiny, epsilon=float("nan")), "网络尺寸", id="epsilon is no number"),
        pytest.param(lambda tiny: replace(tiny, block=64), "每块应有 32", id="another block"),
        pytest.param(lambda tiny: replace(tiny, pieces=tiny.pieces * 2), "超出范围", id="more pieces than rows"),
        pytest.param(lambda tiny: replace(tiny, special=(0, 2, 1, 99)), "超出范围", id="special id out of range"),
        pytest.param(lambda tiny: replace(tiny, pieces=[*tiny.pieces[:-1], (b"", 0.0)]), "词表损坏", id="empty piece"),
        pytest.param(
            lambda tiny: replace(tiny, pieces=[*tiny.pieces[:-1], (b"x", float("inf"))]), "词表损坏", id="endless score"
        ),
        pytest.param(lambda tiny: replace(tiny, pieces=[*tiny.pieces[:-1], (b"\xff", 0.0)]), "UTF-8", id="not text"),
        pytest.param(lambda tiny: replace(tiny, pieces=[*tiny.pieces[:-1], tiny.pieces[5]]), "重复", id="piece twice"),
        pytest.param(lambda tiny: replace(tiny, tensors={"t": (7, 1, b"1234")}), "类型 7", id="unknown type"),
        pytest.param(lambda tiny: replace(tiny, tensors={"t": (0, 2, b"1234")}), "互不相符", id="length of too few"),
        pytest.param(lambda tiny: replace(tiny, tensors={"t": (1, 31, HAND_BLOCK)}), "互不相符", id="part of a block"),
    ],
)
def test_a_malformed_file_is_refused_with_what_is_wrong(damage: Callable[[TinyFile], TinyFile], said: str) -> None:
    with pytest.raises(DamagedModel, match=said):
        read_q4(damage(TinyFile()).to_bytes())


def test_a_tensor_outside_the_file_is_refused() -> None:
    data = with_tensors(t=(0, 1, b"1234"))
    with pytest.raises(DamagedModel, match="不完整"):
        read_q4(data[:-1])


@pytest.mark.parametrize(
    ("tensors", "said"),
    [
        pytest.param({}, "缺少张量 weights", id="missing"),
        pytest.param({"weights": (0, 2, b"\0" * 8)}, "应有 32 个数，实有 2 个", id="too small"),
        pytest.param({"weights": (0, 32, b"\0\0\xc0\x7f" * 32)}, "非数值", id="not a number"),
        pytest.param({"weights": (1, 32, b"\x00\x7c" + HAND_BLOCK[2:])}, "无穷大", id="endless scale"),
        pytest.param({"weights": (0, 32, struct.pack("<f", 1e6) * 32)}, "无穷大", id="too large for half precision"),
    ],
)
def test_a_tensor_that_cannot_be_used_is_refused(tensors: dict[str, tuple[int, int, bytes]], said: str) -> None:
    model = read_q4(with_tensors(**tensors))
    with pytest.raises(DamagedModel, match=said):
        model.unpack("weights", (32,), np.float16)


def test_a_file_cut_anywhere_is_refused() -> None:
    data = TinyFile().to_bytes()
    for length in range(len(data)):
        with pytest.raises(DamagedModel):
            read_q4(data[:length])


def test_changed_bytes_never_cause_anything_but_a_refusal() -> None:
    data = TinyFile().to_bytes()
    random = np.random.default_rng(7)
    for _ in range(3000):
        changed = bytearray(data)
        # The first two kilobytes are the header, the pieces and the list of tensors: all that is interpreted.
        changed[random.integers(0, 2048)] = random.integers(0, 256)
        try:
            model = read_q4(bytes(changed))
            for name, tensor in model.tensors.items():
                model.unpack(name, (tensor.elements,), np.float16)
        except DamagedModel:
            pass
