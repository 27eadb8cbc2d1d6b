"""名词解释 of the words that an essay explains: 所谓…，是指…; …的含义是指….

In: a sentence of prose. Out: drafts that ask for the meaning in the essay's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.drafts import Draft
from quiz.prose import Sentence, is_slipped
from quiz.records import ItemType
from quiz.wording import named, tidy

_TERM = re.compile(
    r"(?:所谓|^(?!所谓))(?P<term>[一-鿿]{2,18}?)(?:的含义|的涵义)?[,，]?(?:具体讲|具体说|通俗讲|简单说)?[,，]?是指(?![导挥定派示出责])(?P<meaning>[^。；;]{10,120})$"
)
_ALSO = re.compile(r"^(?P<term>[一-鿿]{2,12})[,，]也[称叫][一-鿿]{2,8}[,，]就是(?P<meaning>[^。；;]{10,120})$")
_NO_TERM = re.compile(
    r"^(?:这|那|其|也|更|目的|关键|实质|主要|重要|首先|说|只|不|通俗|具体|简单|换)|[的是了也]$|^.{0,3}之所以"
)


def term_drafts(sentence: Sentence) -> Iterator[Draft]:
    """A draft for the word that the sentence explains."""
    for match in (*_TERM.finditer(sentence.text), *_ALSO.finditer(sentence.text)):
        term, meaning = match["term"], match["meaning"]
        if _NO_TERM.search(term) or term in meaning or is_slipped(term + meaning):
            continue
        first = sentence.first + match.start("term")
        start, end = sentence.first + match.start("meaning"), sentence.first + match.end("meaning")
        yield Draft(
            type=ItemType.DEFINITION,
            place=sentence.place,
            stem=f"名词解释：{named(sentence.place.document)}中，“{term}”是指什么？",
            body=f"{term}是指什么？",
            right=(tidy(meaning),),
            wrong=(),
            spans=((first, end),),
            key_spans=((start, end),),
            paragraph=None,
        )
