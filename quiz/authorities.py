"""Agencies as rules name them: found in a text, with the levels they cover.

In: a sentence. Out: agencies with their place, what sort they are and on which levels, so that two agencies can be told apart
(县公安局 is no 市公安局, but it is one of 县级以上公安机关). Does not know which agencies exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# From low to high; an agency of a level and above (县级以上) covers all that follow.
LEVELS = ("station", "township", "county", "city", "province", "nation")
RELATIVE = frozenset({"above", "own", "below", "superior"})


@dataclass(frozen=True, slots=True)
class Agency:
    """``text[start:end]`` names an agency."""

    start: int
    end: int
    name: str
    sort: str  # police, government, court, …; what is named alone where it is no known sort
    levels: frozenset[str]  # of LEVELS, or of RELATIVE; empty where the name says nothing of a level
    part: str  # of the agency: 负责人, 办案部门; empty for the agency itself


def find_agencies(text: str) -> tuple[Agency, ...]:
    """The agencies that a text names, in order, each as long as it is written."""
    return tuple(_read(match) for match in _AGENCY.finditer(text))


def exclude_each_other(one: Agency, other: Agency) -> bool:
    """Whether a rule that names one of them thereby does not mean the other."""
    if one.sort != other.sort:
        return one.sort not in _WITHIN.get(other.sort, ()) and other.sort not in _WITHIN.get(one.sort, ())
    if one.part != other.part:
        return bool(one.part and other.part) and one.levels == other.levels
    if not one.levels or not other.levels:
        return False
    if bool(one.levels & RELATIVE) != bool(other.levels & RELATIVE):
        return False
    return not one.levels & other.levels


_SORTS = {  # the end of a name → sort; longest first
    **{"公安机关交通管理部门": "traffic", "交通管理部门": "traffic", "公安机关交通管理机构": "traffic"},
    **{"出入境边防检查机关": "border", "边防检查站": "border", "出入境管理机构": "exit"},
    **{"公安派出所": "police", "派出所": "police", "公安部门": "police", "公安机关": "police", "公安局": "police"},
    **{"公安厅（局）": "police", "公安厅": "police", "公安分局": "police", "公安部": "police", "公安处": "police"},
    **{"国家安全机关": "security", "人民检察院": "procuratorate", "人民法院": "court", "监察机关": "supervision"},
    **{"司法行政部门": "justice", "民政部门": "civil", "教育行政部门": "education", "教育主管部门": "education"},
    **{"卫生健康部门": "health", "卫生行政部门": "health", "卫生主管部门": "health", "药品监督管理部门": "drugs"},
    **{"市场监督管理部门": "market", "工商行政管理部门": "market", "文化主管部门": "culture", "网信部门": "network"},
    **{"电信主管部门": "telecom", "农业主管部门": "farming", "农业（农业机械）主管部门": "farming", "海关": "customs"},
    **{"外交部门": "foreign", "外交部": "foreign", "驻外签证机关": "visa", "信访部门": "letters", "信访局": "letters"},
    **{"民用爆炸物品行业主管部门": "explosives", "国防科技工业主管部门": "defence", "商务主管部门": "trade"},
    **{"保险监督管理机构": "insurance", "银行业监督管理机构": "banking", "反洗钱行政主管部门": "laundering"},
    **{
        "财政部门": "finance",
        "人力资源社会保障部门": "labour",
        "人力资源行政主管部门": "labour",
        "交通主管部门": "roads",
    },
    **{"体育主管部门": "sport", "林业主管部门": "forestry", "未成年人救助保护机构": "rescue"},
    **{"督察机构": "inspection", "反恐怖主义工作领导机构": "terror", "禁毒委员会": "drug_board"},
    **{"人民代表大会常务委员会": "congress", "人民代表大会": "congress", "人民政府": "government", "党委": "party"},
    **{"国务院": "council", "中央军事委员会": "military", "村民委员会": "village", "居民委员会": "village"},
}
_WITHIN = {  # a rule for the larger one may mean the smaller one too
    "traffic": {"police"},
    "exit": {"police"},
    "border": {"police"},
    "inspection": {"police"},
    "government": {"council"},
    "council": {"government"},
}
_LEVEL_WORDS = (
    (r"设区的市级?|市（地）级|地（市）级|地级市|设区的市的?|设区的市、自治州", "city"),
    (r"省级|省、自治区、直辖市|省、自治区|自治区、直辖市", "province"),
    (r"县级|县、自治县|县（市）|县、市|区（县）|县、?市?、?(?:不设区的市、)?(?:市辖)?区|县", "county"),
    (r"乡镇|乡（镇）|乡、民族乡、镇|乡、镇", "township"),
    (r"国务院|国家|中央|全国|最高", "nation"),
    (r"上一级|上级", "superior"),
    (r"同级|本级|本", "own"),
    (r"下级|下一级", "below"),
    (r"市级?", "city"),
)
_PREFIX = (
    r"(?:(?:原|主管|有管辖权的|所在地的?|当地的?|事故发生地的?|违法行为地的?|户籍所在地的?|经常居住地的?|住所地的?|"
    r"作出(?:处罚|拘留|行政处罚)?决定的|受理申请的|核发(?:许可证件)?的|"
    r"设区的市级?|市（地）级|地（市）级|省级|省、自治区、直辖市|省、自治区|县级|县、自治县|县、市|县（市）|乡镇|乡（镇）|乡、民族乡、镇|"
    r"国务院|国家|中央|最高|上一级|上级|同级|本级|各级|地方各级|地方|下级|"
    r"以上|的|县|市|民用机场|铁路|交通运输|民航|林业|海关侦查走私犯罪|有关)*)"
)
_HEADS = "|".join(sorted((re.escape(head) for head in _SORTS), key=len, reverse=True))
_PART = r"(?:主要负责人|负责人|行政首长|办案部门|法制部门|内设机构|督察长|政治部主任|部长|局长|厅（局）厅（局）长)"
_AGENCY = re.compile(
    rf"(?P<prefix>{_PREFIX})(?P<head>(?:人民政府|政府)?(?:的)?(?:{_HEADS}))(?P<unit>(?:{_HEADS})?)(?P<part>{_PART})?(?![一-鿿]?(?:工作人员|人民警察))"
)


def _read(match: re.Match[str]) -> Agency:
    start, end = match.start(), match.end()
    name = match[0]
    for lead in ("的", "以上", "有关"):
        if name.startswith(lead):
            start, name = start + len(lead), name.removeprefix(lead)
    head = match["unit"] or match["head"]
    sort = next((_SORTS[known] for known in sorted(_SORTS, key=len, reverse=True) if head.endswith(known)), head)
    return Agency(start, end, name, sort, _levels(name, match["head"]), match["part"] or "")


def _levels(name: str, head: str) -> frozenset[str]:
    if "派出所" in head:
        return frozenset({"station"})
    if head in {"公安部", "国务院", "外交部"}:
        return frozenset({"nation"})
    if re.search(r"公安厅", head):
        return frozenset({"province"})
    rest, found = name.replace("国家安全", ""), []
    for pattern, level in _LEVEL_WORDS:
        if match := re.search(pattern, rest):
            found.append(level)
            rest = rest[: match.start()] + "＿" + rest[match.end() :]
    absolute = [level for level in LEVELS if level in found]
    if not absolute:
        return frozenset(found)
    if "以上" in name:
        return frozenset(LEVELS[LEVELS.index(absolute[0]) :])
    return frozenset(absolute)
