"""The picture of topics: a matrix of circles, topics down, levels of authority across.

In: topics. Out: HTML for st.html; the style sheet gives it its two shapes, for wide screens and for phones.
Does not count passages and draws nothing on the page itself. It is no SVG because st.html lets only HTML through.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.records import Kind
from library.topics import Topic
from ui.parts import quoted


@dataclass(frozen=True, slots=True)
class Column:
    """Neighbouring levels that the picture shows as one."""

    name: str
    kinds: tuple[Kind, ...]

    def count(self, topic: Topic) -> int:
        """Passages of a topic on these levels."""
        return sum(topic.count(kind) for kind in self.kinds)


def columns(topics: Sequence[Topic]) -> tuple[Column, ...]:
    """The columns in which any topic has a passage, highest authority first."""
    return tuple(column for column in _COLUMNS if any(column.count(topic) for topic in topics))


def topics_picture(topics: Sequence[Topic]) -> str:
    """Give the matrix: the area of a circle is the number in it, a dot where there is nothing."""
    shown = columns(topics)
    largest = max(column.count(topic) for topic in topics for column in shown)
    heads = "".join(f"<b>{quoted(column.name)}</b>" for column in shown)
    rows = "".join(_row(topic, shown, largest) for topic in topics)
    return (
        f'<div class="jw-cat-picture" role="img" aria-label="{quoted(_told(topics, shown))}" '
        f'style="--jw-cat-columns: {len(shown)}"><b class="jw-cat-corner"></b>{heads}{rows}</div>'
    )


_COLUMNS = (
    Column("法律", (Kind.LAW,)),
    Column("法规", (Kind.ADMINISTRATIVE_REGULATION, Kind.PARTY_REGULATION, Kind.LOCAL_REGULATION)),
    Column("司法解释", (Kind.JUDICIAL_INTERPRETATION,)),
    Column("规章", (Kind.MINISTRY_RULE, Kind.LOCAL_RULE)),
    Column("规范文件", (Kind.NORMATIVE_DOCUMENT,)),
    Column("工作指引", (Kind.GUIDANCE,)),
    Column("文章", (Kind.ESSAY,)),
    Column("未标明", (Kind.UNKNOWN,)),
)
_SMALLEST = 0.12  # of the largest circle's width; a single passage must still be seen
_HOLDS_A_NUMBER = 0.55  # of the same; beside a smaller circle the number stands apart


def _row(topic: Topic, shown: Sequence[Column], largest: int) -> str:
    cells = "".join(_cell(column.count(topic), largest) for column in shown)
    return f'<span class="jw-cat-name">{quoted("、".join(topic.words))}</span>{cells}'


def _cell(count: int, largest: int) -> str:
    if not count:
        return '<span class="jw-cat-cell">·</span>'
    width = max(math.sqrt(count / largest), _SMALLEST)
    apart = "" if width > _HOLDS_A_NUMBER else " jw-cat-apart"
    return f'<span class="jw-cat-cell{apart}"><i style="--jw-cat-size: {width:.2f}"></i><span>{count}</span></span>'


def _told(topics: Sequence[Topic], shown: Sequence[Column]) -> str:
    """The picture in words: its subject, the largest topic, and how many topics each level leaves empty."""
    first = topics[0]
    gaps = "".join(
        f"{column.name}一级没有的主题 {empty} 个。"
        for column in shown
        if (empty := sum(not column.count(topic) for topic in topics))
    )
    return (
        f"各主题在各级资料中的段数。共 {len(topics)} 个主题，最多的是“{'、'.join(first.words)}”（{first.passages} 段）。"
        f"{gaps}同样的数字见下方“以表格查看”。"
    )
