"""Sentences of a text that is no instrument, as they can be put into a question.

In: usable passages of prose. Out: sentences with their places, without the words that only join them to the one before; none that tell of
the author's own unit, and none that point to what the question does not show. Does not say what is worth asking of them (items/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.records import Kind
from quiz.evidence import Place, points_elsewhere
from quiz.likeness import pairs
from quiz.outline import heading_words, part_of
from quiz.wording import named, singled, tidy

SHORTEST, LONGEST = 10, 320  # characters
TOLD = 0.5  # share of the pairs of an answer
LEAST_BEHIND = 3  # characters of the clause behind a row by which its place is known


@dataclass(frozen=True, slots=True)
class Sentence:
    """``passage.text[start:end]``, without its full stop; what stands before ``first`` only joins it to the sentence before."""

    place: Place
    start: int
    first: int
    end: int

    @property
    def text(self) -> str:
        return self.place.passage.text[self.first : self.end]


def read_prose(places: Sequence[Place]) -> Iterator[Sentence]:
    """Every sentence of essays that is understood alone."""
    for place in places:
        if place.document.kind == Kind.ESSAY and named(place.document):
            yield from _of_passage(place)


def said_in(sentence: Sentence, words: str) -> str:
    """A sentence as a stem: ``《如何改善警民关系》一文认为，……。``."""
    return f"{named(sentence.place.document)}认为，{tidy(words)}。"


def said_under(sentence: Sentence, words: str) -> str:
    """The same with the heading, for words that do not say what they are about: ``《…》一文在“…”部分指出：“……”。``."""
    return f"{placed(sentence)}指出：“{singled(tidy(words))}”。"


def placed(sentence: Sentence) -> str:
    """``《…》一文在“…”部分``: the essay, and the heading where it has a whole one."""
    heading = heading_words(part_of(sentence.place))
    return named(sentence.place.document) + (f"在“{singled(tidy(heading))}”部分" if heading else "")


def asked_under(sentence: Sentence, question: str) -> str:
    """The same with the heading: ``《…》一文在“…”部分提出，……？``."""
    return f"{placed(sentence)}提出，{tidy(question)}"


def claimed_in(sentence: Sentence, question: str) -> str:
    """A question about what an essay holds: ``根据《如何改善警民关系》一文，……？``."""
    return f"根据{named(sentence.place.document)}，{tidy(question)}"


def is_told(answer: str, question: str, title: str) -> bool:
    """Whether the question or the title says half of an answer, or its first clause."""
    told = pairs(question) | pairs(title)
    first = re.split("[,，]", answer)[0]
    return len(pairs(answer) & told) > TOLD * len(pairs(answer)) or first in title


def is_said_otherwise(sentence: Sentence, before: str, after: str) -> bool:
    """Whether the essay has other words in the same place: 塑造……的警察形象."""
    around = re.split("[,，。；;]", before)[-1][-2:], re.split("[,，。；;]", after)[0][:6]
    if len(around[1]) < LEAST_BEHIND:
        return False
    form = re.compile(f"{re.escape(around[0])}[^。；;]{{2,40}}?{re.escape(around[1])}")
    return len(form.findall(sentence.place.document.text)) > 1


def is_balanced(words: str) -> bool:
    """Whether every quotation mark has its other half."""
    return words.count("“") == words.count("”") and words.count('"') % 2 == 0


def members_of(row: str, start: int, joints: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the members of a row, which begins at ``start``, stand between its joints."""
    spans, at = [], 0
    for joint in (*joints.finditer(row), None):
        end = joint.start() if joint is not None else len(row)
        spans.append((start + at, start + end))
        at = joint.end() if joint is not None else end
    return spans


def is_slipped(words: str) -> bool:
    """Whether words have lost or gained a character: what is printed for learners has none of that."""
    return _SLIP.search(words) is not None


_END = re.compile(r"[。！？!?\n]|(?<=[一-鿿])\.(?=[一-鿿“\"]|$)")
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、|^\\?\s*[（(][一二三四五六七八九十]{1,3}[)）]")
_JOINING = re.compile(
    r"^(?:[\s\\①-⑳]|[0-9]{1,2}[、.．]|因此|所以|总之|首先|其次|再次|最后|同时|另外|此外|实践证明|应当指出|可以说|具体来说|综上所述|特别是|"
    r"【[^】]{1,4}】|而(?=[做把]|[一-鿿]{2,8}之所以)|[一二三四五六七八九]是|[一二三四五六七八九]要(?=[一-鿿])|即|[,，:：])+"
)
_OWN = re.compile(  # what happened where and to whom, and what another says
    r"我(?:所|局|市|县|区|镇)|(?<![根基])本(?:所|局|市|县|区|人|文|世纪)|笔者|[0-9]{4}年|今年|去年|近几?年|某|记者|\*|_|【|】|[xX×]{2}|古人|俗话|孟建柱|如[:：]"
)
_OURS = re.compile("我(?:所|局|们所|们局)")  # what a station did goes on in the next sentence
_GOES_ON = re.compile("(?:全体|广大)?(?:民警|干警)")
_UNBOUND = re.compile(
    r"^(?:有的|个别|以此|由此|浅谈|浅论|试论|谈谈|通俗|简单[点地]?[讲说]|展开来说|为此|对此|虽然|尽管|固然|有些|一些|这|此|其(?![他它次余])|该|它|他|她|那么?|也|还|都|又|但|而|并|从而|使|让|才)"
)
_SLIP = re.compile(r"经经|人群众|[深][人]辖区|笫|臵|臂|己成为|前题|裙众|作作|的的|(?<!加)加“")


def _of_passage(place: Place) -> Iterator[Sentence]:
    text, start, before = place.passage.text, 0, ""
    for match in (*_END.finditer(text), None):
        end = match.start() if match is not None else len(text)
        whole = text[start:end]
        joining = _JOINING.match(whole)
        first = start + (joining.end() if joining else 0)
        words = text[first:end]
        ends_well = match is not None and match[0] not in "？?\n"
        if (
            ends_well
            and SHORTEST <= len(words) <= LONGEST
            and not (_HEADING.match(whole) or _OWN.search(words) or _UNBOUND.match(words) or points_elsewhere(words))
            and not (_OURS.search(before) and _GOES_ON.match(words))
            and is_balanced(words)
        ):
            yield Sentence(place, start, first, end)
        start = match.end() if match is not None else end
        before = whole if whole.strip() else before
