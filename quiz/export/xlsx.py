"""A table of items for Excel and WPS.

In: a Paper and a Profile. Out: an xlsx whose cells are all text: nothing in it is computed, whatever it begins with.
"""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from quiz.export.columns import GENERAL, Profile, table
from quiz.export.records import Exported, file_name
from quiz.export.zips import repack
from quiz.records import Paper

WIDTHS = {"题干": 50, "解析": 50, "出处": 40, "编号": 20}  # characters
FIXED_DATE = datetime(2000, 1, 1)


def xlsx(paper: Paper, profile: Profile = GENERAL) -> Exported:
    """One sheet; the first row names the columns and stays in sight."""
    filled = table(paper, profile)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": FIXED_DATE})
    # Stored as text and marked as typed with an apostrophe, so that a cell stays text when somebody edits it.
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
    head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    sheet = book.add_worksheet("题库")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(profile.columns):
        sheet.set_column(place, place, WIDTHS.get(column, 14))
    for row, cells in enumerate(filled.rows):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, text if row else head)
    book.close()
    return Exported(file_name(paper, profile.name, "xlsx"), repack(target.getvalue()), filled.left_out, filled.remarks)
