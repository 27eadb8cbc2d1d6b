"""The nouns of importing: an item as a file writes it, and what could not be read.

In: nothing. Out: frozen records between reading, shaping and matching. Does not read files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One item in the words of its file; everything but the stem may be empty."""

    row: int  # row of a table, line of a text, from 1
    stem: str
    options: tuple[str, ...] = ()  # in the order of their letters, without them
    answer: str = ""
    explanation: str = ""
    type_text: str = ""  # 单选题, 多选, 判断题, …
    topic: str = ""
    difficulty: str = ""
    basis: str = ""  # 依据, 出处
    place: str = ""  # sheet of a workbook


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that did not become an item."""

    file: str
    row: int
    reason: str  # a Chinese sentence
    place: str = ""

    @property
    def text(self) -> str:
        """``旧题.xlsx “单选” 第 7 行：没有答案。``"""
        return f"{self.file}{f' “{self.place}”' if self.place else ''} 第 {self.row} 行：{self.reason}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    file: str
    items: tuple[WrittenItem, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()  # Chinese remarks on the whole file: columns that were not used
