"""What kind of figure a question asks for: an amount of money, a time, an age, a number of people.

In: the question. Out: an Expectation that can say whether a text holds such a figure. A question “多少天” is not answered by a
sentence without days, however near its topic is. Does not read any figure's value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.words import fold

_NUMBER = r"(?:\d+(?:\.\d+)?\s*[百千万亿]*)"
_TIME = rf"{_NUMBER}\s*个?(?:工作日|日|天|小时|分钟|周|星期|月|年|昼夜)|终[身生]|[立即]刻|立即|当[日天]|(?<!延)长期"

# What is asked → what an answer must hold. The first that matches a stretch of the question counts for that stretch.
_MEASURES: tuple[tuple[str, str], ...] = (
    (r"(?<![十百千好])(?:几|多少)分钟", rf"{_NUMBER}\s*(?:分钟|小时)"),
    (r"(?:几|多少)个?(?:小时|钟头)", rf"{_NUMBER}\s*个?(?:小时|分钟)"),
    (r"(?:几|多少)个?(?:工作日|天|日(?!常|子))", rf"{_NUMBER}\s*个?(?:工作日|日|天|小时|月)"),
    (
        r"判(?:几|多少)年|(?:几|多少)年(?:徒刑|刑)",
        rf"{_NUMBER}\s*年[^。]{{0,12}}(?:徒刑|刑)|徒刑[^。]{{0,12}}{_NUMBER}\s*年",
    ),
    (r"(?:几|多少)个?(?:年|月|星期|周)(?!版)", rf"{_NUMBER}\s*个?(?:年|月|星期|周|日|天)|终[身生]"),
    (
        r"(?:多少钱|几块钱|多少元|罚(?:款|金)?多少|多少(?:罚款|罚金)|多少费|交多少|(?:工资|补贴|津贴|费用?)(?:标准|怎么算|是?多少))",
        rf"{_NUMBER}\s*(?:余|多)?元|百分之|%|\d倍|免费|不得?收(?:取|费)",
    ),
    (r"(?:几|多少|多大)(?:周?岁|年龄)|多大(?:的|才|可以|能)", rf"{_NUMBER}\s*周?岁"),
    (r"(?<![十百千好])(?:几|多少)个?(?:人|名|位)(?!们|民|群)", rf"{_NUMBER}\s*多?(?:人|名|位)"),
    (r"(?:几|多少)(?P<unit>户|次|级|分(?!钟|局|别|类|配)|倍|米|公里|平方米|发|届|票|张照片)", ""),
    (
        r"多久|多长时间|(?:保存|办理|有效|申请|报告|审查|处理)?(?:期限|时限)|什么时(?:候|间)(?:内|之?前)|最[长晚迟短](?!的)",
        _TIME,
    ),
    (r"多少(?!次|种|类|条|个方面)", _NUMBER),
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Figures that an answer should hold; one of them suffices, since a question may ask for several at once."""

    figures: tuple[re.Pattern[str], ...]

    def __bool__(self) -> bool:
        return bool(self.figures)

    def is_met(self, text: str) -> bool:
        """Whether the text holds such a figure; True when none is expected."""
        return not self.figures or any(figure.search(fold(text)) for figure in self.figures)


def read_expectation(question: str) -> Expectation:
    """``要保存多少天`` → a number of days; ``怎么处理`` → nothing."""
    rest = question
    figures = []
    for asked, answered in _MEASURES:
        for match in re.finditer(asked, rest):
            unit = match.groupdict().get("unit")
            figures.append(re.compile(rf"{_NUMBER}\s*{unit}" if unit else answered))
        rest = re.sub(asked, "；", rest)
    return Expectation(tuple(dict.fromkeys(figures)))
