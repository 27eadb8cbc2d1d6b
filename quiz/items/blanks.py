"""What all makers that leave out words of a sentence have in common.

In: a statement and the place of the words left out. Out: the sentence with a blank, and a draft's stem.
"""

from __future__ import annotations

import re

from ingest.numerals import NUMERAL
from quiz.drafts import Draft
from quiz.evidence import Statement
from quiz.records import ItemType
from quiz.wording import said_by

LONGEST_STEM = 190  # characters of a sentence with a blank; longer ones are not read to the end


def with_blank(statement: Statement, start: int, end: int, blank: str) -> str:
    """The sentence with ``text[start:end]`` left out."""
    return statement.text[:start] + blank + statement.text[end:]


def blank_draft(
    type_: ItemType,
    statement: Statement,
    start: int,
    end: int,
    blank: str,
    wrong: tuple[str, ...] = (),
    accept: tuple[str, ...] = (),
) -> Draft | None:
    """A draft that asks for ``text[start:end]``; None where the stem would be too long or say the words again."""
    key = statement.text[start:end]
    located = statement.locate(start, end)
    body = with_blank(statement, start, end, blank)
    says_it = re.search(rf"(?<![{NUMERAL}]){re.escape(key)}", body) is not None  # 十日 is not said by 三十日
    if located is None or says_it or len(body) > LONGEST_STEM:
        return None
    return Draft(
        type=type_,
        place=statement.place,
        stem=said_by(statement.place, body),
        body=body,
        right=(key,),
        wrong=wrong,
        spans=statement.spans,
        key_spans=(located,),
        paragraph=statement.paragraph,
        item=statement.item,
        accept=accept,
    )
