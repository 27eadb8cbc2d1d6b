"""Enumerations inside a sentence: 应当载明姓名、住址、事由和日期.

In: a sentence. Out: runs of members with clear edges: the first follows a word that announces them, 的 or a mark, the last stands
before 等 or a mark. Does not read lists of lines (evidence.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FEWEST = 3  # members


@dataclass(frozen=True, slots=True)
class Run:
    """``text[start:end]`` is a run of members; ``sort`` says what they are: 部门 of 公安、民政、教育等部门, else the word before them."""

    start: int
    end: int
    members: tuple[tuple[int, int], ...]
    sort: str
    is_open: bool  # whether 等 follows


def find_runs(text: str) -> tuple[Run, ...]:
    """The runs of a sentence in order."""
    found = []
    for match in _RUN.finditer(text):
        start, end = match.span("run")
        members = _members(match["run"], start)
        lengths = [last - first for first, last in members]
        noun = _NOUN.match(text, end)
        if noun is None and not match["trigger"]:
            continue  # without a word before or behind them it is not said what they are
        if not match["trigger"] and lengths[0] > max(lengths[1:], default=0):
            continue  # the first one has words before it that belong to none: 综合运用法律、经济、文化
        if (
            len(members) >= FEWEST
            and max(lengths) <= 3 * min(lengths)
            and all(_is_member(text[first:last]) for first, last in members)
        ):
            sort = noun[1] if noun is not None else match["trigger"]
            found.append(Run(start, end, members, sort, is_open=text.startswith("等", end)))
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
        "提供(?!者)",
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
    rf"(?:(?P<trigger>{'|'.join(_TRIGGERS)})|(?<=[的，、；。])|^)(?P<run>{_MEMBER}(?:、{_MEMBER}){{2,}}?(?:(?:和|以及|或者|及|、)[^，。；：、（）“”《》等的,;:\s和及或]{{2,12}})?)"
    r"(?=等|，|。|；)"
)
_NOUN = re.compile(
    r"等(?:有关|主管|公共|必要的?|安全|处置|现场)?(部门|措施|信息|形式|场所|手段|单位|事项|物品|装备|材料|证据|活动|工作(?!人员)|权利|服务|方式|办法|情况|内容|设施|事件|组织|机构|人员|危险物品|证件|教育)"
)
_JOINS = re.compile(r"、|以及|和|或者|及(?!时|其)")
_NO_MEMBER = re.compile(
    r"[的了有]|以及|^健全|^(?:其他|有关|相关|国务院)|^(?:并|应当|可以|不得|由|对|在|向)|其他|应当|可以|不得"
)


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
