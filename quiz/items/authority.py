"""Single choice about who approves, decides, punishes, or is told.

In: a statement and the agencies of the base. Out: drafts whose key is the agency that the sentence names in that part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quiz.authorities import Agency, find_agencies
from quiz.contradictions import OF_HERE
from quiz.drafts import CHOICE, Draft
from quiz.evidence import Statement
from quiz.items.blanks import blank_draft
from quiz.pools import Pools
from quiz.records import ItemType
from quiz.wrong_agencies import agencies_like

_ROLE = re.compile(r"(?:由|由共同的|经|报请|报经|报|提请|向|应当会同|会同|抄送|征得|征求|立即通知)$")
_DUTY = re.compile(
    r"^(?:应当)?(?:负责|主管|批准|决定|制定|规定|核发|颁发|审批|认定|公布|组织实施|监督管理|统一|主办|依法实施)"
)
_DESCRIPTION = re.compile(
    r"^(?:(?:原|主管|有管辖权的|所在地的?|当地的?|事故发生地的?|违法行为地的?|户籍所在地的?|经常居住地的?|住所地的?|"
    r"作出(?:处罚|拘留|行政处罚)?决定的|受理申请的|核发(?:许可证件)?的)+)"
)


# 由活动所在地县级…, 向服务所在地设区的市级…: the place stands between
_ROLE_IN_PLACE = re.compile(r"(?:由|经|报请|报经|报|提请|向|内到)[^，。；、由经报向和或]{0,16}(?:地|地的|口岸|口岸的)$")
_OF_ALL = re.compile(r"全国|各省|全省|跨省")
_OF_A_PLACE = re.compile(r"(?:地|地的|本|当地|所在)$")
_OF_NO_PLACE = re.compile(r"国务院|公安部$|最高|中央|上一级|本级|同级|本")  # 所在地国务院 is nowhere


def authority_drafts(statement: Statement, pools: Pools) -> Iterator[Draft]:
    """One draft for each agency of the sentence that has a part to play there."""
    if statement.place.is_prose:
        return
    for agency in find_agencies(statement.text):
        if agency.start >= statement.focus and has_a_part(agency, statement.text):
            draft = agency_draft(statement, agency, pools)
            if draft is not None:
                yield draft


def agency_draft(statement: Statement, agency: Agency, pools: Pools) -> Draft | None:
    """The sentence without this agency; None where it is one of several, or the sentence says on which level."""
    text = statement.text
    if _GOES_ON.match(text, agency.end):
        return None  # a body within it is named by its task
    described = _DESCRIPTION.match(agency.name)
    start = agency.start + (described.end() if described else 0)
    name = text[start : agency.end]
    if (
        not name
        or text[max(0, start - 1) : start] in {"、", "和", "或"}
        or (text[agency.end : agency.end + 1] in _AND_MORE and not _ASKED.match(text, agency.end))
        or text[agency.end : agency.end + 2] in _WITH_MORE
    ):
        return None
    if agency.levels and _OF_ALL.search(text):
        return None
    wrong = agencies_like(agency, name, text, statement.place, pools)
    if _OF_A_PLACE.search(text[:start]) or OF_HERE.search(text):
        wrong = tuple(other for other in wrong if not _OF_NO_PLACE.match(other))
    return blank_draft(ItemType.AUTHORITY, statement, start, agency.end, CHOICE, wrong)


_GOES_ON = re.compile(r"负责[^，。；、]{2,14}的(?:机构|部门|机关)")
_ASKED = re.compile("的(?:同意|意见)")
_AND_MORE = frozenset("、和或（(的机及")
_WITH_MORE = frozenset(re.findall("..", "或者以及会同等部及其有关其他委托授权指定认可规定确定核发出具制定"))
_ACTS = re.compile(
    r"^(?:[，。；、]|应当|可以|不得|必须|负责|批准|决定|审批|核准|备案|申请|报告|提出|组织|统一|依法|依照|按照|根据|会同|制定|规定|核发|颁发|发给|处|责令|给予|没收|"
    r"吊销|予以|办理|登记|审查|审核|确定|认定|公布|公告|起诉|提起|申诉|投诉|举报|检举|控告|通报|移送|移交|报案|主管|监督|管理|实施|执行|批复|委派|任命|授予|同意|"
    r"交|送|在|自|通知|说明|告知|查封|扣押|收缴|撤销|取缔|复核|裁决|发布|出具|提供|提交|进行|采取|派|指定(?!的)|按|从|作出|监制|制作|印制|验收|检查|追究|申报|查处|处理|处罚|安排|设立|强制|限期|暂扣|注销|填写|考试|考核|审定|签发|管辖|交验|的同意|的意见)"
)


def has_a_part(agency: Agency, text: str) -> bool:
    """由、经、报、向 before it, or a clause that begins with it and says what it is in charge of."""
    before, after = text[: agency.start], text[agency.end :]
    described = _DESCRIPTION.match(agency.name)
    placed = text[: agency.start + described.end()] if described else before
    if _ROLE.search(before) or _ROLE_IN_PLACE.search(placed):
        return _ACTS.match(after) is not None
    return (not before or before[-1] in "，；。") and _DUTY.match(after) is not None
