"""Wrong options: of the same sort as the right one, likely to be taken for it, and not true.

In: the evidence of a base and, for members of lists, their vectors. Out: candidates for one key, best first, each already
refused where its own article knows it. Whether a candidate is true elsewhere is judged in checks.py.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder, Vectors
from quiz.authorities import Agency, exclude_each_other, find_agencies
from quiz.enumerations import Run, find_runs
from quiz.evidence import Evidence, Listing, Place
from quiz.outline import Points, read_points
from quiz.phrases import Phrase, find_phrases
from quiz.quantities import Quantity, find_quantities, normalised, rewritten

MOST = 12  # candidates for one key
# Cosine of a candidate with the nearest member of the list. Above: it may say the same in other words (nine in ten pairs with
# seven tenths of their character pairs in common lie higher). Below: nobody takes it for one (the third quartile of pairs drawn by
# lot is 0.36, the median of two members of one list 0.47).
SAME, STRANGE = 0.62, 0.36
STRANGE_NEARBY = 0.32  # of a candidate from the same chapter, which speaks of the same matter
STRANGE_ELSEWHERE = 0.41  # of a candidate from another text, which has another subject
SHARED = 0.36  # share of its character pairs that a candidate has in common with one member of the list: it may be that one in part
ALIKE = 0.5  # share of character pairs from which two members may mean the same
WELL_KNOWN = 0.8
FAMILIAR = 0.6  # share of its character pairs that the text asked about uses too; otherwise its subject gives it away
FAMILIAR_TO_OFFICIALS = 0.45
LENGTHS = (0.5, 1.9)  # of a member to the mean of the right ones
FARTHEST = 8.0  # a number this many times the right one is not believed

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """What the whole base offers as wrong options."""

    quantities: Mapping[tuple[str, str, bool], tuple[Numbers, ...]]  # of document, unit, range or not
    everywhere: Mapping[tuple[str, bool], tuple[Numbers, ...]]  # of unit, range or not; most frequent first
    in_article: Mapping[tuple[str, str], frozenset[tuple[str, float]]]  # document, article → units and numbers
    agencies: tuple[Agency, ...]  # of the base, each name once, most frequent first
    article_text: Mapping[tuple[str, str], str]
    members: Mapping[str, tuple[tuple[Listing, str], ...]]  # of the family of the list: 情形, 职责, …
    words_of: Mapping[str, frozenset[str]]  # character pairs of a document
    inline: Mapping[str, tuple[tuple[Place, str], ...]]  # members of lists inside sentences, by their sort
    points: tuple[Points, ...]
    phrases: Mapping[str, tuple[tuple[str, bool], ...]]  # of a sort, with whether it stands in prose
    vectors: Mapping[str, np.ndarray[tuple[int], np.dtype[np.float32]]]  # of members


def gather_pools(
    evidence: Evidence,
    family_of: Callable[[str], str | None],
    is_member: Callable[[str], bool],
    encoder: Encoder | None,
) -> Pools:
    """Read everything that can be a wrong option; without an encoder members of lists are compared by characters only."""
    own: dict[tuple[str, str, bool], Counter[Numbers]] = defaultdict(Counter)
    everywhere: dict[tuple[str, bool], Counter[Numbers]] = defaultdict(Counter)
    in_article: dict[tuple[str, str], set[tuple[str, float]]] = defaultdict(set)
    texts: dict[tuple[str, str], str] = defaultdict(str)
    names: Counter[str] = Counter()
    for place in evidence.places:
        texts[article_of(place)] += place.passage.text + "\n"
        for quantity in find_quantities(place.passage.text):
            numbers = (quantity.low,) if quantity.high is None else (quantity.low, quantity.high)
            own[place.document.id, quantity.unit, quantity.high is not None][numbers] += 1
            everywhere[quantity.unit, quantity.high is not None][numbers] += 1
            in_article[article_of(place)].update((quantity.unit, number) for number in numbers)
        if not place.is_prose:
            names.update(agency.name for agency in find_agencies(place.passage.text))
    members: dict[str, list[tuple[Listing, str]]] = defaultdict(list)
    for listing in evidence.listings:
        family = family_of(listing.lead_text)
        if family is not None:
            members[family].extend((listing, text) for text in listing.member_texts if is_member(text))
    inline: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    for statement in evidence.statements:
        for run in find_runs(statement.text):
            inline[run.sort].extend((statement.place, statement.text[slice(*span)]) for span in run.members)
    documents: dict[str, set[str]] = defaultdict(set)
    for place in evidence.places:
        documents[place.document.id] |= pairs(place.passage.text)
    listed_inline = {text for listed in inline.values() for _, text in listed}
    points = read_points(evidence.places)
    phrases: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for statement in evidence.statements:
        text = statement.text
        for phrase in find_phrases(text):
            phrases[phrase.sort].append((text[phrase.start : phrase.end], statement.place.is_prose))
    listed_inline |= {text for group in points for text in group.texts}
    unique = sorted(listed_inline | {text for listed in members.values() for _, text in listed})
    vectors: Vectors | Sequence[np.ndarray] = encoder.encode_passages(unique) if encoder is not None and unique else ()
    return Pools(
        quantities={key: tuple(value for value, _ in counts.most_common()) for key, counts in own.items()},
        everywhere={key: tuple(value for value, _ in counts.most_common()) for key, counts in everywhere.items()},
        in_article={key: frozenset(values) for key, values in in_article.items()},
        agencies=tuple(_agencies(names)),
        article_text=dict(texts),
        members={noun: tuple(listed) for noun, listed in members.items()},
        points=points,
        phrases={sort: tuple(dict.fromkeys(found)) for sort, found in phrases.items()},
        words_of={key: frozenset(found) for key, found in documents.items()},
        inline={sort: tuple(listed) for sort, listed in inline.items()},
        vectors=dict(zip(unique, vectors, strict=False)),
    )


def article_of(place: Place) -> tuple[str, str]:
    """What holds a rule and its exceptions: the article, where a text has articles, else the passage."""
    return place.document.id, place.passage.article or place.passage.id


_LADDERS: dict[str, tuple[float, ...]] = {
    "日": (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 180),
    "工作日": (1, 2, 3, 5, 7, 10, 15, 20, 30),
    "小时": (2, 4, 8, 12, 24, 36, 48, 72),
    "分钟": (5, 10, 15, 20, 30, 60),
    "月": (1, 2, 3, 6, 9, 12, 18, 24),
    "年": (1, 2, 3, 5, 8, 10, 15, 20, 30),
    "周岁": (10, 12, 14, 16, 18, 20, 22, 25, 45, 60, 65, 70),
    "元": (
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        1e3,
        2e3,
        3e3,
        5e3,
        1e4,
        2e4,
        3e4,
        5e4,
        1e5,
        2e5,
        3e5,
        5e5,
        1e6,
        2e6,
        5e6,
        1e7,
    ),
    "倍": (1, 2, 3, 5, 10, 20),
    "人": (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100),
    "分": (1, 2, 3, 6, 9, 12),
    "次": (2, 3, 4, 5, 6),
    "%": (5, 10, 15, 20, 30, 50),
}
_SCALES = (0.5, 2.0, 1.5, 3.0, 0.2, 5.0)  # for units without a ladder: metres, kilometres, tons


def numbers_like(quantity: Quantity, written: str, place: Place, pools: Pools) -> tuple[str, ...]:
    """Other quantities in the spelling of ``written``: of the same unit, the same document first, nearest first, none that the article has."""
    unit, is_range = quantity.unit, quantity.high is not None
    right: Numbers = (quantity.low,) if quantity.high is None else (quantity.low, quantity.high)
    known = pools.in_article.get(article_of(place), frozenset())
    same_text = pools.quantities.get((place.document.id, unit, is_range), ())
    candidates = [*same_text, *_on_ladder(right, unit), *pools.everywhere.get((unit, is_range), ())[:20]]
    ranked = sorted(
        {value for value in candidates if value != right and _is_believable(value, right)},
        key=lambda value: (_distance(value, right) - 0.5 * (value in same_text), value),
    )
    found = []
    for value in ranked:
        if is_range:
            if all((unit, number) in known for number in value):
                continue
        elif (unit, value[0]) in known:
            continue
        text = rewritten(written, value)
        if text is not None and normalised(text) != normalised(written):
            found.append(text)
    return tuple(dict.fromkeys(found))[:MOST]


def _on_ladder(right: Numbers, unit: str) -> Iterator[Numbers]:
    ladder = _LADDERS.get(unit)
    if ladder is None:
        yield from (tuple(number * scale for number in right) for scale in _SCALES)
        return
    if len(right) == 1:
        yield from ((step,) for step in ladder)
        return
    places = [min(range(len(ladder)), key=lambda at: abs(ladder[at] - number)) for number in right]
    for low, high in ((1, 1), (-1, -1), (0, 1), (-1, 0), (1, 2), (-2, -1), (0, -1), (1, 0)):
        first, last = places[0] + low, places[1] + high
        if 0 <= first < last < len(ladder):
            yield ladder[first], ladder[last]


def _is_believable(value: Numbers, right: Numbers) -> bool:
    return all(1 / FARTHEST <= new / old <= FARTHEST for new, old in zip(value, right, strict=True))


def _distance(value: Numbers, right: Numbers) -> float:
    return float(sum(abs(np.log2(new / old)) for new, old in zip(value, right, strict=True)))


_VAGUE = re.compile(
    r"^(?:政府|各级|地方各级|地方|当地|人民政府$)|有关|村民|^公安厅$|^公安处$|^公安分局$|居民|党委|作出|受理|核发|[的、]$|^公安机关的|同时|^县的"
)


def _agencies(names: Counter[str]) -> Iterator[Agency]:
    for name, _ in names.most_common():
        found = find_agencies(name)
        if len(found) == 1 and found[0].name == name and not _VAGUE.search(name):
            yield found[0]


def agencies_like(agency: Agency, written: str, place: Place, pools: Pools) -> tuple[str, ...]:
    """Agencies that the rule thereby does not mean: of the same sort first, named alike, none that the article names."""
    here = pools.article_text.get(article_of(place), "")
    named = {found.sort for found in find_agencies(here)}  # what has another part in the same article may do this too
    fitting = [
        other
        for other in pools.agencies
        if exclude_each_other(other, agency)
        and (other.sort == agency.sort or other.sort not in named)
        and other.name not in here
        and bool(other.part) == bool(agency.part)
        and not re.match(r"所在地|当地|原|主管", other.name)
        and not _is_below_nothing(other, agency)
    ]
    ranked = sorted(
        range(len(fitting)),
        key=lambda at: (
            fitting[at].sort != agency.sort,
            _familiar(fitting[at].name, place, pools) < WELL_KNOWN,
            -round(overlap(fitting[at].name, written), 1),
            at,
        ),
    )
    chosen: list[Agency] = []
    for at in ranked:
        if all(exclude_each_other(fitting[at], other) for other in chosen):
            chosen.append(fitting[at])
        if len(chosen) == MOST:
            break
    return tuple(other.name for other in chosen)


def _is_below_nothing(other: Agency, agency: Agency) -> bool:
    """本级 and 下级 have a meaning only where the key is of that kind."""
    relative = {"above", "own", "below", "superior"}
    return bool(other.levels & relative) and not agency.levels & relative


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
        if _forbids(other.lead_text) != _forbids(listing.lead_text):
            continue  # wrongs among rights are seen at once
        if _forbids(listing.lead_text) and _is_of_officials(other.lead_text) != _is_of_officials(listing.lead_text):
            continue  # what an officer does wrong is no offence of an operator, and the other way round
        if overlap(other.lead_text, listing.lead_text) > 0.75:
            continue  # the same question asked of another text: its answers may be right here too
        likeness = [overlap(text, member) for member in own]
        cosines = [_cosine(text, member, pools) for member in own]
        same_text = other.place.document.id == listing.place.document.id
        same_chapter = same_text and other.place.passage.path[:1] == listing.place.passage.path[:1]
        strange = STRANGE_NEARBY if same_chapter else STRANGE if same_text else STRANGE_ELSEWHERE
        if max(likeness) > SHARED or max(cosines) > SAME or (pools.vectors and max(cosines) < strange):
            continue
        familiar = _familiar(text, listing.place, pools)
        of_officials = _forbids(listing.lead_text) and _is_of_officials(listing.lead_text)  # alike everywhere
        if familiar < (FAMILIAR_TO_OFFICIALS if of_officials else FAMILIAR):
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


def _forbids(lead: str) -> bool:
    """Whether a list names what is punished or forbidden."""
    return re.search(r"罚款|处分|警告|追究|拘留|吊销|不得|禁止|违法|违反|责令|训诫", lead) is not None


_OFFICIALS = re.compile(
    r"警察|民警|工作人员|机关及其|机关、单位|执法人员|部门有|机关有|(?:行政|政务|给予|予以|依法)处分"
)


def _is_of_officials(lead: str) -> bool:
    """Whether a list of wrongs names those of officials, not of operators and citizens."""
    subject = re.split(r"下列|以下", lead)[0]
    return _OFFICIALS.search(subject) is not None or re.search(r"给予(?:行政|政务)?处分", lead) is not None


def _diverse(ranked: Sequence[str]) -> tuple[str, ...]:
    """Without those that resemble a better one."""
    chosen: list[str] = []
    for text in ranked:
        if all(overlap(text, other) <= ALIKE for other in chosen):
            chosen.append(text)
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def overlap(one: str, other: str) -> float:
    """Share of the shorter text's character pairs that the longer one has, 0 to 1."""
    first, second = pairs(one), pairs(other)
    return len(first & second) / min(len(first), len(second)) if first and second else float(one == other)


def pairs(text: str) -> frozenset[str]:
    """Character pairs of a text without punctuation."""
    plain = re.sub(r"[^\w]", "", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _cosine(one: str, other: str, pools: Pools) -> float:
    if one not in pools.vectors or other not in pools.vectors:
        return 0.0
    return float(pools.vectors[one] @ pools.vectors[other])
