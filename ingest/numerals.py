"""Chinese, full-width and Arabic numerals, both ways.

In: the digits of an article number or an amount, such as 四十三, 一百零一, ４３, 二〇一二. Out: an int, or the usual Chinese form.
Does not read fractions, units or traditional accounting numerals.
"""

from __future__ import annotations

import unicodedata

NUMERAL = "0-9０-９零〇一二两三四五六七八九十百千万"  # for character classes in patterns

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 30  # characters; a longer run of digits is no number that anybody counts with
_FORMS = "零一二三四五六七八九"


def parse_number(text: str) -> int | None:
    """Read a whole number: ``一百零一`` → 101, ``４３`` → 43, ``二〇一二`` → 2012; None if it is not a number."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if len(folded) > _LONGEST:
        return None
    if folded.isascii():
        return int(folded) if folded.isdigit() else None
    if all(char in _DIGITS for char in folded):
        return int("".join(str(_DIGITS[char]) for char in folded)) if folded else None
    head, ten_thousands, tail = folded.partition("万")
    if ten_thousands:
        high, low = parse_number(head), parse_number(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    return _parse_below_ten_thousand(folded)


def chinese_number(number: int) -> str:
    """Write 1 to 9,999 as statutes do: 43 → ``四十三``, 101 → ``一百零一``, 10 → ``十``."""
    if not 0 < number < 10_000:
        raise ValueError(f"{number} is outside 1 to 9999")
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += _FORMS[digit] + name
        elif text and number % unit and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _parse_below_ten_thousand(text: str) -> int | None:
    total, digits, last_unit = 0, "", 10_000
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit:
                return None
            total += (int(digits) if digits else 1) * unit
            digits, last_unit = "", unit
        elif char in _DIGITS:
            digits = digits + str(_DIGITS[char]) if digits.strip("0") else str(_DIGITS[char])
        elif char.isdecimal():
            digits += char
        else:
            return None
    return total + (int(digits) if digits else 0)
