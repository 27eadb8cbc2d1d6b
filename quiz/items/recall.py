"""列举: the members of an enumeration, from memory; of a long one five.

In: a listing, or a statement that names all kinds of a thing in a row. Out: one draft whose key are all members in order.
"""

from __future__ import annotations

import re

from quiz.drafts import Draft
from quiz.evidence import Listing, Statement
from quiz.items.list_choice import asks_for, is_askable, which
from quiz.quantities import find_quantities, spellings
from quiz.records import ItemType
from quiz.wording import said_by, tidy

FEWEST, MOST = 2, 14  # members
BY_HEART = 6  # of a longer list five members are asked for
ASKED = "五"
LONGEST = 45  # characters of a member on average
FEWEST_IN_A_ROW = 3
_ROW = re.compile(
    r"(?P<lead>[^，。；：:、]{2,40}?(?:分为|包括|的分值为|称为))[:：]?(?P<row>[^，。；：:]+(?:、[^，。；：:]+)+)。$",
    re.DOTALL,
)
_MORE = re.compile(r"还(?:应当|需要?|须|必须)")  # what follows the list adds to it for some
_JOINT = re.compile(r"、|(?:以及|和)(?=[^、]+$)")
_OPEN = re.compile(r"等[^、]{0,3}$|其他|的[^、]*$|其|[（(]")


def recall_draft(listing: Listing) -> Draft | None:
    """None where the list is too long, or a member cannot stand alone."""
    members = listing.member_texts
    if asks_for(listing) is None or not FEWEST <= len(members) <= MOST:
        return None
    if not all(is_askable(member) for member in members) or sum(map(len, members)) > LONGEST * len(members):
        return None
    lead = tidy(listing.lead_text).rstrip("：:")
    if "除外" in listing.lead_text or _MORE.search(listing.place.passage.text, listing.members[-1][1]):
        return None
    besides = "（“其他”等兜底项除外）" if listing.open_end else ""
    asked = "逐一列举" if len(members) <= BY_HEART else f"列举其中{ASKED}项"
    return Draft(
        type=ItemType.RECALL,
        place=listing.place,
        stem=f"{said_by(listing.place, which(lead))}？请{asked}{besides}。",
        body=listing.lead_text.rstrip("：:"),
        right=tuple(tidy(member) for member in members),
        wrong=(),
        spans=(listing.lead, *listing.members),
        key_spans=listing.members,
        paragraph=listing.paragraph,
        accept=tuple(other for member in members if find_quantities(member) for other in spellings(member)),
    )


def row_draft(statement: Statement) -> Draft | None:
    """The kinds that a sentence names in a row (处分分为：警告、记过……); None where the row is open or its words are no names."""
    if statement.place.is_prose or statement.focus or len(statement.ranges) > 1:
        return None
    text = statement.text
    found = _ROW.fullmatch(text)
    if found is None or _OPEN.search(found["row"]):
        return None
    spans, at = [], found.start("row")
    for joint in (*_JOINT.finditer(text, at, found.end("row")), None):
        end = joint.start() if joint is not None else found.end("row")
        spans.append((at, end))
        at = joint.end() if joint is not None else end
    located = [statement.locate(*span) for span in spans]
    members = tuple(text[start:end] for start, end in spans)
    if len(members) < FEWEST_IN_A_ROW or None in located or not all(is_askable(member) for member in members):
        return None
    return Draft(
        type=ItemType.RECALL,
        place=statement.place,
        stem=f"{said_by(statement.place, found['lead'])}哪些？请逐一列举。",
        body=found["lead"],
        right=tuple(tidy(member) for member in members),
        wrong=(),
        spans=statement.spans,
        key_spans=tuple(span for span in located if span is not None),
        paragraph=statement.paragraph,
        accept=tuple(other for member in members if find_quantities(member) for other in spellings(member)),
    )
