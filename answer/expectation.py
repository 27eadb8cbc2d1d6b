"""What kind of thing a question asks for that a text either holds or does not: an amount, a time, a year, a number to call, a third point.

In: the question. Out: an Expectation that can say whether a text holds such a thing. A question “多少天” is not answered by a
sentence without days, however near its topic is, nor “工本费多少” by a fine; “第三点是什么” not by a text that breaks off after the
second, and “三知四会” not by one that only uses the words. Does not read any figure's value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.words import fold
from ingest.numerals import NUMERAL, chinese_number, parse_number

_NUMBER = r"(?:\d+(?:\.\d+)?\s*[百千万亿]*)"
_CALL = r"(?<![\d-])(?:1\d{2}|\d{5,12}|\d{3,4}-\d{7,8})(?![\d-]|[元人天日万余])"
_ONLINE = r"网站|网址|网页|平台|软件|小程序|客户端|公众号|互联网|网上|线上"
_TIME = rf"{_NUMBER}\s*个?(?:工作日|日|天|小时|分钟|周|星期|月|年|昼夜)|终[身生]|[立即]刻|立即|当[日天]|(?<!延)长期"

_WRITTEN = rf"(?:{_NUMBER}|[{NUMERAL}]+)"  # before a unit that fold() leaves alone
_MONEY = rf"{_NUMBER}\s*(?:余|多)?元|百分之|%|\d倍|免费|不得?收(?:取|费)"
_FEE = rf"^(?!.*(?:罚|违法所得|没收)).*(?:{_MONEY})"  # money that is no fine, in a sentence
_PAYMENT = r"(?:费用?|补贴|补助|津贴|工资|报酬|奖金?|奖励|押金|保证金)"
_HANDLING = r"(?:办理?|补办|补|换领?|申领|申请|延期|登记|考|学)"

# What is asked → what an answer must hold. The first that matches a stretch of the question counts for that stretch.
_MEASURES: tuple[tuple[str, str], ...] = (
    (
        r"(?:电话|热线|号码)(?:号码)?(?:是|为)?(?:多少|几号|什么)|(?:打|拨打?)(?:哪个|什么)[^，。？]{0,8}(?:电话|热线|号码)",
        _CALL,
    ),
    (
        r"(?:(?<![的了])哪个|什么)(?:网站|网页|网址|软件|手机软件|平台|小程序|APP|app|公众号)|(?:在|从|到|去)哪里?儿?下载|网址是",
        _ONLINE,
    ),
    (r"(?:在|是|从)?哪一?年(?:几月)?(?!级)", r"(?<![\d-])(?:1[89]|20)\d{2}(?![\d-])\s*年?"),
    (r"百分之(?:几|多少)|几成(?!年)|(?:比例|比重|占比|率)(?:是|为|要|有|占)?(?:多少|几)", r"百分之|%|\d成|分之|\d比\d"),
    (r"式?几份(?!儿)", rf"{_WRITTEN}\s*份"),
    (
        rf"{_PAYMENT}[^，。？]{{0,6}}(?:多少|几块|怎么算|标准)|多少[^，。？]{{0,4}}{_PAYMENT}|{_HANDLING}[^，。？罚]{{0,12}}多少钱",
        _FEE,
    ),
    (r"(?<![十百千好])(?:几|多少)分钟", rf"{_NUMBER}\s*(?:分钟|小时)"),
    (r"(?:几|多少)个?(?:小时|钟头)", rf"{_NUMBER}\s*个?(?:小时|分钟)"),
    (r"(?:几|多少)个?(?:工作日|天|日(?!常|子))", rf"{_NUMBER}\s*个?(?:工作日|日|天|小时|月)"),
    (
        r"判(?:几|多少)年|(?:几|多少)年(?:徒刑|刑)",
        rf"{_NUMBER}\s*年[^。]{{0,12}}(?:徒刑|刑)|徒刑[^。]{{0,12}}{_NUMBER}\s*年",
    ),
    (r"(?:几|多少)个?(?:年|月|星期|周)(?!版)", rf"{_NUMBER}\s*个?(?:年|月|星期|周|日|天)|终[身生]"),
    (
        r"(?:多少钱|几块钱|多少元|罚(?:款|金)?多少|多少(?:罚款|罚金)|多少费|交多少)",
        _MONEY,
    ),
    (r"(?:几|多少|多大)(?:周?岁|年龄)|多大(?:的|才|可以|能)", rf"{_NUMBER}\s*周?岁"),
    (r"(?<![十百千好])(?:几|多少)个?(?:人|名|位)(?!们|民|群)", rf"{_NUMBER}\s*多?(?:人|名|位)"),
    (
        r"(?:几|多少)(?P<unit>户|次|级|分(?!钟|局|别|类|配)|倍|米|公里|平方米|发|届|票|张照片|起|件|间|套|辆|台|把|字|页|学时|课时|焦耳?|分贝|毫克|毫升|公?斤|克|瓦)",
        "",
    ),
    (
        r"多久|多长时间|(?:保存|办理|有效|申请|报告|审查|处理)?(?:期限|时限)|什么时(?:候|间)(?:内|之?前)|最[长晚迟短](?!的)",
        _TIME,
    ),
    (r"(?:总分|得分|分数|分值)[^，。？]{0,8}(?:多少|几)", rf"{_NUMBER}\s*分(?!钟|局|别|类|配|之)"),
    (r"多少(?!次|种|类|条|个方面)", rf"(?<![第(（\d]){_NUMBER}(?![\d、.．)）条款项])"),
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """Figures that an answer should hold; one of them suffices, since a question may ask for several at once."""

    figures: tuple[re.Pattern[str], ...]
    member: re.Pattern[str] | None = None  # of a list, by its number: “第三种是什么”
    named_by_numbers: tuple[re.Pattern[str], ...] = ()  # “三知四会”: what 知 is said of three times, and 会 four times

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
            figures.append(re.compile(rf"{_WRITTEN}\s*{unit}" if unit else answered))
        rest = re.sub(asked, "；", rest)
    member = _MEMBER.search(question)
    return Expectation(
        tuple(dict.fromkeys(figures)),
        _member(parse_number(member[1]) or 1) if member else None,
        tuple(_said_of_each(count, of) for pair in _PAIRED.findall(question) for count, of in (pair[:2], pair[2:])),
    )


_COUNT = "[二两三四五六七八九十]"
_MEMBER = re.compile(
    r"第([一二三四五六七八九十])(?:种|个|点|类|条|方面|项|步)[^，。？；]{0,8}(?:是|指|叫|讲)?(?:什么|哪|啥|怎么)"
)
_PAIRED = re.compile(rf"[“\"']?({_COUNT})([一-鿿])({_COUNT})([一-鿿])[”\"']?[^？]*(?:哪{_COUNT}|指|什么|哪些)")


def _member(number: int) -> re.Pattern[str]:
    """The Nth of a list, in any style of counting."""
    chinese = chinese_number(number)
    last = "" if number == 1 else "|最后"
    return re.compile(
        rf"第{chinese}|其{chinese}|{chinese}[是要、]|[(（]{chinese}[)）]|{chr(0x245F + number)}|(?<!\d){number}[.．、)）]{last}"
    )


def _said_of_each(count: str, of: str) -> re.Pattern[str]:
    """``三``, ``知`` → 知 at least three times where it does not stand after its number."""
    return re.compile(rf"(?:(?<!{count}){of}(?!{of})[^{of}]*(?:{count}{of}[^{of}]*)*){{{parse_number(count)}}}")
