"""What an export is: a named file, and what it could not say.

In: a paper. Out: the record that every format returns, and the name of its file. Writes nothing to disk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quiz.export.text import one_line
from quiz.records import Paper

LONGEST_TITLE = 60  # characters in a file name; Linux takes 255 bytes, a Chinese character is three


@dataclass(frozen=True, slots=True)
class Exported:
    """One file. Equal papers give equal bytes."""

    name: str  # of the file, safe on Windows too
    data: bytes
    left_out: tuple[tuple[str, str], ...]  # item id, reason in Chinese
    remarks: tuple[str, ...] = ()  # what holds for the whole file, in Chinese: how marking differs


def file_name(paper: Paper, what: str, suffix: str) -> str:
    """``title（A卷）what.suffix`` without anything that a file system minds."""
    variant = one_line(paper.variant)
    title = one_line(paper.title) + (f"（{variant}卷）" if variant else "")
    safe = re.sub(r'[\\/:*?"<>|]', "_", title).strip(" .")[:LONGEST_TITLE]
    return f"{safe or '题目'}{what}.{suffix}"
