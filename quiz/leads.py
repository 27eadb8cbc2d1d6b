"""What the lead of a list says of its members: who acts, and what follows.

In: a lead (驾驶人有下列情形之一的，一次记12分). Out: whose acts it lists and what sort of consequence it has, so that members of two lists can be
told to be of one kind: a wrong of an officer is no offence of an operator, a ground for leniency no ground for a ban. Asks nothing.
"""

from __future__ import annotations

import re


def are_of_one_kind(one: str, other: str) -> bool:
    """Whether members of both leads can stand beside each other as answers to one of them."""
    same_acts = _ACTS.search(one) is None or _ACTS.search(other) is not None or _consequence(one) == "sanction"
    return same_acts and _consequence(one) == _consequence(other) and _subject(one) == _subject(other)


def is_of_officers(lead: str) -> bool:
    """Whether a lead names wrongs of officers."""
    return _subject(lead) == "officer" and _consequence(lead) in {"sanction", "forbidden"}


def speaks_of_another(member: str, lead: str) -> bool:
    """Whether a member begins with a subject of its own that the lead does not have: 外国人… under 交通运输工具有下列情形."""
    own = next(
        (name for name, pattern in _SUBJECTS if re.match(rf"(?:在[^，。]{{2,8}}的)?(?:{pattern})", member)), None
    )
    return own is not None and own != _subject(lead)


_ACTS = re.compile(r"(?:下列|以下)[^，。：]{0,8}行为")

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
