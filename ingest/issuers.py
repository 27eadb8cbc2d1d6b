"""Who enacted a text, and of what level that makes it.

In: the lines before the first article, the title among them. Out: issuer and level, or None where the lines do not say.
The level comes from who enacted and how: passed by a congress, by decree, by notice with a file number. It never comes
from the last word of a title. Amending decisions count (《国务院关于修改…的决定》), statutes that are only the basis do
not. Regulations of the supervision and the military commissions have no level here. Does not know single instruments.

The order of judging: party, national congress, State Council, the supreme court and procuratorate, local congress, then
the ministries and local bodies. A text that the State Council approved and a ministry issued is an administrative regulation
only if that was before 立法法 took effect; since then it is the ministry's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import patterns
from ingest.records import Kind, Line

_LEGISLATION_LAW = (
    "2000-07-01"  # 立法法 in force; see 法〔2004〕96号 on regulations approved by the State Council before it
)


@dataclass(frozen=True, slots=True)
class Enactment:
    """Who issued a text, and its level."""

    issuer: str
    kind: Kind


def read_enactment(header: Sequence[Line]) -> Enactment | None:
    """Judge the header: ``2012年12月19日公安部令第125号发布`` → 公安部, ministry rule."""
    text = _plain("\n".join(line.text for line in header if not _SPEAKS.search(line.text)))
    dates = [date for match in patterns.DATE.finditer(text) if (date := patterns.iso_date(*match.groups()))]
    text = patterns.DATE.sub("\n", text)
    return (
        _party(text)
        or _national_congress(text)
        or _state_council(text, min(dates, default=""))
        or _supreme_courts(text)
        or _local_congress(text)
        or _ministries(text)
        or _local_government(text)
        or _local_department(text)
    )


# An address or a preamble names bodies that did not enact the text.
_SPEAKS = re.compile(r"^\s*(?:为|按照|依照|遵照|各省|各市|各县|各有关|现将|现予)|[:：]\s*$")


def _plain(text: str) -> str:
    """Fold widths and brackets; of a title in brackets only the body of an amending decision remains."""
    text = unicodedata.normalize("NFKC", text).replace("〈", "<").replace("〉", ">")
    text = re.sub(r"[\[【〔]((?:19|20)\d{2})[\]】〕]", r"〔\1〕", text)
    text = _AMENDING.sub(r"\n\1修改 ", text)
    text = re.sub(r"《[^《》]*》", "《》", text)
    text = re.sub(r"第[一二三四五六七八九十百零\d]+届", "", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff])[ \t]+(?=令第)", "", text)
    return text.replace("中华人民共和国", "")


_AMENDING = re.compile(r"《([^《》<>]{2,40}?)关于(?:修改|废止|修订|清理|公布)(?:[^《》]|《[^《》]*》)*?决定》")
_PASSED = "通过|公布|发布|颁布|批准|修订|修正|修改|制定"
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}〔(?:19|20)\d{2}〕(?:第)?\d+号")  # 公通字〔2019〕1号
_DECREE = r"令(?=\s*(?:\(|第|〔|\d|$))"


def _party(text: str) -> Enactment | None:
    if not re.search(rf"(?:中共中央|中国共产党中央)[^\n,。;:]{{0,40}}?(?:{_PASSED}|印发|审议)", text):
        return None
    if re.search(r"中共中央办公厅[、,\s]*国务院办公厅", text):
        return Enactment("中共中央办公厅、国务院办公厅", Kind.PARTY_REGULATION)
    return Enactment(
        "中共中央、国务院" if re.search(r"中共中央[、,\s]*国务院", text) else "中共中央", Kind.PARTY_REGULATION
    )


def _national_congress(text: str) -> Enactment | None:
    match = re.search(
        rf"全国(?:人民代表大会|人大)(?P<standing>常务委员会|常委会)?(?!法制|办公|\w*委员会)(?:[^\n,。;:]{{0,60}}?(?:{_PASSED})|\s*$)",
        text,
        re.MULTILINE,
    )
    if match:
        return Enactment("全国人民代表大会常务委员会" if match["standing"] else "全国人民代表大会", Kind.LAW)
    if re.search(rf"(?<!军委)(?<!委员会)主席{_DECREE}", text, re.MULTILINE):
        return Enactment("全国人民代表大会及其常务委员会", Kind.LAW)
    return None


def _state_council(text: str, first_date: str) -> Enactment | None:
    """A decree, a meeting or a revision of the State Council; its approval of a ministry's text only in the old days."""
    if re.search(
        rf"(?:国务院|政务院)(?:{_DECREE}|第\S{{1,8}}次(?:常务|全体)?会议|第\S次修|(?:重新)?(?:公布|发布|颁布|修订|修改|修正|制定|通过))",
        text,
        re.MULTILINE,
    ) or re.search(r"^\s*国务院\s*$", text, re.MULTILINE):
        number = not re.search(rf"国务院{_DECREE}", text) and re.search(r"国(?:发|函)〔", text)
        return Enactment("国务院", Kind.NORMATIVE_DOCUMENT if number else Kind.ADMINISTRATIVE_REGULATION)
    if re.search(r"国务院\s*(?:于\s*|常务会议)?批准", text) and first_date < _LEGISLATION_LAW:
        return Enactment("国务院", Kind.ADMINISTRATIVE_REGULATION)
    if re.search(r"国办(?:发|函)〔|国务院办公厅(?:印发|发布|关于|转发)", text):
        return Enactment("国务院办公厅", Kind.NORMATIVE_DOCUMENT)
    if re.search(r"国(?:发|函)〔|国务院(?:印发|关于|批转)", text):
        return Enactment("国务院", Kind.NORMATIVE_DOCUMENT)
    return None


