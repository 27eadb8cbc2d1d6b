"""Questions on what an essay assigns to what: 工作对象的广泛性，工作内容的复杂性…; 把…的呼声作为第一信号，把…的需要作为第一选择….

In: sentences of prose, chance. Out: drafts of the sentence as it stands or with two of them exchanged (判断), or with what is assigned left out (填空).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from random import Random

from quiz.drafts import BLANK, RIGHT, WRONG, Draft
from quiz.prose import Sentence, is_slipped, said_under
from quiz.records import Edit, ItemType
from quiz.wording import in_quote

FEWEST_FILLED = 2  # blanks
FEWEST = 3  # things; of two, one tells the other
LONGEST_STEM = 130
_SEPARATORS = (r"[;；]", r"[,，、]|(?<=性)和", r"[,，]")
_FRAMES = (  # around what is assigned; the same words must stand in all units
    re.compile(r"(?P<thing>[^，,。；;:：性]{2,18}的)(?P<role>[^，,。；;:：的性]{2,4})(?P<tail>性)$"),
    re.compile(
        r"(?P<thing>(?:要|始终)?[把将][^，,。；;:：]{2,16}作为(?:第一)?)(?P<role>[^，,。；;:：]{2,6})(?P<tail>)$"
    ),
    re.compile(
        r"(?P<thing>(?:抓|做好|搞好|加强|通过)[^，,。；;:：]{2,12}[,，]发挥[^，,。；;:：]{2,10}的)(?P<role>[^，,。；;:：]{2,6})(?P<tail>作用)$"
    ),
    re.compile(r"(?P<thing>[^，,。；;:：]{2,18}?定位[于在])(?P<role>[^，,。；;:：]{2,18})(?P<tail>)$"),
    re.compile(
        r"(?P<thing>以[^，,。；;:：]{3,24}为)(?P<role>(?:主要|首要|工作|根本|基本)?(?:内容|任务|着力点|重点|核心|基础|目标|保障|抓手|主线|载体|动力|突破口|关键|导向|根本))(?P<tail>)$"
    ),
    re.compile(
        r"(?P<thing>(?:[^，,。；;:：]{2,14}是)[^，,。；;:：]{0,12})(?P<role>基础|关键|核心|根本|前提|保障|保证|重点|目标|目的|手段|灵魂)(?P<tail>)$"
    ),
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One thing and what is assigned to it, with their places in the passage."""

    start: int
    role: tuple[int, int]
    end: int


def pair_drafts(sentence: Sentence, random: Random) -> Iterator[Draft]:
    """A statement on two neighbours; blanks where a slip of the source allows none."""
    for run in _runs(sentence):
        one, other = random.choice(list(pairwise(run)))
        judged = [*_judged(sentence, run, (one, other), random)]
        yield from judged
        if not judged and (draft := _filled(sentence, run)) is not None:
            yield draft


def _runs(sentence: Sentence) -> Iterator[tuple[Assigned, ...]]:
    """Units of the same frame one after another."""
    text = sentence.place.passage.text
    found: set[int] = set()
    for separator in _SEPARATORS:
        units = _units(text, sentence, separator)
        for frame in _FRAMES:
            run: list[Assigned] = []
            for start, end in [*units, (0, 0)]:
                match = frame.search(text[start:end]) if end else None
                if match is not None and (match.start() == 0 or not run):
                    role = (start + match.start("role"), start + match.end("role"))
                    run.append(Assigned(start + match.start(), role, end))
                    continue
                places = {assigned.role[0] for assigned in run}
                if len(run) >= FEWEST and not places & found and _differ(run, text):
                    found |= places
                    yield tuple(run)
                run = []


def _units(text: str, sentence: Sentence, separator: str) -> list[tuple[int, int]]:
    """What stands between separators; the first one begins behind a colon where it has one."""
    at, units = sentence.first, []
    for match in (*re.finditer(separator, text[sentence.first : sentence.end]), None):
        end = sentence.first + match.start() if match is not None else sentence.end
        colon = max(text.rfind(mark, at, end) for mark in ":：")
        units.append((colon + 1 if colon >= 0 else at, end))
        at = sentence.first + match.end() if match is not None else end
    return units


def _differ(run: Sequence[Assigned], text: str) -> bool:
    roles = [text[slice(*assigned.role)] for assigned in run]
    return len(set(roles)) == len(roles)


def _filled(sentence: Sentence, run: Sequence[Assigned]) -> Draft | None:
    """The first of the things that have lost no character, each with a blank for what is assigned to it."""
    text = sentence.place.passage.text
    sound = [*takewhile(lambda assigned: not is_slipped(text[assigned.start : assigned.end]), run)]
    words = text[sound[0].start : sound[-1].end] if sound else ""
    keys = [text[slice(*assigned.role)] for assigned in sound]
    if len(sound) < FEWEST_FILLED or len(words) > LONGEST_STEM or any(words.count(key) > 1 for key in keys):
        return None
    body, at = "", sound[0].start
    for assigned in sound:
        body += text[at : assigned.role[0]] + BLANK
        at = assigned.role[1]
    body += text[at : sound[-1].end]
    return Draft(
        type=ItemType.CLOZE,
        place=sentence.place,
        stem=said_under(sentence, body),
        body=body,
        right=tuple(keys),
        wrong=(),
        spans=((sound[0].start, sound[-1].end),),
        key_spans=tuple(assigned.role for assigned in sound),
        paragraph=None,
    )


def _judged(
    sentence: Sentence, run: Sequence[Assigned], asked: tuple[Assigned, Assigned], random: Random
) -> Iterator[Draft]:
    """As it stands, or with what two neighbours are said to be exchanged, as the lot decides."""
    text = sentence.place.passage.text
    start, end = _asked(sentence, run)
    if is_slipped(text[start:end]) or end - start > LONGEST_STEM:
        return
    one, other = asked
    first, last = one.role[0], other.role[1]
    before = text[first:last]
    after = text[slice(*other.role)] + text[one.role[1] : other.role[0]] + text[slice(*one.role)]
    is_true = random.random() < 0.5
    said = text[start:end] if is_true else text[start:first] + after + text[last:end]
    edit = None if is_true else Edit("point", in_quote(((start, end),), first, sentence.place.passage), before, after)
    yield Draft(
        type=ItemType.TRUE_FALSE,
        place=sentence.place,
        stem=said_under(sentence, said),
        body=said + "。",
        right=(RIGHT if is_true else WRONG,),
        wrong=(),
        spans=((start, end),),
        key_spans=((first, last),),
        paragraph=None,
        edit=edit,
        edited_at=None if is_true else first - start,
        ranges=((start, end),),
    )


def _asked(sentence: Sentence, run: Sequence[Assigned]) -> tuple[int, int]:
    """The whole sentence where it is short, else the units alone."""
    if sentence.end - sentence.first <= LONGEST_STEM and not is_slipped(sentence.text):
        return sentence.first, sentence.end
    return run[0].start, run[-1].end
