"""Quoted rules that differ, and which of them the law itself ranks higher.

In: a question and the drafts of its answer. Out: a remark that sets instruments side by side with level and date, or None.
Ranked only where 立法法 ranks them; everything else is for the superior to decide (需请示). Does not judge which rule fits a case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from answer.compose import Draft
from answer.question import ParsedQuestion
from index.words import fold
from ingest.records import LEVEL_TEXT, Document, Kind

_RULES = frozenset({Kind.LOCAL_REGULATION, Kind.MINISTRY_RULE, Kind.LOCAL_RULE})
_RANKED_BELOW = {
    Kind.LAW: _RULES | {Kind.ADMINISTRATIVE_REGULATION},
    Kind.ADMINISTRATIVE_REGULATION: _RULES,
}
_NO_LAW = frozenset({Kind.GUIDANCE, Kind.ESSAY, Kind.UNKNOWN})


def difference(question: ParsedQuestion, drafts: Sequence[Draft]) -> str | None:
    """What to know of the first two quoted texts that answer with different figures, or that are asked to be compared."""
    for (first, one), (second, other) in combinations(enumerate(drafts, start=1), 2):
        if one.hit.document.instrument == other.hit.document.instrument:
            continue
        figures = _figures(question, one), _figures(question, other)
        differ = all(figures) and not figures[0] & figures[1]
        if differ or _COMPARES.search(question.text):
            what = "规定的数字不同" if differ else "出处不同"
            sides = f"[{first}]{_described(one.hit.document)}与[{second}]{_described(other.hit.document)}{what}"
            return f"{sides}，请先核对各自适用的对象；{_ranked(one.hit.document, other.hit.document)}"
    return None


def _figures(question: ParsedQuestion, draft: Draft) -> frozenset[str]:
    """The figures of the kind asked for in the quoted words; widths and numerals folded."""
    said = fold("".join(draft.hit.passage.text[start:end] for start, end in draft.ranges))
    return frozenset(match[0] for figure in question.expects.figures for match in figure.finditer(said))


def _described(document: Document) -> str:
    return f"《{document.title}》（{LEVEL_TEXT[document.kind]}，{document.version_date or '日期不明'}）"


def _ranked(one: Document, other: Document) -> str:
    """Which of two texts comes first for one and the same matter, as far as the law says so."""
    for higher, lower in ((one, other), (other, one)):
        if lower.kind in _RANKED_BELOW.get(higher.kind, frozenset()):
            return f"对象相同的，{LEVEL_TEXT[higher.kind]}的效力高于{LEVEL_TEXT[lower.kind]}（立法法）。"
        if lower.kind in _NO_LAW and higher.kind not in _NO_LAW:
            return f"《{lower.title}》不是法律依据，以法律、法规、规章的原文为准。"
    return "两者的效力先后法律没有排定，对象相同而规定不一致的，需请示上级法制部门。"


_COMPARES = re.compile(r"不一样|不同|区别|冲突|矛盾|不一致|到底|哪个为准|以哪|听谁|打架(?=[吗怎了])")
