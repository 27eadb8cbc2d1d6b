"""Item tables as different platforms want them: which columns, which words, which limits.

In: a Paper and a Profile. Out: a Table: a heading row and a row of text per question, and what does not fit. Writes no file; xlsx.py and csv.py do.

The profiles are data. Column names are the common core of Chinese platforms; how answers are written and what is the longest
text follows what each platform publishes. Where a platform's own template has other headings, its import page maps them.
"""

from __future__ import annotations

from dataclasses import dataclass

from quiz.export.questions import KIND_OF, Kind, Question, questions, scoring_remark
from quiz.export.text import number, one_line
from quiz.records import ItemType, Paper

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CELL = 32_767  # characters in a cell of Excel


@dataclass(frozen=True, slots=True)
class Profile:
    """One platform's table."""

    name: str  # in the name of the file
    about: str
    columns: tuple[str, ...]  # headings; 选项A and so on where the options stand
    kinds: dict[Kind, str]  # what is carried, and the platform's word for it
    most_options: int
    choices_by: str  # between the letters of a multiple choice answer
    blanks_by: str  # between the answers of several blanks
    spellings_by: str | None  # between spellings of one answer; None: only the first is written
    longest: dict[str, int]  # by column; every other cell holds what Excel holds


@dataclass(frozen=True, slots=True)
class Table:
    """Text only; the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]
    left_out: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


def _wide(options: int, *rest: str) -> tuple[str, ...]:
    return ("题型", "题干", *(f"选项{letter}" for letter in LETTERS[:options]), "答案", *rest)


GENERAL = Profile(
    name="通用题库",
    about="通用宽表：题型、题干、选项、答案、解析、分值、难度、知识点、出处、编号",
    columns=_wide(6, "解析", "分值", "难度", "知识点", "出处", "编号"),
    kinds={
        Kind.SINGLE: "单选题",
        Kind.MULTIPLE: "多选题",
        Kind.TRUE_FALSE: "判断题",
        Kind.BLANKS: "填空题",
        Kind.MATCHING: "匹配题",
        Kind.MEMBERS: "列举题",
        Kind.WRITTEN: "简答题",
    },
    most_options=6,
    choices_by="",
    blanks_by="|",
    spellings_by=";",
    longest={},
)
QIAOXUEYUAN = Profile(
    name="巧学院",
    about="巧学院题库表：多选答案以分号隔开，多个空以竖线隔开",
    columns=_wide(8, "解析", "分值", "难度", "知识点"),
    kinds={
        Kind.SINGLE: "单选题",
        Kind.MULTIPLE: "多选题",
        Kind.TRUE_FALSE: "判断题",
        Kind.BLANKS: "填空题",
        Kind.MEMBERS: "问答题",
        Kind.WRITTEN: "问答题",
    },
    most_options=8,
    choices_by=";",
    blanks_by="|",
    spellings_by=";",
    longest={"题干": 2000, "解析": 2000, **{f"选项{letter}": 500 for letter in LETTERS}},
)
DATI_BOSHI = Profile(
    name="答题小博士",
    about="答题小博士题库表：题型由答案认定，只收单选、多选、判断",
    columns=_wide(10, "解析"),
    kinds={Kind.SINGLE: "单选题", Kind.MULTIPLE: "多选题", Kind.TRUE_FALSE: "判断题"},
    most_options=10,
    choices_by="",
    blanks_by="",
    spellings_by=None,
    longest={},
)
CHAOXING = Profile(
    name="超星",
    about="超星题库表：填空的其他写法以分号隔开",
    columns=_wide(8, "解析", "难度", "知识点"),
    kinds={
        Kind.SINGLE: "单选题",
        Kind.MULTIPLE: "多选题",
        Kind.TRUE_FALSE: "判断题",
        Kind.BLANKS: "填空题",
        Kind.MEMBERS: "简答题",
        Kind.WRITTEN: "简答题",
    },
    most_options=8,
    choices_by="",
    blanks_by="|",
    spellings_by=";",
    longest={},
)


def carried(profile: Profile) -> frozenset[ItemType]:
    """The item types that a profile has a word for."""
    return frozenset(type for type, kind in KIND_OF.items() if kind in profile.kinds)


def table(paper: Paper, profile: Profile) -> Table:
    """The questions that the profile carries; the others with their reasons."""
    asked, left_out = questions(paper)
    rows, unfit = [profile.columns], []
    for question in asked:
        if question.kind not in profile.kinds:
            unfit.append((question.id, f"{profile.name}表没有{_words(question)}"))
            continue
        cells = _cells(question, profile)
        if fault := _fault(question, cells, profile):
            unfit.append((question.id, fault))
            continue
        rows.append(tuple(cells.get(column, "") for column in profile.columns))
    remarks = scoring_remark(paper, asked, "表格里写不下，导入后请在平台上设定")
    return Table(tuple(rows), (*left_out, *unfit), remarks)


def _words(question: Question) -> str:
    return GENERAL.kinds[question.kind]


def _cells(question: Question, profile: Profile) -> dict[str, str]:
    return {
        "题型": profile.kinds[question.kind],
        # Brackets after a statement and the numbered targets belong to what is asked, but platforms draw 正确/错误 themselves.
        "题干": question.stem if question.kind is Kind.TRUE_FALSE else question.asked,
        **{f"选项{choice.letter}": choice.text for choice in question.choices},
        "答案": _answer(question, profile),
        "解析": question.explanation,
        "分值": number(question.marks),
        "难度": question.difficulty,
        "知识点": question.topic,
        "出处": "\n".join(question.basis),
        "编号": one_line(question.id),
    }


def _answer(question: Question, profile: Profile) -> str:
    if question.kind is Kind.MULTIPLE:
        return profile.choices_by.join(sorted(question.answer))
    if question.kind is Kind.BLANKS:
        spellings = (question.key[0], *question.accept)
        if len(question.key) == 1 and profile.spellings_by is not None:
            return profile.spellings_by.join(dict.fromkeys(spellings))
        return profile.blanks_by.join(question.key)
    return question.answer


def _fault(question: Question, cells: dict[str, str], profile: Profile) -> str:
    if beyond := [
        letter for letter in (choice.letter for choice in question.choices) if f"选项{letter}" not in profile.columns
    ]:
        return f"{profile.name}表最多 {profile.most_options} 个选项，这道题有选项 {'、'.join(beyond)}"
    words = (*question.key, *question.accept) if question.kind is Kind.BLANKS else ()
    for mark in (profile.blanks_by, profile.spellings_by):
        if mark and any(mark in word for word in words):
            return f"填空的答案里有“{mark}”，{profile.name}表会把它当作分隔符"
    for column in profile.columns:
        limit = profile.longest.get(column, CELL)
        if len(cells.get(column, "").encode("utf-16-le")) // 2 > limit:  # Excel counts in halves of UTF-16
            return f"{column}超过 {limit} 个字符"
    return ""
