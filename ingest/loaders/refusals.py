"""How a loader says no.

In: what a file was expected to be, what it is and what to do next. Out: one UnreadableFile with one Chinese sentence.
Does not decide whether a file is readable.
"""

from __future__ import annotations

import re

from ingest.errors import UnreadableFile


def unreadable(name: str, *, expected: str, found: str, advice: str) -> UnreadableFile:
    """Build the refusal: ``通知.pdf：应是 PDF 文件，实际是网页（HTML）；请把后缀改为 .html 后重新放入。``"""
    reason = re.sub("(?<=是)(?=[A-Za-z.])", " ", f"应是{expected}，实际{found}")
    return UnreadableFile(f"{name}：{reason}；{advice}。")
