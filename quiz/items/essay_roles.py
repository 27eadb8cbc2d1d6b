"""What an essay calls the basis, the key, the aim of one thing: 改进工作方式是做好群众工作的关键.

In: the sentences of essays, chance. Out: drafts. The wrong options (single choice) are what the same essay calls something else of the same
thing; where the words would tell, the sentence is judged, as it stands or with what the essay calls another of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from quiz.drafts import CHOICE, RIGHT, WRONG, Draft
from quiz.likeness import pairs
from quiz.prose import Sentence, is_slipped, said_in
from quiz.records import Edit, ItemType
from quiz.wording import in_quote, tidy

FEWEST = 3  # roles of one thing
LONGEST = 24
TRUE_SHARE = 0.5
_ROLE = re.compile(
    r"^(?P<who>[“\"]?[^。；;:：]{3,36}?[”\"]?)(?:就|便)?是(?:我们党|我们|我党)?(?P<of>[^，,。；;:：“”是的]{2,14})的"
    r"(?P<role>(?:根本|基本|必要|重要|首要|最终|中心|关键)?(?:基础|关键|目标|核心|前提|保证|保障|根本|重点|目的|途径|手段|原则|方针|任务|环节|条件|灵魂|生命线))(?=[，,。；;]|$)"
)
_CLAUSES = re.compile(r"[^，,。；;“”\"]*[，,]")


@dataclass(frozen=True, slots=True)
class Role:
    """What is said to be which for what."""

    sentence: Sentence
    who: tuple[int, int]  # in the passage
    of: str
    role: str
    role_span: tuple[int, int]  # in the passage

    @property
    def who_text(self) -> str:
        return self.sentence.place.passage.text[slice(*self.who)]


def role_drafts(sentences: Sequence[Sentence], random: Random) -> Iterator[Draft]:
    """A choice for each role of which one essay names at least three of the same thing."""
    for _, own in groupby(sentences, key=lambda sentence: sentence.place.document.id):
        by_thing: dict[str, list[Role]] = defaultdict(list)
        for sentence in own:
            if (role := _role(sentence)) is not None:
                by_thing[role.of].append(role)
        for roles in by_thing.values():
            distinct = {role.role: role.who_text for role in roles}
            if len(roles) < FEWEST or len(distinct) < len(roles):
                continue
            for at, role in enumerate(roles):
                if (draft := _choice(role, roles)) is not None:
                    yield draft
                else:
                    yield _judged(role, roles[at - 1], random)


def _role(sentence: Sentence) -> Role | None:
    match = _ROLE.match(sentence.text)
    if match is None or len(match["who"]) > LONGEST or _CLAUSES.match(match["who"]) or is_slipped(match[0]):
        return None
    who, role = ((sentence.first + match.start(name), sentence.first + match.end(name)) for name in ("who", "role"))
    return Role(sentence, who, match["of"], match["role"], role)


def _choice(asked: Role, roles: Sequence[Role]) -> Draft | None:
    sentence, text = asked.sentence, asked.sentence.place.passage.text
    others = tuple(role.who_text for role in roles if role is not asked)
    if asked.role.endswith(("目标", "目的")):
        return None  # the others are means, which tells
    if pairs(asked.who_text) & pairs(asked.of + asked.role) - frozenset().union(*map(pairs, others)):
        return None
    return Draft(
        type=ItemType.CHOICE,
        place=sentence.place,
        stem=said_in(sentence, CHOICE + text[asked.who[1] : sentence.end]),
        body=text[sentence.start : asked.who[0]] + CHOICE + text[asked.who[1] : sentence.end],
        right=(tidy(asked.who_text),),
        wrong=tuple(map(tidy, others)),
        spans=((sentence.first, sentence.end),),
        key_spans=(asked.who,),
        paragraph=None,
        of_text=True,
    )


def _judged(asked: Role, other: Role, random: Random) -> Draft:
    """With the role of another of them, or as it stands."""
    sentence, text = asked.sentence, asked.sentence.place.passage.text
    start, end = asked.role_span
    is_true = random.random() < TRUE_SHARE
    said = text[sentence.first : start] + (asked.role if is_true else other.role) + text[end : sentence.end]
    at = in_quote(((sentence.first, sentence.end),), start, sentence.place.passage)
    return Draft(
        type=ItemType.TRUE_FALSE,
        place=sentence.place,
        stem=said_in(sentence, said),
        body=said + "。",
        right=(RIGHT if is_true else WRONG,),
        wrong=(),
        spans=((sentence.first, sentence.end),),
        key_spans=(asked.role_span,),
        paragraph=None,
        edit=None if is_true else Edit("point", at, asked.role, other.role),
        edited_at=None if is_true else start - sentence.first,
        ranges=((sentence.first, sentence.end),),
    )
