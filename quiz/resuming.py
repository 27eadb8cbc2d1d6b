"""Whether a sentence goes on with what an earlier one of its article has brought in.

In: a statement and the texts of the articles. Out: yes or no. 货物明细应当由…签名 rests on the paragraph that has the goods listed: no other
article of the instrument speaks of 货物明细. What the whole instrument speaks of needs no bringing in. Asks nothing.
"""

from __future__ import annotations

import re

from quiz.evidence import Statement
from quiz.pools import Pools, article_of

_HEAD = re.compile(r"(?P<noun>[一-鿿]{3,6}?)(?:应当|必须|可以|由|不得)")


def resumes(statement: Statement, pools: Pools) -> bool:
    """Whether its subject was brought in by a sentence before it and is spoken of in this article only, or it says 承担…工作的 of
    whom the sentence before names."""
    if statement.focus:
        return False  # it brings along what it rests on
    text, start = statement.place.passage.text, statement.ranges[0][0]
    asked, before = statement.text.lstrip(), text[:start]
    if _AGAIN.match(asked) and re.search("。", before):
        return True
    if (busy := _BUSY.match(asked)) is not None and busy["what"] in before:
        return True
    head = _HEAD.match(asked)
    if head is None or head["noun"] not in before:
        return False
    document, article = article_of(statement.place)
    return not any(
        head["noun"] in its for (of, other), its in pools.article_text.items() if of == document and other != article
    )


_BUSY = re.compile(r"从事(?P<what>[^，。；的]{2,12})的(?:人员|单位)")  # the sentence before says with what
_AGAIN = re.compile(r"(?:承担|负责)[^，。；的]{2,10}(?:工作|任务)的")
