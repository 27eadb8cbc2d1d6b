"""What the feedback holds of a text, removed without a trace.

In: the database, the ids of the text's passages, and a test for its words. Out: how many entries went. An entry goes whole: a question
without the answer it was about says nothing. Does not decide what a text is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path

from answer.feedback import LAYOUT
from index.database import erasing, open_database, telling


def remove_feedback(path: Path, passage_ids: Collection[str], quoted_in: Callable[[str], bool]) -> int:
    """Remove entries that cite one of the passages or hold words of the text; raise a DatabaseError. Nothing where no file is."""
    if not path.exists():
        return 0
    with closing(open_database(path, LAYOUT)) as db, telling(path, LAYOUT.name):
        with erasing(db):
            rows = db.execute("SELECT id, question, answer, citations, passage_ids, reason FROM feedback").fetchall()
            going = [
                row["id"]
                for row in rows
                if not set(passage_ids).isdisjoint(json.loads(row["passage_ids"]))
                or any(quoted_in(row[name]) for name in ("question", "answer", "citations", "reason"))
            ]
            db.executemany("DELETE FROM feedback WHERE id = ?", [(number,) for number in going])
        return len(going)
