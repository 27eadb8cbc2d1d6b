"""名词解释 of the words that an essay explains: 所谓…，是指…; …的含义是指…; 真抓就是…; …，这就是保护群众.

In: a sentence of prose. Out: drafts that ask for the meaning in the essay's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.drafts import Draft
from quiz.prose import Sentence, is_slipped
from quiz.records import ItemType
from quiz.wording import named, tidy

_TERMS = (
    re.compile(
        r"(?:所谓|^(?!所谓))(?P<term>[一-鿿]{2,18}?)(?:的含义|的涵义)?[,，]?(?:具体讲|具体说|通俗讲|简单说)?[,，]?是指(?P<meaning>[^。；;]{10,120})$"
    ),
    re.compile(r"^(?P<term>[一-鿿]{2,10})[,，](?:也称|又称|也叫)[一-鿿]{2,10}[,，]就是(?P<meaning>[^。；;]{10,100})$"),
    re.compile(r"(?:^|[;；])(?P<term>[一-鿿]{2,4})[,，]?就是(?P<meaning>(?!为了)[^。；;]{8,60})(?=[;；]|$)"),
)
_TERMS_BEHIND = re.compile(r"^(?:我们|我们民警)?(?P<meaning>[^。；]{15,120})[,，]这就是(?P<term>[一-鿿]{2,8})$")
_NO_TERM = re.compile(
    r"^(?:这|那|其|也|更|目的|关键|实质|主要|重要|首先|说|只|不|通俗|具体|简单|换)|[的是了也]$|^.{0,3}之所以"
)


def term_drafts(sentence: Sentence) -> Iterator[Draft]:
    """A draft for each word that the sentence explains."""
    for pattern in (*_TERMS, _TERMS_BEHIND):
        for match in pattern.finditer(sentence.text):
            term, meaning = match["term"], match["meaning"]
            if _NO_TERM.search(term) or term in meaning or is_slipped(term + meaning) or _says_itself(term, meaning):
                continue
            first = sentence.first + min(match.start("term"), match.start("meaning"))
            last = sentence.first + max(match.end("term"), match.end("meaning"))
            start, end = sentence.first + match.start("meaning"), sentence.first + match.end("meaning")
            yield Draft(
                type=ItemType.DEFINITION,
                place=sentence.place,
                stem=f"名词解释：{named(sentence.place.document)}中，“{term}”是指什么？",
                body=f"{term}是指什么？",
                right=(tidy(meaning),),
                wrong=(),
                spans=((first, last),),
                key_spans=((start, end),),
                paragraph=None,
            )


def _says_itself(term: str, meaning: str) -> bool:
    """Whether a short word is explained by its own characters: 实干就是要扎扎实实地去干事."""
    return len(term) < 4 and len(set(term) & set(meaning)) == len(set(term))
