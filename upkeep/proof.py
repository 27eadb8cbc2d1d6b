"""Every byte of every file searched for the words of a text.

In: files and folders, and what the text is known by. Out: where it was found, what could not be searched, and how much was. Does not
remove anything.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from upkeep.finding import Finder
from upkeep.records import Progress


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search did and found."""

    found: tuple[str, ...]  # Chinese sentences: which file, what of the text stands in it
    unread: tuple[str, ...]  # Chinese sentences
    files: int
    size: int  # bytes


def search(
    roots: Iterable[Path],
    finder: Finder,
    sha256s: Collection[str],
    skipped: Collection[Path],
    progress: Callable[[Progress], None],
) -> Searched:
    """Read all files at and below ``roots`` but those at and below ``skipped``, each once."""
    found, unread, files, size = [], [], 0, 0
    for path in files_of(roots, skipped):

        def tell(read: int) -> None:
            nonlocal size
            size += read
            progress(Progress("逐字节核对", size, 0))

        try:
            needles, sha256 = finder.find_in_file(path, tell)
        except OSError as exc:
            unread.append(f"{path} 读不出来（{exc.strerror or exc}），无法核对。")
            continue
        files += 1
        if sha256 in sha256s:
            found.append(f"{path} 就是该文件本身。")
        elif needles:
            found.append(f"{path} 中有该文的 {len(needles)} 处字句。")
    return Searched(tuple(found), tuple(unread), files, size)


def files_of(roots: Iterable[Path], skipped: Collection[Path] = ()) -> Iterator[Path]:
    """Regular files, and what stands in the place of one, each once; links to folders are followed."""
    passed = {_identity(path) for path in skipped}
    waiting = sorted(roots, reverse=True)
    while waiting:
        path = waiting.pop()
        identity = _identity(path)
        if identity is None or identity in passed:
            continue
        passed.add(identity)
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                waiting += sorted((Path(entry.path) for entry in os.scandir(path)), reverse=True)
            elif stat.S_ISREG(mode):
                yield path
        except OSError:
            yield path  # reading it tells why not


def _identity(path: Path) -> tuple[int, int] | None:
    """The same for all names of one file; None for a name of nothing."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        return (-1, hash(path))
    return status.st_dev, status.st_ino
