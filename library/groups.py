"""The broad kinds of texts, as catalogue and filters divide the base.

In: a level. Out: its group. Does not rank.
"""

from __future__ import annotations

from enum import StrEnum

from ingest.records import Kind


class Group(StrEnum):
    """A broad kind; the value is what a reader sees."""

    RULES = "法律、法规和规章"
    GUIDANCE = "规范性文件和工作指引"
    MATERIAL = "文章资料"
    UNRANKED = "效力级别未标明"


def group_of(kind: Kind) -> Group:
    """The group of a level: rules, unless the level says otherwise."""
    return _OTHERS.get(kind, Group.RULES)


_OTHERS = {
    Kind.NORMATIVE_DOCUMENT: Group.GUIDANCE,
    Kind.GUIDANCE: Group.GUIDANCE,
    Kind.ESSAY: Group.MATERIAL,
    Kind.UNKNOWN: Group.UNRANKED,
}
