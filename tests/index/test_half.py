"""Half precision, read for some rows: exact numbers, and memory that is given back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import index.half
from index.half import half_cosines
from tests.index.test_inverted import spread


def in_memory(file: Path) -> int:
    """Bytes of a mapped file that count as memory of this process."""
    total, of_file = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        name = line.split()[0]
        if not name.endswith(":"):
            of_file = line.endswith(str(file))
        elif name == "Rss:" and of_file:
            total += 1024 * int(line.split()[1])
    return total


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="what is mapped is read from /proc")
@pytest.mark.parametrize(("stays", "kept"), [(10**9, True), (1000, False)])
def test_what_was_read_of_a_large_file_is_let_go(
    stays: int, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.half, "_STAYS", stays)
    made = spread(5000).astype(np.float16)
    np.save(tmp_path / "half.npy", made)
    half = np.asarray(np.load(tmp_path / "half.npy", mmap_mode="r"))
    rows = np.arange(4999, -1, -1)
    asked = np.asarray(made[7], np.float32)
    for _ in range(2):  # what was let go is read again
        assert half_cosines(half, asked, rows) == pytest.approx((made.astype(np.float32) @ asked)[::-1], abs=1e-5)
        assert (in_memory(tmp_path / "half.npy") > 0) == kept


def test_no_rows_have_no_cosines() -> None:
    assert half_cosines(spread(3).astype(np.float16), spread(3)[0], np.empty(0, np.int64)).tolist() == []


def test_every_number_in_half_precision_is_read_exactly() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)].reshape(-1, 1)
    read = half_cosines(finite, np.ones(1, np.float32), np.arange(len(finite)))
    assert (read == finite[:, 0].astype(np.float32)).all() and len(read) == 2**16 - 2**11
