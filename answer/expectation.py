"""What kind of thing a question asks for that a text either holds or does not: an amount, a time, a day, a name, a number to call, a third point.

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
_FAMILY_NAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文耿"
)
_PERSON = (
    rf"(?<![一-鿿])[{_FAMILY_NAMES}] ?[一-鿿](?: ?[一-鿿])?(?! ?[一-鿿])|"
    rf"[{_FAMILY_NAMES}][一-鿿]{{1,2}}(?:同志|先生|女士|所长|局长|书记|队长|说|指出|认为|提出)|"
    rf"(?:同志|所长|局长|书记|队长|作者|民警)[:：]?[{_FAMILY_NAMES}][一-鿿]{{1,2}}"
)
_VALID = rf"(?:有效|失效|作废|届满|期满|到期)[^。；]{{0,12}}(?:{_TIME})|(?:{_TIME})[^。；]{{0,12}}(?:有效|失效|作废|届满|期满|到期)|长期"
_DAY = r"\d{1,2}月(?:\d{1,2}[日号])?|之[日时]起?"
_AT_MOST_OLD = rf"{_NUMBER}\s*周?岁(?:以[下内]|之间)|(?:超过|不满|未满|[至到—-])\s*{_NUMBER}\s*周?岁"
_TOWN = r"北京|上海|天津|重庆|[一-鿿]{1,3}(?<![城本全各县的区地])(?:市(?![场民政区级容])|省(?![级厅内]))"
_TITLE = (
    r"[“\"][^”\"]{2,24}[”\"]的?(?:荣誉)?称号|(?:授予|荣获|获得|评为)(?!荣誉)[^。；]{2,24}(?:称号|奖|模范|标兵|先进)"
)
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
    (
        r"叫什么(?:名字|名儿)|(?:是|由)?谁(?:写|说|讲|提出)的|作者(?:是谁|叫什么)|哪位(?!领导)[^，。？]{0,3}(?:写|说|讲|提出)",
        _PERSON,
    ),
    (r"哪(?:个|座)(?:城市|省份?)(?!级)|哪里人", _TOWN),
    (r"(?:什么|哪个|哪项|啥)(?:荣誉|称号|奖(?!励|金|惩))(?:称号)?", _TITLE),
    (
        r"(?:是|在|从)?(?:哪一?天|几月几[日号]|哪年哪月|几月份?(?=[？?，]|$))|什么时候(?:正式)?(?:实施|施行|开通|成立|发生|生效|启用|颁布|出台)",
        _DAY,
    ),
    (r"什么时候开始(?:实施|施行|生效)", _DAY),
    (
        r"有效期限?[^，。？]{0,6}(?:(?:几|多少|多)(?:个?[年月天日]|久|长))?|(?:几|多少)个?[年月天]有效|(?:几|多少)年(?:一|才|要)?换|"
        r"(?:多久|多少天|几天|几个月)(?:就)?(?:作废|过期|失效)",
        _VALID,
    ),
    (r"(?:在|是|从)?哪一?年(?:几月)?(?!级)", r"(?<![\d-])(?:1[89]|20)\d{2}(?![\d-])\s*年?"),
    (r"百分之(?:几|多少)|几成(?!年)|(?:比例|比重|占比|率)(?:是|为|要|有|占)?(?:多少|几)", r"百分之|%|\d成|分之|\d比\d"),
    (r"式?几份(?!儿)", rf"{_WRITTEN}\s*份"),
    # What is paid as security may stand beside a penalty.
    (r"(?:保证|押)金[^，。？]{0,8}(?:多少|几块)|(?:多少|几块)[^，。？]{0,4}(?:保证|押)金", _MONEY),
    (
        rf"{_PAYMENT}[^，。？]{{0,6}}(?:多少|几块|怎么算|标准)|多少[^，。？]{{0,4}}{_PAYMENT}|{_HANDLING}[^，。？罚]{{0,12}}多少钱",
        _FEE,
    ),
    (r"(?<![十百千好么])(?:几|多少)分钟", rf"{_NUMBER}\s*(?:分钟|小时)"),
    (r"(?:几|多少)个?(?:小时|钟头)", rf"{_NUMBER}\s*个?(?:小时|分钟)"),
    (r"(?:几|多少)个?(?:工作日|天|日(?!常|子))", rf"{_NUMBER}\s*个?(?:工作日|日|天|小时|月)"),
    (
        r"判(?:了|处)?(?:几|多少)年|(?:几|多少)年(?:徒刑|刑)",
        rf"{_NUMBER}\s*年[^。]{{0,12}}(?:徒刑|刑)|徒刑[^。]{{0,12}}{_NUMBER}\s*年",
    ),
    (r"(?:几|多少)个?(?:年|月|星期|周)(?!版)", rf"{_NUMBER}\s*个?(?:年|月|星期|周|日|天)|终[身生]"),
    (
        r"(?:多少钱|几块钱|多少元|罚(?:款|金)?多少|多少(?:罚款|罚金)|多少费|交多少)",
        _MONEY,
    ),
    (
        r"(?:最大|最高|顶多|上限|不(?:能|得)?超过)[^，。？]{0,10}(?:几|多少)周?岁|最大(?:年龄|岁数)[^，。？]{0,6}(?:几|多少|多大)",
        _AT_MOST_OLD,
    ),
    (r"(?:几|多少|多大)(?:周?岁|年龄)|多大(?:的|才|可以|能)", rf"{_NUMBER}\s*周?岁"),
    (
        # Where a clause begins with 几个人, it speaks of some people, unless it says what as many of them suffice for.
        r"(?:(?<=[^，。？！；、\s十百千好])几个?|(?:^|(?<=[，。？！；、\s]))几个?(?=[人名位](?:以上|才|就|算|到场|签字))|(?<![十百千好])多少个?)(?:人|名|位)(?!们|民|群)",
        rf"{_NUMBER}\s*多?(?:人|名|位)",
    ),
    (r"[早晚夜里从到]?几点(?:钟|半)?(?!要求|意见|建议|内容|体会|是|做法|经验)", rf"{_NUMBER}\s*[时点]|[早晚]"),
    (
        r"(?:带|交|提交|提供|准备|出示|凭|拿|需要?|要)(?:些|上|齐)?(?:什么|啥|哪些|哪几[样种])(?:样的)?(?:申请|证明)?(?:材料|证件|手续|文件|东西)",
        r"提交|提供|携带|出示|交验|附上|凭[^借空]|持[^续久有枪]|材料|复印件",
    ),
    (
        r"哪一?级(?!别)[^，。？]{0,6}",
        r"[省市县州]级|设区的?市|省、自治区|[市县区]公安|地区|国务院|公安部|[上同本下]一?级|各级|派出所|中央|总队|支队",
    ),
    (r"(?:几|多少)张(?!照片)", rf"{_WRITTEN}\s*[张份人]"),
    (r"(?:几|多少)[遍回]", rf"{_WRITTEN}\s*[次遍回]"),
    (r"(?:一式)?(?:几|多少)联", rf"{_WRITTEN}\s*[联份]"),
    (
        r"(?:最少|至少|最多|起码|要|配|得|需|派|带|站|请)[^，。？几多]{0,4}(?:几|多少)个?[^，。？、]{0,3}(?:民警|警察|交警|辅警|保安|保卫|工作人员|评议员)(?!都|也)",
        rf"{_WRITTEN}\s*(?:余|多)?(?:[(（]含[)）])?(?:以上)?(?:的)?[人名位个]|{_WRITTEN}名",
    ),
    (
        r"(?:几|多少)[个家所](?P<thing>派出所|警务[室站区]|支队|大队|中队|街道|乡镇|社区|村|学校|企业|分局|单位)",
        "",
    ),
    (
        r"(?<!哪)(?:几|多少)(?P<unit>封|颗|门|桌|户|次|级|分(?!钟|局|别|类|配)|倍|米|公里|平方米|发|届|票|张照片|起|件|间|套|辆|台|把|字|页|学时|课时|焦耳?|分贝|毫克|毫升|公?斤|克|瓦)",
        "",
    ),
    (
        r"多久|多长时间|(?:保存|办理|有效|申请|报告|审查|处理)?(?:期限|时限)|什么时(?:候|间)(?:内|之?前)|最[长晚迟短](?!的|几点)",
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
    reason: bool = False  # why something is so

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
            named = match.groupdict()
            if named.get("unit"):
                answered = rf"{_WRITTEN}\s*{named['unit']}"
            elif named.get("thing"):
                answered = rf"{_WRITTEN}\s*(?:余|多)?[个家所]?{named['thing']}"
            figures.append(re.compile(answered))
        rest = re.sub(asked, "；", rest)
    return Expectation(
        tuple(dict.fromkeys(figures)),
        _member_asked(question),
        tuple(_said_of_each(count, of) for pair in _PAIRED.findall(question) for count, of in (pair[:2], pair[2:]))
        + tuple(_spelt_out(count, of) for count, of in _WATCHWORD.findall(question)),
        reason=bool(_WHY.search(question)),
    )


def gives_reason(text: str) -> bool:
    """Whether a text says why anything is so, rather than only that it is."""
    return bool(_REASON.search(text))


_COUNT = "[二两三四五六七八九十]"
_MEMBER = re.compile(
    r"第[(（]?([一二三四五六七八九十])[)）]?(?:种|个|点|类|条|方面|项|步)[^，。？；]{0,8}(?:是|指|叫|讲)?(?:什么|哪|啥|怎么)|"
    r"(?<!目)前([两二三四五六])(?:种|个|点|类|条|方面|项|步)[^，。？；]{0,8}(?:什么|哪|啥|怎么)"
)
_FURTHER = re.compile(
    r"另外(?:[几两二三四五]|那)[个种条项点]|其余[几两二三四五][个种条项点]|其次[^，。？；]{0,6}(?:什么|哪|啥)"
)
_WATCHWORD = re.compile(
    rf"[“\"]({_COUNT})(?:个|条|项)?((?:(?!{_COUNT})[一-鿿]){{1,3}})[”\"](?=(?:[^？]|[？](?=.))*(?:哪|指|什么|啥|内容))"
)
_WHY = re.compile(r"为什么|为啥|为何|什么原因|啥原因|凭什么(?!证|材料|手续)")
_REASON = re.compile(r"因为|由于|为了|是因|所以|原因|导致|以致|以免|目的|考虑到")
_PAIRED = re.compile(rf"[“\"']?({_COUNT})([一-鿿])({_COUNT})([一-鿿])[”\"']?[^？]*(?:哪{_COUNT}|指|什么|哪些)")


def _member_asked(question: str) -> re.Pattern[str] | None:
    """What a text holds that says the part of a list that is asked for: the third, the first two, those besides the first."""
    if member := _MEMBER.search(question):
        return _member(parse_number(member[1] or member[2]) or 1)
    return _member(2) if _FURTHER.search(question) else None


def _spelt_out(count: str, of: str) -> re.Pattern[str]:
    """``三``, ``坚持`` → 坚持 as often as counted, or after the watchword a list that counts as far."""
    number = parse_number(count) or 1
    written = rf"{count}(?:个|条|项)?{of}"
    said = rf"(?:(?<!{count})(?<!{count}[个条项]){of}[\s\S]{{0,120}}?){{{number}}}"
    return re.compile(rf"{said}|{written}[\s\S]{{0,500}}(?:{_member(number).pattern})|{written}[”\"]?[:：（(]")


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
