"""简答: what follows when a condition is met.

In: a statement of the form …的，应当…. Out: one draft that asks for the consequence, in the words of the text; the question is formed from
the answer: by whom, which sanction, what may be done, what must be done.
"""

from __future__ import annotations

import re

from quiz.drafts import Draft
from quiz.evidence import POINTING, Statement
from quiz.likeness import overlap
from quiz.records import ItemType
from quiz.wording import said_by, tidy
from quiz.worth import is_formality, is_worth_asking, on_its_own

SHORTEST_CONDITION, SHORTEST_LATER = 6, 16  # characters; in a later paragraph it must say more
TOLD = 0.5  # share of an answer's character pairs that the condition says
SHORTEST, LONGEST = 8, 110  # characters of an answer
_RULE = re.compile(
    r"^(?P<condition>[^。；]{5,90}的)，(?P<answer>(?:应当|由|处|可以|并?给予|责令|依法|不予)[^。]+)。$", re.DOTALL
)
# Who is to act, where the condition names it first: 公安机关发现…的，应当….
_ACTOR = re.compile(
    r"^(?:[^，。；的]{0,18}(?:以上|下)?的?)?[^，。；的对]{0,16}?(?:机关|部门|警察|民警|派出所|看守所|拘留所|人民法院|人民检察院|救助站|检查站|场所|机构|单位|企业|公司|驾驶人|人员|负责人)"
    r"(?=(?:在|对|因|向|经|接到|收到|发现|认为|认定|决定|办理|处理|扣|检查|查|采取|实施|作出|受理|需|拟|未|违反|使用|派|遇|不|执行|调查|移送|组织|进行|询问|讯问|依法|驾驶|造成|举行|申请|变更))"
)
_SANCTION = re.compile(r"^(?:应当|依法)?(?:处|并?给予)")
_RIGHT = re.compile(r"^可以[^。；]{0,40}?(?:申请|要求|提出|提起|请求|选择|查阅|复制|拒绝|委托|申诉)")
_PUNISHED = re.compile(r"罚款|拘留(?!所|人)|警告|吊销|没收|训诫|开除|撤职|降级")
_DONE_BY = re.compile(
    r"^由[^，。；]{0,40}?(?:机关|部门|政府|机构|单位|负责人|法院|检察院|派出所|公安部)(?:对[^，。；]{1,24})?(?:处[^理分置]|责令|没收|吊销|给予[^必]|收缴|扣留|取消|予以|批评|训诫|作出[^，。]*决定|撤销|注销|收回|取缔|强制)"
)
_REFUSED = re.compile(
    r"(?:应当)?不予(?:签发|换发|颁发|核发|发给|批准|许可|准予|登记|受理|办理|补发)(?P<what>[^，。；]*)"
)
_POLICY = re.compile(
    r"^(?P<what>[^，。；：]{3,24}?)(?P<does>(?:应当)?(?:实行|贯彻|坚持|遵循))(?P<answer>[^。；：]{8,70}?)的?(?P<noun>方针|原则|工作机制|工作体制|机制)。$"
)
_STEPS = re.compile(
    r"^应当[^。；]*(?:报告|移送|通知|扣留|扣押|告知|送交|收缴|登记|停止|解除|撤离|制止|出具|制作|退还|追回|启动)[^。；]*，[^。；]{4,}$"
)
_EMPTY = re.compile(
    r"有关规定|[本该](?:法|条例|规定|办法)第?|追究(?:刑事|法律)责任$|^依照|^应当(?:依法|及时)?(?:予以)?(?:处理|处罚|处分)$|^(?:应当)?(?:依法)?(?:给予|承担)[^，。；]{0,8}(?:处分|责任|处罚)$|"
    r"^依法(?:予以)?处理$|^应当(?:享受|承担|具有|给予赔偿|赔偿)|给予赔偿$|依法处理$"
)


