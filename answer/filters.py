"""The limits that a person sets on what is searched.

In: a document, how it stands on a day. Out: whether it may answer, and the limits in words. Empty limits admit everything.
Does not search, and does not choose between versions (assistant.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from answer.day import ActDay
from ingest.records import LEVEL_TEXT, Document, Kind
from ingest.standing import Standing
from library.groups import Group, group_of

_Member = TypeVar("_Member")


STANDING_TEXT = {
    Standing.IN_FORCE: "现行有效",
    Standing.NOT_YET: "尚未施行",
    Standing.SUPERSEDED: "已被取代",
    Standing.REPEALED: "已废止",
    Standing.UNKNOWN: "是否现行待核对",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What may answer. Within one limit any of its members will do; of several limits all must hold; an empty one is none."""

    documents: frozenset[str] = frozenset()  # paths relative to the corpus folder; ids change with the content
    groups: frozenset[Group] = frozenset()
    levels: frozenset[Kind] = frozenset()
    standings: frozenset[Standing] = frozenset()  # as of the day of asking
    act: ActDay | None = None  # the day of the act, for questions that tell none; limits nothing

    @property
    def limit(self) -> bool:
        """Whether any document might be kept out."""
        return bool(self.documents or self.groups or self.levels or self.standings)

    @property
    def single_out(self) -> bool:
        """Whether texts are chosen by what tells versions apart, so that an old one is meant even beside a newer one."""
        return bool(self.documents or self.standings)

    def admits(self, document: Document, standing: Standing) -> bool:
        """Whether a document that stands so may answer."""
        return (
            _holds(self.documents, document.source)
            and _holds(self.groups, group_of(document.kind))
            and _holds(self.levels, document.kind)
            and _holds(self.standings, standing)
        )

    def describe(self) -> str:
        """``法律、部门规章；现行有效；行为时间 2018年5月``; empty without filters."""
        parts = (
            _files(sorted(self.documents)),
            _listed(group.value for group in Group if group in self.groups),
            _listed(LEVEL_TEXT[level] for level in Kind if level in self.levels),
            _listed(STANDING_TEXT[standing] for standing in Standing if standing in self.standings),
            f"行为时间 {self.act.said}" if self.act else "",
        )
        return "；".join(part for part in parts if part)


def _holds(limit: frozenset[_Member], member: _Member) -> bool:
    return not limit or member in limit


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)


def _files(sources: list[str]) -> str:
    """The first files by name, and how many there are in all."""
    named = _listed(f"“{PurePosixPath(source).stem}”" for source in sources[:_NAMED])
    return f"{named}等 {len(sources)} 份资料" if len(sources) > _NAMED else named


_NAMED = 2
