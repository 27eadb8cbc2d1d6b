"""Everyday words and what the texts say instead: 小偷 and 盗窃, 开房 and 旅馆.

In: everyday.csv (everyday word, words of the texts, the nearest first, where those stand; whoever runs the base may add rows),
then a question. Out: words of the texts to search for besides those of the question, and the question in the words of the
texts, for a model that was taught little everyday speech. What a question says itself is still searched for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("everyday.csv")


def words_of_the_texts(question: str) -> tuple[str, ...]:
    """What the texts say for the everyday words of a question: ``小偷翻窗`` → ``('盗窃',)``.

    The longest word counts, so that 打架 in 打架斗殴 or 吸毒 in 吸毒检测 is none of its own. Widths must be folded, characters
    simplified; letter case does not matter.
    """
    table = everyday_words()
    found = (_in_table(match[0].upper(), table) for match in _pattern().finditer(question))
    return tuple(dict.fromkeys(word for everyday in found for word in table.get(everyday, ()) if word not in question))


def in_words_of_the_texts(question: str) -> str:
    """A question with the nearest word of the texts for each everyday word: ``小偷翻窗`` → ``盗窃翻窗``.

    Of all the words of a row only the first, since a model reads one plain sentence better than a list of what may be meant.
    """
    table = everyday_words()
    return _pattern().sub(lambda match: table.get(_in_table(match[0].upper(), table), (match[0],))[0], question)


@cache
def everyday_words() -> dict[str, tuple[str, ...]]:
    """The table: everyday word → words of the texts."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return {row["everyday"].upper(): tuple(row["texts"].split(";")) for row in csv.DictReader(file)}


@cache
def _pattern() -> re.Pattern[str]:
    table = everyday_words()
    known = {*table, *(word for texts in table.values() for word in texts)}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(_as_spoken(word, split=word in table) for word in longest_first), re.IGNORECASE)


def _in_table(spoken: str, table: Mapping[str, object]) -> str:
    """How the table writes a word: 打了一架 is 打架."""
    return spoken if spoken in table else spoken[0] + spoken[-1]


def _as_spoken(word: str, *, split: bool) -> str:
    """The pattern of a word; an everyday one of two characters may stand apart, as 打架 does in 打了一架."""
    if split and _VERB_AND_OBJECT.fullmatch(word):
        return f"{word[0]}{_BETWEEN}{word[1]}"
    return re.escape(word)


_VERB_AND_OBJECT = re.compile("[一-鿿]{2}")
_BETWEEN = "[了过的起完]?[一两几]?[个次场顿]?"
