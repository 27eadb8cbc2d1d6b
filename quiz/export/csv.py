"""A table of items as text with commas, as Excel in China opens it.

In: a Paper and a Profile. Out: a csv in UTF-8 with BOM and CRLF, everything in quotation marks.
A cell that Excel would compute gets an apostrophe in front: csv has no other way to say text.
"""

from __future__ import annotations

import csv as standard
import io

from quiz.export.columns import GENERAL, Profile, table
from quiz.export.records import Exported, file_name
from quiz.records import Paper

COMPUTED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # Excel takes the full-width ones for the same


def csv(paper: Paper, profile: Profile = GENERAL) -> Exported:
    """One row a question under a row of headings."""
    filled = table(paper, profile)
    target = io.StringIO(newline="")
    writer = standard.writer(target, quoting=standard.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in row] for row in filled.rows)
    guarded = sum(cell.startswith(COMPUTED) for row in filled.rows for cell in row)
    remark = f"有 {guarded} 个单元格以 = + - @ 开头，前面加了单引号，以免被 Excel 当作公式"
    return Exported(
        file_name(paper, profile.name, "csv"),
        target.getvalue().encode("utf-8-sig"),
        filled.left_out,
        (*filled.remarks, *([remark] if guarded else [])),
    )


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(COMPUTED) else cell
