"""Everyday words and what the texts say instead: 小偷 and 盗窃, 开房 and 旅馆.

In: everyday.csv (everyday word, words of the texts, where those stand; whoever runs the base may add rows), then a
question. Out: words of the texts to search for besides those of the question. A question is never rewritten: what it says
itself is still searched for.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("everyday.csv")


def words_of_the_texts(question: str) -> tuple[str, ...]:
    """What the texts say for the everyday words of a question: ``小偷翻窗`` → ``('盗窃',)``.

    The longest word counts, so that 打架 in 打架斗殴 or 吸毒 in 吸毒检测 is none of its own. Widths must be folded, characters
    simplified; letter case does not matter.
    """
    table = everyday_words()
    found = (match[0].upper() for match in _pattern().finditer(question))
    return tuple(dict.fromkeys(word for everyday in found for word in table.get(everyday, ()) if word not in question))


@cache
def everyday_words() -> dict[str, tuple[str, ...]]:
    """The table: everyday word → words of the texts."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return {row["everyday"].upper(): tuple(row["texts"].split(";")) for row in csv.DictReader(file)}


@cache
def _pattern() -> re.Pattern[str]:
    table = everyday_words()
    known = {*table, *(word for texts in table.values() for word in texts)}
    return re.compile("|".join(re.escape(word) for word in sorted(known, key=len, reverse=True)), re.IGNORECASE)
