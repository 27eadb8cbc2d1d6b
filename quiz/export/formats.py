"""The table of formats.

In: nothing. Out: every format with its name, what it is for, how it is made and which item types it carries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from quiz.export.anki import anki
from quiz.export.columns import CHAOXING, DATI_BOSHI, GENERAL, QIAOXUEYUAN, Profile, carried
from quiz.export.csv import csv
from quiz.export.docx_key import docx_key
from quiz.export.docx_paper import docx_paper
from quiz.export.gift import gift
from quiz.export.jsonl import jsonl
from quiz.export.moodle_xml import moodle_xml
from quiz.export.page import page
from quiz.export.qti import qti
from quiz.export.records import Exported
from quiz.export.xlsx import xlsx
from quiz.records import ItemType, Paper


@dataclass(frozen=True, slots=True)
class Format:
    """One way to export a paper."""

    name: str  # as commands say it
    suffix: str
    mime: str
    about: str  # in Chinese
    export: Callable[[Paper], Exported]
    carries: frozenset[ItemType] = frozenset(ItemType)


def _tables(name: str, profile: Profile) -> tuple[Format, Format]:
    return (
        Format(
            f"xlsx{name}",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            f"Excel 表格，{profile.about}",
            partial(xlsx, profile=profile),
            carried(profile),
        ),
        Format(
            f"csv{name}",
            "csv",
            "text/csv",
            f"csv 表格，{profile.about}",
            partial(csv, profile=profile),
            carried(profile),
        ),
    )


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS = (
    Format("docx-paper", "docx", _DOCX, "Word 试卷，不含答案", docx_paper),
    Format("docx-key", "docx", _DOCX, "Word 答案：答案、解析、依据", docx_key),
    *_tables("", GENERAL),
    *_tables("-qiaoxueyuan", QIAOXUEYUAN),
    *_tables("-datiboshi", DATI_BOSHI),
    *_tables("-chaoxing", CHAOXING),
    Format(
        "moodle-xml", "xml", "application/xml", "Moodle XML：带编号、分值、标签和反馈，导入 Moodle 首选", moodle_xml
    ),
    Format("gift", "txt", "text/plain", "Moodle GIFT 文本", gift),
    Format("qti", "zip", "application/zip", "QTI 3.0 题包", qti),
    Format("anki", "apkg", "application/octet-stream", "Anki 题卡，再次导入时更新而不丢学习进度", anki),
    Format("jsonl", "jsonl", "application/x-ndjson", "JSON Lines：不丢任何内容，可再导入", jsonl),
    Format("page", "html", "text/html", "网页练习：离线打开，自动判分，附解析", page),
)


def format_named(name: str) -> Format | None:
    """The format of a name, or None."""
    return next((format for format in FORMATS if format.name == name), None)
