"""Tables of items, whatever their columns are called.

In: the rows of one sheet, each with its number. Out: items as written, by the columns that the heading names; or None where no
row is such a heading. Does not read files and does not judge items.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from quiz.importing.options import split_options
from quiz.importing.records import Problem, WrittenItem

Row = tuple[int, tuple[str, ...]]  # number from 1, cells


@dataclass(frozen=True, slots=True)
class Table:
    """The items of one sheet."""

    items: tuple[WrittenItem, ...]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...]  # headings that mean nothing here


def read_table(rows: Sequence[Row], file: str, place: str = "") -> Table | None:
    """Read the rows below the first that names a stem and an answer; None where none of the first rows does."""
    for at, (_, cells) in enumerate(rows[:_HEADING_WITHIN]):
        meanings = [_meaning(cell) for cell in cells]
        if "stem" in meanings and "answer" in meanings:
            return _read(rows[at + 1 :], cells, meanings, file, place)
    return None


_HEADING_WITHIN = 15  # rows; titles and notes for those who fill it in stand above
_NAMES = {
    "stem": "题干 题目 试题 试题内容 题目内容 试题题干 题目题干 题干内容 问题 题目描述 试题描述 题面 内容 stem question",
    "answer": "答案 正确答案 标准答案 参考答案 正确选项 答案选项 正确项 试题答案 题目答案 answer key",
    "explanation": "解析 答案解析 试题解析 题目解析 习题解析 解析说明 答案说明 详解 讲解 解释 说明 explanation",
    "type": "题型 试题类型 题目类型 试题题型 题目题型 类型 题类 type",
    "topic": "知识点 章节 考点 分类 试题分类 题目分类 所属章节 主题 目录 章节名称 知识点名称 科目 topic",
    "difficulty": "难度 难度系数 难易度 难易程度 难度等级 试题难度 difficulty",
    "basis": "依据 出处 法律依据 法条 法条依据 来源 条文 试题出处 条款 法规依据",
    "options": "选项 备选项 可选项 备选答案 选项内容 候选项 答案选项内容 options",
    "": "序号 编号 题号 id 分值 分数 备注 出题人 创建时间 答案数 选项数 空 得分 每题分值",
}
_MEANINGS = {name: meaning for meaning, names in _NAMES.items() for name in names.split()}
_OPTION = re.compile(
    r"(?:选项|备选项|备选答案|候选项|可选项|option)?_?([a-j]|[1-9]|10|[一二三四五六七八九十])(?:选项|项|答案)?"
)
_CHINESE = "一二三四五六七八九十"


def _meaning(cell: str) -> str:
    """stem, answer, …; an option as its place; empty for a heading that is known and not needed; ``?`` for any other."""
    name = re.sub(r"[\s*:：()（）\[\]【】]|必填|选填|可选填", "", unicodedata.normalize("NFKC", cell)).lower()
    if name in _MEANINGS:
        return _MEANINGS[name]
    if (option := _OPTION.fullmatch(name)) and (name.isalpha() or len(name) > 2):
        mark = option[1]
        place = ord(mark) - ord("a") if mark.isascii() and mark.isalpha() else _place(mark)
        return f"option {place}"
    return "?" if name else ""


def _place(mark: str) -> int:
    return (int(mark) if mark.isdecimal() else _CHINESE.index(mark) + 1) - 1


def _read(rows: Sequence[Row], heading: Sequence[str], meanings: Sequence[str], file: str, place: str) -> Table:
    items, problems = [], []
    for number, cells in rows:
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        named = {meaning: row[at] for at, meaning in reversed(list(enumerate(meanings))) if at < len(row)}
        if not named.get("stem"):
            problems.append(Problem(file, number, "题干是空的；请补上题干，或删去这一行。", place))
            continue
        lettered = {int(name.split()[1]): text for name, text in named.items() if name.startswith("option ")}
        options = tuple(lettered.get(at, "") for at in range(max(lettered, default=-1) + 1))
        while options and not options[-1]:
            options = options[:-1]
        items.append(
            WrittenItem(
                row=number,
                stem=named["stem"],
                options=options or split_options(named.get("options", "")),
                answer=named.get("answer", ""),
                explanation=named.get("explanation", ""),
                type_text=named.get("type") or place,
                topic=named.get("topic", ""),
                difficulty=named.get("difficulty", ""),
                basis=named.get("basis", ""),
                place=place,
            )
        )
    unused = tuple(name.strip() for name, meaning in zip(heading, meanings, strict=True) if meaning == "?")
    return Table(tuple(items), tuple(problems), unused)
