"""One spelling for answers that say the same.

In: what somebody wrote as an answer. Out: a form in which equal answers are equal: widths, numerals before a unit, spaces and
punctuation no longer differ; for true and false, the word of the key. Does not know synonyms; those stand in Item.accept.
"""

from __future__ import annotations

import re
import unicodedata

from index.words import fold
from ingest.numerals import parse_number

TRUE, FALSE = "正确", "错误"


def spell(text: str) -> str:
    """``三十 日。`` and ``３０日`` → ``30日``; ``二十四`` → ``24``."""
    spelt = fold(_IGNORED.sub("", unicodedata.normalize("NFKC", text)))  # blanks hide the unit of a numeral
    number = parse_number(spelt)
    return spelt if number is None else str(number)


def true_or_false(text: str) -> str | None:
    """正确 or 错误 for every usual way to write it; None for anything else."""
    folded = unicodedata.normalize("NFKC", text).strip().strip("()。.").strip().lower()
    return TRUE if folded in _TRUE else FALSE if folded in _FALSE else None


# Between digits a point, a colon and a hyphen make another number.
_IGNORED = re.compile(r"[\s,;!?、。“”‘’\"'《》()…·_]+|(?<!\d)[.:—-]+|[.:—-]+(?!\d)")
_TRUE = frozenset(["正确", "对", "是", "√", "✓", "✔", "☑", "t", "true", "yes", "y", "right", "1"])
_FALSE = frozenset(
    ["错误", "错", "否", "×", "x", "✗", "✘", "╳", "不正确", "不对", "f", "false", "no", "n", "wrong", "0"]
)
