"""列举 of what an essay puts into quotation marks: “小纠纷”…“小案件”; the “三基” that it explains just before.

In: a sentence of prose. Out: drafts whose key are all words in quotation marks that begin alike, or all that a name of a count stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.numerals import chinese_number, parse_number
from quiz.drafts import Draft
from quiz.prose import Sentence, placed
from quiz.records import ItemType
from quiz.wording import named

FEWEST = 3
_QUOTED = re.compile(r"“(?P<word>(?P<same>[一-鿿])[一-鿿]{1,5})”")
_NAMED = re.compile(
    r"(?<=[的了])(?P<row>[^，,。；;:：、“”\"的了]{3,16}(?:、[^，,。；;:：、“”\"的]{3,16}){2,})"
    r"的[“\"](?P<number>[三四五六七八九])(?P<word>[一-鿿]{1,2})[”\"]"
)


def quoted_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Words in quotation marks that begin alike, and names of a count."""
    yield from _in_quotation_marks(sentence)
    yield from _under_a_name(sentence)


def _in_quotation_marks(sentence: Sentence) -> Iterator[Draft]:
    """为群众调解“小纠纷”，办好“小事情”: what stands in quotation marks and begins alike."""
    found = list(_QUOTED.finditer(sentence.text))
    words = {match["word"] for match in found}
    if len(words) < FEWEST or len(words) < len(found) or len({match["same"] for match in found}) > 1:
        return
    count, same = chinese_number(len(found)), found[0]["same"]
    yield Draft(
        type=ItemType.RECALL,
        place=sentence.place,
        stem=f"{placed(sentence)}加引号列举了{count}个“{same}”。这{count}个“{same}”分别是什么？请逐一列举。",
        body=sentence.text,
        right=tuple(match["word"] for match in found),
        wrong=(),
        spans=((sentence.first, sentence.end),),
        key_spans=tuple((sentence.first + match.start("word"), sentence.first + match.end("word")) for match in found),
        paragraph=None,
    )


def _under_a_name(sentence: Sentence) -> Iterator[Draft]:
    """抓基层、打基础、苦练基本功的“三基”工程建设: what a name of a count and a word stands for."""
    for match in _NAMED.finditer(sentence.text):
        at = match.start("row")
        members = [(at + part.start(), at + part.end()) for part in re.finditer("[^、]+", match["row"])]
        if len(members) != parse_number(match["number"]):
            continue
        name = match["number"] + match["word"]
        yield Draft(
            type=ItemType.RECALL,
            place=sentence.place,
            stem=f"{named(sentence.place.document)}提到的“{name}”是指哪{match['number']}项内容？请逐一列举。",
            body=sentence.text,
            right=tuple(sentence.text[start:end] for start, end in members),
            wrong=(),
            spans=((sentence.first + match.start("row"), sentence.first + match.end()),),
            key_spans=tuple((sentence.first + start, sentence.first + end) for start, end in members),
            paragraph=None,
        )
