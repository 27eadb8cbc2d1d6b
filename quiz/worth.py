"""Whether a sentence is worth asking of police, and what in it can be checked.

In: a statement. Out: the statement with the sentences of its paragraph that it rests on, whether it lays down more than a purpose, and which
specifics it has (a number, an agency, a condition, an exception, a form, a sanction). Does not ask anything (items/).
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest import patterns
from quiz.authorities import find_agencies
from quiz.evidence import LONGEST_CONTEXT, Statement, stands_alone
from quiz.items.authority import has_a_part
from quiz.items.number import is_askable
from quiz.likeness import pairs
from quiz.quantities import find_quantities

SPECIAL = 0.7  # share of a sentence's character pairs from which a later one may be a case of it


def on_its_own(statement: Statement) -> Statement | None:
    """With all that its paragraph says before it; None where that is too long, or where it rests on another paragraph."""
    if statement.place.is_prose:
        return statement
    if len(statement.ranges) > 1:
        return None if _SPLICED.search(statement.text) else statement
    text, (first, last) = statement.place.passage.text, statement.ranges[0]
    start = text.rfind("\n", 0, first) + 1
    if start == 0 and (label := patterns.ARTICLE_LABEL.match(text)):
        start = label.end()
    start += len(text[start:first]) - len(text[start:first].lstrip())
    if rests_on_another(statement):
        return None
    if start == first:
        return statement
    focus = statement.focus + first - start
    if focus > LONGEST_CONTEXT or not stands_alone(text[start:first]):
        return None
    return replace(statement, ranges=((start, last),), focus=focus)


def rests_on_another(statement: Statement) -> bool:
    """Whether a sentence of a later paragraph goes on from what an earlier one says."""
    return (statement.paragraph or 1) > 1 and _RESTS.search(statement.asked) is not None


def is_worth_asking(statement: Statement) -> bool:
    """Whether it tells an officer what to do, who decides, until when, or what follows, and not what all should strive for."""
    asked = statement.asked
    if statement.place.is_prose:
        return _PRAISE.search(asked) is None and ("number" in specifics(asked) or "“" in asked)
    if is_formality(statement):
        return False
    found = specifics(asked)
    return _EXHORTS.search(asked) is None and bool(
        found - {"condition"} or (found and _OF_POLICE.search(statement.text))
    )


def can_stand_beside(statement: Statement) -> bool:
    """Whether it may be one of several true sentences: a plain duty, a power or a prohibition, though it has nothing to check alone."""
    asked = statement.asked
    if is_formality(statement) or _EXHORTS.search(asked) or _NOBODY_DOUBTS.search(asked):
        return False
    return _RULES.search(asked) is not None and _OF_POLICE.search(statement.text) is not None


def is_formality(statement: Statement) -> bool:
    """Whether it only says what applies, who makes forms and details, or stands among the closing rules."""
    return (
        any("附则" in step for step in statement.place.passage.path) or _FORMALITY.search(statement.asked) is not None
    )


def exhorts(words: str) -> bool:
    """Whether words say what all should strive for."""
    return _EXHORTS.search(words) is not None


def is_doubtful(statement: Statement) -> bool:
    """Whether somebody may hold it to be false as it stands: it fixes a number, an agency, an exception, a form or a sanction of its own."""
    asked = statement.asked
    if statement.place.is_prose:
        return True
    if _NOBODY_DOUBTS.search(asked):
        return False
    return bool(specifics(asked) & {"number", "agency", "exception", "form"}) or _SANCTIONED.search(asked) is not None


def is_business_of_others(statement: Statement) -> bool:
    """Whether it speaks of schools, insurers, courts of compensation and the like, and of nothing that police do."""
    return speaks_of_others(statement.text)


def speaks_of_others(words: str) -> bool:
    """Whether words, a sentence or a whole list, are the business of others and of nothing that police do."""
    if is_punished_by_others(words):
        return True
    return _OTHERS.search(words) is not None and _OURS.search(words) is None


def is_excepted_behind(statement: Statement) -> bool:
    """Whether the next sentence of the paragraph takes back a part of what it says: 但是…, 情况特殊的….

    Such a sentence is true as it stands in the text, and is no longer true alone.
    """
    behind = _EXCEPTED.match(statement.place.passage.text, statement.ranges[-1][1]) is not None
    return behind or has_a_special_case_behind(statement) or _is_extended_behind(statement)


def is_of_two_tiers(statement: Statement) -> bool:
    """Whether a member of a list brings its own 情节严重的 before the penalty of the lead, which has another for 情节严重的."""
    if len(statement.ranges) < 2:
        return False
    grave = _GRAVE.search(statement.text.partition("；")[0])
    return grave is not None and statement.place.passage.text.count(grave[0]) > 1


def _is_extended_behind(statement: Statement) -> bool:
    """Whether a following paragraph of the article lets another one do the same act: 由法律设定, and below it 行政法规可以设定."""
    text, end = statement.place.passage.text, statement.ranges[-1][1]
    _, _, behind = text[end:].partition("\n")
    return any(
        re.search(rf"可以(?:由[^，。；]{{2,20}})?{re.escape(found[1])}", behind)
        for found in _BY.finditer(statement.asked)
    )


def has_a_special_case_behind(statement: Statement) -> bool:
    """Whether a later sentence of the paragraph says the same of some with another number: alone it would not be said for whom it holds."""
    text = statement.place.passage.text
    end = statement.ranges[-1][1]
    paragraph = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
    own = pairs(statement.asked)
    return any(own and len(own & pairs(later)) >= SPECIAL * len(own) for later in paragraph.split("。"))


def is_overtaken(statement: Statement) -> bool:
    """Whether it speaks of what is no longer: bodies and persons of other times, repealed rules, or terms of reconsideration and of meeting
    one's defender that a later law sets for all instruments below it."""
    below = re.search("(?<!办)法$", statement.place.document.instrument) is None
    return is_of_the_past(statement.text) or (below and _SET_BY_LAW.search(statement.text) is not None)


