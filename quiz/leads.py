"""What the lead of a list says of its members: who acts, and what follows.

In: lists with their leads (驾驶人有下列情形之一的，一次记12分). Out: whether members of one can be taken for members of the other, because both
speak of the same with a like consequence, and whether a member has a subject of its own. Asks nothing.
"""

from __future__ import annotations

import re

from quiz.evidence import Listing
from quiz.likeness import overlap
from quiz.pools import Pools, article_of

SAME_RULE = (
    0.9  # share of character pairs from which two leads say that the same follows: members of one are right for both
)


def is_sister(one: Listing, other: Listing) -> bool:
    """Whether two lists of one instrument stand in different articles, say of whom they speak in the same words, and what follows is of one
    sort: 驾驶人有下列情形之一的，一次记12分 beside 驾驶人有下列情形之一的，一次记9分. Without a subject they must stand in one chapter."""
    apart = one.place.passage.article != other.place.passage.article
    alike = _consequence(one.lead_text) == _consequence(other.lead_text) != ""
    alike = alike and overlap(one.lead_text, other.lead_text) < SAME_RULE
    about, chapter = _about(one.lead_text), one.place.passage.path[:1]
    return (
        apart and alike and about == _about(other.lead_text) and bool(about or chapter == other.place.passage.path[:1])
    )


def holds_elsewhere(listing: Listing, pools: Pools) -> bool:
    """Whether another article of the instrument has the same follow for a case of its own (…的，应当从轻或者减轻行政处罚): who recalls the list
    would name that case as well."""
    found = re.search(r"之一的?，(?P<follows>[^：:]{4,})[：:]?$", listing.lead_text)
    if found is None:
        return False
    document, article = article_of(listing.place)
    said = re.compile(rf"(?:的|时)，{re.escape(found['follows'])}[。；]")
    return any(
        said.search(text) is not None
        for (of, other), text in pools.article_text.items()
        if of == document and other != article
    )


def _about(lead: str) -> str:
    """What stands before 下列, without the instrument."""
    before = re.split(r"有?(?:下列|以下)", lead)[0]
    return re.sub(r"^(?:违反|根据|依照)[^，]{0,12}规定，|[，的对]$", "", before)


def speaks_of_another(member: str, lead: str) -> bool:
    """Whether a member begins with a subject of its own that the lead does not have: 外国人… under 交通运输工具有下列情形."""
    own = next(
        (name for name, pattern in _SUBJECTS if re.match(rf"(?:在[^，。]{{2,8}}的)?(?:{pattern})", member)), None
    )
    if re.search(r"不准|不予|不得|处罚|^持有?有效|^符合|^依法|经.{2,12}批准的?$", member):
        return True  # says a consequence of its own, or what nobody minds
    return own is not None and own != _subject(lead)


_CONSEQUENCES = (  # the first that a lead says
    ("lenient", r"从轻|减轻|从宽|免除|免予|不予(?:行政)?处罚|减免"),
    ("content", r"载明|包括|内容|写明|注明|记载|登记(?:下列|以下)"),
    ("papers", r"材料|证件|证明|文件"),
    ("condition", r"条件|具备|方可"),
    ("forbidden", r"不得(?:有|从事|实施|收购)?[^，。]{0,12}(?:下列|以下)|禁止|严禁"),
    ("sanction", r"罚款|处分|警告|追究|日以[上下]拘留|吊销|责令|训诫|记\d|记[一二三六九十]|没收|辞退|治安管理处罚"),
    ("refused", r"不予|不准|不得|撤销|注销|终止|取消|不适用|收回"),
    ("power", r"可以|有权|经.{2,20}批准"),
    ("task", r"职责|职权|任务|义务|应当遵守|应当采取|措施|程序"),
    ("duty", r"应当|必须"),
)
_SUBJECTS = (
    ("officer", r"警察|民警|工作人员|机关及其|执法人员|领导干部|机关有|部门有|督察人员|辅助人员|管理人员"),
    ("agency", r"公安机关|行政机关|检察院|法院|派出所|看守所|拘留所|人民政府|部门|机关|督察机构"),
    ("foreigner", r"外国人"),
    ("vessel", r"交通运输工具|船舶|航空器|船员"),
    ("driver", r"驾驶人|机动车|车辆|驾驶"),
    ("minor", r"未成年人|监护人|父母"),
    ("operator", r"单位|企业|公司|场所|经营者|机构|学校|平台|服务提供者|承办者|保安员|从业人员"),
)


def _consequence(lead: str) -> str:
    return next((name for name, pattern in _CONSEQUENCES if re.search(pattern, lead)), "")


def _subject(lead: str) -> str:
    """By what stands before 下列; of a list that names nobody, everybody."""
    before = re.split(r"下列|以下", lead)[0] if re.search(r"下列|以下", lead) else lead
    before = re.sub(r"由[^，。；]*?(?:处|责令|给予|决定)", "", before)
    found = [(match.start(), name) for name, pattern in _SUBJECTS if (match := re.search(pattern, before))]
    return min(found)[1] if found else "anybody"
