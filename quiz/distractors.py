"""Wrong options: of the same sort as the right one, likely to be taken for it, and not true.

In: the evidence of a base and, for members of lists, their vectors. Out: candidates for one key, best first, each already
refused where its own article knows it. Whether a candidate is true elsewhere is judged in checks.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quiz.authorities import find_agencies
from quiz.confusions import find_confusions
from quiz.contradictions import is_poor_edit
from quiz.evidence import POINTING, Listing, Place
from quiz.leads import is_sister, speaks_of_another
from quiz.likeness import overlap
from quiz.phrases import Phrase
from quiz.pools import MOST, Pools, article_of
from quiz.quantities import find_quantities
from quiz.records import Edit
from quiz.wrong_agencies import rungs
from quiz.wrong_numbers import numbers_like

SAME = 0.62  # cosine from which two members may say the same (nine in ten pairs with seven tenths of their character pairs in common)
SHARED = 0.36  # share of its character pairs that a candidate has in common with one member of the list: it may be that one in part
ALIKE = 0.5  # share of character pairs from which two members may mean the same
LENGTHS = (0.5, 1.9)  # of a member to the mean of the right ones


def members_like(listing: Listing, family: str, right: Sequence[str], pools: Pools) -> tuple[str, ...]:
    """Members of other lists of the instrument about the same subject, with another consequence (终结执行 beside 中止执行): none that a member
    of this list resembles, the likest in meaning first."""
    here = pools.article_text.get(article_of(listing.place), "")
    own = [*listing.member_texts]
    if any(POINTING.search(member) for member in own):
        return ()  # 有第二十一条规定情形的: what is listed elsewhere holds here too
    mean = sum(map(len, right)) / len(right)
    ends = {text.endswith("的") for text in right}
    scored: dict[str, float] = {}
    for other, text in pools.members.get(family, ()):
        if other.place.document.id != listing.place.document.id or not is_sister(other, listing):
            continue
        if text in scored or text in here or not LENGTHS[0] <= len(text) / mean <= LENGTHS[1]:
            continue
        if len(ends) == 1 and text.endswith("的") not in ends:
            continue
        if speaks_of_another(text, listing.lead_text) or re.search("《|其他", text):
            continue
        likeness = max(overlap(text, member) for member in own)
        cosine = max(_cosine(text, member, pools) for member in own)
        if likeness <= SHARED and cosine <= SAME:
            scored[text] = cosine + 0.2 * overlap(
                text, listing.lead_text
            )  # else only the right ones say words of the stem
    return _diverse(sorted(scored, key=lambda text: (-scored[text], text)))


def edited_member(text: str, listing: Listing, pools: Pools) -> str | None:
    """A member with one edit that makes it say something else: another number, level or term; None where it has no such words."""
    here = pools.article_text.get(article_of(listing.place), "")
    for edit in _edits(text, listing, pools):
        made = text[: edit.start] + edit.after + text[edit.start + len(edit.before) :]
        if made not in here and not is_poor_edit(text, edit):
            return made
    return None


_SHARES = {"十": "二十", "二十": "三十", "三十": "五十", "五十": "七十", "七十": "五十", "一百": "五十"}


def _edits(text: str, listing: Listing, pools: Pools) -> Iterator[Edit]:
    instrument = listing.place.document.instrument
    for term in find_confusions(text):
        if text[term.start : term.end] not in instrument:
            yield Edit("term", term.start, text[term.start : term.end], term.after)
    for share in re.finditer(r"百分之([二三五七][十]?|[一二三五七]十|一百)(?!至)", text):
        if (other := _SHARES.get(share[1])) is not None and text.count("百分之") == 1:
            yield Edit("number", share.start(1), share[1], other)
    for quantity in find_quantities(text):
        written = text[quantity.start : quantity.end]
        for other in numbers_like(quantity, written, listing.place, pools)[:3]:
            yield Edit("number", quantity.start, written, other)
    for agency in find_agencies(text):
        if re.match("或者|有关|、|和", text[agency.end :]) or text[: agency.start].endswith(("、", "和", "或者")):
            continue  # one of several
        for other in rungs(agency.name)[:1]:
            yield Edit("authority", agency.start, agency.name, other)


def phrases_like(text: str, phrase: Phrase, place: Place, pools: Pools) -> tuple[str, ...]:
    """Phrases of the same sort and nearly the same length that the text of the place does not have, the nearest in length first."""
    written = text[phrase.start : phrase.end]
    here = (
        " ".join(words for key, words in pools.article_text.items() if key[0] == place.document.id)
        if place.is_prose
        else (pools.article_text.get(article_of(place), ""))
    )
    marks = re.sub(r"[^，、,]", "", written)
    found = [
        other
        for other, is_prose in pools.phrases.get(phrase.sort, ())
        if is_prose == place.is_prose
        and other not in here
        and abs(len(other) - len(written)) <= 3
        and overlap(other, written) <= 0.3
        and re.sub(r"[^，、,]", "", other) == marks
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda other: (abs(len(other) - len(written)), other)))[:MOST]


def _diverse(ranked: Sequence[str]) -> tuple[str, ...]:
    """Without those that resemble a better one."""
    chosen: list[str] = []
    for text in ranked:
        if all(overlap(text, other) <= ALIKE for other in chosen):
            chosen.append(text)
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def _cosine(one: str, other: str, pools: Pools) -> float:
    if one not in pools.vectors or other not in pools.vectors:
        return 0.0
    return float(pools.vectors[one] @ pools.vectors[other])
