"""列举: the members of an enumeration, from memory; of a long one five.

In: a listing. Out: one draft whose key are all members in order.
"""

from __future__ import annotations

from quiz.drafts import Draft
from quiz.evidence import Listing
from quiz.items.list_choice import asks_for, is_askable, which
from quiz.quantities import find_quantities, spellings
from quiz.records import ItemType
from quiz.wording import according, tidy

FEWEST, MOST = 2, 14  # members
BY_HEART = 6  # of a longer list five members are asked for
ASKED = "五"
LONGEST = 45  # characters of a member on average


def recall_draft(listing: Listing) -> Draft | None:
    """None where the list is too long, or a member cannot stand alone."""
    members = listing.member_texts
    if asks_for(listing) is None or not FEWEST <= len(members) <= MOST:
        return None
    if not all(is_askable(member) for member in members) or sum(map(len, members)) > LONGEST * len(members):
        return None
    lead = tidy(listing.lead_text).rstrip("：:")
    if "除外" in listing.lead_text:
        return None
    besides = "（“其他”等兜底项除外）" if listing.open_end else ""
    asked = "逐一列举" if len(members) <= BY_HEART else f"列举其中{ASKED}项"
    return Draft(
        type=ItemType.RECALL,
        place=listing.place,
        stem=f"{according(listing.place)}{which(lead)}？请{asked}{besides}。",
        body=listing.lead_text.rstrip("：:"),
        right=tuple(tidy(member) for member in members),
        wrong=(),
        spans=(listing.lead, *listing.members),
        key_spans=listing.members,
        paragraph=listing.paragraph,
        accept=tuple(other for member in members if find_quantities(member) for other in spellings(member)),
    )
