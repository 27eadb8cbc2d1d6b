"""Everyday words and what the texts say instead: 小偷 and 盗窃, 开房 and 旅馆.

In: everyday.csv (everyday word, words of the texts, where those stand, and how a sentence of the texts would say it; whoever
runs the base may add rows), then a question. Out: words of the texts to search for besides those of the question, and the
question in the words of the texts, for a model that was taught little everyday speech. What a question says itself is still
searched for.
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
    """A question as a sentence of the texts would put it: ``小偷翻窗`` → ``盗窃翻窗``.

    Of a row what it has as ``plain``, else the first of its words: a model reads one plain sentence better than all that may be meant.
    """
    plain = _plain_words()
    return _pattern().sub(lambda match: plain.get(_in_table(match[0].upper(), plain), match[0]), question)


@cache
def everyday_words() -> dict[str, tuple[str, ...]]:
    """The table: everyday word → words of the texts."""
    return {row["everyday"].upper(): tuple(row["texts"].split(";")) for row in _rows()}


@cache
def _plain_words() -> dict[str, str]:
    return {row["everyday"].upper(): row.get("plain") or row["texts"].split(";")[0] for row in _rows()}


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


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
