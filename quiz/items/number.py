"""Single choice about a number, a term or an amount.

In: a statement and the quantities of the base. Out: drafts whose key is one quantity of the sentence as written, and whose
other options are quantities of the same unit that the article does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.contradictions import is_poor_number
from quiz.drafts import CHOICE, Draft
from quiz.evidence import Statement
from quiz.items.blanks import blank_draft
from quiz.pools import Pools
from quiz.quantities import Quantity, find_quantities, spellings
from quiz.records import ItemType
from quiz.wrong_numbers import is_custody, numbers_like

MOST_IN_A_SENTENCE = 5  # quantities; of a sentence with more nobody knows which one is meant
TRIVIAL = {"人", "次", "倍", "米"}  # units of which 一 is no rule: 一人, 一次


def number_drafts(statement: Statement, pools: Pools) -> Iterator[Draft]:
    """One draft for each quantity of the sentence that can be asked for."""
    text = statement.text
    if statement.place.is_prose and not re.search(r"应当|必须|不得|不少于|不超过|至少", text):
        return  # years and figures of a report are no rule
    for quantity in find_quantities(text):
        if quantity.start < statement.focus or not is_askable(quantity, text) or _is_told_by_fines(quantity, text):
            continue
        asked = statement.until(quantity.end)  # what follows in other cases would tell where this one ends
        found = find_quantities(asked.text)
        if len(found) > MOST_IN_A_SENTENCE or sum(other.value == quantity.value for other in found) > 1:
            continue
        key = text[quantity.start : quantity.end]
        wrong = numbers_like(quantity, key, statement.place, pools, is_custody=is_custody(quantity, text))
        wrong = tuple(other for other in wrong if not is_poor_number(asked.text, quantity, other))
        draft = blank_draft(ItemType.NUMBER, asked, quantity.start, quantity.end, CHOICE, wrong, spellings(key))
        if draft is not None:
            yield draft


def _is_told_by_fines(quantity: Quantity, text: str) -> bool:
    """Whether it is the sum up to which a fine is fixed, beside a fine of so many times the sum: one divided by the other tells it."""
    is_bound = quantity.unit == "元" and re.search(r"违法所得[^，。；]{0,8}$", text[: quantity.start]) is not None
    return is_bound and "倍以" in text and re.search("元以[上下]", text[quantity.end :]) is not None


def is_askable(quantity: Quantity, text: str) -> bool:
    """Whether the number is what the sentence rules, not a way of speaking (一次记12分, 十分重要, 一人一证)."""
    if quantity.low == 1 and quantity.high is None and quantity.unit in TRIVIAL:
        return False
    if quantity.low == 1 and re.search(r"(?:最后|每[^，。；]{0,6}|逐|当|同|按照?)$", text[: quantity.start]):
        return False
    if quantity.unit == "分":
        return re.search(r"[记积]分|分值|[记满]\d|记[一二三六九十]", text) is not None
    if text[quantity.start - 1 : quantity.start] == "“" and text[quantity.end : quantity.end + 1] == "”":
        return False  # the words are spoken of
    if text[: quantity.start].endswith("死刑缓期"):
        return False  # the name of the sentence, not a term of this rule
    if quantity.unit == "小时" and text.startswith("值班", quantity.end):
        return False  # how long a day is
    if quantity.unit == "人" and re.search(r"(?:[所局队院厅部]长|委员|主任)[一二三四五六至]*$", text[: quantity.start]):
        return False  # how many hold an office
    after = text[quantity.end : quantity.end + 2]
    return not (quantity.unit == "次" and after.startswith(("会", "全")))
