"""Zip archives with equal bytes for equal content.

In: names and contents. Out: the archive. Reads and writes no file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """One archive, in the order given. Stored, since builds of zlib compress the same bytes differently."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, FIXED)
            entry.create_system = 0  # else the platform stands in the archive
            archive.writestr(entry, data)
    return target.getvalue()


def repack(data: bytes) -> bytes:
    """An archive made by a library, with our times."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return pack((entry.filename, archive.read(entry)) for entry in archive.infolist())
