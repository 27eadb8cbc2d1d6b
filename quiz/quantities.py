"""Numbers with a unit: found in a text, compared by value, and written again in the manner of the text.

In: a text. Out: quantities with their place, value, unit and bound (以上, 以内, 不超过). 十五日 and 15日, 二百元 and 200元 are the same.
Does not find dates, ordinals (第十五条) and numbers that count nothing that a rule fixes (一个, 一次性).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.numerals import NUMERAL, chinese_number, parse_number

UNITS = {  # as written → as compared
    **{"个工作日": "工作日", "工作日": "工作日", "小时": "小时", "分钟": "分钟", "个月": "月", "周岁": "周岁"},
    **{"日": "日", "天": "日", "年": "年", "元": "元", "倍": "倍", "人": "人", "名": "人", "分": "分", "次": "次"},
    **{"平方米": "平方米", "公里": "公里", "米": "米", "厘米": "厘米", "吨": "吨", "%": "%", "％": "%"},
}
BOUNDS = ("以上", "以下", "以内", "之内", "以前", "之前", "以后", "之后", "内", "前", "后")


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` is a number with its unit, or a range of two; the bound stands right after it."""

    start: int
    end: int
    low: float  # the number; of a range the lower one
    high: float | None  # of a range only
    unit: str  # as compared: 名 and 人 are one
    bound: str  # 以上, 以下, 以内, …; empty without
    limit: str  # what stands right before: 不得超过, 不少于, 满, …; empty without

    @property
    def value(self) -> tuple[float, float | None, str]:
        """What two spellings of one quantity share."""
        return self.low, self.high, self.unit


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text in order: ``处五日以上十日以下拘留`` → one range of 5 to 10 日."""
    return tuple(quantity for match in _QUANTITY.finditer(text) if (quantity := _read(match, text)) is not None)


def normalised(text: str) -> str:
    """A text with every number before a unit in Arabic digits: ``处二百元以上`` → ``处200元以上``, ``1.5万元`` → ``15000元``."""
    return _PLAIN.sub(_arabic, unicodedata.normalize("NFKC", text))


def spellings(text: str) -> tuple[str, ...]:
    """Other ways to write a quantity that count as the same: ``十五日`` → ``15日``; ``15日`` → ``十五日``."""
    arabic, chinese = normalised(text), _PLAIN.sub(_chinese, text)
    return tuple(dict.fromkeys(other for other in (arabic, chinese) if other != text))


def rewritten(text: str, values: tuple[float, ...]) -> str | None:
    """The words of a quantity with other numbers in the same spelling: ``十五日``, (20,) → ``二十日``; None where that cannot be written."""
    left = iter(values)
    failed = False

    def write(match: re.Match[str]) -> str:
        nonlocal failed
        like = match["number"] if "万" not in text or match["number"].endswith("万") else match["number"] + "万"
        written = _write(next(left), like)
        failed = failed or written is None
        return (written or "") + match["unit"]

    replaced = _PLAIN.sub(write, text)
    return None if failed else replaced


_DIGITS = rf"(?:[{NUMERAL}]+(?:[.．][0-9０-９]+)?[万亿]?)"
_UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
_ONE = rf"{_DIGITS}(?:{_UNIT})"
_PLAIN = re.compile(rf"(?P<number>{_DIGITS})(?P<unit>{_UNIT})")
_LIMIT = (
    r"(?P<limit>不得超过|不超过|不得少于|不少于|不得低于|不低于|不得早于|至少|最长|超过|未满|不满|已满|年满|满|少于)?"
)
_QUANTITY = re.compile(
    rf"{_LIMIT}(?P<first>{_ONE})(?:(?P<join>以上(?:至|、)?|至|到|—|-|～)(?P<second>{_ONE})(?=以下|以内|$|[^{NUMERAL}]))?"
    rf"(?P<bound>{'|'.join(BOUNDS)})?"
)
_BEFORE = re.compile(rf"(?:第|[{NUMERAL}]|年|月|每|同|任|其中|某|另|万|百|之|星期|周|编号|[a-zA-Z])$")
_NOT_A_UNIT = re.compile(
    r"^(?:分(?:之|别|局|析|类|配|级|工|开|为|清|子|立|支|钟|公司|拣|散|红)|日(?:常|益|趋|用|期|记|报|本)|年(?:度|龄|级|代|轻|审|检|月)|月|"
    r"人(?:员|民|身|类|数|大|才|格|次|群|均|为|事|口|体|工|道|家|情|心|力|士|生|物)|次(?:性|日|月|年|序|要|数|生)|"
    r"名(?:称|义|单|册|誉|额|字)|元(?:件|素|首)|小时候|米(?:粒|饭))"
)


def _read(match: re.Match[str], text: str) -> Quantity | None:
    start, end = match.start("first"), match.end("second") if match["second"] else match.end("first")
    before, parts = text[max(0, start - 3) : start], [_parts(match["first"])]
    if _BEFORE.search(before) or _is_date(text, start) or _NOT_A_UNIT.match(text[end - len(parts[0][2]) :]):
        return None
    if match["second"]:
        parts.append(_parts(match["second"]))
    numbers = [value for value, _, _ in parts]
    if any(value is None for value in numbers) or len({unit for _, unit, _ in parts}) > 1:
        return None
    low, high = numbers[0] or 0.0, numbers[1] if len(numbers) > 1 else None
    if low <= 0 or (high is not None and high <= low):
        return None
    return Quantity(start, end, low, high, parts[0][1], match["bound"] or "", match["limit"] or "")


def _is_date(text: str, start: int) -> bool:
    """Part of 2023年7月1日: a year of four digits, a month, or the day after one."""
    around = text[max(0, start - 8) : start + 12]
    return any(found.start() <= start - max(0, start - 8) < found.end() for found in _CALENDAR.finditer(around))


_CALENDAR = re.compile(
    rf"(?:[0-9０-９]{{4}}|[〇○零0一二三四五六七八九]{{4}})\s*年(?:\s*[{NUMERAL}]+\s*月)?(?:\s*[{NUMERAL}]+\s*日)?|"
    rf"(?<!个)[{NUMERAL}]+月[{NUMERAL}]+日"
)


def _parts(words: str) -> tuple[float | None, str, str]:
    found = _PLAIN.fullmatch(words)
    if found is None:
        return None, "", ""
    return _number(found["number"]), UNITS[found["unit"]], found["unit"]


def _number(digits: str) -> float | None:
    """``1.5万`` → 15000, ``二百`` → 200."""
    folded = unicodedata.normalize("NFKC", digits)
    if plain := re.fullmatch(r"(\d+(?:\.\d+)?)(万|亿)?", folded):
        return float(plain[1]) * {"万": 10_000, "亿": 100_000_000, None: 1}[plain[2]]
    if folded.endswith("亿"):
        head = parse_number(folded[:-1])
        return None if head is None else head * 100_000_000.0
    whole = parse_number(folded)
    return None if whole is None else float(whole)


def _arabic(match: re.Match[str]) -> str:
    value = _number(match["number"])
    if value is None:
        return match[0]
    unit = UNITS.get(match["unit"], match["unit"])
    return f"{_plain(value)}{'名' if unit == '人' and match['unit'] == '名' else match['unit']}"


def _chinese(match: re.Match[str]) -> str:
    value = _number(match["number"])
    written = None if value is None else _write(value, "一")
    return match[0] if written is None else written + match["unit"]


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def _write(value: float, like: str) -> str | None:
    """A number in the manner of another: Chinese, Arabic, or Arabic with 万."""
    folded = unicodedata.normalize("NFKC", like)
    whole = int(value)
    if folded[:1].isascii() and folded[:1].isdigit():
        if folded.endswith("万") and value >= 10_000 and value % 1_000 == 0:
            return f"{_plain(value / 10_000)}万"
        return _plain(value)
    if value != whole or whole <= 0:
        return None
    if whole >= 10_000:
        high, low = divmod(whole, 10_000)
        return None if low or high >= 10_000 else chinese_number(high) + "万"
    return chinese_number(whole)
