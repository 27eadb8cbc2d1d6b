"""Enumerations inside a sentence: 应当载明姓名、住址、事由和日期.

In: a sentence. Out: runs of members with clear edges: the first follows a word that announces them, the last stands before 等
or a mark. Does not read lists of lines (evidence.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FEWEST = 4  # members


@dataclass(frozen=True, slots=True)
class Run:
    """``text[start:end]`` is a run of members; ``trigger`` is the word before it."""

    start: int
    end: int
    members: tuple[tuple[int, int], ...]
    trigger: str


def find_runs(text: str) -> tuple[Run, ...]:
    """The runs of a sentence in order."""
    found = []
    for match in _RUN.finditer(text):
        start, end = match.span("run")
        members = _members(match["run"], start)
        lengths = [last - first for first, last in members]
        if (
            len(members) >= FEWEST
            and max(lengths) <= 3 * min(lengths)
            and all(_is_member(text[first:last]) for first, last in members)
        ):
            found.append(Run(start, end, members, match["trigger"]))
    return tuple(found)


_TRIGGERS = (
    *(
        "载明",
        "注明",
        "写明",
        "登记",
        "记录",
        "告知",
        "询问",
        "提供",
        "提交",
        "出示",
        "采取",
        "坚持",
        "遵循",
        "开展",
        "建立",
        "实行",
    ),
    *("利用", "运用", "使用", "防止", "打击", "宣传", "包括", "配备", "安装", "查验", "核对", "查看", "予以"),
    *("携带", "制定", "落实", "设置", "注意", "做到", "具备"),
)
_MEMBER = r"[^，。；：、（）“”《》等的,;:\s]{2,14}"
_RUN = re.compile(
    rf"(?P<trigger>{'|'.join(_TRIGGERS)})(?P<run>{_MEMBER}(?:、{_MEMBER}){{2,}}?(?:(?:和|以及|或者|及|、)[^，。；：、（）“”《》等的,;:\s和及或]{{2,12}})?)"
    r"(?=等|，|。|；)"
)
_JOINS = re.compile(r"、|以及|和|或者|及(?!时|其)")
_NO_MEMBER = re.compile(r"[的了有]|^健全|^(?:其他|有关|相关)|^(?:并|应当|可以|不得|由|对|在|向)|其他|应当|可以|不得")


def _members(run: str, offset: int) -> tuple[tuple[int, int], ...]:
    """The members of a run; a joining word counts only before the last one."""
    pieces = [(match.start(), match.end()) for match in re.finditer(r"[^、]+", run)]
    first, last = pieces[-1]
    join = _JOINS.search(run, first, last)
    if join is not None:
        pieces[-1:] = [(first, join.start()), (join.end(), last)]
    return tuple((offset + start, offset + end) for start, end in pieces if start < end)


def _is_member(text: str) -> bool:
    return 2 <= len(text) <= 12 and _NO_MEMBER.search(text) is None