def _supreme_courts(text: str) -> Enactment | None:
    """An interpretation is passed by the court's or the procuratorate's committee and has a number of its own series."""
    named = [body for body in ("最高人民法院", "最高人民检察院") if body in text]
    acted = rf"最高人民(?:法院|检察院)(?:[^\n。;]{{0,60}}?(?:{_PASSED}|印发|公告)|关于)"
    signed = rf"^\s*(?:(?:最高人民法院|最高人民检察院|{_MINISTRY})[、,\s]{{0,9}}){{1,20}}(?:关于|$)"
    if not named or not re.search(f"{acted}|{signed}", text, re.MULTILINE):
        return None
    if re.search(r"法释〔|高检发释字〔|(?:审判|检察)委员会[^\n。;]{0,30}通过", text):
        return Enactment("、".join(named), Kind.JUDICIAL_INTERPRETATION)
    ministries = [body for body in dict.fromkeys(re.findall(_MINISTRY, text)) if body]
    if _NUMBER.search(text) or ministries:
        return Enactment("、".join([*named, *ministries]), Kind.NORMATIVE_DOCUMENT)
    return Enactment("、".join(named), Kind.JUDICIAL_INTERPRETATION)


_PLACE = r"[\u4e00-\u9fff]{2,12}?(?:自治区|自治州|自治县|省|市|特区)"


def _local_congress(text: str) -> Enactment | None:
    match = re.search(
        rf"(?<![\u4e00-\u9fff])(?:经|由|根据)?(?P<place>{_PLACE})(?:人民代表大会|人大)(?P<standing>常务委员会|常委会)?"
        rf"(?:[^\n。;]{{0,60}}?(?:{_PASSED})|公告|\s*$)",
        text,
        re.MULTILINE,
    )
    if match is None:
        return None
    standing = "常务委员会" if match["standing"] else ""
    return Enactment(f"{match['place']}人民代表大会{standing}", Kind.LOCAL_REGULATION)


# Departments of the State Council, of today and of the years from which texts are still in force.
_MINISTRY = (
    r"(?:公安部|司法部|民政部|财政部|外交部|国防部|教育部|科学技术部|科技部|国家安全部|国家发展和改革委员会|国家发展改革委"
    r"|工业和信息化部|信息产业部|国家民族事务委员会|国家民委|人力资源和?社会保障部|人事部|劳动和社会保障部|劳动部|自然资源部|国土资源部"
    r"|生态环境部|环境保护部|住房和城乡建设部|建设部|交通运输部|交通部|铁道部|水利部|农业农村部|农业部|商务部|对外贸易经济合作部"
    r"|文化和旅游部|文化部|国家旅游局|国家卫生健康委员会|国家卫生健康委|国家卫生和计划生育委员会|卫生部|退役军人事务部|应急管理部"
    r"|中国人民银行|审计署|海关总署|国家税务总局|国家市场监督管理总局|国家工商行政管理总局|国家工商行政管理局|国家质量监督检验检疫总局"
    r"|国家金融监督管理总局|中国银行保险监督管理委员会|中国证券监督管理委员会|国家广播电视总局|国家新闻出版署|国家体育总局|国家统计局"
    r"|国家移民管理局|国家信访局|国家铁路局|中国民用航空局|中国民用航空总局|国家邮政局|国家禁毒委员会|国家烟草专卖局|国家林业和草原局"
    r"|国家互联网信息办公室|国家网信办|国家密码管理局|国家保密局|国家宗教事务局|国家药品监督管理局|国家食品药品监督管理总局|国家消防救援局"
    r"|国家安全生产监督管理总局|国家能源局|国家文物局|中央网信办|中央政法委|国务院\w{2,12}办公室)"
)
_BODIES = rf"{_MINISTRY}(?:[、,\s]{{1,9}}{_MINISTRY}){{0,19}}"  # bounded: a page may repeat a name without end