def short_draft(statement: Statement) -> Draft | None:
    """None where the sentence has no condition, or another answer would be as right."""
    whole = None if statement.place.is_prose or statement.focus else on_its_own(statement)
    if whole is not None and (policy := _policy_draft(whole)) is not None:
        return policy
    if whole is None or whole.focus or not is_worth_asking(whole):
        return None
    match = _RULE.match(whole.text)
    if match is None or "，但" in match["condition"]:
        return None
    if len(match["condition"]) < (SHORTEST_LATER if (whole.paragraph or 1) > 1 else SHORTEST_CONDITION):
        return None
    answer = _first_case(match["answer"])
    if answer != match["answer"] and (answer.startswith("由") or _SANCTION.match(answer)):
        return None  # in other cases somebody else, or more
    if overlap(answer, match["condition"]) > TOLD:
        return None
    if (
        not SHORTEST <= len(answer) <= LONGEST
        or _EMPTY.search(answer)
        or POINTING.search(answer)
        or match["condition"].endswith(("构成犯罪的", "另有规定的"))
        or _goes_on(whole)
    ):
        return None
    start = match.start("answer")
    if (applied := _REFUSED.match(answer)) is not None and applied["what"][-4:] not in match["condition"]:
        return None  # not said what is applied for
    answer, question = _question(match["condition"], answer)
    located = whole.locate(start, start + len(answer))
    if located is None or not question:
        return None
    return Draft(
        type=ItemType.SHORT,
        place=whole.place,
        stem=f"{said_by(whole.place, match['condition'])}，{question}",
        body=match["condition"],
        right=(tidy(answer),),
        wrong=(),
        spans=whole.spans,
        key_spans=(located,),
        paragraph=whole.paragraph,
        item=whole.item,
    )


def _policy_draft(statement: Statement) -> Draft | None:
    """By which policy, principle or system a work is done: 禁毒工作实行……的方针。"""
    match = _POLICY.match(statement.text)
    if match is None or is_formality(statement):
        return None
    located = statement.locate(*match.span("answer"))
    if re.search("方针|原则|机制", match["answer"]):
        return None  # of two kinds
    if located is None or overlap(match["answer"], match["what"]) > TOLD:
        return None
    return Draft(
        type=ItemType.SHORT,
        place=statement.place,
        stem=f"{said_by(statement.place, match['what'] + match['does'])}什么{match['noun']}？",
        body=match["what"],
        right=(tidy(match["answer"]),),
        wrong=(),
        spans=statement.spans,
        key_spans=(located,),
        paragraph=statement.paragraph,
        item=statement.item,
    )


def _first_case(answer: str) -> str:
    """Without what holds under another condition: 处警告；情节严重的，处…."""
    parts = answer.split("；")
    other = next((at for at, part in enumerate(parts) if at and re.search(r"的，|除外|不", part)), len(parts))
    return "；".join(parts[:other])


def _goes_on(statement: Statement) -> bool:
    """Whether the next sentence of the paragraph says what else follows under the same condition."""
    after = statement.place.passage.text[statement.ranges[-1][1] :]
    following = re.match(r"[ \t]*[^\n。]+。", after)
    return following is not None and re.match(r"[^，。]{2,60}的，", following[0].strip()) is None


def _question(condition: str, answer: str) -> tuple[str, str]:
    """The answer as far as it is asked for, and the question; an empty one where it would not be plain."""
    if answer.startswith("由"):
        if "管辖" in answer:
            return answer, "由谁管辖？"
        return answer, "由谁处理、如何处理？" if _DONE_BY.search(answer) else ""
    if _SANCTION.match(answer):
        return answer, "应当给予什么处罚？" if _PUNISHED.search(answer) else ""
    if answer.startswith(("可以认定为", "应当认定为")):
        if overlap(answer[len("可以认定为") :], condition) > TOLD:
            return answer, ""
        return answer, f"{answer[:2]}认定为什么？"
    if answer.startswith("可以"):
        if _RIGHT.match(answer):
            return answer, ""
        return answer, "可以采取什么措施？" if _ACTOR.match(condition) else ""
    if answer.startswith("应当"):
        if _ACTOR.match(condition):  # what he should do has no bounds, but for steps that the rule sets
            return answer, "应当如何处理？" if _STEPS.match(answer) else ""
        return answer, "应当如何处理？" if re.search(
            r"^应当(?:从|不予|予以|减|吊销|撤销|收|没|责令|注销)", answer
        ) else ""
    return answer, "应当如何处理？"
