"""One page of a document of the corpus as a picture, for reading beside its text.

In: the corpus folder, the path of a pdf in it, the file's sha256 when it was indexed, a page. Out: a JPEG of at most 1800 pixels a
side. The file is hostile: it is opened in a child process without environment, within narrower limits than reading has, and
never in the program that asks. Keeps nothing; does not draw other formats.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from ingest.child import COMMAND, Child, ChildDied, Limits, PictureRequest
from ingest.errors import UnreadableFile
from ingest.loaders.refusals import unreadable
from ingest.reading import printable


def page_picture(
    folder: Path, source: str, sha256: str, page: int, *, limits: Limits | None = None, command: Sequence[str] = COMMAND
) -> bytes:
    """Draw page ``page`` (from 1) of ``folder / source`` as a JPEG; some tenths of a second, at most 15 seconds.

    Raise UnreadableFile, in Chinese, where the file has changed since it was indexed, lies outside the folder, is no pdf, lacks
    the page, or cannot be drawn within the limits; NoWorkers where no child can be started.
    """
    with _AT_ONCE:
        child = Child(limits or _LIMITS, command)
        try:
            drawn = child.draw(PictureRequest(folder, source, sha256, page))
        except ChildDied as died:
            found = f"画第 {page} 页的程序中断（{died}）"
            advice = "请看文字，或用原来的软件打开这个文件"
            raise unreadable(printable(source), expected="能显示的页面", found=found, advice=advice) from died
        finally:
            child.end()
    if isinstance(drawn, UnreadableFile):
        raise drawn
    return drawn


_LIMITS = Limits(seconds=15, seconds_per_megabyte=0, memory=768 * 2**20)
_AT_ONCE = threading.BoundedSemaphore(2)  # so that many readers cannot fill the memory of the machine
