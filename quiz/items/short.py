"""简答: what follows when a condition is met.

In: a statement of the form …的，应当…. Out: one draft that asks for the consequence, in the words of the text.
"""

from __future__ import annotations

import re

from quiz.drafts import Draft
from quiz.evidence import Statement
from quiz.records import ItemType
from quiz.wording import according, tidy

SHORTEST_LATER = 16  # characters of a condition in a later paragraph
SHORTEST, LONGEST = 8, 110  # characters of an answer
_RULE = re.compile(
    r"^(?P<condition>[^。；]{5,90}的)，(?P<answer>(?:应当|由|处|可以|给予|责令|依法|不得|不予|经|依照)[^。]+)。$",
    re.DOTALL,
)


def short_draft(statement: Statement) -> Draft | None:
    """None where the sentence has no condition, or its consequence is too short or too long."""
    if statement.place.is_prose or statement.focus:
        return None
    match = _RULE.match(statement.text)
    if match is None or not SHORTEST <= len(match["answer"]) <= LONGEST:
        return None
    first = statement.ranges[0][0]
    before = statement.place.passage.text[:first]
    if len(statement.ranges) == 1 and re.search(r"[。；]\s*$", before) and not before.endswith("\n"):
        return None  # what it is about was said in the sentence before
    if (statement.paragraph or 1) > 1 and len(match["condition"]) < SHORTEST_LATER:
        return None  # what it is about was said in the paragraph before
    located = statement.locate(*match.span("answer"))
    if (
        located is None
        or re.search(r"有关规定|本法第|本条例第|本规定第|本办法第|依法追究刑事责任$", match["answer"])
        or match["condition"].endswith("构成犯罪的")
    ):
        return None
    return Draft(
        type=ItemType.SHORT,
        place=statement.place,
        stem=f"{according(statement.place)}{tidy(match['condition'])}，{_question(match['answer'])}",
        body=match["condition"],
        right=(tidy(match["answer"]),),
        wrong=(),
        spans=statement.spans,
        key_spans=(located,),
        paragraph=statement.paragraph,
        item=statement.item,
    )


def _question(answer: str) -> str:
    """Sanctions are dealt out, duties are done."""
    return "应当怎么做？" if answer.startswith(("应当", "可以", "不得")) else "应当如何处理？"
