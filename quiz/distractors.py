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
from quiz.enumerations import Run
from quiz.evidence import Listing, Place
from quiz.leads import are_of_one_kind, is_of_officers, speaks_of_another
from quiz.likeness import overlap, pairs
from quiz.outline import Points
from quiz.phrases import Phrase
from quiz.pools import MOST, Pools, article_of
from quiz.quantities import find_quantities
from quiz.records import Edit
from quiz.wrong_agencies import rungs
from quiz.wrong_numbers import numbers_like

# Cosine of a candidate with the nearest member of the list. Above: it may say the same in other words (nine in ten pairs with
# seven tenths of their character pairs in common lie higher). Below: nobody takes it for one (the third quartile of pairs drawn by
# lot is 0.36, the median of two members of one list 0.47).
SAME, STRANGE = 0.62, 0.4
STRANGE_NEARBY = 0.37  # of a candidate from the same chapter, which speaks of the same matter
STRANGE_ELSEWHERE = 0.41  # of a candidate from another text, which has another subject
SHARED = 0.36  # share of its character pairs that a candidate has in common with one member of the list: it may be that one in part
ALIKE = 0.5  # share of character pairs from which two members may mean the same
FAMILIAR = 0.6  # share of its character pairs that the text asked about uses too; otherwise its subject gives it away
LENGTHS = (0.5, 1.9)  # of a member to the mean of the right ones


def members_like(listing: Listing, family: str, right: Sequence[str], pools: Pools) -> tuple[str, ...]:
    """Members of other lists of the same family of nouns that no member of this one resembles; the same chapter and text first."""
    here = pools.article_text.get(article_of(listing.place), "")
    own = [*listing.member_texts]
    mean = sum(map(len, right)) / len(right)
    ends = {text.endswith("的") for text in right}
    scored: dict[str, float] = {}
    for kin, other, text in _of_kin(listing, family, pools):
        if article_of(other.place) == article_of(listing.place) or other.place.is_prose != listing.place.is_prose:
            continue
        if text in scored or text in here or not LENGTHS[0] <= len(text) / mean <= LENGTHS[1]:
            continue
        if len(ends) == 1 and text.endswith("的") not in ends:
            continue
        if not are_of_one_kind(other.lead_text, listing.lead_text):
            continue  # the odd one among them is seen at once
        if speaks_of_another(text, listing.lead_text) or re.search("《|其他", text):
            continue
        same_text = other.place.document.id == listing.place.document.id
        if not same_text and not is_of_officers(listing.lead_text):
            continue  # what other instruments list is of another matter; wrongs of officers are alike in all
        if overlap(other.lead_text, listing.lead_text) > 0.75:
            continue  # the same question asked of another text: its answers may be right here too
        likeness = [overlap(text, member) for member in own]
        cosines = [_cosine(text, member, pools) for member in own]
        same_chapter = same_text and other.place.passage.path[:1] == listing.place.passage.path[:1]
        strange = STRANGE_NEARBY if same_chapter else STRANGE if same_text else STRANGE_ELSEWHERE
        if max(likeness) > SHARED or max(cosines) > SAME or (pools.vectors and max(cosines) < strange):
            continue
        familiar = _familiar(text, listing.place, pools)
        if familiar < FAMILIAR:
            continue
        scored[text] = (
            0.45 * max(cosines)
            + 0.15 * same_text
            + 0.1 * same_chapter
            + 0.15 * max(likeness)
            + 0.15 * familiar
            + 0.1 * overlap(text, listing.lead_text)  # else only the right ones say words of the stem
            - 0.1 * (kin != family)
        )
    ranked = sorted(scored, key=lambda text: (-scored[text], text))
    return _diverse(ranked)


_KIN = (frozenset({"情形", "人员"}), frozenset({"职责", "措施"}), frozenset({"材料", "内容"}))


def _of_kin(listing: Listing, family: str, pools: Pools) -> Iterator[tuple[str, Listing, str]]:
    """Members of lists of the same family of nouns, and of a kindred one in the same instrument."""
    for name, listed in pools.members.items():
        kindred = any({name, family} <= kin for kin in _KIN)
        for other, text in listed:
            if name == family or (kindred and other.place.document.id == listing.place.document.id):
                yield name, other, text


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


def elements_like(run: Run, text: str, place: Place, pools: Pools) -> tuple[str, ...]:
    """Members of other lists inside sentences that are of the same sort; none that the article has, none that means the same."""
    here = pools.article_text.get(article_of(place), "")
    own = [text[slice(*span)] for span in run.members]
    scored: dict[str, float] = {}
    for other, element in pools.inline.get(run.sort, ()):
        if element in here or element in scored or other.is_prose != place.is_prose:
            continue
        cosines = [_cosine(element, member, pools) for member in own]
        shared = any(overlap(element, member) > ALIKE or element[-2:] == member[-2:] for member in own)
        lengths = [len(element) / len(member) for member in own]
        if min(lengths) < LENGTHS[0] or max(lengths) > 1 / LENGTHS[0]:
            continue
        if shared or max(cosines) > SAME or (pools.vectors and max(cosines) < STRANGE):
            continue
        familiar = _familiar(element, place, pools)
        if familiar >= FAMILIAR or other.document.id == place.document.id:
            scored[element] = max(cosines) + 0.3 * (other.document.id == place.document.id) + 0.2 * familiar
    return _diverse(sorted(scored, key=lambda element: (-scored[element], element)))


def points_like(points: Points, right: Sequence[str], pools: Pools) -> tuple[str, ...]:
    """Points of other groups that resemble none of these; the same text first."""
    here = " ".join(text for key, text in pools.article_text.items() if key[0] == points.place.document.id)
    mean = sum(map(len, right)) / len(right)
    scored: dict[str, float] = {}
    for other in pools.points:
        same_text = other.place.document.id == points.place.document.id
        if other.lead == points.lead and same_text:
            continue
        for text in other.texts:
            if text in scored or (text in here and not same_text) or not LENGTHS[0] <= len(text) / mean <= LENGTHS[1]:
                continue
            likeness = max(overlap(text, member) for member in points.texts)
            cosine = max(_cosine(text, member, pools) for member in points.texts)
            if likeness > ALIKE or cosine > SAME or (pools.vectors and cosine < STRANGE):
                continue
            scored[text] = cosine + 0.3 * same_text
    return _diverse(sorted(scored, key=lambda text: (-scored[text], text)))


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


def _familiar(text: str, place: Place, pools: Pools) -> float:
    """Share of a text's character pairs that the document of the place uses."""
    own = pairs(text)
    return len(own & pools.words_of.get(place.document.id, frozenset())) / len(own) if own else 0.0


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
