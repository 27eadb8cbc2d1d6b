"""判断: a sentence as it stands, or with exactly one edit that makes it false.

In: a statement, the pools, chance. Out: drafts. The edits: a term for one that it is mixed up with, another number, 以上 for 以下, an agency of
another level, another body of the instrument, 应当 for 可以, 并处 for 或者, 经批准可以 for 不得; only where the result is still a sentence and says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from quiz.authorities import find_agencies
from quiz.confusions import find_confusions
from quiz.contradictions import is_poor_edit
from quiz.distractors import phrases_like
from quiz.drafts import RIGHT, WRONG, Draft
from quiz.evidence import Statement
from quiz.items.actor import begins_a_rule
from quiz.items.authority import has_a_part
from quiz.items.number import is_askable
from quiz.phrases import find_phrases
from quiz.pools import Pools, article_of
from quiz.quantities import find_quantities
from quiz.records import Edit, ItemType
from quiz.wording import in_quote, said_by
from quiz.worth import exhorts, is_doubtful, is_excepted_behind, is_formality, is_worth_asking, on_its_own
from quiz.wrong_agencies import agencies_like, rungs
from quiz.wrong_numbers import is_custody, numbers_like

LONGEST = 140  # characters of a statement that is judged

GUARDED = frozenset({"term", "authority", "body", "number", "opposite", "modal", "phrase", "exception"})
# Edits, those first that only who knows the rule sees.
HARDEST = (
    *(
        "term",
        "authority",
        "body",
        "number",
        "bound",
        "connective",
        "exception",
        "phrase",
        "point",
        "opposite",
        "modal",
    ),
)
TWINS = frozenset(HARDEST) - {"opposite", "point"}  # edits that are believed
# Edits that make a sentence worth asking that has nothing else to check.
OF_ITSELF = frozenset({"term", "number", "exception"})
TRUE_SHARE = 0.9  # of the sentences that could be either
_ACTS = (  # of an organ or an officer, of weight: not where he stands, what he writes down, in what form
    r"出示|报告|报请|送达|送交|收缴|告知|通知|通报|批准|备案|签名|盖章|捺指印|出具|开具|发给|颁发|移送|移交|扣留|扣押|录音|录像|"
    r"公告|公布|公示|撤销|注销|吊销|收回|销毁|复核|答复|受理|讯问|询问|检查|传唤|举行听证|组织听证|"
    r"申报|登记|报警|配备|建立|制作|填写|保管|保存|制止|"
    r"加戴械具|辞退|追缴|取缔|训诫|纠正|查验|核对|悬挂|说明理由|注明|归档|更换|审验|发还|返还|"
    r"启动[^，。；]{0,8}预案|采集|留存|反馈|回复|听取[^，。；]{0,10}意见|查缉|为[^，。；]{2,20}保留|实名核验|出警|立案侦查|"
    r"检验|鉴定|垫付|取消|责令|没收|上缴|拖移|公开|交付|收押|暂扣|停止|收治|给予[^，。；]{0,6}(?:处罚|治疗)"
)
_PLAIN_DUTY = rf"(?=[^，。；：]{{0,18}}(?:{_ACTS}))"
_POWERS = (
    r"扣留|扣押|拘留|传唤|拘传|检查|查封|冻结|盘问|留置|使用武器|使用警械|吊销|责令|并处|收缴|没收|暂扣|强制|延长|当场|聘请|撤销|限制|拍卖|变卖|先行|派员|封闭|查询|调取|"
    r"组织|缩短|终止|中止|取消|约束|抽样|不予|拖移|处理|指定|减收|免收|要求|查验|公布|告知|采取|安排|聘任|委托|派|设立|设置|使用|公告|移送"
)
_CHOICES = (  # what an organ may do or leave
    r"实行(?:现场|交通)管制|强行带离|决定不准|代履行|加处罚款|分案处理|从宽处理|减免加处|认定为|约谈|变更举行|强制拆除|解剖|发出预警|"
    r"临时庇护场所|优先使用|执行协议|提起公益诉讼|提出意见建议|追缴、没收|社会调查|保护性约束|人身保护|临时冻结|"
    r"使用械具|提前退休|提前晋升|发协查通报|复核委员会|派出督察人员|指定有关基层组织|设立禁毒委员会|查询与|"
    r"优先乘坐|通过手势|通过手机短信|引导车辆|在一定的区域和时间|提前晋升|采取技术侦察|设置执勤点|依照有关法律规定对|通知了解|限制外国人|"
    r"对留存|在边境地区|进行必要的检测|开办戒毒康复|对出境入境人员携带|全面调查|按照国家有关规定采取调查|会同有关部门根据|对违法的机动车|"
    r"对机动车、非机动车|对存在|施划停车|遣送出境|召集各方|对应对处置|担任指挥长|对调任|分管|异地羁押|分别羁押|单独羁押|公开查询|"
    r"对涉嫌吸毒|进行调解|驶离|派出督察|指令下级|不采取行政强制|直接受理|在现场|建议|"
    r"警衔降级|立即进行纠正|具结悔过|等值财产|开展吸毒监测|在现居住地|戒毒康复场所中执行"
)
_ORGAN = re.compile(  # whose duties are learnt
    r"公安|警察|民警|派出所|看守所|拘留所|戒毒(?:场)?所|行政机关|执法人员|办案|检查站|边防|救助站|督察|巡防员|主管机关|处罚机关|人民法院|人民检察院|监察机关|海关|主管部门|禁毒委员会|医疗机构|指挥机构|单位|企业|公司|场所|驾驶人|承办者"
)
_OBLIGED = re.compile(rf"{_ORGAN.pattern}|公民|外国人")  # whose duties, but not whose rights
_TELLING = re.compile(  # words beside which a weaker or stronger word sounds wrong at once
    r"立即|如实|及时|坚持|原则|未经|擅自|非法|非经|严禁|申请|要求|自行|自愿|有权|认真|全面|客观|随时"
)
_MODALS = (  # before → after, with what must stand around them
    (
        re.compile(rf"(?<![不也均都对将把被向与同为])(?:应当|必须)(?!是|为|有|依法|具有|属于|如何|接受){_PLAIN_DUTY}"),
        "可以",
    ),
    (
        re.compile(rf"(?<![不只才也还均都])可以(?=[^，。；：]{{0,16}}(?:{_CHOICES}))"),
        "应当",
    ),
    (
        re.compile(
            rf"(?<![不只才也还均都])可以(?!根据|依法|依照|是|由|为|从轻|减轻|采用|通过|按照|继续|同时|适当)(?=[^，。；：]{{0,10}}(?:{_POWERS}))"
        ),
        "应当",
    ),
)
_OPPOSITES = (
    (re.compile(r"(?<![从不])从重(?=处罚|处分)"), "从轻"),
    (
        re.compile(r"(?<=[，。；的人者])有权(?=拒绝|进行|要求|申请|委托|提出|检举|投诉|查阅|取得)(?![^。；]*有权)"),
        "无权",
    ),
    (re.compile(r"(?<=应当)从轻或者减轻(?=行政处罚|处罚)"), "减轻或者不予"),
    (re.compile(r"(?<=可以)从轻或者减轻(?=行政处罚|处罚)"), "减轻或者不予"),
    (re.compile(r"(?<![的是])不予(?=处罚|行政处罚|受理|公开)"), "可以"),
)
_DEMANDS = (
    (re.compile(r"(?<![还都也均])必须(?!有)(?=[^，。；的]{4,}[，。；])"), "可以"),
    (re.compile(r"(?<![绝决万也又都])不能(?=[^，。；的]{4,}[，。；])"), "可以"),
)
_TAILS = (  # what a thing is held to be for another, in prose
    (re.compile(r"(?<=的)(?:重要)?(?:基础|前提|保证|根本)(?=[，。；,;])"), "目的"),
    (re.compile(r"(?<=的)(?:生命线|源泉)(?=[，。；,;])"), "目标"),
    (re.compile(r"(?<=的)(?:核心|关键|重点|灵魂)(?=[，。；,;])"), "难点"),
    (re.compile(r"(?<=的)(?:目标|宗旨)(?=[，。；,;])"), "前提"),
    (re.compile(r"(?<![第十每一“”,，])[二两三](?=[个项种][一-鿿]{2})(?!.*一是)"), "四"),
    (re.compile(r"(?<![第十每一“”,，])[四五六七八](?=[个项种][一-鿿]{2})(?!.*一是)"), "三"),
    (re.compile(r"(?<=的)(?:重要内容|重要方面|有机组成部分|重要组成部分)(?=[，。；,;])"), "全部内容"),
    (re.compile(r"(?<=的)(?:重要|有效|根本|必由)(?:途径|手段|方法|之路)(?=[，。；,;])"), "唯一途径"),
    (re.compile(r"(?<=的)(?:首要|中心|重要|根本)任务(?=[，。；,;])"), "唯一任务"),
    (re.compile(r"(?<=的)(?:必然要求|内在要求|客观需要)(?=[，。；,;])"), "最终目的"),
    (re.compile(r"(?<=的)(?:基石|根基)(?=[，。；,;])"), "目的"),
)
_SHARES = (  # how much, how often, how closely, which way, in prose
    (re.compile(r"(?:绝|决)(?:不能|不可|不允许)(?=[一-鿿]{4})"), "可以"),
    (re.compile(r"离不开"), "可以离开"),
    (re.compile(r"必不可少|不可或缺|不可缺少|缺一不可"), "可有可无"),
    (re.compile(r"密不可分"), "没有直接联系"),
    (re.compile(r"(?<!不)有利于"), "不利于"),
    (re.compile(r"(?<=成为|要求)(?:每一?[名个位]|全体)(?=民警|干警)"), "部分"),
    (re.compile(r"直接(?=维系|关系|影响|反映|决定|体现)"), "间接"),
    (re.compile(r"最大限度"), "一定限度"),
    (re.compile(r"(?<=向)上级(?=机关|部门)"), "下级"),
    (re.compile(r"(?<=[益趋来显])(?:淡化|减少|下降|降低|弱化|衰弱)"), "增强"),
    (re.compile(r"(?<=[益趋来显])(?:增多|增加|上升|突出|增大)"), "减少"),
    (re.compile(r"(?<=[益趋况形])(?:复杂)(?=[，。；,;的])"), "简单"),
    (re.compile(r"第一(?=手资料|责任人|位的|要务|线)"), "第二"),
    (re.compile(r"之首(?=[，。；,;])"), "之末"),
    (re.compile(r"首要(?=条件|前提|位置|职责|标准)"), "次要"),
    (re.compile(r"(?<=[，。；,;])(?:必须|应当|应该|要)始终"), "无须始终"),
    (re.compile(r"(?<=[一-鿿])(?<![不可能])(?:必须|应当|应该)(?=成为|引起|坚持|做到|具备|把|以|依靠|服从)"), "不必"),
)
_CONNECTIVES = (
    (re.compile(r"(?<![可以])并处(?=[^。；]{1,24}罚款)"), "或者处"),
    (re.compile(r"拘留或者(?=[一二三四五六七八九十百千万0-9]+元以[上下])"), "拘留，并处"),
    (re.compile(r"(?<=[日年]以下拘留，)可以并处(?=[^。；]{1,24}罚款)"), "并处"),
    (re.compile(r"(?<=[日年]以下拘留，)并处(?=[^。；]{1,24}罚款)"), "可以并处"),
    (re.compile(r"(?<=警告，)可以并处(?=[^。；]{1,24}罚款)"), "并处"),
    (re.compile(r"(?<=警告，)并处(?=[^。；]{1,24}罚款)"), "可以并处"),
    (  # whether there is a choice: what examiners ask
        re.compile(
            r"(?<=，)(?:应当)?不予(?=行政处罚|处罚|受理|许可|签发|收押|收拘|批准|换发|补发|登记|退还)(?![^，。；]{0,20}(?:；|，)[^。]*可以)"
        ),
        "可以不予",
    ),
    (re.compile(r"(?<=，)应当(?=(?:依法)?(?:从轻|减轻|从重|免除))"), "可以"),
    (re.compile(r"(?<=，)可以(?=(?:依法)?(?:从轻|减轻|从宽|免除))"), "应当"),
    (re.compile(r"警告或者(?=[一二三四五六七八九十百千万0-9]+元以[上下])"), "警告，并处"),
)
# What is forbidden to all alike, and could as well be left to somebody's leave.
_FORBIDDEN = re.compile(
    r"(?<![并但也均])不得(?=从事其他执法|扣留[^，。；]{0,6}所载|自行招用|自行销售|在本单位以外|聘请|聘用其他|设立保安|开办|营业|"
    r"携带出|使用现金|超出核定|超过限额|查封、扣押(?:与|公民)|重复冻结|委托[。；，]|收缴、扣留|扣押居民身份证|"
    r"进入专用车道|向当事人收取|使用[。；]|提前解除|辞退|持有和使用|检查或者扣押|上下人员|设置隔断|收购生产性|改变民用枪支|处理其他机动车|离开限定)"
)
_LEAVE = re.compile(
    r"未经|非经|不经|经[^，。；]{2,20}(?:批准|同意|许可)|除外|以外|另有|擅自|特殊情况|必要时|非法|只能|只准|任何|其他车辆|不得[^。]*不得"
)
_CEILING = re.compile(r"以[上下](?:有期徒刑|拘留|拘役|罚款|禁|的?驾驶)")  # a sanction without an end is none
_BOUNDS = {"以上": "以下", "以下": "以上"}


def judged_drafts(statement: Statement, pools: Pools, random: Random) -> Iterator[Draft]:
    """The sentence as it stands or made false, as the lot decides; nothing of a sentence that no edit makes believably false:
    it is believed by who has not read it, too. What a true one asks is the place that could have been changed; other places of it can
    be asked beside it."""
    false = [*false_drafts(statement, pools, random)]
    twin = next((draft for draft in false if _kind(draft) in TWINS), None)
    true = true_draft(statement) if twin is not None else None
    if twin is not None and true is not None and random.random() < TRUE_SHARE:
        yield replace(true, key_spans=twin.key_spans)
        yield from (draft for draft in false if _kind(draft) in TWINS and draft.key_spans != twin.key_spans)
    else:
        yield from false


def _kind(draft: Draft) -> str:
    return draft.edit.kind if draft.edit is not None else ""


def true_draft(statement: Statement) -> Draft | None:
    """The sentence as it stands, where somebody may get it wrong."""
    whole = _askable(statement)
    return (
        None
        if whole is None or not (is_worth_asking(whole) and is_doubtful(whole))
        else _draft(whole, whole.text, RIGHT, None, None, ())
    )


def false_drafts(statement: Statement, pools: Pools, random: Random) -> Iterator[Draft]:
    """The sentence with one edit, each edit of which it is capable, those of may and must last."""
    whole = _askable(statement)
    if whole is None:
        return
    is_worth = is_worth_asking(whole)
    edits = [
        edit
        for edit in _edits(whole, pools, random)
        if edit.start >= whole.focus
        and (is_worth or (edit.kind in OF_ITSELF and not exhorts(_clause(whole.text, edit.start))))
        and not _is_in_a_name(whole.text, edit.start)
        and not (edit.kind in GUARDED and is_poor_edit(whole.text, edit))
    ]
    random.shuffle(edits)
    for edit in sorted(edits, key=lambda edit: HARDEST.index(edit.kind)):
        end = edit.start + len(edit.before)
        located = whole.locate(edit.start, end)
        if located is None:
            continue
        said = whole.text[: edit.start] + edit.after + whole.text[end:]
        quoted = replace(edit, start=in_quote(whole.spans, located[0], whole.place.passage))
        yield _draft(whole, said, WRONG, quoted, edit.start, (located,))


def _is_in_a_name(text: str, at: int) -> bool:
    """Whether a place lies in the name of a rule."""
    return text[:at].count("《") > text[:at].count("》")


def _askable(statement: Statement) -> Statement | None:
    if is_excepted_behind(statement):
        return None
    whole = on_its_own(statement)
    if whole is None or len(whole.text) > LONGEST:
        return None
    return whole if is_worth_asking(whole) or not (whole.place.is_prose or is_formality(whole)) else None


def _draft(
    statement: Statement,
    said: str,
    key: str,
    edit: Edit | None,
    edited_at: int | None,
    key_spans: tuple[tuple[int, int], ...],
) -> Draft:
    return Draft(
        type=ItemType.TRUE_FALSE,
        place=statement.place,
        stem=said_by(statement.place, said),
        body=said,
        right=(key,),
        wrong=(),
        spans=statement.spans,
        key_spans=key_spans,
        paragraph=statement.paragraph,
        item=statement.item,
        edit=edit,
        edited_at=edited_at,
        ranges=statement.ranges,
    )


def _edits(statement: Statement, pools: Pools, random: Random) -> Iterator[Edit]:
    text = statement.text
    if statement.place.is_prose:
        yield from _of_words("phrase", text, _TAILS)
        yield from _of_words("opposite", text, _SHARES)
        yield from _of_words("opposite", text, _DEMANDS)  # where 可以 and 应当 mostly guess
        yield from _of_phrases(statement, pools, random)
    else:
        yield from _of_modals(text)
        yield from _of_terms(statement)
        yield from _of_words("opposite", text, _OPPOSITES)
        yield from _of_words("connective", text, _CONNECTIVES)
        yield from _of_leave(text)
        yield from _of_bodies(statement, pools)
    yield from _of_numbers(statement, pools, random)
    yield from _of_agencies(statement, pools)


def _of_terms(statement: Statement) -> Iterator[Edit]:
    """Terms that are mixed up; not what the instrument is about, which its name tells."""
    text = statement.text
    for found in find_confusions(text):
        before = text[found.start : found.end]
        if before not in statement.place.document.instrument:
            yield Edit("term", found.start, before, found.after)


def _of_modals(text: str) -> Iterator[Edit]:
    """Duties and powers of whom the sentence names; that what is forbidden were allowed nobody believes."""
    for pattern, after in _MODALS:
        for found in pattern.finditer(text):
            who = _OBLIGED if after == "可以" else _ORGAN
            if who.search(text[: found.start()]) is None or _is_told(text, found):
                continue
            yield Edit("modal", found.start(), found[0], after)


def _of_leave(text: str) -> Iterator[Edit]:
    """A flat prohibition that would give way to a permission."""
    found = list(_FORBIDDEN.finditer(text))
    if len(found) == 1 and _LEAVE.search(text) is None:
        yield Edit("exception", found[0].start(), found[0][0], "经批准可以")


def _of_bodies(statement: Statement, pools: Pools) -> Iterator[Edit]:
    """Another body that the same instrument gives tasks, for one that is named without a level; that it is the police on the road everybody
    knows."""
    text = statement.text
    for agency in find_agencies(text):
        if agency.levels or agency.sort == "traffic" or text.count(agency.name[:3]) > 1:
            continue
        if (
            not has_a_part(agency, text)  # whose duty it is, the other may have as well
            or text[agency.end : agency.end + 1] in "、和或机及的（(委"
        ):
            continue
        if rungs(agency.name) or text[: agency.start].endswith(("、", "和", "或", "或者", "及")):
            continue
        others = agencies_like(agency, agency.name, text, statement.place, pools)
        likely = [
            name for name in others if name not in text and "国家安全" not in name and _is_named(name, statement, pools)
        ]
        if likely:
            yield Edit("body", agency.start, agency.name, likely[0])


def _is_named(name: str, statement: Statement, pools: Pools) -> bool:
    """Whether the instrument of a statement names a body."""
    return any(name in its for (of, _), its in pools.article_text.items() if of == statement.place.document.id)


def _is_told(text: str, found: re.Match[str]) -> bool:
    """Whether a word of the same clause gives the edit away."""
    return _TELLING.search(_clause(text, found.start())) is not None


def _clause(text: str, at: int) -> str:
    """What stands around a place between two marks."""
    return re.split(r"[，。；]", text[:at])[-1] + re.split(r"[，。；]", text[at:])[0]


def _of_words(kind: str, text: str, table: Sequence[tuple[re.Pattern[str], str]]) -> Iterator[Edit]:
    """Only of a sentence that says it once and does not say the other at all."""
    for pattern, after in table:
        found = list(pattern.finditer(text))
        if len(found) == 1 and (kind in ("modal", "connective") or after not in text):
            yield Edit(kind, found[0].start(), found[0][0], after)


def _of_numbers(statement: Statement, pools: Pools, random: Random) -> Iterator[Edit]:
    text = statement.text
    for quantity in find_quantities(text):
        if not is_askable(quantity, text):
            continue
        before = text[quantity.start : quantity.end]
        others = numbers_like(quantity, before, statement.place, pools, is_custody=is_custody(quantity, text))[:4]
        if others:
            yield Edit("number", quantity.start, before, random.choice(others))
        after = _BOUNDS.get(quantity.bound)
        if (
            after
            and quantity.high is None
            and quantity.unit in {"日", "年", "周岁", "人", "月", "小时"}
            and not _CEILING.match(text, quantity.end)
            and not text[: quantity.start].endswith(
                ("死亡", "受伤", "重伤")
            )  # nothing is demanded of small accidents only
            and not any(other.unit == quantity.unit and other != quantity for other in find_quantities(text))  # steps
        ):
            yield Edit("bound", quantity.end, quantity.bound, after)


def _of_phrases(statement: Statement, pools: Pools, random: Random) -> Iterator[Edit]:
    """A principle, an aim, a role: another of its sort, which this text does not use."""
    text = statement.text
    for phrase in find_phrases(text):
        if phrase.sort == "quoted":
            continue  # what an author quotes fits nowhere else
        before = text[phrase.start : phrase.end]
        others = phrases_like(text, phrase, statement.place, pools)[:5]
        if others and text.count(before) == 1:
            yield Edit("phrase", phrase.start, before, random.choice(others))


def _of_agencies(statement: Statement, pools: Pools) -> Iterator[Edit]:
    """Another level of the same sort of agency."""
    if statement.place.is_prose:
        return
    text, here = statement.text, pools.article_text.get(article_of(statement.place), "")
    for agency in find_agencies(text):
        if (
            not agency.levels
            or not (has_a_part(agency, text) or begins_a_rule(agency, text))
            or text[agency.end : agency.end + 1] in "、和或机及的（(委"
        ):
            continue
        if text.count(agency.name[:3]) > 1:
            continue  # named twice: the other place would tell
        others = [name for name in rungs(agency.name) if name not in here and name not in text]
        if others:
            yield Edit("authority", agency.start, agency.name, others[0])