def is_of_the_past(words: str) -> bool:
    """Whether words name bodies, persons or rules that there are no longer."""
    return _PAST.search(words) is not None


def is_punished_by_others(words: str) -> bool:
    """Whether a service that is not the police punishes."""
    return _PUNISHED_BY_OTHERS.search(words) is not None


def specifics(words: str) -> frozenset[str]:
    """What can be checked in a sentence: number, agency, condition, exception, form, sanction."""
    found = {name for name, pattern in _SPECIFICS.items() if pattern.search(words)}
    if any(is_askable(quantity, words) for quantity in find_quantities(words)):
        found.add("number")
    if any(has_a_part(agency, words) for agency in find_agencies(words)):
        found.add("agency")
    return frozenset(found)


_SPLICED = re.compile(
    r"遇(?:是|在|对|因|为|以|未|由|有权|需要)|的其他(?:行为|情形|活动)的"
)  # 遇有下列情形之一 before a member that is no event; a member that is all others
# In a later paragraph these were mostly introduced in the one before.
_RESTS = re.compile(
    r"^受理申请的(?![^。]*《)|相应|同样|通知书|上述|此|(?<!应)该(?!当)|^(?:被|当事人|申请人|受害人|对(?:被|当事人|符合|不符合)|[^，。]{0,8}(?:期间|期满|届满))"
)
_EXHORTS = re.compile(
    r"加强|促进|推[进动]|提高|增强|健全|完善|鼓励|倡导|提倡|弘扬|确保|保障|配合|协[调助同]|妥善|自觉|坚持|遵循|遵守|原则|方针|重视|积极|密切|"
    r"严格|各自(?:的)?职[责权]|分工|机制|规划|预算|经费|尊重|爱护|引导|支持|教育培训|宣传|表彰|奖励|接受.{0,6}监督|国家(?:建立|实行|禁止|保护|采取|对)|有利于|不断|"
    r"合理|领导(?!机构)|忠于|努力|全心全意|依法行使|依法履行|关心|服务意识|公平|公正|廉洁"
)
_FORMALITY = re.compile(
    r"适用(?!武|警|简易|一般|听证|快速)|参照|比照|由.{2,40}(?:规定|制定|印制|监制)|式样|(?:办法|标准|目录|名录|格式|样式)(?:，)?由|所称|依照.{0,24}规定(?:给予)?(?:处罚|执行|处理)|有关规定。|施行|解释|"
    r"武装警察部队|军队|[xX×]{2}|国务院.{0,30}(?:规定|制定)|会同.{0,30}制[定订]|制[定订].{0,16}(?:办法|标准|目录|规章|制度)"
)
_OTHERS = re.compile(
    r"(?:文化|体育|卫生健康|商务|新闻出版|广播电视|林业|农业|民政|教育)[^，。；公]{0,6}部门[^，。；]{0,4}(?:审批|许可|批准)|"
    r"赔偿委员会|保险监督管理|由[^，。；]{0,16}文化主管部门|民用爆炸物品行业主管部门|救助基金|学校|幼儿园|教育行政部门|财政部门|金融机构|金融业|网络产品|网络服务提供者|信访部门|民政部门|最高人民检察院|保险公司|用人单位|卫生行政部门"
)
_PUNISHED_BY_OTHERS = re.compile(
    r"由[^，。；、]{0,24}(?:劳动保障|劳动|卫生|卫生健康|工商|市场监督|文化|新闻出版|税务|林业|农业|体育|民政|教育|电信|网信|保险|银行|金融业?|反洗钱|"
    r"民用爆炸物品行业)[^，。；、公]{0,12}(?:部门|机构|机关)(?:依法)?(?:责令|处|给予|没收|吊销|予以|警告|限制)"
)
_GRAVE = re.compile("情节(?:特别|较|比较)?严重|情节较重|情节恶劣")
_BY = re.compile(r"由[^，。；、由]{2,30}?([一-鿿]{2})(?=[，。；])")
_EXCEPTED = re.compile(r"[ \t]*(?:但|情况特殊|特殊情况|有特殊情况|因特殊)")
_PAST = re.compile(
    r"反革命|公社|生产合作社|人民委员会|革命委员会|劳动教养|劳动改造|收容(?:遣送|审查|教育|教养)|管制分子|育婴机关|城市劳动部门|治安管理处罚条例|乡、镇人民委员会"
)
_SET_BY_LAW = re.compile(r"不服[^。]*复议|辩护人[^。]*(?:会见|通信)|取保候审|监视居住")
_OURS = re.compile(r"公安|警察|民警|派出所|拘留|治安|户口|居民身份证|行政机关|交通管理|吸毒|戒毒|枪支|毒品")
_PRAISE = re.compile(r"一是|二是|三是|明显|有了|越来越|深入|充分肯定")
_RULES = re.compile(r"应当|必须|不得|可以|有权|由[^，。]{2,20}(?:负责|决定|批准|承担)|禁止")
_OF_POLICE = re.compile(
    r"公安|警察|派出所|民警|行政机关|执法|办案|拘留所|看守所|戒毒|边防|主管机关|人民法院|检察院|司法|处罚|拘留|罚款|没收|吊销|追究|责令|收缴|扣押|扣留|"
    r"查封|冻结|犯罪|嫌疑|违法|吸毒|毒品|枪支|爆炸|暴力|居民身份证|户口|签证|护照|出境|入境|机动车|驾驶|救助站|保安|救援|监护人"
)
_NOBODY_DOUBTS = re.compile(  # what stands in every law, or what nobody would be against
    r"玩忽职守|滥用职权|徇私|依法给予[^，。；]{0,6}处分|依法追究|给予处分|歧视|抢救|按照规定的(?:权限|程序)|着装|警容|举止|安全的地点|索取|收受|泄露|保密|"
    r"侮辱|体罚|虐待|方便|情形消失|恢复(?:执行|正常)|爱护|尊重"
)
_SANCTIONED = re.compile(r"罚款|拘留(?!所)|吊销|收缴|没收|扣留|扣押|查封|不予|免除|从轻|减轻|从重|可以")
_SPECIFICS = {
    "condition": re.compile(r"(?:[^，。；]{3,}(?:的|时|后|前)，|(?:未|经|凭|非经).{2,}(?:批准|许可|同意|证明|文件))"),
    "exception": re.compile(r"除.{2,}外|但是?[，]?|不受.{2,}限制|另有规定"),
    "form": re.compile(
        r"书面|口头|当场|签名|盖章|捺指印|笔录|录音|录像|决定书|告知书|许可证|证件|清单|收据|凭证|公告|备案|登记|公开|单独|分别|原件|复印件|密封|销毁|标志|悬挂"
    ),
    "sanction": re.compile(r"罚款|拘留|警告|没收|吊销|收缴|注销|扣[押留]|处分|查封|撤销|取缔|强制"),
}
