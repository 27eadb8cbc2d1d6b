"""Groups: every level belongs to one."""

from __future__ import annotations

from ingest.records import Kind
from library.groups import Group, group_of


def test_every_level_belongs_to_one_group() -> None:
    found = {group: [kind for kind in Kind if group_of(kind) is group] for group in Group}
    assert found[Group.GUIDANCE] == [Kind.NORMATIVE_DOCUMENT, Kind.GUIDANCE]
    assert found[Group.MATERIAL] == [Kind.ESSAY] and found[Group.UNRANKED] == [Kind.UNKNOWN]
    assert found[Group.RULES] == list(Kind)[:7]
