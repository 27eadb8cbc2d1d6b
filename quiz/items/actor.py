"""Single choice about who acts: the body that a rule begins with, where it should or may do something.

In: a statement worth asking and the pools. Out: drafts whose key is that body. Who approves, decides or is told is asked by authority.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.authorities import Agency, find_agencies
from quiz.drafts import Draft
from quiz.evidence import Statement
from quiz.items.authority import agency_draft, has_a_part
from quiz.likeness import pairs
from quiz.pools import Pools
from quiz.worth import is_worth_asking, on_its_own

_BEGINS = re.compile(r"(?:^|。|的，)$")
_DOES = re.compile(r"(?:应当|可以|必须|有权|不得|根据|接到|发现|收到|办理|依法|依照|按照|对(?!于)|因|经|为|在)")
_COMMON = pairs("人民公安机关管理部门条例规定办法")
_OF_ALL = re.compile(r"各级|^(?:地方|县级以上(?:地方)?(?:各级)?)人民政府$")


def actor_drafts(statement: Statement, pools: Pools) -> Iterator[Draft]:
    """One draft for each body of the sentence that a rule begins with."""
    whole = None if statement.place.is_prose else on_its_own(statement)
    if whole is None or not is_worth_asking(whole):
        return
    text = whole.text
    named = pairs(whole.place.document.instrument)
    for agency in find_agencies(text):
        if agency.start < whole.focus or has_a_part(agency, text) or (pairs(agency.name) - _COMMON) & named:
            continue
        if begins_a_rule(agency, text) and (
            agency.levels or agency.sort != "police"
        ):  # that it is the police everybody knows
            draft = agency_draft(whole, agency, pools)
            if draft is not None:
                yield draft


def begins_a_rule(agency: Agency, text: str) -> bool:
    """Whether a sentence, or what follows a condition, says of this body what it should or may do."""
    begins = _BEGINS.search(text[: agency.start]) is not None and _DOES.match(text, agency.end) is not None
    return begins and _OF_ALL.search(agency.name) is None
