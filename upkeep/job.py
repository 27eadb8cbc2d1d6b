"""Which removal is under way, so that a killed one is finished before another begins.

In: the index folder and a target. Out: a small file that names the text, without a word of it, beside the tables of documents that are
kept until the end. Does not fill those tables and does not remove anything else.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from index.storage import sync_folder
from upkeep.errors import UpkeepError
from upkeep.known import TEXTS, Target, aside_folder

JOB = "job.json"


def begin(target: Target, index_folder: Path) -> None:
    """Note the removal on the disk. Raises OSError."""
    folder = aside_folder(index_folder)
    folder.mkdir(exist_ok=True)
    sync_folder(index_folder)
    draft = folder / f"{JOB}.tmp"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"sources": sorted({each.source for each in target.documents}), "ids": sorted(target.ids)}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / JOB)
    sync_folder(folder)


def finish(index_folder: Path) -> None:
    """Delete the tables, the last that is known of the text, and then the note. Raises OSError."""
    folder = aside_folder(index_folder)
    for table in (path for path in folder.iterdir() if path.is_dir()):
        (table / TEXTS).unlink(missing_ok=True)  # first: with it alone left, the text could not be named any more
        shutil.rmtree(table)
    (folder / f"{JOB}.tmp").unlink(missing_ok=True)
    (folder / JOB).unlink(missing_ok=True)
    folder.rmdir()


def refuse_another(target: Target, index_folder: Path) -> None:
    """Raise UpkeepError where the removal of another text was begun and is not finished: it needs the tables that this one deletes."""
    folder = aside_folder(index_folder)
    try:
        raw = json.loads((folder / JOB).read_text(encoding="utf-8"))
        sources, ids = list(map(str, raw["sources"])), set(raw["ids"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    if target.ids.isdisjoint(ids) and any(folder.glob(f"*/{TEXTS}")):
        raise UpkeepError(f"对 {'、'.join(sources)} 的清除还没有完成，请先对它再次运行 purge，然后清除别的资料。")