def _ministries(text: str) -> Enactment | None:
    """One ministry or several together: a decree or a meeting of its heads makes a rule, a notice with a number does not."""
    acts = rf"{_DECREE}|公告|(?:部长|部务|局务|委务|署务)?(?:办公)?会议|(?:联合|重新|共同)?(?:{_PASSED}|印发|下发|颁发)|第\S次修|关于印发|关于"
    acted = re.search(rf"(?P<bodies>{_BODIES})\s*(?P<act>{acts})", text, re.MULTILINE)
    signed = re.search(rf"^\s*(?P<bodies>{_BODIES})\s*(?:文件|通告|通知)?\s*$", text, re.MULTILINE)
    found = acted or signed
    numbered = _NUMBER.search(text)
    if found is None:
        return Enactment("公安部", Kind.NORMATIVE_DOCUMENT) if re.search(r"公通字〔", text) else None
    issuer = "、".join(dict.fromkeys(re.findall(_MINISTRY, found["bodies"])))
    if re.search(rf"{_MINISTRY}\s*{_DECREE}|(?:部长|部务|局务|委务|署务)(?:办公)?会议", text, re.MULTILINE):
        return Enactment(issuer, Kind.MINISTRY_RULE)
    by_notice = re.search(rf"{_MINISTRY}\s*(?:联合|共同)?(?:印发|下发|通告|通知|关于印发)", text)
    return Enactment(issuer, Kind.NORMATIVE_DOCUMENT if numbered or by_notice else Kind.MINISTRY_RULE)


def _local_government(text: str) -> Enactment | None:
    """Provinces and cities make rules by decree; counties, general offices and numbered notices make none."""
    match = re.search(
        rf"(?<![\u4e00-\u9fff])(?:经|由)?(?P<place>[\u4e00-\u9fff]{{2,16}}?)人民政府(?P<office>办公厅|办公室)?"
        rf"(?:{_DECREE}|[^\n。;]{{0,20}}?(?:{_PASSED}|印发|下发)|关于|\s*$)",
        text,
        re.MULTILINE,
    )
    if match is None:
        return None
    issuer = f"{match['place']}人民政府{match['office'] or ''}"
    decree = re.search(rf"人民政府{_DECREE}|人民政府[^\n。;]{{0,20}}会议[^\n。;]{{0,10}}通过", text, re.MULTILINE)
    notice = match["office"] or _NUMBER.search(text) or re.search(r"印发|下发|关于$", match[0])
    may_make_rules = re.search(r"(?:省|市|自治区|自治州|特区)$", match["place"])
    return Enactment(issuer, Kind.LOCAL_RULE if may_make_rules and (decree or not notice) else Kind.NORMATIVE_DOCUMENT)


_DEPARTMENT = (
    r"[\u4e00-\u9fff]{2,12}(?:省|市|自治区|自治州|州|盟|县|区|旗)"
    r"[\u4e00-\u9fff]{1,8}?(?:厅|分局|局|总队|支队|人民法院|人民检察院)"
)


def _local_department(text: str) -> Enactment | None:
    match = re.search(
        rf"(?<![\u4e00-\u9fff])(?:经|由)?(?P<bodies>{_DEPARTMENT}(?:[、,\s]{{1,9}}{_DEPARTMENT}){{0,9}})\s*"
        rf"(?:[^\n。;]{{0,12}}?(?:{_PASSED}|印发|下发)|关于|$)",
        text,
        re.MULTILINE,
    )
    if match is None:
        return None
    return Enactment("、".join(re.split(r"[、,\s]+", match["bodies"].strip())), Kind.NORMATIVE_DOCUMENT)
