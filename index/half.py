"""Vectors in half precision, mapped from a file and read for a few rows only.

In: such vectors, a question, rows. Out: cosines. What was read of a large file is let go again, so that it does not count as memory
of this process. Does not choose the rows.
"""

from __future__ import annotations

import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray


def half_cosines(
    vectors: NDArray[np.float16], question: NDArray[np.float32], rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Cosines of some rows of mapped half-precision vectors with a question; equal rows get equal ones."""
    cosines = np.empty(len(rows), dtype=np.float32)
    scaled = np.asarray(question * _EXPONENT, dtype=np.float32)
    for first in range(0, len(rows), _READ):
        part = slice(first, first + _READ)
        # Sign, exponent and fraction moved to where single precision has them; that the exponent then counts from elsewhere, the
        # question makes good. Exact, and several times faster than converting with NumPy or FAISS.
        moved = vectors[rows[part]].view(np.int16).astype(np.int32)
        moved <<= 13
        moved &= _HALF_BITS
        cosines[part] = np.einsum("ij,j->i", moved.view(np.float32), scaled)
        if part.stop % _MAPPED == 0 or part.stop >= len(rows):
            _let_go(vectors)
    return cosines


_EXPONENT = np.float32(2.0**112)  # exponents count from 127 in single precision, from 15 in half
_HALF_BITS = np.uint32(0x8FFFE000).view(np.int32)  # what is moved, without the copies of the sign between

# From the table of ``python -m eval scale`` (README, Sizes).
_READ = 256  # vectors read at once; as many as a core's own cache holds
_MAPPED = 8 * _READ  # of them mapped at once; up to half a megabyte comes with each
_STAYS = 256 * 2**20  # bytes; a smaller file may stay in memory


def _let_go(vectors: NDArray[np.float16]) -> None:
    """Unmap the pages of a large file that were touched; the operating system keeps them as long as it has memory to spare.

    With every page it maps those around it: a hundred questions would make all of the file count as memory of this process.
    """
    mapped: Any = vectors
    while isinstance(mapped, np.ndarray):
        mapped = mapped.base
    # Windows has no such advice.
    if vectors.nbytes > _STAYS and isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)
